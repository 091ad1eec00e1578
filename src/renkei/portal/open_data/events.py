"""What takes place, from every kind of record that does: for lists, the calendar and descriptions of pages."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

from django.db.models import Prefetch
from django.utils import timezone

from renkei.core.publication.selectors import public_on
from renkei.core.records.kinds import kind_of
from renkei.events.enums import OrganiserRole
from renkei.events.models import Event, EventOrganiser
from renkei.governance.enums import MeetingState
from renkei.governance.models import Meeting
from renkei.kernel.localised import Localised
from renkei.portal.open_data.rows import open_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from django.db.models import QuerySet

_WHOLE_DAY = len("2023-07-10")
CHUNK = 1_000
EVENT = Localised.both("行事", "Event")
MEETING = Localised.both("会議", "Meeting")
_STATES = {
    MeetingState.HELD.value: Localised.both("開催済み", "Held"),
    MeetingState.PLANNED.value: Localised.both("予定", "Planned"),
    MeetingState.CANCELLED.value: Localised.both("中止", "Cancelled"),
}


@dataclass(frozen=True)
class PublicEvent:
    """Something public that takes place: days, both ends included, and times of the day where they are known."""

    kind: str
    slug: str
    title: Localised
    starts: dt.date
    ends: dt.date
    what: Localised = MEETING
    state: Localised = field(default_factory=Localised)
    description: Localised = field(default_factory=Localised)
    venue: Localised = field(default_factory=Localised)
    organiser: Localised = field(default_factory=Localised)
    cancelled: bool = False
    start_time: dt.time | None = None
    end_time: dt.time | None = None

    @property
    def moments(self) -> tuple[dt.datetime, dt.datetime] | None:
        """Beginning and end in the time zone of the site; None where only days are known.

        Where no time of the end is known, it is that of the beginning on the last day.
        """
        if self.start_time is None:
            return None
        zone, times = timezone.get_default_timezone(), (self.start_time, self.end_time or self.start_time)
        return dt.datetime.combine(self.starts, times[0], zone), dt.datetime.combine(
            self.ends, times[1], zone
        )

    def address(self, language: str) -> str:
        return kind_of(self.kind).portal_address(self.slug, language)


def _meetings(at: dt.date, since: dt.date | None) -> Iterator[PublicEvent]:
    rows: QuerySet[Meeting] = open_rows(kind_of(Meeting), at)
    rows = rows.filter(held_on__gte=since) if since else rows
    for row in rows.select_related("body").order_by("held_on", "slug").iterator():
        yield event_of_meeting(row)


def event_of_meeting(row: Meeting) -> PublicEvent:
    return PublicEvent(
        "meeting",
        row.slug,
        row.title or row.body.name,
        row.held_on,
        row.held_on,
        state=_STATES[row.state],
        venue=row.venue,
        organiser=row.body.name,
        cancelled=row.state == MeetingState.CANCELLED,
    )


def _events(at: dt.date, since: dt.date | None) -> Iterator[PublicEvent]:
    rows: QuerySet[Event] = open_rows(kind_of(Event), at)
    hosts = EventOrganiser.objects.filter(
        public_on(at), public_on(at, "organisation__"), role=OrganiserRole.HOST
    )
    organised = Prefetch("organisers", hosts.select_related("organisation").order_by("position", "slug"))
    for row in rows.select_related("milestone").prefetch_related(organised).iterator(chunk_size=CHUNK):
        found = event_of(row, told=bool(getattr(row, "open_milestone", "")))
        if found is not None and (since is None or found.ends >= since):
            yield found


def event_of(row: Event, *, told: bool) -> PublicEvent | None:
    """Return an event whose first day is known; `told` says that its milestone, which may tell the days, is public."""
    opens, closes = row.opens, row.closes
    if told and row.milestone is not None:
        opens, closes = row.milestone.happened, row.milestone.ended
    first = _day(opens)
    if first is None:
        return None
    last = _day(closes) or first
    names = [each.organisation.name for each in row.organisers.all()]
    organiser = Localised.both(
        "、".join(each.text("ja") for each in names), ", ".join(each.text("en") for each in names)
    )
    return PublicEvent(
        "event", row.slug, row.title, first, last, what=EVENT, venue=row.venue, organiser=organiser
    )


def _day(text: str) -> dt.date | None:
    """Return the day that a date names; None for a year, a month, and what is no date: a file is not ended by one."""
    try:
        return dt.date.fromisoformat(text) if len(text) == _WHOLE_DAY else None
    except ValueError:
        return None


# Every source of events. One that is added here is in the lists, the calendar and the tests of both.
SOURCES: tuple[Callable[[dt.date, dt.date | None], Iterable[PublicEvent]], ...] = (_meetings, _events)


def public_events(at: dt.date, since: dt.date | None = None) -> Iterator[PublicEvent]:
    """Yield what strangers may know of on a day, source by source, from a day on; a query each."""
    return chain.from_iterable(source(at, since) for source in SOURCES)
