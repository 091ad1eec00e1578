from __future__ import annotations

from typing import TYPE_CHECKING

import pgtrigger
from django.db import models
from django.db.models import Q

from renkei.core.history.journal import remembered
from renkei.core.records.fields import SLUG, FiscalYearField, LocalisedField
from renkei.core.ui.text import bi
from renkei.kernel.workflow import moves
from renkei.reports.enums import EditionState
from renkei.reports.guards import KEPT_EDITIONS, never_emptied
from renkei.reports.workflow import EDITION, FROZEN, IN_WORK

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from renkei.reports.models.parts import EditionPart
    from renkei.reports.models.work import Acknowledgement, EditionCheck, EditionComment


@remembered(exclude=("manifest",))
class Edition(models.Model):
    """One edition of a report: living while it is in work, frozen from its publication on.

    Work of the office, not a record of the cluster: it stays out of packages. `manifest` is canonical JSON, kept as
    bytes, so that no pass over texts changes what its hash was made of.
    """

    slug = models.CharField(bi("識別名", "Identifier"), primary_key=True, max_length=60, validators=[SLUG])
    kind = models.SlugField(bi("報告の種類", "Kind of report"), max_length=50)
    fiscal_year = FiscalYearField(bi("年度", "Fiscal year"))
    number = models.PositiveSmallIntegerField(bi("版", "Edition"))
    title = LocalisedField(bi("題名", "Title"))
    languages = models.CharField(bi("言語", "Languages"), max_length=50)
    state = models.CharField(
        bi("状態", "State"), max_length=10, choices=EditionState.choices, default=EditionState.DRAFT
    )
    paper_number = models.CharField(bi("資料番号", "Number of the paper"), max_length=50, blank=True)
    decision_number = models.CharField(bi("決裁番号", "Number of the decision"), max_length=100, blank=True)
    decided_on = models.DateField(bi("決裁日", "Day of the decision"), null=True, blank=True)
    agreed_despite = models.CharField(
        bi("回答を待たずに合意とした理由", "Why it counts as agreed without every answer"),
        max_length=500,
        blank=True,
    )
    agreed_by = models.CharField(bi("合意とした人", "Declared agreed by"), max_length=150, blank=True)
    published_at = models.DateTimeField(bi("公表日時", "Published at"), null=True, blank=True)
    published_by = models.CharField(bi("公表した人", "Published by"), max_length=150, blank=True)
    corrects = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=bi("訂正する版", "Edition it corrects"),
        null=True,
        blank=True,
        related_name="corrections",
    )
    correction_reason = LocalisedField(bi("訂正の理由", "Reason of the correction"), blank=True)
    withdrawal_reason = LocalisedField(bi("取り下げの理由", "Reason of the withdrawal"), blank=True)
    withdrawn_on = models.DateField(bi("取り下げた日", "Withdrawn on"), null=True, blank=True)
    manifest = models.BinaryField(bi("目録", "Manifest"), default=bytes)
    manifest_sha256 = models.CharField(
        bi("目録のハッシュ値", "SHA-256 of the manifest"), max_length=64, blank=True
    )
    damaged_on = models.DateField(bi("破損を見つけた日", "Found damaged on"), null=True, blank=True)
    if TYPE_CHECKING:
        corrects_id: str | None
        parts: RelatedManager[EditionPart]
        checks: RelatedManager[EditionCheck]
        comments: RelatedManager[EditionComment]
        acknowledgements: RelatedManager[Acknowledgement]
        corrections: RelatedManager[Edition]

    class Meta:
        verbose_name = bi("報告の版", "Edition of a report")
        verbose_name_plural = bi("報告の版", "Editions of reports")
        constraints = [
            models.UniqueConstraint(fields=["kind", "fiscal_year", "number"], name="edition_has_its_number"),
            models.UniqueConstraint(
                fields=["kind", "fiscal_year"],
                condition=Q(state__in=sorted(IN_WORK)),
                name="one_edition_in_work",
            ),
            models.UniqueConstraint(
                fields=["kind", "fiscal_year"], condition=Q(state="published"), name="one_edition_published"
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(FROZEN), published_at__isnull=False, decided_on__isnull=False)
                & ~Q(manifest_sha256="")
                | ~Q(state__in=sorted(FROZEN)) & Q(manifest_sha256="", published_at__isnull=True),
                name="published_edition_is_frozen",
            ),
        ]
        triggers = [
            pgtrigger.FSM(name="edition_steps", field="state", transitions=list(moves(EDITION))),
            KEPT_EDITIONS,
            never_emptied("kept_editions_whole"),
        ]

    def __str__(self) -> str:
        return self.slug

    @property
    def is_frozen(self) -> bool:
        return self.state in FROZEN

    @property
    def is_in_work(self) -> bool:
        return self.state in IN_WORK

    @property
    def language_tags(self) -> tuple[str, ...]:
        return tuple(self.languages.split())
