"""Reports and the partnership entry, generated from the records each time they are read."""

from __future__ import annotations

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
from renkei.reports.service import Report, as_json, available
from renkei.reports.service import report as made

if TYPE_CHECKING:
    from renkei.kernel.localised import Localised


@opens_to_all
@require_safe
def reports(request: HttpRequest, language: str) -> HttpResponse:
    title = bi("報告書", "Reports")
    groups: dict[str, tuple[Localised, list[ReportEntry]]] = {}
    for entry in available(actor=STRANGER, at=timezone.localdate()):
        address = reverse("portal:report", args=[language, entry.kind, entry.year])
        groups.setdefault(entry.kind, (entry.name, []))[1].append(ReportEntry(entry.title, address))
    context = {"title": title, "crumbs": crumbs(language, (title, "")), "groups": list(groups.values())}
    return render(request, "portal/reports.html", context)


def _made(kind: str, year: int, language: str) -> Report:
    found = made(year, kind, language=language, actor=STRANGER, at=timezone.localdate())
    if found is None:
        raise Http404
    return found


@opens_to_all
@require_safe
def report(request: HttpRequest, language: str, kind: str, year: int) -> HttpResponse:
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
        "data_address": reverse("portal:report-data", args=[language, kind, year]),
    }
    return render(request, "portal/report.html", context)


@opens_to_all
@require_safe
def report_data(request: HttpRequest, language: str, kind: str, year: int) -> HttpResponse:  # noqa: ARG001
    found = as_json(_made(kind, year, language))
    return JsonResponse(found, json_dumps_params={"ensure_ascii": False, "indent": 2})
