from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from renkei.core.files.models import Document
from renkei.core.history.journal import remembered
from renkei.core.publication.models import PublicationState
from renkei.core.records.fields import LocalisedField, MoneyField, PartialDateField, PeriodField
from renkei.core.records.models import Record
from renkei.core.ui.text import bi
from renkei.directory.models import Laboratory, Organisation, Person
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.matching.models import ApplicationField, Case, Seed
from renkei.research.enums import PartnerRole, ProjectState, ResultKind

if TYPE_CHECKING:
    from collections.abc import Iterable


@remembered()
class JointProject(Record):
    """Research of the institute with companies and others under a contract."""

    title = LocalisedField(bi("研究題目", "Title"))
    public_title = LocalisedField(
        bi("公開用の題目", "Title for the public"),
        blank=True,
        help_text=bi("企業名を出さない題目", "A title that names no company"),
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        verbose_name=bi("研究機関", "Institution"),
        related_name="joint_projects",
    )
    laboratory = models.ForeignKey(
        Laboratory,
        models.PROTECT,
        verbose_name=bi("研究室", "Laboratory"),
        null=True,
        blank=True,
        related_name="joint_projects",
    )
    leader = models.ForeignKey(
        Person,
        models.PROTECT,
        verbose_name=bi("研究代表者", "Leader"),
        null=True,
        blank=True,
        related_name="led_projects",
    )
    field = models.ForeignKey(
        ApplicationField,
        models.PROTECT,
        verbose_name=bi("応用分野", "Field of application"),
        null=True,
        blank=True,
        related_name="joint_projects",
    )
    case = models.ForeignKey(
        Case,
        models.PROTECT,
        verbose_name=bi("もとになった案件", "Case it came from"),
        null=True,
        blank=True,
        related_name="joint_projects",
    )
    seed = models.ForeignKey(
        Seed,
        models.PROTECT,
        verbose_name=bi("もとになったシーズ", "Seed it came from"),
        null=True,
        blank=True,
        related_name="joint_projects",
    )
    contract_number = models.CharField(bi("契約番号", "Contract number"), max_length=60, blank=True)
    signed_on = models.DateField(bi("契約日", "Signed on"), null=True, blank=True)
    period = PeriodField(bi("研究期間", "Period"))
    fee = MoneyField(bi("研究費", "Research fee"), null=True, blank=True)
    overhead = MoneyField(bi("間接経費", "Overhead"), null=True, blank=True)
    rights = LocalisedField(bi("知的財産の扱い", "Rights"), blank=True, long=True)
    state = models.CharField(
        bi("状態", "State"), max_length=10, choices=ProjectState.choices, default=ProjectState.PLANNED
    )

    class Meta:
        verbose_name = bi("共同研究", "Joint project")
        verbose_name_plural = bi("共同研究", "Joint projects")

    def row_flaws(self) -> Iterable[tuple[str, RuleBroken]]:
        if self.state != ProjectState.PLANNED and self.period.start is None:
            expected = Localised.both("研究期間の始まり", "the first day of the research")
            yield "period", RuleBroken("joint_project.start_missing", expected)
        if self.publication == PublicationState.PUBLIC and not self.public_title:
            expected = Localised.both(
                "企業名を出さない公開用の題目", "a title for the public that names no company"
            )
            yield "public_title", RuleBroken("joint_project.public_title_missing", expected)


@remembered()
class JointProjectPartner(Record):
    project = models.ForeignKey(
        JointProject, models.PROTECT, verbose_name=bi("共同研究", "Joint project"), related_name="partners"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=bi("相手", "Partner"), related_name="project_partners"
    )
    role = models.CharField(
        bi("役割", "Role"), max_length=10, choices=PartnerRole.choices, default=PartnerRole.COMPANY
    )
    in_prefecture = models.BooleanField(
        bi("県内", "In the prefecture"),
        default=False,
        help_text=bi("本社が県内にある", "It has its head office in the prefecture"),
    )
    is_local = models.BooleanField(
        bi("地元", "Local"),
        default=False,
        help_text=bi("クラスターの地域にある", "It stands in the cluster's own area"),
    )

    class Meta:
        verbose_name = bi("共同研究の相手", "Partner of a joint project")
        verbose_name_plural = bi("共同研究の相手", "Partners of joint projects")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "organisation"],
                name="joint_project_partner_is_unique",
                deferrable=models.Deferrable.DEFERRED,
            )
        ]


@remembered()
class ResearchResult(Record):
    """What came of joint research: a paper, a patent, a product, a prize, press."""

    project = models.ForeignKey(
        JointProject, models.PROTECT, verbose_name=bi("共同研究", "Joint project"), related_name="results"
    )
    kind = models.CharField(bi("種類", "Kind"), max_length=10, choices=ResultKind.choices)
    title = LocalisedField(bi("題名", "Title"))
    day = PartialDateField(bi("日付", "Date"))
    identifier = models.CharField(
        bi("番号（DOI・出願番号など）", "Identifier (DOI, application number)"), max_length=200, blank=True
    )
    url = models.URLField(bi("ページ", "Page"), blank=True)
    document = models.ForeignKey(
        Document, models.PROTECT, verbose_name=bi("資料", "Document"), null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = bi("研究の成果", "Result of research")
        verbose_name_plural = bi("研究の成果", "Results of research")


@remembered()
class Presentation(Record):
    """A presentation of results to companies and the public."""

    title = LocalisedField(bi("名称", "Title"))
    project = models.ForeignKey(
        JointProject,
        models.PROTECT,
        verbose_name=bi("共同研究", "Joint project"),
        null=True,
        blank=True,
        related_name="presentations",
    )
    held_on = models.DateField(bi("開催日", "Held on"))
    place = LocalisedField(bi("場所", "Place"), blank=True)
    participants = models.PositiveIntegerField(bi("参加者数", "Participants"), null=True, blank=True)

    class Meta:
        verbose_name = bi("成果発表", "Presentation of results")
        verbose_name_plural = bi("成果発表", "Presentations of results")
