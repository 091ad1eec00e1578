"""Requests of persons, breaches, what was erased, who read: work of the office, kept out of packages."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import pgtrigger
from django.db import models

from renkei.core.history.journal import remembered
from renkei.core.ui.text import bi
from renkei.directory.models import Organisation
from renkei.kernel.workflow import moves
from renkei.privacy.enums import (
    BreachState,
    CaseKind,
    CaseState,
    ErasureCause,
    IdentityCheck,
    SubjectKind,
    Way,
)
from renkei.privacy.workflow import BREACH, CASE

if TYPE_CHECKING:
    import datetime as dt

    from django.db.models.fields.related_descriptors import RelatedManager


@remembered()
class PrivacyCase(models.Model):
    """A person's request for disclosure, correction or erasure. `subject` is an identifier, never a reference."""

    number = models.CharField(bi("番号", "Number"), primary_key=True, max_length=20)
    kind = models.CharField(bi("種類", "Kind"), max_length=12, choices=CaseKind.choices)
    subject_kind = models.CharField(
        bi("本人の記録の種類", "Kind of the person's record"),
        max_length=10,
        choices=SubjectKind.choices,
    )
    subject = models.CharField(bi("本人の識別名", "Identifier of the person"), max_length=150)
    controller = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=bi("請求を受けた機関", "Holder asked"), related_name="+"
    )
    received_on = models.DateField(bi("受付日", "Received on"))
    due_on = models.DateField(bi("期限", "Due on"))
    extended = models.BooleanField(bi("期限を延長した", "Put off"), default=False)
    asked = models.CharField(bi("請求の内容", "What is asked"), max_length=500, blank=True)
    state = models.CharField(
        bi("状態", "State"), max_length=10, choices=CaseState.choices, default=CaseState.RECEIVED
    )
    identity = models.CharField(
        bi("本人確認の方法", "How the identity was checked"),
        max_length=12,
        choices=IdentityCheck.choices,
        blank=True,
    )
    result = models.CharField(bi("結果", "Result"), max_length=1000, blank=True)
    closed_on = models.DateField(bi("完了日", "Closed on"), null=True, blank=True)

    class Meta:
        verbose_name = bi("本人からの請求", "Request of a person")
        verbose_name_plural = bi("本人からの請求", "Requests of persons")
        triggers = [pgtrigger.FSM(name="case_steps", field="state", transitions=list(moves(CASE)))]

    def __str__(self) -> str:
        return self.number


@remembered()
class Breach(models.Model):
    """Something that happened to personal data, or may have happened."""

    number = models.CharField(bi("番号", "Number"), primary_key=True, max_length=20)
    known_on = models.DateField(bi("知った日", "Known on"))
    happened = models.TextField(bi("概要", "What happened"), max_length=4000)
    items = models.CharField(bi("個人情報の項目", "Which data"), max_length=500)
    cause = models.TextField(bi("原因", "Cause"), max_length=4000, blank=True)
    measures = models.TextField(
        bi("本人への対応・再発防止の措置", "Measures: towards the persons, and against a repetition"),
        max_length=4000,
        blank=True,
    )
    sensitive = models.BooleanField(bi("要配慮個人情報を含む", "Data that need special care"), default=False)
    property_damage = models.BooleanField(
        bi("財産的被害のおそれがある", "Loss of property is likely"), default=False
    )
    malice = models.BooleanField(bi("不正の目的のおそれがある", "Malice is suspected"), default=False)
    state = models.CharField(
        bi("状態", "State"), max_length=12, choices=BreachState.choices, default=BreachState.FOUND
    )
    if TYPE_CHECKING:
        holders: RelatedManager[BreachHolder]

    class Meta:
        verbose_name = bi("漏えい等", "Breach")
        verbose_name_plural = bi("漏えい等", "Breaches")
        triggers = [pgtrigger.FSM(name="breach_steps", field="state", transitions=list(moves(BREACH)))]

    def __str__(self) -> str:
        return self.number


