"""Public pages of records and their lists; each starts from what is published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from renkei.agreements.models import Agreement
from renkei.core.accounts.access import opens_to_all
from renkei.core.accounts.actors import STRANGER
from renkei.core.blocks.writing import written
from renkei.core.files.models import Document
from renkei.core.files.services import open_document
from renkei.core.publication.selectors import visible_to
from renkei.core.records.kinds import kind_of
from renkei.core.ui.parts import Cell
from renkei.core.ui.text import bi
from renkei.governance.selectors import drawings_of
from renkei.kernel.errors import RuleBroken
from renkei.kernel.fiscal import FiscalYear
from renkei.portal.agreement_terms import families_of_agreements
from renkei.portal.chronicle import chronicle, moments_of
from renkei.portal.crumbs import crumbs
from renkei.portal.days import day_of
from renkei.portal.forwarding import led_on
from renkei.portal.paging import asked_page
from renkei.portal.record_page import page_of
from renkei.portal.texts import built, printed, strangers_request

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http.response import HttpResponseBase
    from django.utils.safestring import SafeString

    from renkei.core.blocks.request import BlockRequest
    from renkei.core.records.models import Record

PER_PAGE, FAMILIES_PER_PAGE, MOMENTS_PER_PAGE = 50, 30, 100
STRUCTURE = ("structure", bi("推進体制", "Promotion structure"))
LISTS: dict[str, tuple[str, Any]] = {
    "agreement": ("agreements", bi("協定", "Agreements")),
    "milestone": ("milestones", bi("年表", "Milestones")),
    "document": ("documents", bi("資料", "Documents")),
    "body": STRUCTURE,
    "organisation": STRUCTURE,
    "laboratory": STRUCTURE,
    "meeting": STRUCTURE,
}


@dataclass(frozen=True)
class Entry:
    """One card of a list."""

    title: Any
    address: str
    text: SafeString
    facts: Sequence[Cell]


@opens_to_all
@require_safe
def record(request: HttpRequest, language: str, slug: str, kind: str) -> HttpResponse:
    """Show one published record: its facts, what belongs to it, what points to it, its sources."""
    asked = strangers_request(language)
    page = page_of(kind_of(kind), slug, asked)
    if page is None:
        return led_on(kind_of(kind).model, slug, asked)
    route, label = LISTS[kind]
    way = crumbs(language, (label, reverse(f"portal:{route}", args=[language])), (page.title, ""))
    drawings = [
        built("governance.drawing", language, _year_drawn(page.record, asked), slug=each)
        for each in drawings_of(page.record, actor=asked.actor, at=asked.at)
    ]
    return render(request, "portal/record.html", {"page": page, "crumbs": way, "drawings": drawings})


def _year_drawn(record: Record, asked: BlockRequest) -> int:
    """Return the year for which a record's scheme is drawn: the present one, for an agreement within its term."""
    if not isinstance(record, Agreement):
        return asked.fiscal_year
    first = asked.conventions.first_month
    start, end = record.term.start, record.term.end
    if end is not None and end < asked.at:
        return FiscalYear.of(end, first).start_year
    return FiscalYear.of(max(start, asked.at) if start else asked.at, first).start_year


@opens_to_all
@require_safe
def agreements(request: HttpRequest, language: str) -> HttpResponse:
    title = bi("協定", "Agreements")
    page = asked_page(request, families_of_agreements(strangers_request(language)), FAMILIES_PER_PAGE)
    context = {"title": title, "crumbs": crumbs(language, (title, "")), "families": page, "page": page}
    return render(request, "portal/agreements.html", context)


@opens_to_all
@require_safe
def milestones(request: HttpRequest, language: str) -> HttpResponse:
    title = bi("年表", "Milestones")
    asked = strangers_request(language)
    page = asked_page(request, chronicle(asked), MOMENTS_PER_PAGE)
    context = {
        "title": title,
        "crumbs": crumbs(language, (title, "")),
        "moments": moments_of(list(page), asked),
        "page": page,
    }
    return render(request, "portal/milestones.html", context)


@opens_to_all
@require_safe
def documents(request: HttpRequest, language: str) -> HttpResponse:
    title = bi("資料", "Documents")
    lead = bi("記録と数字のもとになった資料。", "The documents that records and figures rest on.")

    def facts(row: Any) -> list[Cell]:
        issued = Cell(day_of(row.issued_on, "calendar"), "day") if row.issued_on else None
        held = bi("ファイルあり", "File held") if row.sha256 else bi("ファイルなし", "No file held")
        publisher = Cell(row.publisher, "localised") if row.publisher else None
        return [cell for cell in (publisher, issued, Cell(held)) if cell]

    return _list(
        request, _Listing("document", "description", facts, title, lead), strangers_request(language)
    )


@opens_to_all
@require_safe
def document_file(request: HttpRequest, language: str, slug: str) -> HttpResponseBase:  # noqa: ARG001
    """Hand out the file of a published document, always as a download of the type found when it was stored."""
    found = visible_to(Document.objects.filter(pk=slug), STRANGER, timezone.localdate()).first()
    if found is None or not found.sha256:
        raise Http404
    try:
        file = open_document(found)
    except RuleBroken as missing:
        raise Http404 from missing
    name = found.file.rsplit("/", 1)[-1]
    return FileResponse(file, as_attachment=True, filename=name, content_type=found.media_type)


@dataclass(frozen=True)
class _Listing:
    kind: str
    text: str
    facts: Any
    title: Any
    lead: Any


def _list(request: HttpRequest, listing: _Listing, asked: BlockRequest) -> HttpResponse:
    kind = kind_of(listing.kind)
    related = [item.name for item in kind.model._meta.concrete_fields if item.is_relation and not item.null]
    rows = visible_to(kind.model._default_manager.order_by(*kind.order), STRANGER, asked.at)
    page = asked_page(request, rows.select_related(*related), PER_PAGE)
    records: list[Record] = list(page)
    texts = printed([written(asked, row, listing.text) for row in records], asked)
    entries = [
        Entry(asked.called(row), kind.portal_address(row.slug, asked.language), text, listing.facts(row))
        for row, text in zip(records, texts, strict=True)
    ]
    context = {
        "title": listing.title,
        "lead": listing.lead,
        "crumbs": crumbs(asked.language, (listing.title, "")),
        "entries": entries,
        "page": page,
    }
    return render(request, "portal/list.html", context)
