"""Texts whose other language is older or missing: what is left to translate, for whoever may change the records."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from renkei.core.accounts.actors import STRANGER
from renkei.core.accounts.permissions import CONFIDENTIAL, Verb, may, may_on
from renkei.core.history.languages import Lagging, behind, behind_in, missing, text_fields
from renkei.core.publication.selectors import visible_to, within_reach
from renkei.core.records.kinds import Kind, kind_of, kinds_as_declared
from renkei.core.ui.text import both
from renkei.desk import show
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from renkei.core.accounts.actors import Actor
    from renkei.core.records.models import Record


@dataclass(frozen=True)
class Left:
    """The texts of a record that are left to write in a language; `since` is when the other was changed, where it was.

    `label` is what the record is called, where it is asked for.
    """

    kind: Kind
    slug: str
    language: str
    fields: tuple[str, ...]
    since: dt.datetime | None
    label: Any = ""

    @property
    def desk_url(self) -> str:
        return self.kind.desk_address(self.slug)

    @property
    def edit_url(self) -> str:
        address = reverse("desk:edit", args=[self.kind.context, self.kind.slug, self.slug])
        return f"{address}#id_{self.fields[0]}@{self.language}"

    @property
    def texts(self) -> Localised:
        """What the texts are called, in one line."""
        model: Any = self.kind.model
        named = [both(model._meta.get_field(name).verbose_name) for name in self.fields]
        return Localised.both(
            "、".join(each.text("ja") for each in named), ", ".join(each.text("en") for each in named)
        )


def translated_kinds(actor: Actor) -> list[Kind]:
    """Return the kinds with texts in several languages that the actor may change, but for what companies confide."""
    return [
        kind
        for kind in kinds_as_declared()
        if text_fields(kind) and kind.slug not in CONFIDENTIAL and may(actor, Verb.CHANGE, kind.slug)
    ]


def left_to_translate(
    kinds: Iterable[Kind], actor: Actor, at: dt.date, *, public_only: bool, wanted: str = ""
) -> list[Left]:
    """Return the records with texts whose other language is older, those changed last first, then with missing ones.

    `wanted` narrows them to `older` or `missing`. Three questions at most, however many kinds and records there are.
    """
    asked = [(kind, _rows(kind, actor, at, public_only=public_only)) for kind in kinds]
    places = {kind.slug: place for place, (kind, _) in enumerate(asked)}
    older = _by_record([] if wanted == "missing" else behind(asked))
    lacking = _by_record([] if wanted == "older" else missing(asked))
    older.sort(key=lambda each: (-each.since.timestamp() if each.since else 0, each.slug, each.language))
    lacking.sort(key=lambda each: (places[each.kind.slug], each.slug, each.language))
    return older + lacking


def _by_record(found: Iterable[Lagging]) -> list[Left]:
    of_record: dict[tuple[str, str, str], list[Lagging]] = {}
    for each in found:
        of_record.setdefault((each.kind, each.slug, each.language), []).append(each)
    return [
        Left(
            kind_of(kind),
            slug,
            language,
            tuple(each.field for each in texts),
            max((each.since for each in texts if each.since), default=None),
        )
        for (kind, slug, language), texts in of_record.items()
    ]


def _rows(kind: Kind, actor: Actor, at: dt.date, *, public_only: bool) -> Any:
    rows = within_reach(kind.model._default_manager.all(), actor, Verb.CHANGE)
    return (
        rows.filter(pk__in=visible_to(kind.model._default_manager.all(), STRANGER, at))
        if public_only
        else rows
    )


def with_names(found: Sequence[Left]) -> list[Left]:
    """Return these with what their records are called; a question for each kind among them."""
    slugs: dict[str, set[str]] = {}
    for each in found:
        slugs.setdefault(each.kind.slug, set()).add(each.slug)
    records: dict[tuple[str, str], Record] = {
        (name, record.pk): record
        for name, of_kind in slugs.items()
        for record in _named(kind_of(name), of_kind)
    }
    return [
        replace(each, label=each.kind.label(record))
        for each in found
        if (record := records.get((each.kind.slug, each.slug)))
    ]


def _named(kind: Kind, slugs: set[str]) -> Any:
    return kind.model._default_manager.select_related(*show.label_joins(kind)).filter(pk__in=slugs)


def older_texts(kind: Kind, record: Record) -> dict[str, Lagging]:
    """Return a record's texts of which one language is older, by field."""
    return {each.field: each for each in behind_in(kind, record.pk)}


def agree_address(kind: Kind, record: Record, actor: Actor) -> str:
    """Return where an older text is found still right, nothing for those who may not change the record."""
    if not may_on(actor, Verb.CHANGE, kind.slug, record.holding()):
        return ""
    return reverse("desk:agree_on_text", args=[kind.context, kind.slug, record.pk])