@remembered()
class BreachHolder(models.Model):
    """How many persons of one holder a breach concerns; each holder has a threshold of its own."""

    breach = models.ForeignKey(
        Breach, models.PROTECT, verbose_name=bi("漏えい等", "Breach"), related_name="holders"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=bi("保有する機関", "Holder"), related_name="+"
    )
    persons = models.PositiveIntegerField(bi("人数", "Persons"))

    class Meta:
        verbose_name = bi("漏えい等の人数", "Persons of a breach")
        verbose_name_plural = bi("漏えい等の人数", "Persons of breaches")
        constraints = [
            models.UniqueConstraint(fields=["breach", "organisation"], name="breach_counts_a_holder_once")
        ]

    def __str__(self) -> str:
        return f"{self.breach_id}/{self.organisation_id}"


@remembered()
class LegalHold(models.Model):
    """A person's data must stay although somebody would erase them: a suit, an audit, a law."""

    subject_kind = models.CharField(bi("本人の記録の種類", "Kind"), max_length=10)
    subject = models.CharField(bi("本人の識別名", "Identifier of the person"), max_length=150)
    why = models.CharField(bi("理由", "Reason"), max_length=500)
    until = models.DateField(
        bi("期限", "Until"), null=True, blank=True, help_text=bi("空欄は期限なし", "Empty: no end")
    )

    class Meta:
        verbose_name = bi("消去の停止", "Hold")
        verbose_name_plural = bi("消去の停止", "Holds")

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject}"

    def is_in_force(self, at: dt.date) -> bool:
        return self.until is None or self.until >= at


class Erasure(models.Model):
    """What an erasure did (廃棄記録): numbers of rows, no content. Its transaction alone may rewrite history."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField(bi("日時", "When"))
    cause = models.CharField(bi("きっかけ", "Cause"), max_length=10, choices=ErasureCause.choices)
    actor = models.CharField(bi("行った者", "Who"), max_length=150)
    reason = models.CharField(bi("理由", "Reason"), max_length=500, blank=True)
    subject_kind = models.CharField(bi("種類", "Kind"), max_length=10, blank=True)
    alias = models.CharField(bi("置き換えた識別名", "Identifier put in its place"), max_length=60, blank=True)
    case_number = models.CharField(bi("請求の番号", "Number of the request"), max_length=20, blank=True)
    counts = models.JSONField(bi("件数", "Rows"), default=dict)
    made_in = models.CharField(max_length=40, blank=True, editable=False)

    class Meta:
        verbose_name = bi("消去の記録", "Record of an erasure")
        verbose_name_plural = bi("消去の記録", "Records of erasures")

    def __str__(self) -> str:
        return str(self.id)


class Reading(models.Model):
    """Who read personal data, when and in which way. Rows are chained: the database computes `link`.

    What is personal in a row (who, which record, the query) enters the chain as a salted digest, so that an
    erasure may blank it and the chain still holds.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(bi("日時", "When"), db_index=True)
    actor = models.CharField(bi("閲覧した者", "Who"), max_length=150, blank=True)
    user_id = models.BigIntegerField(bi("利用者", "User"), null=True, blank=True)
    kind = models.CharField(bi("記録の種類", "Kind of record"), max_length=40)
    slug = models.CharField(bi("記録", "Record"), max_length=150, blank=True)
    way = models.CharField(bi("見方", "Way"), max_length=12, choices=Way.choices)
    query = models.CharField(bi("条件", "Conditions"), max_length=500, blank=True)
    count = models.PositiveIntegerField(bi("件数", "Records"), null=True, blank=True)
    purpose = models.CharField(bi("目的", "Purpose"), max_length=200, blank=True)
    salt = models.CharField(max_length=36, blank=True, editable=False)
    digest = models.CharField(max_length=64, editable=False)
    link = models.CharField(max_length=64, editable=False)

    class Meta:
        verbose_name = bi("閲覧の記録", "Reading")
        verbose_name_plural = bi("閲覧の記録", "Readings")
        indexes = [models.Index(fields=["kind", "slug"], name="reading_of_a_record")]

    def __str__(self) -> str:
        return f"{self.kind} {self.slug}"
