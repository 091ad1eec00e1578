from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from renkei.core.files.models import Document
from renkei.core.history.journal import remembered
from renkei.core.records.fields import FiscalYearField, LocalisedField
from renkei.core.records.models import Record
from renkei.core.ui.text import bi
from renkei.indicators.enums import Direction
from renkei.indicators.models.indicators import Indicator
from renkei.indicators.rules import target_beyond_baseline

if TYPE_CHECKING:
    from collections.abc import Iterable

    from renkei.kernel.errors import RuleBroken


@remembered()
class VerdictScale(Record):
    """Words for how far a target is reached; a cluster brings its own."""

    name = LocalisedField(bi("名称", "Name"))
    note = LocalisedField(bi("注記", "Note"), blank=True, long=True)

    class Meta:
        verbose_name = bi("評価の尺度", "Verdict scale")
        verbose_name_plural = bi("評価の尺度", "Verdict scales")


@remembered()
class VerdictLevel(Record):
    """One word of a scale, given from a share of the target upwards."""

    scale = models.ForeignKey(
        VerdictScale, models.PROTECT, verbose_name=bi("評価の尺度", "Verdict scale"), related_name="levels"
    )
    name = LocalisedField(bi("評価", "Verdict"))
    at_least = models.DecimalField(
        bi("達成率の下限（％）", "Share of the target from (%)"), max_digits=7, decimal_places=2
    )

    class Meta:
        verbose_name = bi("評価の段階", "Verdict level")
        verbose_name_plural = bi("評価の段階", "Verdict levels")
        constraints = [
            models.UniqueConstraint(
                fields=["scale", "at_least"],
                name="verdict_level_is_unique",
                deferrable=models.Deferrable.DEFERRED,
            )
        ]


@remembered()
class Target(Record):
    """What an indicator shall reach in a fiscal year, who says so and where."""

    indicator = models.ForeignKey(
        Indicator, models.PROTECT, verbose_name=bi("指標", "Indicator"), related_name="targets"
    )
    fiscal_year = FiscalYearField(bi("年度", "Fiscal year"), db_index=True)
    value = models.DecimalField(bi("目標値", "Target value"), max_digits=20, decimal_places=4)
    direction = models.CharField(bi("方向", "Direction"), max_length=4, choices=Direction.choices)
    baseline_year = FiscalYearField(bi("基準年度", "Baseline year"), null=True, blank=True)
    baseline = models.DecimalField(
        bi("基準値", "Baseline"),
        max_digits=20,
        decimal_places=4,
        null=True,
        blank=True,
        help_text=bi(
            "あれば、達成率は基準値からの伸びで測る", "Where given, achievement is measured from the baseline"
        ),
    )
    scale = models.ForeignKey(
        VerdictScale,
        models.PROTECT,
        verbose_name=bi("評価の尺度", "Verdict scale"),
        null=True,
        blank=True,
        related_name="targets",
        help_text=bi("空欄は評価しない", "Empty: no verdict is given"),
    )
    document = models.ForeignKey(
        Document, models.PROTECT, verbose_name=bi("資料", "Document"), related_name="targets"
    )
    place = LocalisedField(bi("資料の中の場所", "Place in the document"))
    note = LocalisedField(bi("注記", "Note"), blank=True, long=True)

    class Meta:
        verbose_name = bi("目標値", "Target")
        verbose_name_plural = bi("目標値", "Targets")
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "fiscal_year"],
                name="target_is_unique",
                deferrable=models.Deferrable.DEFERRED,
            )
        ]

    def row_flaws(self) -> Iterable[tuple[str, RuleBroken]]:
        yield from target_beyond_baseline(self.direction, self.baseline, self.value)


@remembered()
class DefinitionVersion(Record):
    """A wording of an indicator's definition: from which year it holds and why it was changed."""

    indicator = models.ForeignKey(
        Indicator, models.PROTECT, verbose_name=bi("指標", "Indicator"), related_name="definition_versions"
    )
    version = models.PositiveSmallIntegerField(bi("定義の版", "Version of the definition"))
    from_year = FiscalYearField(bi("適用する最初の年度", "First fiscal year"))
    definition = LocalisedField(bi("定義", "Definition"), long=True)
    why = LocalisedField(bi("変えた理由", "Why it was changed"), blank=True, long=True)

    class Meta:
        verbose_name = bi("定義の版", "Version of a definition")
        verbose_name_plural = bi("定義の版", "Versions of definitions")
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "version"],
                name="definition_version_is_unique",
                deferrable=models.Deferrable.DEFERRED,
            )
        ]
