"""Public pages of records and their lists; each starts from what is published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
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
from renkei.core.merging.forwards import forward_of
from renkei.core.publication.selectors import visible_to
from renkei.core.records.kinds import kind_of
from renkei.core.ui.parts import Cell
from renkei.core.ui.text import bi
from renkei.governance.selectors import drawings_of
from renkei.kernel.errors import RuleBroken
from renkei.kernel.fiscal import FiscalYear
from renkei.portal.agreement_terms import families_of_agreements
from renkei.portal.chronicle import chronicle, day_of
from renkei.portal.crumbs import crumbs
from renkei.portal.record_cells import reference
from renkei.portal.record_page import page_of
from renkei.portal.texts import built, printed, strangers_request

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http.response import HttpResponseBase
    from django.utils.safestring import SafeString

    from renkei.core.blocks.request import BlockRequest
    from renkei.core.records.kinds import Kind
    from renkei.core.records.models import Record

PER_PAGE = 50
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
        return _led_on(kind_of(kind), slug, asked)
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


def _led_on(kind: Kind, slug: str, asked: BlockRequest) -> HttpResponse:
    """Lead from the address of a merged record to the one that was kept, if it is published. Raises Http404."""
    gone = not kind.model._default_manager.filter(pk=slug).exists()
    led = forward_of(kind, slug) if gone else ""
    if not led or page_of(kind, led, asked) is None:
        raise Http404
    return HttpResponseRedirect(kind.portal_address(led, asked.language))


@opens_to_all
@require_safe
def agreements(request: HttpRequest, language: str) -> HttpResponse:
    title = bi("協定", "Agreements")
    families = families_of_agreements(strangers_request(language))
    context = {"title": title, "crumbs": crumbs(language, (title, "")), "families": families}
    return render(request, "portal/agreements.html", context)


@opens_to_all
@require_safe
def milestones(request: HttpRequest, language: str) -> HttpResponse:
    title = bi("年表", "Milestones")
    moments = chronicle(strangers_request(language))
    context = {"title": title, "crumbs": crumbs(language, (title, "")), "moments": moments}
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
def partnerships(request: HttpRequest, language: str) -> HttpResponse:
    title = bi("連携の取組", "Partnerships")
    lead = bi("地域と大学などが手を携える取組。", "What the region and its partners do together.")
    asked = strangers_request(language)

    def facts(row: Any) -> list[Cell]:
        publisher = reference(row.publisher, language, asked.at)
        period = Cell(row.period, "period") if row.period.start or row.period.end else None
        return [cell for cell in (publisher and Cell(publisher.value, "localised"), period) if cell]

    return _list(request, _Listing("partnership", "lead", facts, title, lead), asked)


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
    page = Paginator(rows.select_related(*related), PER_PAGE).get_page(request.GET.get("page"))
    records: list[Record] = list(page)
    texts = printed([written(asked, row, listing.text) for row in records], asked)
    entries = [
        Entry(kind.label(row), kind.portal_address(row.slug, asked.language), text, listing.facts(row))
        for row, text in zip(records, texts, strict=True)
    ]
    context = {
        "title": listing.title,
        "lead": listing.lead,
        "crumbs": crumbs(asked.language, (listing.title, "")),
        "entries": entries,
        "page": page,
        "next_page": page.number + 1,
    }
    return render(request, "portal/list.html", context)
