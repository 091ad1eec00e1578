from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from renkei.core.history.journal import remembered
from renkei.core.ui.text import bi
from renkei.directory.models import Organisation
from renkei.reports.enums import Answer
from renkei.reports.models.editions import Edition


@remembered()
class EditionCheck(models.Model):
    """A party's secretariat is asked to check a draft. `text_sha256` tells which text it answered about."""

    edition = models.ForeignKey(
        Edition, models.PROTECT, verbose_name=bi("版", "Edition"), related_name="checks"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=bi("組織", "Organisation"), related_name="+"
    )
    asked_at = models.DateTimeField(bi("依頼した日時", "Asked at"))
    due_on = models.DateField(bi("回答の期限", "Due day"), null=True, blank=True)
    answer = models.CharField(bi("回答", "Answer"), max_length=10, choices=Answer.choices, blank=True)
    remarks = models.CharField(bi("意見", "Remarks"), max_length=2000, blank=True)
    answered_at = models.DateTimeField(bi("回答した日時", "Answered at"), null=True, blank=True)
    answered_by = models.CharField(bi("回答した人", "Answered by"), max_length=150, blank=True)
    text_sha256 = models.CharField(
        bi("確認した本文のハッシュ値", "SHA-256 of the text checked"), max_length=64, blank=True
    )
    if TYPE_CHECKING:
        edition_id: str
        organisation_id: str

    class Meta:
        verbose_name = bi("版の確認", "Check of an edition")
        verbose_name_plural = bi("版の確認", "Checks of editions")
        constraints = [
            models.UniqueConstraint(fields=["edition", "organisation"], name="party_checks_an_edition_once"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="check_is_answered_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id}/{self.organisation_id}"


@remembered()
class EditionComment(models.Model):
    """A remark pinned to a sentence of the draft: the text as it was is kept, whatever becomes of the sentence.

    `anchor` is made of the sentence's text, `path` of its place: where the text has changed, the place still helps.
    """

    edition = models.ForeignKey(
        Edition, models.PROTECT, verbose_name=bi("版", "Edition"), related_name="comments"
    )
    language = models.CharField(bi("言語", "Language"), max_length=10)
    section = models.CharField(bi("節", "Section"), max_length=60)
    anchor = models.CharField(bi("文の目印", "Mark of the sentence"), max_length=80)
    path = models.CharField(bi("文の場所", "Place of the sentence"), max_length=80)
    quote = models.CharField(bi("文", "Sentence"), max_length=1000)
    text = models.CharField(bi("コメント", "Comment"), max_length=2000)
    organisation = models.CharField(bi("組織", "Organisation"), max_length=60, blank=True)
    made_at = models.DateTimeField(bi("書いた日時", "Written at"))
    made_by = models.CharField(bi("書いた人", "Written by"), max_length=150)
    made_by_user = models.PositiveBigIntegerField(bi("書いた利用者", "User"), null=True, blank=True)
    resolved_at = models.DateTimeField(bi("済みとした日時", "Settled at"), null=True, blank=True)
    resolved_by = models.CharField(bi("済みとした人", "Settled by"), max_length=150, blank=True)
    outcome = models.CharField(bi("対応", "What was done"), max_length=500, blank=True)
    if TYPE_CHECKING:
        edition_id: str

    class Meta:
        verbose_name = bi("版へのコメント", "Comment on an edition")
        verbose_name_plural = bi("版へのコメント", "Comments on editions")

    def __str__(self) -> str:
        return f"{self.edition_id}/{self.pk}"


@remembered()
class Acknowledgement(models.Model):
    """Somebody has seen a warning and lets it stand. The key holds the text: a changed text needs another."""

    edition = models.ForeignKey(
        Edition, models.PROTECT, verbose_name=bi("版", "Edition"), related_name="acknowledgements"
    )
    key = models.CharField(bi("指摘の目印", "Mark of the finding"), max_length=64)
    said = models.CharField(bi("指摘", "Finding"), max_length=1000)
    reason = models.CharField(bi("理由", "Reason"), max_length=500, blank=True)
    at = models.DateTimeField(bi("日時", "At"))
    by = models.CharField(bi("了解した人", "Acknowledged by"), max_length=150)

    class Meta:
        verbose_name = bi("指摘の了解", "Acknowledged warning")
        verbose_name_plural = bi("指摘の了解", "Acknowledged warnings")
        constraints = [
            models.UniqueConstraint(fields=["edition", "key"], name="finding_is_acknowledged_once")
        ]

    def __str__(self) -> str:
        return f"{self.key}"
