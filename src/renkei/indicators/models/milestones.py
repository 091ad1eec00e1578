from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from renkei.core.files.models import Document
from renkei.core.history.journal import remembered
from renkei.core.records.fields import LocalisedField, PartialDateField
from renkei.core.records.models import Record
from renkei.core.ui.text import bi
from renkei.directory.models import Organisation
from renkei.indicators.enums import YearKind
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.kernel.periods import ends_before_it_begins

if TYPE_CHECKING:
    from collections.abc import Iterable


@remembered()
class Milestone(Record):
    """Something that happened on a day, in a month or a year; the date is as precise as its source."""

    title = LocalisedField(bi("できごと", "Event"))
    text = LocalisedField(bi("説明", "Description"), blank=True, long=True)
    happened = PartialDateField(
        bi("年月日", "Date"), blank=True, help_text=bi("空欄は記載なし", "Empty: not stated")
    )
    ended = PartialDateField(bi("終わりの年月日", "End date"), blank=True)
    year_kind = models.CharField(bi("年の種類", "Kind of year"), max_length=12, choices=YearKind.choices)
    publisher = models.ForeignKey(
        Organisation,
        models.PROTECT,
        verbose_name=bi("公表者", "Publisher"),
        null=True,
        blank=True,
        related_name="+",
    )
    document = models.ForeignKey(
        Document,
        models.PROTECT,
        verbose_name=bi("資料", "Document"),
        null=True,
        blank=True,
        related_name="milestones",
    )
    place = LocalisedField(bi("資料の中の場所", "Place in the document"), blank=True)
    note = LocalisedField(bi("注記", "Note"), blank=True, long=True)

    class Meta:
        verbose_name = bi("年表の項目", "Milestone")
        verbose_name_plural = bi("年表", "Milestones")

    def row_flaws(self) -> Iterable[tuple[str, RuleBroken]]:
        calendar = YearKind(self.year_kind).calendar if self.year_kind in YearKind.values else None
        if calendar and ends_before_it_begins(self.happened, self.ended, calendar):
            expected = Localised.both("年月日より前でない終わり", "an end that is not before the date")
            yield "ended", RuleBroken("milestone.ends_before_it_begins", expected)
