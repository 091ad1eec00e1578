from __future__ import annotations

from django.db import models

from renkei.core.history.journal import remembered
from renkei.core.ui.text import bi


@remembered()
class QualityMeasure(models.Model):
    """How good suggestions were in a month by one version of the engine: what was judged, and what it made of it all.

    Counts alone, of the whole cluster; an engine that is gone cannot be measured again, so they are kept. `reasons`
    counts why seeds did not fit. From `needs` on: all judgements until then, asked of this version.
    """

    month = models.DateField(bi("月（初日）", "Month (its first day)"))
    version = models.CharField(bi("照合の版", "Version of the engine"), max_length=80)
    measured_at = models.DateTimeField(bi("測った日時", "Measured at"))
    accepted = models.PositiveIntegerField(bi("合いそう", "Fits"))
    first_five = models.PositiveIntegerField(bi("うち上位5件の中", "of these in the first five"))
    own = models.PositiveIntegerField(bi("うち自分で加えた", "of these added by hand"))
    rejected = models.PositiveIntegerField(bi("合わない", "Does not fit"))
    nothing = models.PositiveIntegerField(bi("合うシーズがない", "No seed fits"))
    reasons = models.JSONField(bi("合わない理由", "Why seeds did not fit"), default=dict)
    needs = models.PositiveIntegerField(bi("合うシーズのあるニーズ", "Needs with a fitting seed"))
    found_five = models.PositiveIntegerField(bi("上位5件に入ったニーズ", "Needs found in the first five"))
    ndcg = models.FloatField(bi("nDCG@10", "nDCG@10"), null=True)
    missed = models.PositiveIntegerField(
        bi("誤って「合うシーズがない」としたニーズ", "Needs of which it wrongly says that nothing fits")
    )
    without = models.PositiveIntegerField(bi("合うシーズのないニーズ", "Needs that no seed fits"))
    without_found = models.PositiveIntegerField(
        bi("正しく「合うシーズがない」としたニーズ", "Needs of which it rightly says that nothing fits")
    )

    class Meta:
        verbose_name = bi("照合の質の記録", "Measure of matching")
        verbose_name_plural = bi("照合の質の記録", "Measures of matching")
        ordering = ("month", "measured_at")
        constraints = [models.UniqueConstraint(fields=["month", "version"], name="measured_once_a_month")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.version}"

    @property
    def accepted_share(self) -> float | None:
        """Of the suggestions that were judged this month, what share fits (0 to 1); pairs of one's own left out."""
        suggested = self.accepted - self.own
        judged = suggested + self.rejected
        return suggested / judged if judged else None

    @property
    def found_share(self) -> float | None:
        """Of the needs with a fitting seed, what share has one in the first five (0 to 1)."""
        return self.found_five / self.needs if self.needs else None
