"""A partnership entry: its text of an academic year, its fields beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from renkei.catalogue.models import Partnership, PartnershipText
from renkei.core.accounts.access import opens_to_all
from renkei.core.blocks.model import FactsBlock
from renkei.core.blocks.registry import build
from renkei.core.blocks.render import blocks_to_html
from renkei.core.publication.selectors import visible_to
from renkei.core.records.kinds import kind_of
from renkei.core.ui.text import bi
from renkei.portal.crumbs import crumbs
from renkei.portal.linked_data import record_node
from renkei.portal.record_page import sources_of_record
from renkei.portal.texts import strangers_request

if TYPE_CHECKING:
    from renkei.core.blocks.request import BlockRequest


@opens_to_all
@require_safe
def partnership(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """Show the text of the newest academic year, or of the one asked for."""
    asked = strangers_request(language)
    rows = visible_to(Partnership.objects.filter(pk=slug), asked.actor, asked.at)
    found = rows.select_related("publisher", "document").first()
    if found is None:
        raise Http404
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
