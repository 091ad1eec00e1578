"""Events, series and their editions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from renkei.core.accounts.access import opens_to_all
from renkei.core.publication.selectors import visible_to
from renkei.core.records.kinds import kind_of
from renkei.core.ui.parts import Cell, Fact
from renkei.core.ui.text import bi
from renkei.events.models import Event, EventSeries
from renkei.portal.crumbs import crumbs
from renkei.portal.days import days_of_milestone
from renkei.portal.event_order import to_come_first
from renkei.portal.filters import a_filter, asked_filters
from renkei.portal.forwarding import led_on
from renkei.portal.happenings import events_seen, happenings
from renkei.portal.linked_data import named_node, record_node
from renkei.portal.paging import asked_page
from renkei.portal.subject import OFFICES, Subject, fact, offices_of, prose_of, sources
from renkei.portal.texts import strangers_request

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PER_PAGE = 20
TITLE = bi("行事", "Events")


@opens_to_all
@require_safe
def events(request: HttpRequest, language: str) -> HttpResponse:
    """Show what is to come, the nearest first, then what was held, the newest first; narrowed where asked."""
    asked = strangers_request(language)
    rows = events_seen(asked)
    known = rows.order_by().values_list("fiscal_year", flat=True).distinct()
    years = [(str(year), asked.conventions.year(year, language)) for year in sorted(known, reverse=True)]
    series = list(
        visible_to(EventSeries.objects.select_related("start"), asked.actor, asked.at).order_by("slug")
    )
    filters = asked_filters(
        request,
        reverse("portal:events", args=[language]),
        a_filter("year", bi("年度", "Fiscal year"), years),
        a_filter("series", bi("行事", "Series"), [(each.pk, each.title) for each in series]),
    )
    if year := filters.chosen["year"]:
        rows = rows.filter(fiscal_year=int(year))
    if one := filters.chosen["series"]:
        rows = rows.filter(series=one)
    page = asked_page(request, to_come_first(rows), PER_PAGE)
    shown = happenings(page, asked)
    context = {
        "title": TITLE,
        "crumbs": crumbs(language, (TITLE, "")),
        "ahead": [each for each in shown if each.ahead],
        "held": [each for each in shown if not each.ahead],
        "page": page,
        "series": [(each, _address(each, language)) for each in series],
        "filters": filters,
    }
    return render(request, "portal/events.html", context)


def _address(series: EventSeries, language: str) -> str:
    return kind_of(series).portal_address(series.pk, language)


@opens_to_all
@require_safe
def event_series(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """Show what a series is, how it began, and every edition on record."""
    asked = strangers_request(language)
    rows = visible_to(EventSeries.objects.filter(pk=slug), asked.actor, asked.at)
    found = rows.select_related("start", "document", *OFFICES).first()
    if found is None:
        return led_on(EventSeries, slug, asked)
    page = asked_page(request, events_seen(asked).filter(series=found), PER_PAGE)
    editions = happenings(page, asked)
    held = [named_node("Event", one.title, language, one.address) for one in editions]
    subject = Subject(
        found.title,
        kind_of(found).name,
        prose_of(found, ["description"], asked),
        fact(bi("対象", "For whom"), Cell(found.target, "localised") if found.target else None),
        [],
        offices_of(found, asked),
        sources(found, asked),
    )
    context = {
        "subject": subject,
        "beginning": days_of_milestone(found.start, language, asked.at),
        "editions": editions,
        "linked": lambda here: record_node("eventseries", found, found.title, here, language, subEvent=held),
        "page": page,
        "crumbs": _crumbs(language, (found.title, "")),
    }
    return render(request, "portal/event_series.html", context)


@opens_to_all
@require_safe
def event(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    asked = strangers_request(language)
    found = events_seen(asked).filter(pk=slug).first()
    if found is None:
        return led_on(Event, slug, asked)
    shown = happenings([found], asked)[0]
    subject = Subject(
        shown.title,
        kind_of(found).name,
        prose_of(found, ["description"], asked),
        _facts(found),
        list(shown.figures),
        [],
        sources(found, asked),
    )
    way = [(shown.series.title, shown.series_address)] if shown.series else []
    part_of = [named_node("EventSeries", title, language, address) for title, address in way]
    context = {
        "subject": subject,
        "one": shown,
        "linked": lambda here: record_node("event", found, shown.title, here, language, superEvent=part_of),
        "crumbs": _crumbs(language, *way, (shown.title, "")),
    }
    return render(request, "portal/event.html", context)


def _facts(found: Event) -> list[Fact]:
    return [
        Fact(bi("年度", "Fiscal year"), Cell(found.fiscal_year, "fiscal_year")),
        *fact(bi("開催地", "Venue"), Cell(found.venue, "localised") if found.venue else None),
        *fact(bi("第何回", "Edition number"), Cell(found.number, "ordinal") if found.number else None),
    ]


def _crumbs(language: str, *steps: tuple[object, str]) -> list[dict[str, object]]:
    return crumbs(language, (TITLE, reverse("portal:events", args=[language])), *steps)
