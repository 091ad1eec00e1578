from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from renkei.core.files.models import Document
from renkei.core.history.journal import remembered
from renkei.core.publication.models import Confided, PublicationState
from renkei.core.records.fields import LocalisedField, MailAddressField
from renkei.core.records.models import Record
from renkei.core.records.rules import in_some_language
from renkei.core.ui.text import bi
from renkei.directory.models import Organisation, Person
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.matching.enums import (
    Channel,
    CompanySize,
    MessageFrom,
    NeedState,
    ProfileState,
    RequestKind,
    Wish,
)

if TYPE_CHECKING:
    from collections.abc import Iterable


@remembered()
class ApplicationField(Record):
    """A field in which research is used: medicine, agriculture, food, environment, more. Data of the cluster."""

    name = LocalisedField(bi("名称", "Name"))
    position = models.PositiveSmallIntegerField(bi("並び順", "Position"), default=0)

    class Meta:
        verbose_name = bi("応用分野", "Field of application")
        verbose_name_plural = bi("応用分野", "Fields of application")


@remembered()
class Term(Record):
    """A term of the cluster in its languages: part of the lexicon that matches needs with seeds."""

    name = LocalisedField(bi("用語", "Term"))
    also = LocalisedField(
        bi("別の言い方", "Also written"), blank=True, help_text=bi("、で区切る", "Separated by 、 or commas")
    )
    note = LocalisedField(bi("説明", "Meaning"), blank=True, long=True)

    class Meta:
        verbose_name = bi("クラスターの用語", "Term of the cluster")
        verbose_name_plural = bi("クラスターの用語", "Terms of the cluster")


@remembered()
class Need(Confided, Record):
    """What a company needs, as it told it. Never public itself; others see it by its level of confidence."""

    title = LocalisedField(bi("件名", "Title"), blank=True)
    company = models.ForeignKey(
        Organisation,
        models.PROTECT,
        verbose_name=bi("企業", "Company"),
        null=True,
        blank=True,
        related_name="needs",
    )
    company_name = models.CharField(
        bi("企業名（届いたまま）", "Name of the company, as given"), max_length=200, blank=True
    )
    industry = LocalisedField(bi("業種", "Industry"), blank=True)
    company_size = models.CharField(
        bi("従業員数", "Size"), max_length=10, choices=CompanySize.choices, blank=True
    )
    contact_name = models.CharField(bi("担当者の氏名", "Contact person"), max_length=200, blank=True)
    contact_post = models.CharField(bi("担当者の部署・役職", "Contact's post"), max_length=200, blank=True)
    contact_email = MailAddressField(bi("担当者のメール", "Contact's e-mail"), blank=True)
    contact_telephone = models.CharField(bi("担当者の電話", "Contact's telephone"), max_length=30, blank=True)
    contact_language = models.CharField(
        bi("連絡の言語", "Language of contact"),
        max_length=2,
        choices=[("ja", bi("日本語", "Japanese")), ("en", bi("英語", "English"))],
        default="ja",
    )
    received_on = models.DateField(bi("受付日", "Received on"), db_index=True)
    channel = models.CharField(bi("受付の経路", "Channel"), max_length=10, choices=Channel.choices)
    kind = models.CharField(bi("相談の種類", "Kind of request"), max_length=12, choices=RequestKind.choices)
    problem = LocalisedField(bi("課題", "Problem"), blank=True, long=True)
    background = LocalisedField(bi("背景", "Background"), blank=True, long=True)
    tried = LocalisedField(bi("これまでに試したこと", "What has been tried"), blank=True, long=True)
    wished_result = LocalisedField(bi("望む結果", "Wished result"), blank=True, long=True)
    wanted_by = models.DateField(bi("希望の時期", "Wanted by"), null=True, blank=True)
    budget = LocalisedField(bi("予算", "Budget"), blank=True)
    partner_sought = LocalisedField(bi("求める相手と役割", "Partner and role sought"), blank=True, long=True)
    wants_analysis = models.BooleanField(bi("分析を希望", "Wants an analysis"), default=False)
    wants_joint_research = models.BooleanField(bi("共同研究を希望", "Wants joint research"), default=False)
    wants_subsidy = models.BooleanField(bi("補助金の相談を希望", "Wants advice on subsidies"), default=False)
    wants_personnel = models.BooleanField(bi("人材を希望", "Wants personnel"), default=False)
    about_seed = models.ForeignKey(
        "matching.Seed",
        models.PROTECT,
        verbose_name=bi("相談のきっかけのシーズ", "Seed it asks about"),
        null=True,
        blank=True,
        related_name="needs",
    )
    needs_secrecy_agreement = models.BooleanField(
        bi("秘密保持契約が要る", "A secrecy agreement is needed"), default=False
    )
    wished_confidence = models.CharField(
        bi("企業が望む公開の範囲", "Confidence the company wishes"),
        max_length=12,
        choices=Wish.choices,
        blank=True,
    )
    coordinator = models.ForeignKey(
        Person,
        models.PROTECT,
        verbose_name=bi("担当コーディネーター", "Coordinator"),
        null=True,
        blank=True,
        related_name="needs",
    )
    assessment = LocalisedField(
        bi("コーディネーターの見立て", "Coordinator's assessment"), blank=True, long=True
    )
    state = models.CharField(
        bi("状態", "State"), max_length=12, choices=NeedState.choices, default=NeedState.OPEN
    )
    expires_on = models.DateField(bi("有効期限", "Expires on"), null=True, blank=True)
    renewed_on = models.DateField(bi("更新日", "Renewed on"), null=True, blank=True)

    class Meta:
        verbose_name = bi("ニーズ", "Need")
        verbose_name_plural = bi("ニーズ", "Needs")

    def row_flaws(self) -> Iterable[tuple[str, RuleBroken]]:
        yield from in_some_language(self, ("title", "problem"))
        if self.company_id is None and not self.company_name:
            expected = Localised.both(
                "企業、または届いたままの企業名", "a company, or its name as it was given"
            )
            yield "company", RuleBroken("need.company_missing", expected)
        if self.expires_on and self.expires_on < self.received_on:
            expected = Localised.both("受付日以後の日", "a day on or after the day it was received")
            yield "expires_on", RuleBroken("need.expires_before_received", expected)


