from __future__ import annotations

from django.db import models

from renkei.core.history.journal import remembered
from renkei.core.ui.text import bi
from renkei.matching.enums import LinkPurpose
from renkei.matching.models.needs import Need
from renkei.matching.models.seeds import Seed


@remembered(exclude=("digest",))
class PrivateLink(models.Model):
    """A link by which somebody without an account confirms, follows or refreshes; only its digest is kept."""

    purpose = models.CharField(bi("目的", "Purpose"), max_length=20, choices=LinkPurpose.choices)
    need = models.ForeignKey(
        Need, models.CASCADE, verbose_name=bi("ニーズ", "Need"), null=True, blank=True, related_name="links"
    )
    seed = models.ForeignKey(
        Seed, models.CASCADE, verbose_name=bi("シーズ", "Seed"), null=True, blank=True, related_name="links"
    )
    digest = models.CharField(bi("リンクの要約値", "Digest of the link"), max_length=64, unique=True)
    made_at = models.DateTimeField(bi("発行日時", "Made"))
    expires_at = models.DateTimeField(bi("期限", "Expires"))
    used_at = models.DateTimeField(bi("使用日時", "Used"), null=True, blank=True)
    revoked_at = models.DateTimeField(bi("取消日時", "Revoked"), null=True, blank=True)

    class Meta:
        verbose_name = bi("個別のリンク", "Private link")
        verbose_name_plural = bi("個別のリンク", "Private links")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(need__isnull=True) ^ models.Q(seed__isnull=True),
                name="private_link_has_one_object",
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.need_id or self.seed_id}"
