from __future__ import annotations

from typing import TYPE_CHECKING

import pgtrigger
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q

from renkei.core.files.models import Document
from renkei.core.history.journal import remembered
from renkei.core.records.fields import SLUG, FiscalYearField, LocalisedField
from renkei.core.ui.text import bi
from renkei.directory.models import Organisation
from renkei.indicators.enums import ValueState
from renkei.indicators.models import Indicator, StatedValue
from renkei.kernel.workflow import moves
from renkei.rounds.enums import QuestionState, RoundState
from renkei.rounds.guards import KEPT_FILES, KEPT_QUESTIONS, KEPT_SHEETS
from renkei.rounds.rules import last_day
from renkei.rounds.workflow import QUESTION, ROUND

if TYPE_CHECKING:
    import datetime as dt

    from django.db.models.fields.related_descriptors import RelatedManager

KNOWN = ("exact", "about")


@remembered()
class Round(models.Model):
    """A yearly asking for values. Work of the office, not a record of the cluster: it stays out of packages."""

    slug = models.CharField(bi("識別名", "Identifier"), primary_key=True, max_length=60, validators=[SLUG])
    title = LocalisedField(bi("名称", "Title"))
    fiscal_year = FiscalYearField(bi("年度", "Fiscal year"))
    due_on = models.DateField(bi("締め切り", "Due day"))
    grace_days = models.PositiveSmallIntegerField(
        bi("猶予の日数", "Days of grace"), default=14, validators=[MaxValueValidator(365)]
    )
    state = models.CharField(
        bi("状態", "State"), max_length=10, choices=RoundState.choices, default=RoundState.DRAFT
    )
    if TYPE_CHECKING:
        owners: RelatedManager[Owner]

    class Meta:
        verbose_name = bi("照会", "Collection round")
        verbose_name_plural = bi("照会", "Collection rounds")
        triggers = [pgtrigger.FSM(name="round_steps", field="state", transitions=list(moves(ROUND)))]

    def __str__(self) -> str:
        return self.slug

    @property
    def last_day(self) -> dt.date:
        return last_day(self.due_on, self.grace_days)


class Linked(models.Model):
    """Whoever has a private link. Of the link only the hash is kept."""

    nonce = models.CharField(max_length=32, blank=True)
    token_hash = models.CharField(max_length=64, blank=True, db_index=True)
    contact = models.EmailField(bi("連絡先のメール", "Contact e-mail"), blank=True)

    class Meta:
        abstract = True

    @property
    def seed(self) -> str:
        """What the token is made of, together with the server's secret key."""
        return f"{self._meta.model_name}:{self.nonce}"


@remembered(exclude=("nonce", "token_hash"))
class Owner(Linked):
    """An organisation that is asked in a round."""

    rights_of = "round"  # whoever may change rounds may change this
    round = models.ForeignKey(Round, models.PROTECT, verbose_name=bi("照会", "Round"), related_name="owners")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=bi("組織", "Organisation"), related_name="+"
    )
    written_on = models.DateField(bi("最後に連絡した日", "Last written to"), null=True, blank=True)
    if TYPE_CHECKING:
        round_id: str
        organisation_id: str
        questions: RelatedManager[Question]
        sheets: RelatedManager[Sheet]
        delegations: RelatedManager[Delegation]

    class Meta:
        verbose_name = bi("照会先", "Owner")
        verbose_name_plural = bi("照会先", "Owners")
        constraints = [
            models.UniqueConstraint(fields=["round", "organisation"], name="round_asks_an_owner_once")
        ]

    def __str__(self) -> str:
        return f"{self.round_id}/{self.organisation_id}"

    @property
    def seed(self) -> str:
        return f"{self.pk}:{self.nonce}"


@remembered(exclude=("nonce", "token_hash"))
class Delegation(Linked):
    """Questions that an owner has passed on to somebody in its own house, by another link."""

    owner = models.ForeignKey(
        Owner, models.PROTECT, verbose_name=bi("照会先", "Owner"), related_name="delegations"
    )
    name = models.CharField(bi("担当", "Passed on to"), max_length=200)
    made_on = models.DateField(bi("頼んだ日", "Passed on"))
    ended_on = models.DateField(bi("取り消した日", "Taken back"), null=True, blank=True)
    if TYPE_CHECKING:
        owner_id: int
        questions: RelatedManager[Question]

    class Meta:
        verbose_name = bi("分担", "Delegation")
        verbose_name_plural = bi("分担", "Delegations")

    def __str__(self) -> str:
        return f"{self.owner_id}/{self.name}"