@remembered()
class NeedField(Confided, Record):
    need = models.ForeignKey(Need, models.PROTECT, verbose_name=bi("ニーズ", "Need"), related_name="fields")
    field = models.ForeignKey(
        ApplicationField,
        models.PROTECT,
        verbose_name=bi("応用分野", "Field of application"),
        related_name="needs",
    )

    class Meta:
        verbose_name = bi("ニーズの分野", "Field of a need")
        verbose_name_plural = bi("ニーズの分野", "Fields of needs")
        constraints = [
            models.UniqueConstraint(
                fields=["need", "field"],
                name="need_field_is_unique",
                deferrable=models.Deferrable.DEFERRED,
            )
        ]


@remembered()
class NeedProfile(Record):
    """The anonymised profile of a need that may be published, after a second pair of eyes."""

    need = models.OneToOneField(
        Need, models.PROTECT, verbose_name=bi("ニーズ", "Need"), related_name="profile"
    )
    title = LocalisedField(bi("件名（匿名）", "Title, anonymised"))
    summary = LocalisedField(bi("概要（匿名）", "Summary, anonymised"), long=True)
    partner_sought = LocalisedField(bi("求める相手", "Partner sought"), blank=True, long=True)
    state = models.CharField(
        bi("確認の状態", "State"), max_length=10, choices=ProfileState.choices, default=ProfileState.DRAFT
    )
    proposed_by = models.CharField(bi("起案者", "Proposed by"), max_length=150, blank=True)
    approved_by = models.CharField(bi("確認者", "Approved by"), max_length=150, blank=True)

    class Meta:
        verbose_name = bi("ニーズの公開概要", "Public profile of a need")
        verbose_name_plural = bi("ニーズの公開概要", "Public profiles of needs")

    def row_flaws(self) -> Iterable[tuple[str, RuleBroken]]:
        approved = self.state == ProfileState.APPROVED
        if self.publication == PublicationState.PUBLIC and not approved:
            expected = Localised.both("別の人の確認を済ませた概要", "a profile approved by somebody else")
            yield "publication", RuleBroken("need_profile.not_approved", expected)
        if approved and (not self.approved_by or self.approved_by == self.proposed_by):
            expected = Localised.both("起案者とは別の人", "somebody other than who proposed it")
            yield "approved_by", RuleBroken("need_profile.second_pair_of_eyes", expected)


@remembered()
class NeedDocument(Confided, Record):
    """A file that came with a need: a document of the library, or the company's own file, as confidential as the need.

    A company's own file is no record of the library, which knows no single person; it is kept under its hash.
    """

    need = models.ForeignKey(
        Need, models.PROTECT, verbose_name=bi("ニーズ", "Need"), related_name="attachments"
    )
    document = models.ForeignKey(
        Document, models.PROTECT, verbose_name=bi("資料", "Document"), null=True, blank=True, related_name="+"
    )
    name = models.CharField(bi("ファイル名", "Name of the file"), max_length=200, blank=True, editable=False)
    sha256 = models.CharField(
        bi("内容のハッシュ値", "SHA-256 of the content"), max_length=64, blank=True, editable=False
    )
    media_type = models.CharField(bi("形式", "Type"), max_length=100, blank=True, editable=False)
    size = models.BigIntegerField(
        bi("大きさ（バイト）", "Size (bytes)"), null=True, blank=True, editable=False
    )

    class Meta:
        verbose_name = bi("ニーズの資料", "Document of a need")
        verbose_name_plural = bi("ニーズの資料", "Documents of needs")


@remembered()
class NeedMessage(models.Model):
    """What a company wrote by its private page, the office answered, or somebody wrote about a public profile.

    It is seen by who sees the need. Not part of a package.
    """

    need = models.ForeignKey(Need, models.CASCADE, verbose_name=bi("ニーズ", "Need"), related_name="messages")
    sender = models.CharField(bi("差出人", "From"), max_length=10, choices=MessageFrom.choices)
    name = models.CharField(bi("名前", "Name"), max_length=200, blank=True)
    email = MailAddressField(bi("メール", "E-mail"), blank=True)
    text = models.TextField(bi("本文", "Text"), max_length=4000)
    written_at = models.DateTimeField(bi("日時", "Written"))
    read_at = models.DateTimeField(bi("確認日時", "Read"), null=True, blank=True)

    class Meta:
        verbose_name = bi("ニーズへの連絡", "Message about a need")
        verbose_name_plural = bi("ニーズへの連絡", "Messages about needs")
        ordering = ("written_at", "pk")

    def __str__(self) -> str:
        return f"{self.need_id} {self.written_at:%Y-%m-%d %H:%M}"
