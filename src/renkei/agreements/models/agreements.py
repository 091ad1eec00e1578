from __future__ import annotations

from django.db import models

from renkei.core.files.models import Document
from renkei.core.history.journal import remembered
from renkei.core.records.fields import FiscalYearField, LocalisedField, MoneyField, PeriodField
from renkei.core.records.models import Record
from renkei.core.ui.text import bi
from renkei.directory.models import Laboratory, Organisation


@remembered()
class AgreementFamily(Record):
    """Agreements that follow each other term after term."""

    title = LocalisedField(bi("名称", "Title"))
    purpose = LocalisedField(bi("目的", "Purpose"), blank=True, long=True)

    class Meta:
        verbose_name = bi("協定の系列", "Agreement family")
        verbose_name_plural = bi("協定の系列", "Agreement families")


@remembered()
class Agreement(Record):
    family = models.ForeignKey(
        AgreementFamily, models.PROTECT, verbose_name=bi("協定の系列", "Family"), related_name="agreements"
    )
    title = LocalisedField(bi("名称", "Title"))
    term_number = models.PositiveSmallIntegerField(
        bi("期", "Term"), null=True, blank=True, help_text=bi("第4期なら4", "4 for the fourth term")
    )
    predecessor = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=bi("前の期の協定", "Predecessor"),
        null=True,
        blank=True,
        related_name="successors",
    )
    signed_on = models.DateField(
        bi("締結日", "Signed on"), null=True, blank=True, help_text=bi("空欄は記載なし", "Empty: not stated")
    )
    term = PeriodField(
        bi("期間", "Term of validity"),
        help_text=bi(
            "開始が空欄は記載なし、終了が空欄は継続中", "Empty start: not stated; empty end: still running"
        ),
    )
    term_as_printed = LocalisedField(bi("期間の表記（資料のまま）", "Term as printed"), blank=True)
    laboratory = models.ForeignKey(
        Laboratory,
        models.PROTECT,
        verbose_name=bi("設置する研究室", "Laboratory it establishes"),
        null=True,
        blank=True,
        related_name="agreements",
    )
    purpose = LocalisedField(bi("内容", "What it is for"), blank=True, long=True)
    document = models.ForeignKey(
        Document,
        models.PROTECT,
        verbose_name=bi("資料", "Document"),
        null=True,
        blank=True,
        related_name="agreements",
    )
    place = LocalisedField(bi("資料の中の場所", "Place in the document"), blank=True)
    note = LocalisedField(bi("注記", "Note"), blank=True, long=True)

    class Meta:
        verbose_name = bi("協定", "Agreement")
        verbose_name_plural = bi("協定", "Agreements")


@remembered()
class AgreementParty(Record):
    agreement = models.ForeignKey(
        Agreement, models.PROTECT, verbose_name=bi("協定", "Agreement"), related_name="parties"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=bi("当事者", "Party"), related_name="agreement_parties"
    )
    position = models.PositiveSmallIntegerField(bi("並び順", "Position"), default=0)

    class Meta:
        verbose_name = bi("協定の当事者", "Party to an agreement")
        verbose_name_plural = bi("協定の当事者", "Parties to agreements")
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "organisation"],
                name="agreement_party_is_unique",
                deferrable=models.Deferrable.DEFERRED,
            )
        ]


@remembered()
class Contribution(Record):
    """What a party gives under an agreement in a fiscal year."""

    agreement = models.ForeignKey(
        Agreement, models.PROTECT, verbose_name=bi("協定", "Agreement"), related_name="contributions"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=bi("負担する者", "Party"), related_name="contributions"
    )
    fiscal_year = FiscalYearField(bi("年度", "Fiscal year"), db_index=True)
    amount = MoneyField(bi("金額", "Amount"), null=True, blank=True)
    in_kind = LocalisedField(bi("金銭以外（人員・場所など）", "In kind (staff, premises)"), blank=True)
    document = models.ForeignKey(
        Document, models.PROTECT, verbose_name=bi("資料", "Document"), null=True, blank=True, related_name="+"
    )
    place = LocalisedField(bi("資料の中の場所", "Place in the document"), blank=True)

    class Meta:
        verbose_name = bi("負担", "Contribution")
        verbose_name_plural = bi("負担", "Contributions")


@remembered()
class Duty(Record):
    """Something an agreement obliges a party to do by a day (evaluation, renewal, report)."""

    agreement = models.ForeignKey(
        Agreement, models.PROTECT, verbose_name=bi("協定", "Agreement"), related_name="duties"
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        verbose_name=bi("義務を負う者", "Party obliged"),
        null=True,
        blank=True,
        related_name="duties",
    )
    title = LocalisedField(bi("内容", "Duty"))
    due_on = models.DateField(bi("期限", "Due on"), null=True, blank=True)
    done_on = models.DateField(bi("実施日", "Done on"), null=True, blank=True)

    class Meta:
        verbose_name = bi("協定の義務", "Duty")
        verbose_name_plural = bi("協定の義務", "Duties")
        indexes = [
            models.Index(fields=["due_on"], condition=models.Q(done_on__isnull=True), name="duty_not_done")
        ]


@remembered()
class AgreementDocument(Record):
    agreement = models.ForeignKey(
        Agreement, models.PROTECT, verbose_name=bi("協定", "Agreement"), related_name="attachments"
    )
    document = models.ForeignKey(
        Document, models.PROTECT, verbose_name=bi("資料", "Document"), related_name="+"
    )
    role = LocalisedField(bi("資料の役割", "Role of the document"), blank=True)

    class Meta:
        verbose_name = bi("協定の資料", "Document of an agreement")
        verbose_name_plural = bi("協定の資料", "Documents of agreements")