@remembered()
class Question(models.Model):
    """One indicator asked of one owner, with the answer and what was decided about it."""

    rights_of = "round"
    owner = models.ForeignKey(
        Owner, models.PROTECT, verbose_name=bi("照会先", "Owner"), related_name="questions"
    )
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, verbose_name=bi("指標", "Indicator"), related_name="+"
    )
    state = models.CharField(
        bi("状態", "State"), max_length=10, choices=QuestionState.choices, default=QuestionState.ASKED
    )
    value_state = models.CharField(
        bi("値の状態", "State of the value"), max_length=15, choices=ValueState.choices, blank=True
    )
    value = models.DecimalField(bi("値", "Value"), max_digits=20, decimal_places=4, null=True, blank=True)
    precision = models.DecimalField(
        bi("印字された精度", "Printed precision"), max_digits=12, decimal_places=4, default=1
    )
    written = models.CharField(bi("回答", "Answer"), max_length=100, blank=True)
    source = models.CharField(bi("資料", "Document"), max_length=500, blank=True)
    place = models.CharField(bi("資料の中の場所", "Place in the document"), max_length=500, blank=True)
    note = models.CharField(bi("注記", "Note"), max_length=500, blank=True)
    answered_on = models.DateField(bi("回答した日", "Answered on"), null=True, blank=True)
    returned_because = models.CharField(bi("差し戻しの理由", "Reason of return"), max_length=500, blank=True)
    revision = models.PositiveIntegerField(bi("版", "Revision"), default=1)
    delegation = models.ForeignKey(
        Delegation,
        models.PROTECT,
        verbose_name=bi("分担", "Delegation"),
        null=True,
        blank=True,
        related_name="questions",
    )
    stated_value = models.ForeignKey(
        StatedValue,
        models.PROTECT,
        verbose_name=bi("資料による値", "Stated value"),
        null=True,
        blank=True,
        related_name="+",
    )
    if TYPE_CHECKING:
        owner_id: int
        indicator_id: str
        stated_value_id: str | None
        files: RelatedManager[Evidence]

    class Meta:
        verbose_name = bi("照会の項目", "Question")
        verbose_name_plural = bi("照会の項目", "Questions")
        constraints = [
            models.UniqueConstraint(fields=["owner", "indicator"], name="question_is_asked_once"),
            models.CheckConstraint(
                condition=Q(state="asked") | (~Q(value_state="") & ~Q(source="") & ~Q(place="")),
                name="answer_has_a_source",
            ),
            models.CheckConstraint(
                condition=Q(value_state__in=KNOWN, value__isnull=False)
                | (~Q(value_state__in=KNOWN) & Q(value__isnull=True)),
                name="answer_has_a_value_when_known",
            ),
            models.CheckConstraint(
                condition=Q(state="approved", stated_value__isnull=False)
                | (~Q(state="approved") & Q(stated_value__isnull=True)),
                name="approved_answer_is_a_stated_value",
            ),
        ]
        triggers = [
            pgtrigger.FSM(name="question_steps", field="state", transitions=list(moves(QUESTION))),
            KEPT_QUESTIONS,
        ]

    def __str__(self) -> str:
        return f"{self.owner_id}/{self.indicator_id}"


@remembered()
class Evidence(models.Model):
    """A file that an owner has put beside an answer; it becomes a document when the answer is approved."""

    question = models.ForeignKey(
        Question, models.PROTECT, verbose_name=bi("照会の項目", "Question"), related_name="files"
    )
    name = models.CharField(bi("ファイルの名前", "Name of the file"), max_length=200)
    sha256 = models.CharField(bi("内容のハッシュ値", "SHA-256 of the content"), max_length=64)
    media_type = models.CharField(bi("形式", "Type"), max_length=100)
    size = models.BigIntegerField(bi("大きさ（バイト）", "Size (bytes)"))
    added_on = models.DateField(bi("添えた日", "Added on"))
    document = models.ForeignKey(
        Document, models.PROTECT, verbose_name=bi("資料", "Document"), null=True, blank=True, related_name="+"
    )
    if TYPE_CHECKING:
        question_id: int

    class Meta:
        verbose_name = bi("根拠のファイル", "File of evidence")
        verbose_name_plural = bi("根拠のファイル", "Files of evidence")
        constraints = [
            models.UniqueConstraint(fields=["question", "sha256"], name="evidence_is_attached_once")
        ]
        triggers = [KEPT_FILES]

    def __str__(self) -> str:
        return f"{self.question_id}/{self.name}"


@remembered()
class Sheet(models.Model):
    """Records of one kind that an owner checks and completes: a workbook out, a workbook with proposals back."""

    owner = models.ForeignKey(
        Owner, models.PROTECT, verbose_name=bi("照会先", "Owner"), related_name="sheets"
    )
    kind = models.SlugField(bi("記録の種類", "Kind of record"), max_length=50)
    state = models.CharField(
        bi("状態", "State"), max_length=10, choices=QuestionState.choices, default=QuestionState.ASKED
    )
    unchanged = models.BooleanField(bi("変更なし", "Nothing to change"), default=False)
    name = models.CharField(bi("ファイルの名前", "Name of the file"), max_length=200, blank=True)
    sha256 = models.CharField(bi("内容のハッシュ値", "SHA-256 of the content"), max_length=64, blank=True)
    source = models.CharField(bi("資料", "Document"), max_length=500, blank=True)
    answered_on = models.DateField(bi("回答した日", "Answered on"), null=True, blank=True)
    returned_because = models.CharField(bi("差し戻しの理由", "Reason of return"), max_length=500, blank=True)
    act = models.UUIDField(bi("取り込みの記録", "Act of taking in"), null=True, blank=True)

    class Meta:
        verbose_name = bi("照会する記録", "Records asked for")
        verbose_name_plural = bi("照会する記録", "Records asked for")
        constraints = [
            models.UniqueConstraint(fields=["owner", "kind"], name="sheet_is_asked_once"),
            models.CheckConstraint(
                condition=Q(state="asked") | (~Q(source="") & (Q(unchanged=True) | ~Q(sha256=""))),
                name="sheet_has_a_source",
            ),
        ]
        triggers = [
            pgtrigger.FSM(name="sheet_steps", field="state", transitions=list(moves(QUESTION))),
            KEPT_SHEETS,
        ]

    def __str__(self) -> str:
        return f"{self.owner_id}/{self.kind}"


class Draft(models.Model):
    """What somebody has typed and not sent yet. Nobody's statement, so no history is kept; sending clears it."""

    owner = models.ForeignKey(Owner, models.CASCADE, related_name="drafts")
    delegation = models.ForeignKey(Delegation, models.CASCADE, null=True, related_name="drafts")
    typed = models.JSONField(default=dict)
    saved_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "delegation"], name="draft_of_one_link", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"{self.owner_id}/{self.delegation_id or ''}"
