"""What the office announces."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from renkei.core.accounts.access import opens_to_all
from renkei.core.blocks.model import Place
from renkei.core.publication.selectors import visible_to
from renkei.core.records.kinds import kind_of
from renkei.core.ui.text import bi
from renkei.news.models import NewsItem
from renkei.portal.crumbs import crumbs
from renkei.portal.forwarding import led_on
from renkei.portal.linked_data import record_node
from renkei.portal.paging import asked_choice, asked_page
from renkei.portal.texts import blocks_of_text, strangers_request

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from renkei.core.blocks.request import BlockRequest

PER_PAGE = 30
TITLE = bi("お知らせ", "News")


def _seen(asked: BlockRequest) -> QuerySet[NewsItem]:
    return visible_to(NewsItem.objects.all(), asked.actor, asked.at).order_by("-day", "slug")


def latest_news(asked: BlockRequest, most: int) -> list[tuple[NewsItem, str]]:
    """Return the newest announcements with their addresses. One query."""
    return [(row, kind_of(row).portal_address(row.pk, asked.language)) for row in _seen(asked)[:most]]


@opens_to_all
@require_safe
def news(request: HttpRequest, language: str) -> HttpResponse:
    asked = strangers_request(language)
    rows = _seen(asked)
    years = [str(day.year) for day in rows.order_by("-day").dates("day", "year", order="DESC")]
    year = asked_choice(request, "year", years)
    page = asked_page(request, rows.filter(day__year=int(year)) if year else rows, PER_PAGE)
    context = {
        "title": TITLE,
        "crumbs": crumbs(language, (TITLE, "")),
        "entries": [(row, kind_of(row).portal_address(row.pk, language)) for row in page],
        "page": page,
        "years": years,
        "year": year,
    }
    return render(request, "portal/news.html", context)


@opens_to_all
@require_safe
def news_item(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    asked = strangers_request(language)
    found = _seen(asked).filter(pk=slug).first()
    if found is None:
        return led_on(NewsItem, slug, asked)
    context = {
        "title": found.title,
        "item": found,
        "linked": lambda here: record_node("newsitem", found, found.title, here, language),
        "text": blocks_of_text(found.text, language, Place("newsitem", found.pk, "text")),
        "crumbs": crumbs(language, (TITLE, reverse("portal:news", args=[language])), (found.title, "")),
    }
    return render(request, "portal/news_item.html", context)
