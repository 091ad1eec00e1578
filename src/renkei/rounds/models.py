from __future__ import annotations

from typing import TYPE_CHECKING

import pgtrigger
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q

from renkei.core.history.journal import remembered
from renkei.core.records.fields import SLUG, FiscalYearField, LocalisedField
from renkei.core.ui.text import bi
from renkei.directory.models import Organisation
from renkei.indicators.enums import ValueState
from renkei.indicators.models import Indicator, StatedValue
from renkei.kernel.workflow import moves
from renkei.rounds.enums import QuestionState, RoundState
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


@remembered(exclude=("nonce", "token_hash"))
class Owner(models.Model):
    """An organisation that is asked in a round. Of its private link only the hash is kept."""

    round = models.ForeignKey(Round, models.PROTECT, verbose_name=bi("照会", "Round"), related_name="owners")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=bi("組織", "Organisation"), related_name="+"
    )
    contact = models.EmailField(bi("連絡先のメール", "Contact e-mail"), blank=True)
    nonce = models.CharField(max_length=32, blank=True)
    token_hash = models.CharField(max_length=64, blank=True, db_index=True)
    written_on = models.DateField(bi("最後に連絡した日", "Last written to"), null=True, blank=True)
    if TYPE_CHECKING:
        organisation_id: str
        questions: RelatedManager[Question]

    class Meta:
        verbose_name = bi("照会先", "Owner")
        verbose_name_plural = bi("照会先", "Owners")
        constraints = [
            models.UniqueConstraint(fields=["round", "organisation"], name="round_asks_an_owner_once")
        ]

    def __str__(self) -> str:
        return f"{self.round_id}/{self.organisation_id}"


@remembered()
class Question(models.Model):
    """One indicator asked of one owner, with the answer and what was decided about it."""

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
    stated_value = models.ForeignKey(
        StatedValue,
        models.PROTECT,
        verbose_name=bi("資料による値", "Stated value"),
        null=True,
        blank=True,
        related_name="+",
    )
    if TYPE_CHECKING:
        indicator_id: str
        stated_value_id: str | None

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
            pgtrigger.Protect(
                name="locked_after_approval",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__state="approved"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.owner_id}/{self.indicator_id}"
