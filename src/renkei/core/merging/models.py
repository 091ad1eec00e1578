"""What merging leaves behind: where an old address leads, and which records are not the same."""

from __future__ import annotations

from django.db import models

from renkei.core.history.journal import remembered
from renkei.core.ui.text import bi


@remembered()
class Forward(models.Model):
    """The identifier of a record that was merged into another leads to the one that was kept.

    It belongs to the addresses of this installation, not to the cluster's tables: packages carry no forwards.
    """

    kind = models.CharField(bi("記録の種類", "Kind of record"), max_length=40)
    slug = models.CharField(bi("統合された記録", "Merged record"), max_length=100)
    target = models.CharField(bi("残した記録", "Kept record"), max_length=100)

    class Meta:
        verbose_name = bi("統合先", "Forward")
        verbose_name_plural = bi("統合先", "Forwards")
        constraints = [
            models.UniqueConstraint(fields=["kind", "slug"], name="forward_leads_to_one_record"),
            models.CheckConstraint(
                condition=~models.Q(slug=models.F("target")), name="forward_leads_elsewhere"
            ),
        ]
        indexes = [models.Index(fields=["kind", "target"], name="forward_target")]

    def __str__(self) -> str:
        return f"{self.kind}:{self.slug} → {self.target}"


@remembered()
class KeptApart(models.Model):
    """Two records that look alike and are not the same. `one` sorts before `other`."""

    kind = models.CharField(bi("記録の種類", "Kind of record"), max_length=40)
    one = models.CharField(bi("一方の記録", "One record"), max_length=100)
    other = models.CharField(bi("もう一方の記録", "Other record"), max_length=100)
    reason = models.CharField(bi("理由", "Reason"), max_length=500)

    class Meta:
        verbose_name = bi("別の記録とした組", "Pair kept apart")
        verbose_name_plural = bi("別の記録とした組", "Pairs kept apart")
        constraints = [
            models.UniqueConstraint(fields=["kind", "one", "other"], name="pair_is_kept_apart_once"),
            models.CheckConstraint(condition=models.Q(one__lt=models.F("other")), name="pair_is_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.one} ≠ {self.other}"
