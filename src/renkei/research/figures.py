"""Figures of joint research: what is under way in a year, with whom, for how much, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, F, OuterRef

from renkei.core.figures.counting import dated, lasting
from renkei.core.figures.enums import FigureKind
from renkei.core.figures.registry import Family, register_families
from renkei.kernel.localised import Localised
from renkei.kernel.units import CountedUnit
from renkei.research.enums import PartnerRole, ProjectState, ResultKind
from renkei.research.models import JointProject, JointProjectPartner, Presentation, ResearchResult

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet

    from renkei.core.figures.registry import Sees

PROJECT = Localised.both("共同研究", "Joint project")


def begun_projects() -> QuerySet[JointProject]:
    """Return projects that came about: planned ones do not count."""
    return JointProject.objects.exclude(state=ProjectState.PLANNED)


def with_partners(projects: QuerySet[JointProject], **place: bool) -> QuerySet[JointProject]:
    """Return projects with at least one company or other partner of such a place."""
    partners = JointProjectPartner.objects.filter(project=OuterRef("pk"), role=PartnerRole.COMPANY, **place)
    return projects.filter(Exists(partners))


def _with(**place: bool) -> Callable[[], QuerySet[JointProject]]:
    return lambda: with_partners(begun_projects(), **place)


def _begun() -> QuerySet[JointProject]:
    return with_partners(begun_projects()).alias(begun_on=F("period__startswith"))


def _fees() -> QuerySet[JointProject]:
    return begun_projects().filter(fee__isnull=False, signed_on__isnull=False)


def _rows_of(kind: ResultKind) -> Callable[[], QuerySet[ResearchResult]]:
    return lambda: ResearchResult.objects.filter(kind=kind)


def project_title(row: JointProject, _sees: Sees) -> Localised:
    """Return the title that names no company, wherever there is one."""
    named: Localised = row.public_title or row.title
    return named


register_families(
    Family(
        code="research.joint_projects",
        label=Localised.both(
            "県内企業等との共同研究", "Joint research with companies and others in the prefecture"
        ),
        definition=Localised.both(
            "年度のあいだに一日でも研究期間が含まれる、県内に本社のある企業等を相手とする共同研究の件数。"
            "準備中のものは数えない。一つの共同研究は、相手が何社でも1件。",
            "Joint projects with at least one company or other partner that has its head office in the "
            "prefecture, whose period includes at least one day of the fiscal year. Planned projects do not "
            "count; a project counts once, however many partners it has.",
        ),
        unit=CountedUnit.PROJECT,
        kind=FigureKind.FLOW,
        ask=lasting(_with(in_prefecture=True), "period"),
        rows=_with(in_prefecture=True),
        position=10,
        related=("organisation", "laboratory"),
        search=("title", "public_title"),
        title=project_title,
        when="signed_on",
    ),
    Family(
        code="research.joint_research_local",
        label=Localised.both("地元企業との共同研究", "Joint research with local companies"),
        definition=Localised.both(
            "年度のあいだに一日でも研究期間が含まれる、クラスターの地域にある企業等を相手とする共同研究。"
            "準備中のものは数えない。",
            "Joint projects with at least one partner in the cluster's own area, whose period includes at "
            "least one day of the fiscal year. Planned projects do not count.",
        ),
        unit=CountedUnit.JOINT_RESEARCH,
        kind=FigureKind.FLOW,
        ask=lasting(_with(is_local=True), "period"),
        rows=_with(is_local=True),
        position=20,
        related=("organisation", "laboratory"),
        search=("title", "public_title"),
        title=project_title,
        when="signed_on",
    ),
    Family(
        code="research.joint_projects_all",
        label=Localised.both("企業等との共同研究", "Joint research with companies and others"),
        definition=Localised.both(
            "年度のあいだに一日でも研究期間が含まれる、県内外の企業等を相手とする共同研究の件数。"
            "準備中のものは数えない。",
            "Joint projects with companies and others wherever they are, whose period includes at least one "
            "day of the fiscal year. Planned projects do not count.",
        ),
        unit=CountedUnit.PROJECT,
        kind=FigureKind.FLOW,
        ask=lasting(_with(), "period"),
        rows=_with(),
        position=11,
        related=("organisation", "laboratory"),
        search=("title", "public_title"),
        title=project_title,
        when="signed_on",
    ),
    Family(
        code="research.joint_projects_begun",
        label=Localised.both("新たに始まった共同研究", "Joint projects begun"),
        definition=Localised.both(
            "企業等を相手とする共同研究のうち、研究期間が年度中に始まったものの件数。",
            "Joint projects with companies and others whose period began in the fiscal year.",
        ),
        unit=CountedUnit.PROJECT,
        kind=FigureKind.FLOW,
        ask=dated(_begun, "begun_on"),
        rows=_begun,
        position=12,
        related=("organisation", "laboratory"),
        search=("title", "public_title"),
        title=project_title,
        when="signed_on",
    ),
    Family(
        code="research.joint_research_fees",
        label=Localised.both("共同研究の契約額", "Fees of joint research"),
        definition=Localised.both(
            "年度中に契約した共同研究の研究費の合計。間接経費と、額の記載のない契約は含まない。",
            "Research fees of joint projects signed in the fiscal year; overhead and contracts without a "
            "stated fee are not included.",
        ),
        unit=CountedUnit.YEN,
        kind=FigureKind.FLOW,
        ask=dated(_fees, "signed_on", "fee"),
        rows=_fees,
        position=13,
        year="signed_on",
        related=("organisation", "laboratory"),
        search=("title", "public_title"),
        title=project_title,
        when="signed_on",
    ),
    *(
        Family(
            code=f"research.results.{kind.value}",
            label=Localised.both(f"共同研究の成果（{japanese}）", f"Results of joint research: {english}"),
            definition=Localised.both(
                f"年度中の日付をもつ、共同研究から生まれた{japanese}の数。年だけの日付は、その数の年度とみる。",
                f"Of the results of joint research, {english} dated in the fiscal year; a year alone is taken for the "
                "fiscal year of that number.",
            ),
            unit=unit,
            kind=FigureKind.FLOW,
            ask=dated(_rows_of(kind), "day"),
            rows=_rows_of(kind),
            position=14 + place,
            year="day",
            related=("project",),
            search=("title",),
        )
        for place, (kind, japanese, english, unit) in enumerate(
            (
                (ResultKind.PAPER, "論文", "papers", CountedUnit.PUBLICATION),
                (ResultKind.PATENT, "特許", "patents", CountedUnit.PATENT),
                (ResultKind.PRODUCT, "製品・サービス", "products and services", CountedUnit.ITEM),
            )
        )
    ),
    Family(
        code="research.presentations",
        label=Localised.both("成果発表会", "Presentations of results"),
        definition=Localised.both(
            "年度中に開かれた成果発表の回数。", "Presentations of results held in the fiscal year."
        ),
        unit=CountedUnit.EVENT,
        kind=FigureKind.FLOW,
        ask=dated(Presentation.objects.all, "held_on"),
        rows=Presentation.objects.all,
        position=18,
        year="held_on",
        related=("project",),
        search=("title",),
        when="held_on",
    ),
)
