"""Events as public pages show them: when, where, by whom, with how many."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from renkei.core.publication.selectors import is_public, visible_to
from renkei.core.records.kinds import kind_of
from renkei.events.models import Event, EventFigure, EventOrganiser, EventSeries
from renkei.kernel.localised import Localised
from renkei.portal.days import Days, days_of_event
from renkei.portal.event_order import dated
from renkei.portal.record_figures import cards_of_year, codes_by_owner, past_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from renkei.core.blocks.request import BlockRequest
    from renkei.portal.presentation import FigureCard

RELATED = ("series", "milestone", "document")


@dataclass(frozen=True)
class Happening:
    """One event; `organisers` are triples of role, name and address; `ahead`: it is not over yet."""

    event: Event
    address: str
    days: Days
    series: EventSeries | None
    series_address: str
    organisers: tuple[tuple[Any, Any, str], ...]
    figures: tuple[FigureCard, ...]
    ahead: bool

    @property
    def title(self) -> Localised:
        """What it is called among the editions of its series: 第4回 見本サミット."""
        title: Localised = self.event.title
        number = self.event.number
        if not number:
            return title
        texts = {
            language: f"第{number}回 {text}" if language == "ja" else f"{text} (edition {number})"
            for language, text in title.items()
        }
        return Localised(texts)


def events_seen(request: BlockRequest) -> QuerySet[Event]:
    """Return the events a stranger may see with their days, the newest first."""
    rows = visible_to(Event.objects.select_related(*RELATED), request.actor, request.at)
    return dated(rows, request.at, request.conventions.first_month)


def happenings(rows: Iterable[Event], request: BlockRequest) -> list[Happening]:
    """Return events with what belongs to them; a bounded number of queries."""
    events = list(rows)
    organisers = _organisers(events, request)
    codes = codes_by_owner(EventFigure, "event", [event.pk for event in events], request)
    past = past_of({code for those in codes.values() for code in those}, request)
    return [
        Happening(
            event,
            kind_of(event).portal_address(event.pk, request.language),
            days_of_event(event, request.language, request.at),
            series := _series(event, request),
            kind_of(EventSeries).portal_address(series.pk, request.language) if series else "",
            tuple(organisers.get(event.pk, ())),
            tuple(cards_of_year(codes.get(event.pk, ()), event.fiscal_year, past, request)),
            bool(getattr(event, "is_ahead", False)),
        )
        for event in events
    ]


def _series(event: Event, request: BlockRequest) -> EventSeries | None:
    return event.series if event.series and is_public(event.series, request.at) else None


def _organisers(events: list[Event], request: BlockRequest) -> dict[str, list[tuple[Any, Any, str]]]:
    rows = visible_to(
        EventOrganiser.objects.filter(event__in=[event.pk for event in events]), request.actor, request.at
    )
    found: dict[str, list[tuple[Any, Any, str]]] = defaultdict(list)
    for row in rows.select_related("organisation").order_by("position", "slug"):
        if is_public(row.organisation, request.at):
            address = kind_of(row.organisation).portal_address(row.organisation_id, request.language)
            found[row.event_id].append((row.get_role_display(), row.organisation.name, address))
    return found
