from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from renkei.agreements.models import Agreement
from renkei.budgets.enums import ItemKind, ItemState, Side
from renkei.core.blocks.pictures import picture_flaws
from renkei.core.files.models import Document
from renkei.core.history.journal import remembered
from renkei.core.records.fields import FiscalYearField, LocalisedField
from renkei.core.records.models import Record
from renkei.core.ui.text import bi
from renkei.directory.models import Laboratory
from renkei.governance.models import Body, Meeting
from renkei.indicators.models import Indicator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from renkei.kernel.errors import RuleBroken


@remembered()
class Pillar(Record):
    """A pillar of the cluster's work: budgets, activities and the report hang on it."""

    number = models.PositiveSmallIntegerField(bi("番号", "Number"))
    title = LocalisedField(bi("名称", "Title"))
    first_year = FiscalYearField(bi("最初の年度", "First fiscal year"), null=True, blank=True)
    last_year = FiscalYearField(bi("最後の年度", "Last fiscal year"), null=True, blank=True)

    class Meta:
        verbose_name = bi("柱", "Pillar")
        verbose_name_plural = bi("柱", "Pillars")


@remembered()
class Measure(Record):
    """A numbered measure of a pillar in one fiscal year."""

    pillar = models.ForeignKey(
        Pillar, models.PROTECT, verbose_name=bi("柱", "Pillar"), related_name="measures"
    )
    fiscal_year = FiscalYearField(bi("年度", "Fiscal year"), db_index=True)
    side = models.CharField(bi("実績か取組か", "Results or plan"), max_length=10, choices=Side.choices)
    number = models.PositiveSmallIntegerField(bi("番号", "Number"))
    title = LocalisedField(bi("名称", "Title"))
    document = models.ForeignKey(
        Document, models.PROTECT, verbose_name=bi("資料", "Document"), null=True, blank=True, related_name="+"
    )
    place = LocalisedField(bi("資料の中の場所", "Place in the document"), blank=True)
    carried_from = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=bi("引き継いだ元", "Carried over from"),
        null=True,
        blank=True,
        related_name="carried_to",
        help_text=bi(
            "前の年度の計画から写したとき、その施策", "The measure of the year before that it was copied from"
        ),
    )

    class Meta:
        verbose_name = bi("施策", "Measure")
        verbose_name_plural = bi("施策", "Measures")


@remembered()
class Item(Record):
    """An activity, meeting, figure, agreement or photograph under a pillar or measure, in the order of the report.

    The text may hold placeholders in double brackets (a figure's code, a record): see the handbook.
    """

    pillar = models.ForeignKey(Pillar, models.PROTECT, verbose_name=bi("柱", "Pillar"), related_name="items")
    measure = models.ForeignKey(
        Measure,
        models.PROTECT,
        verbose_name=bi("施策", "Measure"),
        null=True,
        blank=True,
        related_name="items",
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=bi("上の項目", "Under"),
        null=True,
        blank=True,
        related_name="children",
    )
    fiscal_year = FiscalYearField(bi("年度", "Fiscal year"), db_index=True)
    side = models.CharField(bi("実績か取組か", "Results or plan"), max_length=10, choices=Side.choices)
    position = models.PositiveSmallIntegerField(bi("並び順", "Position"), default=0)
    kind = models.CharField(bi("種類", "Kind"), max_length=12, choices=ItemKind.choices)
    state = models.CharField(bi("状態", "State"), max_length=12, choices=ItemState.choices)
    text = LocalisedField(
        bi("本文", "Text"),
        long=True,
        help_text=bi(
            "[[figure:符号]] [[meeting:識別名]] を差し込める",
            "may hold [[figure:code]] and [[meeting:identifier]]",
        ),
    )
    indicator = models.ForeignKey(
        Indicator,
        models.PROTECT,
        verbose_name=bi("指標", "Indicator"),
        null=True,
        blank=True,
        related_name="items",
    )
    meeting = models.ForeignKey(
        Meeting,
        models.PROTECT,
        verbose_name=bi("会議", "Meeting"),
        null=True,
        blank=True,
        related_name="items",
    )
    body = models.ForeignKey(
        Body, models.PROTECT, verbose_name=bi("会議体", "Body"), null=True, blank=True, related_name="items"
    )
    agreement = models.ForeignKey(
        Agreement,
        models.PROTECT,
        verbose_name=bi("協定", "Agreement"),
        null=True,
        blank=True,
        related_name="items",
    )
    laboratory = models.ForeignKey(
        Laboratory,
        models.PROTECT,
        verbose_name=bi("研究室", "Laboratory"),
        null=True,
        blank=True,
        related_name="items",
    )
    document = models.ForeignKey(
        Document, models.PROTECT, verbose_name=bi("資料", "Document"), null=True, blank=True, related_name="+"
    )
    place = LocalisedField(bi("資料の中の場所", "Place in the document"), blank=True)
    note = LocalisedField(bi("注記", "Note"), blank=True, long=True)
    picture = models.ForeignKey(
        Document,
        models.PROTECT,
        verbose_name=bi("写真のファイル", "File of the photograph"),
        null=True,
        blank=True,
        related_name="+",
        help_text=bi("項目の下に載せる写真", "A photograph that stands below the item"),
    )
    caption = LocalisedField(
        bi("写真の説明", "Caption"),
        blank=True,
        help_text=bi(
            "種類が写真の項目では、空欄なら本文を使う", "Of photographs, the text where it is empty"
        ),
    )
    alternative = LocalisedField(
        bi("写真の代替テキスト", "Text alternative"),
        blank=True,
        help_text=bi("見えない人に、何が写っているかを伝える", "Tells those who do not see it what is shown"),
    )
    carried_from = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=bi("引き継いだ元", "Carried over from"),
        null=True,
        blank=True,
        related_name="carried_to",
        help_text=bi(
            "前の年度の計画から写したとき、その項目", "The item of the year before that it was copied from"
        ),
    )

    class Meta:
        verbose_name = bi("項目", "Item")
        verbose_name_plural = bi("項目", "Items")

    def row_flaws(self) -> Iterator[tuple[str, RuleBroken]]:
        yield from picture_flaws(self)
