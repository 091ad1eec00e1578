from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from renkei.core.figures.enums import FigureKind
from renkei.core.figures.registry import family_of
from renkei.core.files.models import Document
from renkei.core.history.journal import remembered
from renkei.core.records.fields import FiscalYearField, LocalisedField, PartialDateField
from renkei.core.records.models import Record
from renkei.core.ui.text import bi
from renkei.directory.models import Organisation
from renkei.indicators.enums import Basis, Printed, ValueState
from renkei.indicators.rules import (
    expected_only_when_open,
    known_needs_value,
    like_the_computed,
    restatement_says_why,
)
from renkei.kernel.units import CountedUnit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from renkei.kernel.errors import RuleBroken


@remembered()
class Indicator(Record):
    """What is counted, how, and in which unit. The slug is the figure's code: `<context>.<noun>[.<slug>]`."""

    label = LocalisedField(bi("名称", "Label"))
    definition = LocalisedField(bi("定義", "Definition"), long=True)
    unit = models.CharField(
        bi("数える単位", "Counted unit"),
        max_length=30,
        choices=[(unit.value, bi(unit.label.text("ja"), unit.label.text("en"))) for unit in CountedUnit],
    )
    kind = models.CharField(bi("数の種類", "Kind of figure"), max_length=12, choices=FigureKind.choices)
    version = models.PositiveSmallIntegerField(bi("定義の版", "Version of the definition"), default=1)
    part_of = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=bi("うち数の元", "Is a part of"),
        null=True,
        blank=True,
        related_name="parts",
    )
    parts_add_up = models.BooleanField(
        bi("内訳の合計", "Is the sum of its parts"),
        default=False,
        help_text=bi(
            "うち数を全部足すとこの指標になるとき。値は内訳から計算する",
            "Where the parts together make the whole; its value is computed from them",
        ),
    )
    position = models.PositiveSmallIntegerField(bi("並び順", "Position"), default=0)

    class Meta:
        verbose_name = bi("指標", "Indicator")
        verbose_name_plural = bi("指標", "Indicators")

    def row_flaws(self) -> Iterable[tuple[str, RuleBroken]]:
        family = family_of(self.slug)
        computed = (family.unit.value, family.kind.value) if family else None
        yield from like_the_computed(self.unit, self.kind, computed)


@remembered()
class StatedValue(Record):
    """A value as one publisher states it in one document at one place."""

    indicator = models.ForeignKey(
        Indicator, models.PROTECT, verbose_name=bi("指標", "Indicator"), related_name="stated_values"
    )
    fiscal_year = FiscalYearField(bi("年度", "Fiscal year"), db_index=True)
    state = models.CharField(bi("値の状態", "State of the value"), max_length=15, choices=ValueState.choices)
    value = models.DecimalField(bi("値", "Value"), max_digits=20, decimal_places=4, null=True, blank=True)
    precision = models.DecimalField(
        bi("印字された精度", "Printed precision"), max_digits=12, decimal_places=4, default=1
    )
    as_of = models.DateField(
        bi("時点", "As of"), null=True, blank=True, help_text=bi("空欄は時点の記載なし", "Empty: not stated")
    )
    expected_on = PartialDateField(
        bi("公表の見込み", "Expected on"),
        blank=True,
        help_text=bi(
            "値が未確定のとき、分かる見込みの日・月・年", "Where the value is not yet known: when it will be"
        ),
    )
    basis = models.CharField(bi("基準", "Basis"), max_length=20, choices=Basis.choices, default=Basis.STATED)
    definition_version = models.PositiveSmallIntegerField(
        bi("定義の版", "Version of the definition"), default=1
    )
    publisher = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=bi("公表者", "Publisher"), related_name="stated_values"
    )
    document = models.ForeignKey(
        Document, models.PROTECT, verbose_name=bi("資料", "Document"), related_name="stated_values"
    )
    place = LocalisedField(bi("資料の中の場所", "Place in the document"))
    note = LocalisedField(bi("注記", "Note"), blank=True, long=True)
    restates = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=bi("訂正した値", "Restates"),
        null=True,
        blank=True,
        related_name="restated_by",
        help_text=bi(
            "前に公表した値を改めたとき、その値", "The value published before, where this one replaces it"
        ),
    )
    restatement = LocalisedField(
        bi("訂正の説明", "Sentence explaining the restatement"), blank=True, long=True
    )

    class Meta:
        verbose_name = bi("資料による値", "Stated value")
        verbose_name_plural = bi("資料による値", "Stated values")
        indexes = [
            models.Index(
                fields=["-fiscal_year", "slug"],
                condition=models.Q(state=ValueState.NOT_YET_KNOWN.value),
                name="value_not_yet_known",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "fiscal_year", "publisher", "document", "basis"],
                name="stated_value_is_unique",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=Q(state__in=["exact", "about"], value__isnull=False)
                | (~Q(state__in=["exact", "about"]) & Q(value__isnull=True)),
                name="stated_value_is_there_when_known",
            ),
        ]

    def row_flaws(self) -> Iterable[tuple[str, RuleBroken]]:
        yield from known_needs_value(self.state, self.value)
        yield from expected_only_when_open(self.state, self.expected_on)
        yield from restatement_says_why(
            self.slug, self.restates_id, given=bool(self.restatement), known=self.value is not None
        )


@remembered()
class FigureChoice(Record):
    """Which of two values a page prints for a figure and year, who chose it, and why they differ."""

    figure = models.CharField(bi("数字の符号", "Figure code"), max_length=100)
    fiscal_year = FiscalYearField(bi("年度", "Fiscal year"))
    prints = models.CharField(bi("印字する値", "Prints"), max_length=10, choices=Printed.choices)
    publisher = models.ForeignKey(
        Organisation,
        models.PROTECT,
        verbose_name=bi("公表者", "Publisher"),
        null=True,
        blank=True,
        related_name="figure_choices",
    )
    chosen_by = models.CharField(bi("決めた者", "Chosen by"), max_length=200)
    explanation = LocalisedField(bi("差の説明", "Sentence explaining a difference"), blank=True, long=True)

    class Meta:
        verbose_name = bi("印字する値の選択", "Choice of the printed value")
        verbose_name_plural = bi("印字する値の選択", "Choices of printed values")
        constraints = [
            models.UniqueConstraint(
                fields=["figure", "fiscal_year"],
                name="figure_choice_is_unique",
                deferrable=models.Deferrable.DEFERRED,
            )
        ]
