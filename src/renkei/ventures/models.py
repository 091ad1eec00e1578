from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from renkei.core.files.models import Document
from renkei.core.history.journal import remembered
from renkei.core.records.fields import LocalisedField, PartialDateField
from renkei.core.records.models import Record
from renkei.core.ui.text import bi
from renkei.directory.models import Laboratory, Organisation
from renkei.indicators.models import Indicator
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.kernel.periods import ends_before_it_begins

if TYPE_CHECKING:
    from collections.abc import Iterable


@remembered()
class Venture(Record):
    """A company that came out of the cluster's research."""

    organisation = models.OneToOneField(
        Organisation, models.PROTECT, verbose_name=bi("会社", "Company"), related_name="venture"
    )
    founded = PartialDateField(
        bi("設立", "Founded"), blank=True, help_text=bi("空欄は記載なし", "Empty: not stated")
    )
    laboratory = models.ForeignKey(
        Laboratory,
        models.PROTECT,
        verbose_name=bi("もとになった研究室", "Laboratory it came from"),
        null=True,
        blank=True,
        related_name="ventures",
    )
    business = LocalisedField(bi("事業", "What it does"), blank=True, long=True)
    document = models.ForeignKey(
        Document, models.PROTECT, verbose_name=bi("資料", "Document"), null=True, blank=True, related_name="+"
    )
    place = LocalisedField(bi("資料の中の場所", "Place in the document"), blank=True)

    class Meta:
        verbose_name = bi("ベンチャー企業", "Venture company")
        verbose_name_plural = bi("ベンチャー企業", "Venture companies")

    def called(self) -> Localised:
        """Return the name of the company, which stands with its organisation alone."""
        name: Localised = self.organisation.name
        return name


@remembered()
class VentureCount(Record):
    """From when to when a venture is counted under the definition of an indicator, and why that changed."""

    venture = models.ForeignKey(
        Venture, models.PROTECT, verbose_name=bi("ベンチャー企業", "Venture company"), related_name="counts"
    )
    indicator = models.ForeignKey(
        Indicator,
        models.PROTECT,
        verbose_name=bi("数える定義", "Definition counted under"),
        related_name="venture_counts",
    )
    counted_from = PartialDateField(
        bi("数えはじめ", "Counted from"), blank=True, help_text=bi("空欄は記載なし", "Empty: not stated")
    )
    counted_until = PartialDateField(
        bi("数えなくなった日", "Left the count"),
        blank=True,
        help_text=bi("空欄は数えている", "Empty: it counts"),
    )
    reason = LocalisedField(
        bi("数が変わった理由", "Why the count changed"),
        blank=True,
        long=True,
        help_text=bi("数えなくなったときは必ず書く", "Needed where it left the count"),
    )
    document = models.ForeignKey(
        Document, models.PROTECT, verbose_name=bi("資料", "Document"), null=True, blank=True, related_name="+"
    )
    place = LocalisedField(bi("資料の中の場所", "Place in the document"), blank=True)

    class Meta:
        verbose_name = bi("ベンチャー企業の数え方", "Counting of a venture")
        verbose_name_plural = bi("ベンチャー企業の数え方", "Counting of ventures")

    def row_flaws(self) -> Iterable[tuple[str, RuleBroken]]:
        if self.counted_until and not self.reason:
            expected = Localised.both("数えなくなった理由", "why it left the count")
            yield "reason", RuleBroken("venture.reason_missing", expected)
        if ends_before_it_begins(self.counted_from, self.counted_until):
            expected = Localised.both("数えはじめより後の日", "a day after it entered the count")
            yield "counted_until", RuleBroken("venture.left_before_counted", expected)
