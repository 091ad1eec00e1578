"""Lineage on one page, both ways: need and seed, case, joint project, result."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.http import Http404
from django.urls import reverse

from renkei.core.accounts.access import opens_to
from renkei.core.accounts.permissions import Verb
from renkei.core.publication.selectors import visible_to
from renkei.core.records.kinds import kind_of
from renkei.core.ui import parts
from renkei.core.ui.text import bi
from renkei.desk.pages import TODAY, actor_of, page, today
from renkei.kernel.periods import PartialDate
from renkei.matching.models import Case, ExternalFund, Introduction, Need, Seed
from renkei.research.models import JointProject, Presentation, ResearchResult

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from renkei.core.accounts.actors import Actor

LINEAGE = bi("ニーズから成果まで", "From need to result")


@dataclass
class Line:
    """The identifiers of one lineage, stage by stage; `own` is the result or presentation it was asked from."""

    own: set[str] = field(default_factory=set)
    needs: set[str] = field(default_factory=set)
    seeds: set[str] = field(default_factory=set)
    cases: set[str] = field(default_factory=set)
    projects: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Rung:
    label: Any
    rows: list[tuple[Any, str, Any, bool]]


@opens_to(verb=Verb.VIEW, kind="seed")
def lineage_page(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """What came before a record and what came after it, as far as the reader sees."""
    actor, at = actor_of(request), today()
    start = STARTS.get(kind)
    if start is None:
        raise Http404
    model = kind_of(kind).model
    record = visible_to(model._default_manager.all(), actor, at).filter(pk=slug).first()
    if record is None:
        raise Http404
    line = start(record, actor, at)
    rungs = [rung for rung in _rungs(line, actor, at, slug) if rung.rows]
    crumbs = [parts.Crumb(TODAY, reverse("desk:today")), parts.Crumb(LINEAGE)]
    body = {"rungs": rungs, "title": kind_of(kind).label(record), "kind": kind_of(kind)}
    return page(request, "desk/lineage.html", body, crumbs=crumbs)


def _of_cases(rows: QuerySet[Case], actor: Actor, at: dt.date, line: Line) -> Line:
    """Follow cases back to what they started from and on to the projects that came of them."""
    for case in visible_to(rows, actor, at):
        line.cases.add(case.pk)
        line.needs |= {case.need_id} - {None}  # type: ignore[arg-type]
        line.seeds |= {case.seed_id} - {None}  # type: ignore[arg-type]
    introduced = visible_to(Introduction.objects.filter(case__in=line.cases, seed__isnull=False), actor, at)
    line.seeds |= set(introduced.values_list("seed", flat=True))
    projects = visible_to(JointProject.objects.filter(case__in=line.cases), actor, at)
    for slug, seed in projects.values_list("pk", "seed"):
        line.projects.add(slug)
        line.seeds |= {seed} - {None}
    return line


def _from_need(record: Need, actor: Actor, at: dt.date) -> Line:
    return _of_cases(Case.objects.filter(need=record), actor, at, Line(needs={record.pk}))


def _from_seed(record: Seed, actor: Actor, at: dt.date) -> Line:
    line = Line(seeds={record.pk})
    own = visible_to(JointProject.objects.filter(seed=record), actor, at)
    line.projects |= set(own.values_list("pk", flat=True))
    begun = own.exclude(case=None).values("case")
    introduced = visible_to(Introduction.objects.filter(seed=record), actor, at).values("case")
    rows = Case.objects.filter(Q(seed=record) | Q(pk__in=begun) | Q(pk__in=introduced))
    return _of_cases(rows, actor, at, line)


def _from_case(record: Case, actor: Actor, at: dt.date) -> Line:
    return _of_cases(Case.objects.filter(pk=record.pk), actor, at, Line())


def _from_project(record: JointProject, actor: Actor, at: dt.date) -> Line:
    line = Line(projects={record.pk}, seeds={record.seed_id} - {None})  # type: ignore[arg-type]
    return _of_cases(Case.objects.filter(pk=record.case_id), actor, at, line)


def _from_result(record: ResearchResult | Presentation, actor: Actor, at: dt.date) -> Line:
    project = visible_to(JointProject.objects.filter(pk=record.project_id), actor, at).first()
    line = _from_project(project, actor, at) if project else Line()
    line.own.add(record.pk)
    return line


STARTS: dict[str, Any] = {
    "need": _from_need,
    "seed": _from_seed,
    "case": _from_case,
    "jointproject": _from_project,
    "researchresult": _from_result,
    "presentation": _from_result,
}


def _day(record: Any, name: str) -> Any:
    value = getattr(record, name) if name else None
    return PartialDate.parse(value) if isinstance(value, str) and value else value


def _rungs(line: Line, actor: Actor, at: dt.date, here: str) -> Iterable[Rung]:
    came_of = Q(project__in=line.projects) | Q(pk__in=line.own)
    asked: list[tuple[Any, QuerySet[Any], str]] = [
        (bi("ニーズ", "Need"), Need.objects.filter(pk__in=line.needs), "received_on"),
        (bi("シーズ", "Seed"), Seed.objects.filter(pk__in=line.seeds), ""),
        (bi("案件", "Case"), Case.objects.filter(pk__in=line.cases), "opened_on"),
        (bi("外部資金", "External funds"), ExternalFund.objects.filter(case__in=line.cases), "decided_on"),
        (bi("共同研究", "Joint research"), JointProject.objects.filter(pk__in=line.projects), "signed_on"),
        (bi("成果", "Results"), ResearchResult.objects.filter(came_of), "day"),
        (bi("成果発表", "Presentations"), Presentation.objects.filter(came_of), "held_on"),
    ]
    for label, rows, day in asked:
        kind = kind_of(rows.model)
        yield Rung(
            label,
            [
                (
                    kind.label(each),
                    kind.desk_address(each.pk),
                    _day(each, day),
                    each.pk == here,
                )
                for each in visible_to(rows, actor, at).order_by("pk")
            ],
        )
