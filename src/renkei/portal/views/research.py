"""Joint research and its results, without the names of companies that are not decided to be public."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from renkei.core.accounts.access import opens_to_all
from renkei.core.publication.selectors import is_public, public_on, visible_to
from renkei.core.ui.text import bi
from renkei.kernel.localised import Localised
from renkei.matching.models import ApplicationField
from renkei.portal.crumbs import crumbs
from renkei.portal.days import day_of
from renkei.portal.filters import a_filter, asked_filters
from renkei.portal.paging import asked_page
from renkei.portal.record_cells import reference
from renkei.portal.record_figures import codes_beginning, newest_cards, past_of
from renkei.portal.texts import strangers_request
from renkei.research.enums import ProjectState, ResultKind
from renkei.research.models import JointProject, JointProjectPartner, ResearchResult

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from renkei.core.blocks.request import BlockRequest

PER_PAGE, RESULTS_PER_PAGE = 20, 50
PREFIX = "research."
TITLE = bi("共同研究", "Joint research")
RESULTS = bi("共同研究の成果", "Results of joint research")
Shown = dict[str, Any]


def _projects(asked: BlockRequest) -> QuerySet[JointProject]:
    """Return projects with a title for the public; one that has none is never shown."""
    rows = visible_to(JointProject.objects.exclude(public_title=Localised()), asked.actor, asked.at)
    rows = rows.select_related("organisation", "laboratory__unit__organisation", "field")
    return rows.order_by("-period__startswith", "slug")


def _results(asked: BlockRequest) -> QuerySet[ResearchResult]:
    rows = visible_to(ResearchResult.objects.select_related("project", "document"), asked.actor, asked.at)
    return rows.order_by("-day", "slug")


@opens_to_all
@require_safe
def joint_research(request: HttpRequest, language: str) -> HttpResponse:
    """Show the figures of joint research and the projects, narrowed by field of application or state."""
    asked = strangers_request(language)
    rows = _projects(asked)
    fields = list(
        ApplicationField.objects.filter(public_on(asked.at), pk__in=rows.order_by().values("field")).order_by(
            "position", "slug"
        )
    )
    filters = asked_filters(
        request,
        reverse("portal:joint-research", args=[language]),
        a_filter("field", bi("分野", "Field"), [(each.pk, each.name) for each in fields]),
        a_filter(
            "state",
            bi("状態", "State"),
            [(state.value, state.label) for state in ProjectState if state != ProjectState.PLANNED],
        ),
    )
    rows = rows.filter(**{name: value for name, value in filters.chosen.items() if value})
    page = asked_page(request, rows, PER_PAGE)
    codes = codes_beginning(PREFIX, asked)
    context = {
        "title": TITLE,
        "crumbs": crumbs(language, (TITLE, "")),
        "figures": newest_cards(codes, past_of(codes, asked), asked),
        "entries": _entries(list(page), asked),
        "page": page,
        "filters": filters,
    }
    return render(request, "portal/joint_research.html", context)


def _entries(rows: list[JointProject], asked: BlockRequest) -> list[Shown]:
    slugs = [row.pk for row in rows]
    results: dict[str, list[Shown]] = defaultdict(list)
    for result in _results(asked).filter(project__in=slugs):
        results[result.project_id].append(_told(result))
    partners: dict[str, list[Any]] = defaultdict(list)
    links = visible_to(JointProjectPartner.objects.filter(project__in=slugs), asked.actor, asked.at)
    for link in links.select_related("organisation").order_by("slug"):
        if is_public(link.organisation, asked.at):
            partners[link.project_id].append(reference(link.organisation, asked.language, asked.at))
    return [
        {
            "project": row,
            "institution": reference(row.organisation, asked.language, asked.at),
            "laboratory": reference(row.laboratory, asked.language, asked.at) if row.laboratory else None,
            "field": row.field if row.field and is_public(row.field, asked.at) else None,
            "partners": partners.get(row.pk, []),
            "results": results.get(row.pk, []),
        }
        for row in rows
    ]


def _told(result: ResearchResult) -> Shown:
    return {"result": result, "day": day_of(result.day, "calendar")}


@opens_to_all
@require_safe
def results(request: HttpRequest, language: str) -> HttpResponse:
    """Show papers, patents, products and prizes, newest first, narrowed by kind or year."""
    asked = strangers_request(language)
    rows = _results(asked)
    days = rows.order_by().values_list("day", flat=True).distinct()
    years = sorted({day[:4] for day in days if day}, reverse=True)
    filters = asked_filters(
        request,
        reverse("portal:results", args=[language]),
        a_filter("kind", bi("種類", "Kind"), ResultKind.choices),
        a_filter("year", bi("年", "Year"), [(year, year) for year in years]),
    )
    if kind := filters.chosen["kind"]:
        rows = rows.filter(kind=kind)
    if year := filters.chosen["year"]:
        rows = rows.filter(day__startswith=year)
    page = asked_page(request, rows, RESULTS_PER_PAGE)
    shown = [
        _told(row)
        | {"project": row.project if row.project.public_title and is_public(row.project, asked.at) else None}
        for row in page
    ]
    context = {
        "title": RESULTS,
        "crumbs": crumbs(language, (TITLE, reverse("portal:joint-research", args=[language])), (RESULTS, "")),
        "entries": shown,
        "page": page,
        "filters": filters,
    }
    return render(request, "portal/results.html", context)
