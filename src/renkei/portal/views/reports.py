"""Reports: the edition in force where one is published, else (and beside it) made from the records as they stand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
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
from renkei.portal.linked_data import report_node
from renkei.portal.presentation import card_of
from renkei.portal.selectors import ReportEntry, total_label
from renkei.portal.views import editions
from renkei.reports.definitions import definitions
from renkei.reports.files import downloads, file_answer
from renkei.reports.formats import FORMATS
from renkei.reports.pictures import with_documents
from renkei.reports.selectors import editions_of, frozen_editions, published_edition
from renkei.reports.service import Report, available
from renkei.reports.service import report as made

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

    from renkei.reports.models import Edition
    from renkei.reports.service import ReportSection


@opens_to_all
@require_safe
def reports(request: HttpRequest, language: str) -> HttpResponse:
    title = bi("報告書", "Reports")
    at = timezone.localdate()
    kinds = {each.kind: each.record.name for each in definitions(actor=STRANGER, at=at)}
    groups: dict[str, list[ReportEntry]] = {kind: [] for kind in kinds}
    published = {
        (each.kind, each.fiscal_year): each
        for each in reversed(frozen_editions())
        if each.state == "published"
    }
    living = {
        (entry.kind, entry.year): ReportEntry(entry.title, "") for entry in available(actor=STRANGER, at=at)
    }
    living |= {key: ReportEntry(each.title, "", edition=each) for key, each in published.items()}
    for (kind, year), entry in sorted(living.items(), key=lambda pair: -pair[0][1]):
        address = reverse("portal:report", args=[language, kind, year])
        groups.setdefault(kind, []).append(replace(entry, address=address))
    context = {
        "title": title,
        "crumbs": crumbs(language, (title, "")),
        "groups": [(kinds.get(kind, title), entries) for kind, entries in groups.items() if entries],
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
        "sections": [(section, section.html(language)) for section in _with_pictures(found)],
        "crumbs": crumbs(language, (bi("報告書", "Reports"), reports_page), (found.title, "")),
        "downloads": downloads(
            lambda form: reverse(
                "portal:living-file" if known else "portal:report-file", args=[language, kind, year, form]
            )
        ),
        "editions": editions.listed(known, language),
        "linked": lambda here: report_node(found.title, here, language),
        "withdrawn": known[0] if known and known[0].state == "withdrawn" else None,
    }
    return render(request, "portal/report.html", context)


def _with_pictures(found: Report) -> list[ReportSection]:
    return with_documents(
        found.sections,
        lambda slug: reverse("portal:document-file", args=[found.language, slug]),
        actor=STRANGER,
        at=timezone.localdate(),
    )


@opens_to_all
@require_safe
def report_file(request: HttpRequest, language: str, kind: str, year: int, form: str) -> HttpResponseBase:
    """A file of the edition in force; where none is published, of the records as they stand today."""
    published = published_edition(kind, year)
    if published is not None:
        return editions.file_of(request, language, published, form)
    return living_file(request, language, kind, year, form)


@opens_to_all
@require_safe
def living_file(request: HttpRequest, language: str, kind: str, year: int, form: str) -> HttpResponseBase:
    """The report as a stranger may read it today, as a file."""
    if form not in FORMATS:
        raise Http404
    return file_answer(request, _made(kind, year, language), form, at=timezone.localdate())
