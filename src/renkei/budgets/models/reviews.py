from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from renkei.budgets.enums import Course, Grade, IndicatorRole
from renkei.budgets.models.pillars import Measure
from renkei.budgets.rules import grades_say_why, staff_cost_is_whole
from renkei.core.files.models import Document
from renkei.core.history.journal import remembered
from renkei.core.records.fields import LocalisedField, MoneyField
from renkei.core.records.models import Record
from renkei.core.ui.text import bi
from renkei.directory.models import Unit
from renkei.indicators.models import Indicator

if TYPE_CHECKING:
    from collections.abc import Iterable

    from renkei.kernel.errors import RuleBroken
    from renkei.kernel.localised import Localised


def _grade(japanese: str, english: str) -> models.CharField:  # type: ignore[type-arg]
    return models.CharField(bi(japanese, english), max_length=6, choices=Grade.choices, blank=True)


def _words(japanese: str, english: str) -> LocalisedField:
    return LocalisedField(bi(japanese, english), blank=True, long=True)


@remembered()
class MeasureReview(Record):
    """The review sheet of a measure (事務事業評価シート): its plan at the start of the year, its evaluation at the end.

    A measure belongs to one fiscal year, so it has one review.
    """

    measure = models.ForeignKey(
        Measure, models.PROTECT, verbose_name=bi("施策", "Measure"), related_name="reviews"
    )
    section = models.ForeignKey(
        Unit,
        models.PROTECT,
        verbose_name=bi("担当課", "Section"),
        null=True,
        blank=True,
        related_name="measure_reviews",
    )
    basis = _words("根拠法令・計画", "Law or plan it rests on")
    target = _words("対象", "Target group")
    intent = _words("意図", "Intent")
    outcome = _words("結果", "Outcome aimed at")
    plan = _words("年度当初の計画", "Plan at the start of the year")
    planned_on = models.DateField(bi("計画した日", "Planned on"), null=True, blank=True)
    staff_hours = models.DecimalField(
        bi("正職員の従事時間", "Hours of permanent staff"),
        max_digits=9,
        decimal_places=1,
        null=True,
        blank=True,
        help_text=bi("空欄は記載なし", "Empty: not stated"),
    )
    hourly_cost = MoneyField(
        bi("正職員の平均単価（1時間）", "Average cost of an hour"),
        null=True,
        blank=True,
        help_text=bi("人件費＝従事時間×平均単価", "Staff cost is hours times this average"),
    )
    necessity = _grade("必要性", "Necessity")
    necessity_why = _words("必要性の理由", "Reason (necessity)")
    effectiveness = _grade("有効性", "Effectiveness")
    effectiveness_why = _words("有効性の理由", "Reason (effectiveness)")
    efficiency = _grade("効率性", "Efficiency")
    efficiency_why = _words("効率性の理由", "Reason (efficiency)")
    problems = _words("問題点", "Problems")
    reform = _words("改革提案", "Proposed reform")
    course = models.CharField(
        bi("今後の方向", "Direction from here"), max_length=8, choices=Course.choices, blank=True
    )
    evaluated_on = models.DateField(bi("評価した日", "Evaluated on"), null=True, blank=True)
    document = models.ForeignKey(
        Document, models.PROTECT, verbose_name=bi("資料", "Document"), null=True, blank=True, related_name="+"
    )
    place = LocalisedField(bi("資料の中の場所", "Place in the document"), blank=True)

    class Meta:
        verbose_name = bi("事務事業評価", "Measure review")
        verbose_name_plural = bi("事務事業評価", "Measure reviews")
        constraints = [
            models.UniqueConstraint(
                fields=["measure"],
                name="measure_is_reviewed_once",
                deferrable=models.Deferrable.DEFERRED,
            )
        ]

    def measure_title(self) -> Localised:
        """Return what the review is called: its measure's title."""
        title: Localised = self.measure.title
        return title

    def row_flaws(self) -> Iterable[tuple[str, RuleBroken]]:
        yield from staff_cost_is_whole(self.staff_hours, self.hourly_cost)
        for name in ("necessity", "effectiveness", "efficiency"):
            why = f"{name}_why"
            yield from grades_say_why(name, why, getattr(self, name), given=bool(getattr(self, why)))


@remembered()
class MeasureIndicator(Record):
    """An indicator by which a measure is followed: what it does (activity), or what comes of it (outcome)."""

    measure = models.ForeignKey(
        Measure, models.PROTECT, verbose_name=bi("施策", "Measure"), related_name="measure_indicators"
    )
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, verbose_name=bi("指標", "Indicator"), related_name="measure_indicators"
    )
    role = models.CharField(bi("役割", "Role"), max_length=8, choices=IndicatorRole.choices)
    position = models.PositiveSmallIntegerField(bi("並び順", "Position"), default=0)

    class Meta:
        verbose_name = bi("施策の指標", "Indicator of a measure")
        verbose_name_plural = bi("施策の指標", "Indicators of measures")
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "indicator"],
                name="measure_follows_an_indicator_once",
                deferrable=models.Deferrable.DEFERRED,
            )
        ]
