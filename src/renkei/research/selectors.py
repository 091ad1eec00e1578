"""What is known before a case becomes joint research, and the figures that count a project."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from renkei.core.figures.registry import Family, Scope, families
from renkei.core.publication.selectors import is_visible, visible_to
from renkei.core.records.together import NAME, named, together
from renkei.kernel.fiscal import FIRST_YEAR, FiscalYear
from renkei.matching.enums import IntroductionState, ProfileState
from renkei.matching.models import NeedField, NeedProfile, SeedField
from renkei.research.enums import PartnerRole
from renkei.research.models import JointProject, JointProjectPartner

if TYPE_CHECKING:
    import datetime as dt

    from renkei.core.accounts.actors import Actor
    from renkei.directory.models import Organisation
    from renkei.kernel.localised import Localised
    from renkei.matching.models import Case, Seed

MOST_YEARS = 5


@dataclass(frozen=True)
class Known:
    """What a case says of the joint research it becomes; what is not known stays out."""

    values: dict[str, Any] = field(default_factory=dict)
    company: Organisation | None = None
    in_prefecture: bool = False
    is_local: bool = False
    earlier: JointProject | None = None


def known_of(case: Case, actor: Actor, at: dt.date) -> Known:
    """Return what a form of the project starts with, as far as the actor sees it; a bounded number of queries.

    Institution, laboratory and leader come from the last introduction made or agreed, else from the case's seed;
    the public title from the need's approved profile; rights from the institution's last project; whether the
    company counts as local from its last project.
    """
    introductions = visible_to(case.introductions.select_related("seed__laboratory", "researcher"), actor, at)
    agreed = introductions.filter(state__in=(IntroductionState.MADE, IntroductionState.AGREED))
    introduced = agreed.order_by("introduced_on", "slug").last()
    seed: Seed | None = (introduced.seed if introduced else None) or case.seed
    if seed is not None and not is_visible(seed, actor, at):
        seed = None
    researcher = (introduced.researcher if introduced else None) or (seed.researcher if seed else None)
    values = {
        "title": case.title,
        "public_title": _profile_title(case),
        "seed": seed,
        "organisation": seed.organisation if seed else None,
        "laboratory": seed.laboratory if seed else None,
        "leader": researcher if researcher and is_visible(researcher, actor, at) else None,
        "field": _field_of(case, seed),
    }
    company = case.company or (case.need.company if case.need else None)
    before = _last_partnership(company, actor, at)
    earlier = _last_project(seed.organisation if seed else None, actor, at)
    return Known(
        values={name: value for name, value in values.items() if value},
        company=company,
        in_prefecture=before.in_prefecture if before else False,
        is_local=before.is_local if before else False,
        earlier=earlier,
    )


def counted_in(project: JointProject, at: dt.date, first_month: int) -> list[tuple[Family, int]]:
    """Return the figures that count a project, with the fiscal years: the newest first. One query.

    The figures themselves are asked, so that what is said here is what they count.
    """
    scopes = [
        Scope(year, FiscalYear(year, first_month).period, at) for year in _years(project, at, first_month)
    ]
    counting = {family.code: family for family in families() if family.rows().model is JointProject}
    queries = [
        named(lines.rows.filter(pk=project.pk), code).annotate(f_year=lines.year)
        for code, family in counting.items()
        if (lines := family.ask(scopes)) is not None
    ]
    asked = {scope.fiscal_year for scope in scopes}
    told = {(row["f_year"], row[NAME]) for row in together(queries) if row["f_year"] in asked}
    ordered = sorted(told, key=lambda each: (-each[0], counting[each[1]].position, each[1]))
    return [(counting[code], year) for year, code in ordered]


def _years(project: JointProject, at: dt.date, first_month: int) -> list[int]:
    start = project.period.start
    if start is None:
        return []
    end = min(project.period.end or at, at)
    first, last = (
        FiscalYear.of(start, first_month).start_year,
        FiscalYear.of(max(start, end), first_month).start_year,
    )
    signed = FiscalYear.of(project.signed_on, first_month).start_year if project.signed_on else first
    years = range(max(FIRST_YEAR, min(first, signed)), last + 1)
    return list(years)[-MOST_YEARS:]


def _profile_title(case: Case) -> Localised | None:
    if case.need is None:
        return None
    profile = NeedProfile.objects.filter(need=case.need, state=ProfileState.APPROVED).first()
    return profile.title if profile else None


def _field_of(case: Case, seed: Seed | None) -> Any:
    of_need = NeedField.objects.filter(need=case.need_id).select_related("field").order_by("field__position")
    of_seed = SeedField.objects.filter(seed=seed).select_related("field").order_by("field__position")
    found: Any = of_need.first() or (of_seed.first() if seed else None)
    return found.field if found else None


def _last_partnership(company: Organisation | None, actor: Actor, at: dt.date) -> JointProjectPartner | None:
    if company is None:
        return None
    rows = JointProjectPartner.objects.filter(organisation=company, role=PartnerRole.COMPANY)
    return visible_to(rows, actor, at).order_by("project__signed_on", "pk").last()


def _last_project(institution: Organisation | None, actor: Actor, at: dt.date) -> JointProject | None:
    if institution is None:
        return None
    rows = visible_to(JointProject.objects.filter(organisation=institution), actor, at)
    return rows.filter(signed_on__isnull=False).order_by("signed_on", "pk").last()
