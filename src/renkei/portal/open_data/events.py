"""What takes place, from every kind of record that does: for lists, the calendar and descriptions of pages."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

from renkei.core.records.kinds import kind_of
from renkei.governance.enums import MeetingState
from renkei.governance.models import Meeting
from renkei.kernel.localised import Localised
from renkei.portal.open_data.rows import open_rows

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Iterator

    from django.db.models import QuerySet

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


# Every source of events. One that is added here is in the lists, the calendar and the tests of both.
SOURCES: tuple[Callable[[dt.date, dt.date | None], Iterable[PublicEvent]], ...] = (_meetings,)


def public_events(at: dt.date, since: dt.date | None = None) -> Iterator[PublicEvent]:
    """Yield what strangers may know of on a day, source by source, from a day on; a query each."""
    return chain.from_iterable(source(at, since) for source in SOURCES)
