"""What somebody has found still right: a translation that a change of the other language leaves as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from renkei.core.accounts.permissions import Verb
from renkei.core.history.journal import journal, remembered
from renkei.core.ui.text import bi
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from renkei.core.accounts.actors import Actor
    from renkei.core.records.kinds import Kind

_CHANGED = Localised.both(
    "この文章は、開いたあとに変わりました。いまの文章を確かめてください。",
    "This text has changed since you opened it. Please look at it as it is now.",
)


@remembered()
class TextAgreed(models.Model):
    """Up to which change of a text, by its number in the history, both languages were found to say the same."""

    kind = models.CharField(bi("記録の種類", "Kind of record"), max_length=40)
    slug = models.CharField(bi("記録", "Record"), max_length=100)
    field = models.CharField(bi("文章", "Text"), max_length=60)
    number = models.BigIntegerField(bi("履歴の番号", "Number in the history"))

    class Meta:
        verbose_name = bi("確かめた訳", "Translation found right")
        verbose_name_plural = bi("確かめた訳", "Translations found right")
        constraints = [
            models.UniqueConstraint(fields=["kind", "slug", "field"], name="text_is_agreed_on_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.slug} {self.field} ≤ {self.number}"


def agree_on_text(*, actor: Actor, kind: Kind, slug: str, field: str, number: int) -> None:
    """Say that the older language of a text is still right after the change of this number. Effects: a row.

    Raises RuleBroken("permission.refused"), or ("text.changed") where this is not the change by which it is older.
    """
    from renkei.core.history.languages import behind_in  # noqa: PLC0415 - which reads what is agreed on
    from renkei.core.records.rights import require_on  # noqa: PLC0415 - records are remembered by this package

    record = kind.model._default_manager.get(pk=slug)
    author = require_on(actor, Verb.CHANGE, kind, record.holding())
    present = {each.field: each.number for each in behind_in(kind, slug)}
    if present.get(field) != number:
        raise RuleBroken("text.changed", _CHANGED)
    with journal(actor=author, action=f"agree on {kind.slug}", reason=f"{slug} {field}"):
        TextAgreed.objects.update_or_create(
            kind=kind.slug, slug=slug, field=field, defaults={"number": number}
        )
