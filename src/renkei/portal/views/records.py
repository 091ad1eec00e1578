"""Public pages of records and their lists; each starts from what is published."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from renkei.catalogue.models import PartnershipText
from renkei.core.accounts.access import opens_to_all
from renkei.core.accounts.actors import STRANGER
from renkei.core.files.models import Document
from renkei.core.publication.selectors import visible_to
from renkei.core.records.kinds import kind_of
from renkei.core.ui.text import bi
from renkei.portal.agreement_terms import families_of_agreements
from renkei.portal.chronicle import chronicle
from renkei.portal.crumbs import crumbs
from renkei.portal.record_page import page_of
from renkei.portal.texts import built, strangers_request

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

PER_PAGE = 50

LISTS: dict[str, tuple[str, Any]] = {
    "agreement": ("agreements", bi("協定", "Agreements")),
    "milestone": ("milestones", bi("年表", "Milestones")),
    "document": ("documents", bi("資料", "Documents")),
    "body": ("structure", bi("推進体制", "Promotion structure")),
    "organisation": ("structure", bi("推進体制", "Promotion structure")),
    "laboratory": ("structure", bi("推進体制", "Promotion structure")),
    "meeting": ("structure", bi("推進体制", "Promotion structure")),
}


@opens_to_all
@require_safe
def record(request: HttpRequest, language: str, slug: str, kind: str) -> HttpResponse:
    """Show one published record: its facts, what belongs to it, its sources."""
    page = page_of(kind_of(kind), slug, language, timezone.localdate())
    if page is None:
        raise Http404
    route, label = LISTS[kind]
    way = crumbs(language, (label, reverse(f"portal:{route}", args=[language])), (page.title, ""))
    return render(request, "portal/record.html", {"page": page, "crumbs": way})


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
    return _list(request, language, "document", bi("資料", "Documents"))


@opens_to_all
@require_safe
def partnerships(request: HttpRequest, language: str) -> HttpResponse:
    return _list(request, language, "partnership", bi("連携の取組", "Partnerships"))


@opens_to_all
@require_safe
def partnership(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """Show a partnership entry with its text of the newest academic year, or of the one asked for."""
    kind = kind_of("partnership")
    found = visible_to(kind.model._default_manager.filter(pk=slug), STRANGER, timezone.localdate()).first()
    if found is None:
        raise Http404
    texts = visible_to(PartnershipText.objects.filter(partnership=found), STRANGER, timezone.localdate())
    years = sorted(set(texts.values_list("academic_year", flat=True)), reverse=True)
    asked = request.GET.get("year", "")
    if asked and asked not in {str(year) for year in years}:
        raise Http404
    year = int(asked) if asked else next(iter(years), None)
    title = kind.label(found)
    context = {
        "title": title,
        "crumbs": crumbs(
            language,
            (bi("連携の取組", "Partnerships"), reverse("portal:partnerships", args=[language])),
            (title, ""),
        ),
        "content": built("catalogue.partnership", language, year, slug=slug),
        "untitled": True,
        "years": [each for each in years if each != year],
    }
    return render(request, "portal/text.html", context)


@opens_to_all
@require_safe
def document_file(request: HttpRequest, language: str, slug: str) -> HttpResponseBase:  # noqa: ARG001
    """Hand out the file of a published document, always as a download of the type found when it was stored."""
    found = visible_to(Document.objects.filter(pk=slug), STRANGER, timezone.localdate()).first()
    if found is None or not found.sha256:
        raise Http404
    from renkei.core.files.services import open_document  # noqa: PLC0415

    name = found.file.rsplit("/", 1)[-1]
    return FileResponse(
        open_document(found), as_attachment=True, filename=name, content_type=found.media_type
    )


def _list(request: HttpRequest, language: str, slug: str, title: Any) -> HttpResponse:
    kind = kind_of(slug)
    rows = visible_to(kind.model._default_manager.order_by(*kind.order), STRANGER, timezone.localdate())
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    entries = [(kind.label(row), kind.portal_address(row.slug, language), row) for row in page]
    context = {"title": title, "crumbs": crumbs(language, (title, "")), "entries": entries, "page": page}
    return render(request, "portal/list.html", context)
