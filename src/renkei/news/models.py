from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from renkei.core.history.journal import remembered
from renkei.core.publication.models import PublicationState
from renkei.core.records.fields import LocalisedField
from renkei.core.records.models import Record
from renkei.core.ui.text import bi
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from collections.abc import Iterable

_TOO_EARLY = Localised.both(
    "知らせの日付か、それより後の公開開始日",
    "the day of the announcement, or a later one, as its first public day",
)


@remembered()
class NewsItem(Record):
    """What the office announces on a day; publication says from when to when it is shown."""

    title = LocalisedField(bi("表題", "Title"))
    day = models.DateField(bi("日付", "Date"), db_index=True)
    text = LocalisedField(bi("本文", "Text"), blank=True, long=True)

    class Meta:
        verbose_name = bi("お知らせ", "News")
        verbose_name_plural = bi("お知らせ", "News")

    def row_flaws(self) -> Iterable[tuple[str, RuleBroken]]:
        """Yield what is wrong: one that is public before its day would be read before it in every list and file."""
        early = self.public_from is None or self.public_from < self.day
        if self.publication == PublicationState.PUBLIC and early:
            yield "public_from", RuleBroken("news.public_before_its_day", _TOO_EARLY)
