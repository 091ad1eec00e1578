"""A partnership entry: its text of an academic year, its fields beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from renkei.catalogue.models import (
    Category,
    Partnership,
    PartnershipCategory,
    PartnershipRegion,
    PartnershipText,
)
from renkei.core.accounts.access import opens_to_all
from renkei.core.blocks.model import FactsBlock
from renkei.core.blocks.registry import build
from renkei.core.blocks.render import blocks_to_html
from renkei.core.blocks.writing import written
from renkei.core.publication.selectors import visible_to
from renkei.core.records.kinds import kind_of
from renkei.core.ui.text import bi
from renkei.directory.models import Organisation
from renkei.portal.crumbs import crumbs
from renkei.portal.filters import Filter, a_filter, asked_filters
from renkei.portal.forwarding import led_on
from renkei.portal.linked_data import record_node
from renkei.portal.paging import asked_page
from renkei.portal.record_page import sources_of_record
from renkei.portal.texts import printed, strangers_request

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import QuerySet

    from renkei.core.blocks.request import BlockRequest


PER_PAGE = 50


@opens_to_all
@require_safe
def partnerships(request: HttpRequest, language: str) -> HttpResponse:
    """List the entries, narrowed by category, region, academic year and whether they go on."""
    asked = strangers_request(language)
    rows = visible_to(Partnership.objects.select_related("publisher"), asked.actor, asked.at).order_by("slug")
    action = reverse("portal:partnerships", args=[language])
    filters = asked_filters(request, action, *_filters(rows, asked))
    page = asked_page(request, _narrowed(rows, filters.chosen, asked), PER_PAGE)
    texts = printed([written(asked, row, "lead") for row in page], asked)
    title = bi("連携の取組", "Partnerships")
    context = {
        "title": title,
        "crumbs": crumbs(language, (title, "")),
        "entries": [
            (row, kind_of(row).portal_address(row.pk, language), text, asked.sees(row.publisher))
            for row, text in zip(page, texts, strict=True)
        ],
        "page": page,
        "filters": filters,
    }
    return render(request, "portal/partnerships.html", context)


def _filters(rows: QuerySet[Partnership], asked: BlockRequest) -> list[Filter]:
    """Return what the list can be narrowed by: what public entries name. Three queries."""
    entries = rows.order_by().values("pk")
    named = visible_to(PartnershipCategory.objects.filter(partnership__in=entries), asked.actor, asked.at)
    categories = visible_to(Category.objects.filter(pk__in=named.values("category")), asked.actor, asked.at)
    named_regions = visible_to(
        PartnershipRegion.objects.filter(partnership__in=entries), asked.actor, asked.at
    )
    regions = visible_to(
        Organisation.objects.filter(pk__in=named_regions.values("organisation")), asked.actor, asked.at
    )
    texts = visible_to(PartnershipText.objects.filter(partnership__in=entries), asked.actor, asked.at)
    years = sorted(set(texts.order_by().values_list("academic_year", flat=True).distinct()), reverse=True)
    told = [(str(year), asked.conventions.year(year, asked.language, "AY")) for year in years]
    periods = [("now", bi("続いているもの", "going on")), ("ended", bi("終わったもの", "ended"))]
    ordered = categories.order_by("position", "slug")
    return [
        a_filter("category", bi("区分", "Category"), [(each.pk, each.title) for each in ordered]),
        a_filter(
            "region", bi("対象地域", "Region"), [(each.pk, each.name) for each in regions.order_by("slug")]
        ),
        a_filter("year", bi("年度", "Academic year"), told),
        a_filter("period", bi("実施期間", "Period"), periods),
    ]


def _narrowed(
    rows: QuerySet[Partnership], chosen: Mapping[str, str], asked: BlockRequest
) -> QuerySet[Partnership]:
    day = asked.at
    if slug := chosen["category"]:
        named: Any = visible_to(PartnershipCategory.objects.filter(category=slug), asked.actor, day)
        rows = rows.filter(pk__in=named.values("partnership"))
    if slug := chosen["region"]:
        named = visible_to(PartnershipRegion.objects.filter(organisation=slug), asked.actor, day)
        rows = rows.filter(pk__in=named.values("partnership"))
    if chosen["year"]:
        named = visible_to(
            PartnershipText.objects.filter(academic_year=int(chosen["year"])), asked.actor, day
        )
        rows = rows.filter(pk__in=named.values("partnership"))
    if chosen["period"]:
        goes_on = Q(period__contains=day)
        rows = rows.filter(goes_on if chosen["period"] == "now" else Q(period__endswith__lte=day))
    return rows


@opens_to_all
@require_safe
def partnership(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """Show the text of the newest academic year, or of the one asked for."""
    asked = strangers_request(language)
    rows = visible_to(Partnership.objects.filter(pk=slug), asked.actor, asked.at)
    found = rows.select_related("publisher", "document").first()
    if found is None:
        return led_on(Partnership, slug, asked)
    years = academic_years(found, asked)
    wanted = request.GET.get("year", "")
    if wanted and wanted not in {str(year) for year in years}:
        raise Http404
    year = int(wanted) if wanted else next(iter(years), None)
    blocks = build("catalogue.partnership", asked.asking(year or asked.fiscal_year, {"slug": slug}))
    title = kind_of(found).label(found)
    list_page = reverse("portal:partnerships", args=[language])
    context = {
        "title": title,
        "linked": lambda here: record_node("partnership", found, title, here, language),
        "publisher": found.publisher.name if asked.sees(found.publisher) else "",
        "crumbs": crumbs(language, (bi("連携の取組", "Partnerships"), list_page), (title, "")),
        "content": blocks_to_html(
            tuple(block for block in blocks if not isinstance(block, FactsBlock)), language
        ),
        "facts": blocks_to_html(tuple(block for block in blocks if isinstance(block, FactsBlock)), language),
        "source": next(iter(sources_of_record(found, asked)), None),
        "year": year,
        "years": [each for each in years if each != year],
    }
    return render(request, "portal/partnership.html", context)


def academic_years(entry: Partnership, asked: BlockRequest) -> list[int]:
    texts = visible_to(PartnershipText.objects.filter(partnership=entry), asked.actor, asked.at)
    return sorted(set(texts.values_list("academic_year", flat=True)), reverse=True)
