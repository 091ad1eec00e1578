from __future__ import annotations

from django.db import models

from renkei.budgets.enums import Basis
from renkei.budgets.models.pillars import Measure, Pillar
from renkei.core.files.models import Document
from renkei.core.history.journal import remembered
from renkei.core.records.fields import FiscalYearField, LocalisedField, MoneyField
from renkei.core.records.models import Record
from renkei.core.ui.text import bi
from renkei.directory.models import Organisation


@remembered()
class Fund(Record):
    """Where money comes from: a party's own funds, a grant of the state, donations."""

    name = LocalisedField(bi("名称", "Name"))

    class Meta:
        verbose_name = bi("財源", "Fund")
        verbose_name_plural = bi("財源", "Funds")


@remembered()
class Amount(Record):
    """Money of a pillar (or measure) in a fiscal year at one basis; party and fund may be not stated."""

    pillar = models.ForeignKey(
        Pillar, models.PROTECT, verbose_name=bi("柱", "Pillar"), related_name="amounts"
    )
    measure = models.ForeignKey(
        Measure,
        models.PROTECT,
        verbose_name=bi("施策", "Measure"),
        null=True,
        blank=True,
        related_name="amounts",
    )
    fiscal_year = FiscalYearField(bi("年度", "Fiscal year"), db_index=True)
    basis = models.CharField(bi("基準", "Basis"), max_length=30, choices=Basis.choices)
    party = models.ForeignKey(
        Organisation,
        models.PROTECT,
        verbose_name=bi("負担者", "Party"),
        null=True,
        blank=True,
        related_name="amounts",
        help_text=bi("空欄は記載なし", "Empty: not stated"),
    )
    fund = models.ForeignKey(
        Fund,
        models.PROTECT,
        verbose_name=bi("財源", "Fund"),
        null=True,
        blank=True,
        related_name="amounts",
        help_text=bi("空欄は記載なし", "Empty: not stated"),
    )
    amount = MoneyField(bi("金額", "Amount"))
    precision = models.PositiveIntegerField(
        bi("印字された精度", "Printed precision"),
        default=1,
        help_text=bi("千円単位で印字されたら1000", "1000 where thousands were printed"),
    )
    publisher = models.ForeignKey(
        Organisation,
        models.PROTECT,
        verbose_name=bi("公表者", "Publisher"),
        null=True,
        blank=True,
        related_name="+",
    )
    document = models.ForeignKey(
        Document,
        models.PROTECT,
        verbose_name=bi("資料", "Document"),
        null=True,
        blank=True,
        related_name="amounts",
    )
    place = LocalisedField(bi("資料の中の場所", "Place in the document"), blank=True)

    class Meta:
        verbose_name = bi("金額", "Amount")
        verbose_name_plural = bi("金額", "Amounts")
        indexes = [models.Index(fields=["fiscal_year", "pillar", "basis"], name="amount_year_pillar_basis")]
