from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from renkei.core.files.models import Document
from renkei.core.history.journal import remembered
from renkei.core.records.fields import LocalisedField, MoneyField, PeriodField
from renkei.core.records.models import Record
from renkei.core.ui.text import bi
from renkei.directory.models import Laboratory, Organisation, Unit
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.matching.enums import FundState
from renkei.matching.models.cases import Case
from renkei.matching.models.needs import ApplicationField

if TYPE_CHECKING:
    from collections.abc import Iterable

DECIDED = frozenset({FundState.ADOPTED, FundState.REJECTED, FundState.RUNNING, FundState.ENDED})


@remembered()
class ExternalFund(Record):
    """An application for money of the state or others, from the plan to its result."""

    title = LocalisedField(bi("課題名", "Title"))
    call = LocalisedField(bi("公募の名称", "Call"))
    funder = models.ForeignKey(
        Organisation,
        models.PROTECT,
        verbose_name=bi("資金を出す機関", "Funder"),
        null=True,
        blank=True,
        related_name="external_funds",
    )
    funder_name = LocalisedField(bi("資金を出す機関（表記）", "Funder, as written"), blank=True)
    lead = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=bi("代表機関", "Lead"), related_name="led_funds"
    )
    case = models.ForeignKey(
        Case, models.PROTECT, verbose_name=bi("案件", "Case"), null=True, blank=True, related_name="funds"
    )
    field = models.ForeignKey(
        ApplicationField,
        models.PROTECT,
        verbose_name=bi("応用分野", "Field of application"),
        null=True,
        blank=True,
        related_name="funds",
    )
    state = models.CharField(
        bi("状態", "State"), max_length=10, choices=FundState.choices, default=FundState.PLANNED
    )
    deadline = models.DateField(bi("締切", "Deadline"), null=True, blank=True)
    applied_on = models.DateField(bi("申請日", "Applied on"), null=True, blank=True)
    decided_on = models.DateField(bi("採否の決定日", "Decided on"), null=True, blank=True)
    amount_requested = MoneyField(bi("申請額", "Amount requested"), null=True, blank=True)
    amount_awarded = MoneyField(bi("採択額", "Amount awarded"), null=True, blank=True)
    period = PeriodField(bi("実施期間", "Period"), blank=True)
    result = LocalisedField(bi("結果", "Result"), blank=True, long=True)
    document = models.ForeignKey(
        Document, models.PROTECT, verbose_name=bi("資料", "Document"), null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = bi("外部資金", "External fund")
        verbose_name_plural = bi("外部資金", "External funds")

    def row_flaws(self) -> Iterable[tuple[str, RuleBroken]]:
        if self.state == FundState.APPLIED and self.applied_on is None:
            yield (
                "applied_on",
                RuleBroken("fund.applied_on_missing", Localised.both("申請日", "the day of application")),
            )
        if self.state in DECIDED and self.decided_on is None:
            yield (
                "decided_on",
                RuleBroken("fund.decided_on_missing", Localised.both("採否の決定日", "the day of decision")),
            )
        if self.applied_on and self.decided_on and self.decided_on < self.applied_on:
            expected = Localised.both("申請日以後の日", "a day on or after the application")
            yield "decided_on", RuleBroken("fund.decided_before_applied", expected)
        if self.amount_awarded is not None and self.state not in DECIDED - {FundState.REJECTED}:
            expected = Localised.both("採択されたときだけの額", "an amount only where it was adopted")
            yield "amount_awarded", RuleBroken("fund.awarded_without_adoption", expected)


@remembered()
class ExternalFundPartner(Record):
    fund = models.ForeignKey(
        ExternalFund, models.PROTECT, verbose_name=bi("外部資金", "External fund"), related_name="partners"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=bi("組織", "Organisation"), related_name="fund_partners"
    )
    role = LocalisedField(bi("役割", "Role"), blank=True)

    class Meta:
        verbose_name = bi("外部資金の参加機関", "Partner of an external fund")
        verbose_name_plural = bi("外部資金の参加機関", "Partners of external funds")


@remembered()
class Capability(Record):
    """What a research institution of the prefecture can do: a method, an instrument, advice."""

    title = LocalisedField(bi("できること", "What it can do"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=bi("機関", "Institution"), related_name="capabilities"
    )
    laboratory = models.ForeignKey(
        Laboratory,
        models.PROTECT,
        verbose_name=bi("研究室", "Laboratory"),
        null=True,
        blank=True,
        related_name="capabilities",
    )
    field = models.ForeignKey(
        ApplicationField,
        models.PROTECT,
        verbose_name=bi("応用分野", "Field of application"),
        null=True,
        blank=True,
        related_name="capabilities",
    )
    description = LocalisedField(bi("説明", "Description"), blank=True, long=True)
    equipment = LocalisedField(bi("設備", "Equipment"), blank=True)
    contact_unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        verbose_name=bi("連絡窓口", "Contact office"),
        null=True,
        blank=True,
        related_name="capabilities",
    )

    class Meta:
        verbose_name = bi("機関のできること", "Capability")
        verbose_name_plural = bi("機関のできること", "Capabilities")


@remembered()
class JointActivity(Record):
    """Something the research institutions of the prefecture do together."""

    title = LocalisedField(bi("名称", "Title"))
    period = PeriodField(bi("期間", "Period"), blank=True)
    description = LocalisedField(bi("内容", "Description"), blank=True, long=True)
    result = LocalisedField(bi("結果", "Result"), blank=True, long=True)

    class Meta:
        verbose_name = bi("研究機関の共同の活動", "Joint activity of institutions")
        verbose_name_plural = bi("研究機関の共同の活動", "Joint activities of institutions")


@remembered()
class JointActivityParty(Record):
    activity = models.ForeignKey(
        JointActivity, models.PROTECT, verbose_name=bi("活動", "Activity"), related_name="parties"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=bi("機関", "Institution"), related_name="joint_activities"
    )
    role = LocalisedField(bi("役割", "Role"), blank=True)

    class Meta:
        verbose_name = bi("共同の活動の参加機関", "Institution in a joint activity")
        verbose_name_plural = bi("共同の活動の参加機関", "Institutions in joint activities")
