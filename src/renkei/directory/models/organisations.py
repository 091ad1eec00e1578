from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from renkei.core.history.journal import remembered
from renkei.core.records.fields import LocalisedField, PeriodField
from renkei.core.records.models import Record
from renkei.core.records.rules import exactly_one
from renkei.core.ui.text import bi
from renkei.directory.enums import IdentifierScheme, OrganisationKind, UnitKind
from renkei.directory.models.sameness import DATED_NAME_KEYS, IDENTIFIER_KEYS, ORGANISATION_KEYS
from renkei.kernel.errors import RuleBroken
from renkei.kernel.identifiers import check

if TYPE_CHECKING:
    from collections.abc import Iterable


@remembered()
class Organisation(Record):
    name = LocalisedField(bi("名称", "Name"))
    short_name = LocalisedField(bi("略称", "Short name"), blank=True)
    kana = models.CharField(bi("名称（カナ）", "Name in kana"), max_length=200, blank=True)
    kind = models.CharField(bi("種別", "Kind"), max_length=20, choices=OrganisationKind.choices)
    legal_form = LocalisedField(bi("法人格", "Legal form"), blank=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=bi("上位の組織", "Part of"),
        null=True,
        blank=True,
        related_name="children",
    )
    existence = PeriodField(bi("存続期間", "Existence"), blank=True)
    address = LocalisedField(bi("所在地", "Address"), blank=True)
    website = models.URLField(bi("ウェブサイト", "Website"), blank=True)

    class Meta:
        verbose_name = bi("組織", "Organisation")
        verbose_name_plural = bi("組織", "Organisations")
        triggers = [ORGANISATION_KEYS]


@remembered()
class Unit(Record):
    """A department, division, office or campus of an organisation."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=bi("組織", "Organisation"), related_name="units"
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=bi("上位の部署", "Part of"),
        null=True,
        blank=True,
        related_name="children",
    )
    name = LocalisedField(bi("名称", "Name"))
    kind = models.CharField(bi("種別", "Kind"), max_length=20, choices=UnitKind.choices)
    existence = PeriodField(bi("存続期間", "Existence"), blank=True)
    address = LocalisedField(bi("所在地", "Address"), blank=True)
    telephone = models.CharField(bi("電話", "Telephone"), max_length=30, blank=True)
    email = models.EmailField(bi("電子メール", "E-mail"), blank=True)

    class Meta:
        verbose_name = bi("部署", "Unit")
        verbose_name_plural = bi("部署", "Units")


@remembered()
class DatedName(Record):
    """What an organisation or unit was called in a period; its own name is the present one."""

    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        verbose_name=bi("組織", "Organisation"),
        null=True,
        blank=True,
        related_name="dated_names",
    )
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        verbose_name=bi("部署", "Unit"),
        null=True,
        blank=True,
        related_name="dated_names",
    )
    name = LocalisedField(bi("名称", "Name"))
    period = PeriodField(bi("使われた期間", "Used in"))

    class Meta:
        verbose_name = bi("時期ごとの名称", "Dated name")
        verbose_name_plural = bi("時期ごとの名称", "Dated names")
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=True) ^ Q(unit__isnull=True), name="dated_name_has_one_owner"
            )
        ]
        triggers = [DATED_NAME_KEYS]

    def row_flaws(self) -> Iterable[tuple[str, RuleBroken]]:
        yield from exactly_one(self, ("organisation", "unit"))


@remembered()
class OrganisationIdentifier(Record):
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=bi("組織", "Organisation"), related_name="identifiers"
    )
    scheme = models.CharField(bi("番号の種類", "Scheme"), max_length=30, choices=IdentifierScheme.choices)
    value = models.CharField(bi("番号", "Value"), max_length=40)

    class Meta:
        verbose_name = bi("組織の番号", "Identifier of an organisation")
        verbose_name_plural = bi("組織の番号", "Identifiers of organisations")
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "value"],
                name="organisation_identifier_is_unique",
                deferrable=models.Deferrable.DEFERRED,
            )
        ]
        triggers = [IDENTIFIER_KEYS]

    def row_flaws(self) -> Iterable[tuple[str, RuleBroken]]:
        try:
            check(self.scheme, self.value)
        except RuleBroken as flaw:
            yield "value", flaw
