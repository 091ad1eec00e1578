"""Reports: the edition in force where one is published, else (and beside it) made from the records as they stand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from renkei.core.accounts.access import opens_to_all
from renkei.core.accounts.actors import STRANGER
from renkei.core.figures.answers import FigureAnswer
from renkei.core.records.selectors import present_cluster
from renkei.core.ui.text import bi
from renkei.portal.crumbs import crumbs
from renkei.portal.presentation import card_of
from renkei.portal.selectors import ReportEntry, total_label
from renkei.portal.views import editions
from renkei.reports.definitions import definitions
from renkei.reports.selectors import editions_of, frozen_editions, published_edition
from renkei.reports.service import Report, as_json, available
from renkei.reports.service import report as made

if TYPE_CHECKING:
    from renkei.kernel.localised import Localised
    from renkei.reports.models import Edition


@opens_to_all
@require_safe
def reports(request: HttpRequest, language: str) -> HttpResponse:
    title = bi("報告書", "Reports")
    at = timezone.localdate()
    shown = definitions(actor=STRANGER, at=at)
    names: dict[str, Localised] = {each.kind: each.record.name for each in shown}
    entries = {
        (entry.kind, entry.year): ReportEntry(entry.title, "")
        for entry in available(actor=STRANGER, at=at, known=shown)
    }
    entries |= {
        (each.kind, each.fiscal_year): ReportEntry(each.title, "", edition=each)
        for each in frozen_editions().filter(state="published")
    }
    groups: dict[str, list[ReportEntry]] = {kind: [] for kind in names}
    for (kind, year), entry in sorted(entries.items(), key=lambda pair: -pair[0][1]):
        address = reverse("portal:report", args=[language, kind, year])
        groups.setdefault(kind, []).append(replace(entry, address=address))
    context = {
        "title": title,
        "crumbs": crumbs(language, (title, "")),
        "groups": [(names.get(kind, title), found) for kind, found in groups.items() if found],
    }
    return render(request, "portal/reports.html", context)


def _made(kind: str, year: int, language: str) -> Report:
    found = made(year, kind, language=language, actor=STRANGER, at=timezone.localdate())
    if found is None:
        raise Http404
    return found


@opens_to_all
@require_safe
def report(request: HttpRequest, language: str, kind: str, year: int) -> HttpResponse:
    """Show the edition in force; where none is published, the report as the records stand today."""
    found = editions_of(kind, year)
    published = next((each for each in found if each.state == "published"), None)
    if published is not None:
        return editions.edition_page(request, language, published)
    return _living(request, language, kind, year, found)


@opens_to_all
@require_safe
def living(request: HttpRequest, language: str, kind: str, year: int) -> HttpResponse:
    """Show the report as the records stand today, also where an edition is published."""
    return _living(request, language, kind, year, editions_of(kind, year))


def _living(request: HttpRequest, language: str, kind: str, year: int, known: list[Edition]) -> HttpResponse:
    found = _made(kind, year, language)
    cluster = present_cluster()
    totals = [
        card_of(answer, cluster, language)
        for answer in found.totals.values()
        if isinstance(answer, FigureAnswer)
    ]
    reports_page = reverse("portal:reports", args=[language])
    context = {
        "report": found,
        "totals": [(total_label(card.answer, cluster), card) for card in totals if card.value is not None],
        "sections": [(section, section.html(language)) for section in found.sections],
        "crumbs": crumbs(language, (bi("報告書", "Reports"), reports_page), (found.title, "")),
        "data_address": reverse("portal:living-data", args=[language, kind, year])
        if known
        else reverse("portal:report-data", args=[language, kind, year]),
        "editions": editions.listed(known, language),
        "withdrawn": known[0] if known and known[0].state == "withdrawn" else None,
    }
    return render(request, "portal/report.html", context)


@opens_to_all
@require_safe
def report_data(request: HttpRequest, language: str, kind: str, year: int) -> HttpResponse:
    """The data of the edition in force; where none is published, of the records as they stand today."""
    published = published_edition(kind, year)
    if published is not None:
        return editions.file_of(request, language, published, "json")
    return _data(_made(kind, year, language))


@opens_to_all
@require_safe
def living_data(request: HttpRequest, language: str, kind: str, year: int) -> HttpResponse:  # noqa: ARG001
    return _data(_made(kind, year, language))


def _data(found: Report) -> HttpResponse:
    return JsonResponse(as_json(found), json_dumps_params={"ensure_ascii": False, "indent": 2})
