from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from renkei.core.history.journal import remembered
from renkei.core.publication.models import Confided
from renkei.core.records.fields import LocalisedField
from renkei.core.records.models import Record
from renkei.core.ui.text import bi
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.matching.enums import RejectionReason, Verdict
from renkei.matching.models.needs import Need
from renkei.matching.models.seeds import Seed

if TYPE_CHECKING:
    from collections.abc import Iterable


@remembered()
class Match(Confided, Record):
    """A person's judgement of a need and a seed, or that no seed fits a need: the office's own evaluation set.

    Rank, band and manifest say what the engine had suggested, so that the suggestion can be made again;
    without a rank the coordinator added the pair. Held as its need is.
    """

    need = models.ForeignKey(Need, models.PROTECT, verbose_name=bi("ニーズ", "Need"), related_name="matches")
    seed = models.ForeignKey(
        Seed,
        models.PROTECT,
        verbose_name=bi("シーズ", "Seed"),
        null=True,
        blank=True,
        related_name="matches",
        help_text=bi("「合うシーズがない」のときは空欄", "Empty where no seed fits"),
    )
    verdict = models.CharField(bi("判断", "Verdict"), max_length=10, choices=Verdict.choices)
    reason = models.CharField(
        bi("合わない理由", "Why it does not fit"),
        max_length=20,
        choices=RejectionReason.choices,
        blank=True,
    )
    note = LocalisedField(bi("注記", "Note"), blank=True, long=True)
    judged_by = models.CharField(bi("判断した人", "Judged by"), max_length=150)
    judged_on = models.DateField(bi("判断した日", "Judged on"))
    rank = models.PositiveIntegerField(bi("示された順位", "Rank shown"), null=True, blank=True)
    band = models.CharField(bi("示された強さ", "Band shown"), max_length=10, blank=True)
    manifest = models.CharField(bi("照合の版", "Manifest of the engine"), max_length=80, blank=True)

    class Meta:
        verbose_name = bi("照合の判断", "Judged match")
        verbose_name_plural = bi("照合の判断", "Judged matches")
        constraints = [
            models.UniqueConstraint(
                fields=["need", "seed"], name="match_is_unique", deferrable=models.Deferrable.DEFERRED
            ),
            models.UniqueConstraint(
                fields=["need"], condition=models.Q(seed__isnull=True), name="nothing_fits_is_said_once"
            ),
        ]

    def row_flaws(self) -> Iterable[tuple[str, RuleBroken]]:
        if self.verdict == Verdict.REJECTED and not self.reason:
            expected = Localised.both("合わない理由", "why it does not fit")
            yield "reason", RuleBroken("match.reason_missing", expected)
        if (self.verdict == Verdict.NOTHING) != (self.seed_id is None):
            expected = Localised.both(
                "シーズ。「合うシーズがない」のときだけ空欄", "a seed; empty exactly where no seed fits"
            )
            yield "seed", RuleBroken("match.seed", expected)
