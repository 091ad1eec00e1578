from __future__ import annotations

from django.db import models

from renkei.core.history.journal import remembered
from renkei.core.records.fields import FiscalYearField, LocalisedField, PeriodField
from renkei.core.records.models import Record
from renkei.core.ui.text import bi
from renkei.directory.enums import PartyRole
from renkei.directory.models.organisations import Organisation, Unit


@remembered()
class Laboratory(Record):
    name = LocalisedField(bi("名称", "Name"))
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        verbose_name=bi("所属部署", "Unit"),
        null=True,
        blank=True,
        related_name="laboratories",
    )
    existence = PeriodField(bi("存続期間", "Existence"), blank=True)
    known_since = FiscalYearField(
        bi("設置が記された年度", "Fiscal year in which it is reported"), null=True, blank=True
    )
    purpose = LocalisedField(bi("目的", "Purpose"), blank=True, long=True)

    class Meta:
        verbose_name = bi("研究室", "Laboratory")
        verbose_name_plural = bi("研究室", "Laboratories")


@remembered()
class LaboratoryParty(Record):
    laboratory = models.ForeignKey(
        Laboratory, models.PROTECT, verbose_name=bi("研究室", "Laboratory"), related_name="parties"
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        verbose_name=bi("組織", "Organisation"),
        related_name="laboratory_parties",
    )
    role = models.CharField(bi("役割", "Role"), max_length=20, choices=PartyRole.choices)

    class Meta:
        verbose_name = bi("研究室に関わる組織", "Organisation of a laboratory")
        verbose_name_plural = bi("研究室に関わる組織", "Organisations of laboratories")
        constraints = [
            models.UniqueConstraint(
                fields=["laboratory", "organisation", "role"],
                name="laboratory_party_is_unique",
                deferrable=models.Deferrable.DEFERRED,
            )
        ]
