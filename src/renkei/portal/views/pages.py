"""Home, structure, access, search."""

from __future__ import annotations

import re
from decimal import Decimal

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from renkei.core.accounts.access import opens_to_all
from renkei.core.blocks.model import Place
from renkei.core.blocks.render import blocks_to_html
from renkei.core.blocks.resolve import resolve
from renkei.core.files.services import open_document
from renkei.core.records.selectors import present_cluster
from renkei.core.ui.text import bi
from renkei.core.ui.theme import stylesheet
from renkei.governance.drawing.blocks import structure_drawings
from renkei.governance.telling import Structure
from renkei.kernel.errors import RuleBroken
from renkei.portal.chronicle import latest_moments
from renkei.portal.contacts import places_of_work
from renkei.portal.crumbs import crumbs
from renkei.portal.front import Front
from renkei.portal.logo import address_of
from renkei.portal.menu import DOORS, bands_of, shown_on_home
from renkei.portal.searching import search_public
from renkei.portal.structure import outline_of, structure_of
from renkei.portal.texts import blocks_of_text, strangers_request
from renkei.portal.views.news import latest_news

LONGEST_SHOWN = 200
QUALITY = re.compile(r"[01](\.[0-9]{1,3})?")
MOMENTS = 5
NEWS = 3


@opens_to_all
@require_safe
@vary_on_headers("Accept-Language")
def entrance(request: HttpRequest) -> HttpResponse:
    """Lead to the home page in the reader's language: Japanese unless English is preferred."""
    return redirect("portal:home", preferred_language(request.headers.get("Accept-Language", "")))


def preferred_language(header: str) -> str:
    """Return ja or en, whichever the header wants more; what it does not name counts as not wanted."""
    wanted = {"ja": Decimal(0), "en": Decimal(0)}
    for part in header.lower().split(","):
        tag, _, weight = part.strip().partition(";q=")
        language = tag.partition("-")[0]
        if language in wanted and QUALITY.fullmatch(weight or "1"):
            wanted[language] = max(wanted[language], Decimal(weight or 1))
    return "en" if wanted["en"] > wanted["ja"] else "ja"


@opens_to_all
@require_safe
@cache_control(public=True, max_age=300)
def theme(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    return HttpResponse(stylesheet(present_cluster().accent), content_type="text/css; charset=utf-8")


@opens_to_all
@require_safe
@cache_control(public=True, max_age=31_536_000, immutable=True)
def logo(request: HttpRequest, digest: str, form: str) -> FileResponse:  # noqa: ARG001
    """Hand out the cluster's logo at the address of its content. Raises Http404 for any but the present one."""
    document = present_cluster().logo
    if document is None or address_of(document) != request.path:
        raise Http404
    try:
        return FileResponse(open_document(document), content_type=document.media_type)
    except RuleBroken as missing:
        raise Http404 from missing


@opens_to_all
@require_safe
def home(request: HttpRequest, language: str) -> HttpResponse:
    cluster = present_cluster()
    asked = strangers_request(language)
    front = Front(cluster, asked)
    context = {
        "cluster": cluster,
        "figures": front.figures(),
        "description": blocks_of_text(cluster.description, language, Place("cluster", field="description")),
        "report": front.report(),
        "outline": outline_of(Structure(asked)),
        "moments": latest_moments(asked, MOMENTS),
        "news": latest_news(asked, NEWS),
        "bands": [f"portal/_home_{band}.html" for band in bands_of(cluster)],
        "shown": shown_on_home(cluster),
        "has_doors": not DOORS.isdisjoint(shown_on_home(cluster)),
    }
    return render(request, "portal/home.html", context)


@opens_to_all
@require_safe
def structure(request: HttpRequest, language: str) -> HttpResponse:
    title = bi("推進体制", "Promotion structure")
    told = Structure(strangers_request(language))
    drawings = tuple(structure_drawings(told, in_words=True))
    context = {
        "title": title,
        "crumbs": crumbs(language, (title, "")),
        "view": structure_of(told),
        "drawing": blocks_to_html(resolve(drawings, told.request), language),
    }
    return render(request, "portal/structure.html", context)


@opens_to_all
@require_safe
def access(request: HttpRequest, language: str) -> HttpResponse:
    title = bi("アクセス", "Access")
    context = {
        "title": title,
        "crumbs": crumbs(language, (title, "")),
        "content": blocks_of_text(present_cluster().access, language, Place("cluster", field="access")),
        "places": places_of_work(strangers_request(language)),
    }
    return render(request, "portal/access.html", context)


@opens_to_all
@require_safe
def search(request: HttpRequest, language: str) -> HttpResponse:
    text = " ".join(request.GET.get("q", "").split())
    title = bi("検索", "Search")
    context = {
        "title": title,
        "crumbs": crumbs(language, (title, "")),
        "search_text": text[:LONGEST_SHOWN],
        **search_public(
            text, request.GET.get("kind", ""), request.GET.get("page", ""), strangers_request(language)
        ),
    }
    return render(request, "portal/search.html", context)


@opens_to_all
@require_safe
def nowhere(request: HttpRequest, language: str) -> HttpResponse:  # noqa: ARG001
    """Answer every other address below a language with the 404 page of that language."""
    raise Http404
