from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from renkei.core.publication.models import Held, Publishable
from renkei.core.records.fields import SLUG
from renkei.core.ui.text import bi

if TYPE_CHECKING:
    from collections.abc import Iterable

    from renkei.kernel.errors import RuleBroken


class Record(Held, Publishable):
    """A row of the cluster's tables.

    The slug is the primary key: readable, never changed, the same in every package, so that files, links,
    evidence and history name a record by the same word. `revision` rises with each change; a stale copy is refused.
    """

    slug = models.CharField(
        bi("識別名", "Identifier"),
        primary_key=True,
        max_length=100,
        validators=[SLUG],
        help_text=bi(
            "半角の英小文字・数字・ハイフン。一度決めたら変えない",
            "Lower-case letters, digits and hyphens; never changed once given",
        ),
    )
    revision = models.PositiveIntegerField(bi("版", "Revision"), default=1, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.slug)

    def row_flaws(self) -> Iterable[tuple[str, RuleBroken]]:
        """Yield (field name, what is wrong) for rules within one row; checked by forms, services and loads alike."""
        return ()
