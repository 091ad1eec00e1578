"""What takes place, as a calendar others can subscribe to (RFC 5545): from a year back on."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, Event

from renkei.core.records.selectors import present_cluster
from renkei.core.ui.text import bi
from renkei.portal.open_data.events import public_events

if TYPE_CHECKING:
    from renkei.portal.open_data.events import PublicEvent

BACK = dt.timedelta(days=365)
CALENDAR = bi("会議と行事", "Meetings and events")


def calendar_file(language: str, now: dt.datetime) -> bytes:
    """Return the calendar in one language; the same event keeps its identifier, so that calendars move it."""
    calendar = Calendar()
    calendar.add("prodid", "-//Renkei//Events//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"{present_cluster().name.text(language)} {CALENDAR}")
    calendar.add("refresh-interval", dt.timedelta(hours=6), parameters={"VALUE": "DURATION"})
    today = timezone.localdate(now)
    for event in public_events(today, today - BACK):
        calendar.add_component(_component(event, language, now))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _component(event: PublicEvent, language: str, now: dt.datetime) -> Event:
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    made = Event()
    made.add("uid", f"{event.kind}-{event.slug}@{host}")
    made.add("dtstamp", now.astimezone(dt.UTC))
    start, end = _ends(event)
    made.add("dtstart", start)
    if end is not None:
        made.add("dtend", end)
    made.add("summary", event.title.text(language))
    for name, text in (("location", event.venue), ("description", event.description)):
        if text:
            made.add(name, text.text(language))
    made.add("categories", [event.what.text(language)])
    made.add("url", f"{settings.SITE_URL}{event.address(language)}")
    made.add("status", "CANCELLED" if event.cancelled else "CONFIRMED")
    return made


def _ends(event: PublicEvent) -> tuple[dt.date, dt.date | None]:
    """Return whole days, the last one excluded, or moments where the time of the beginning is known.

    There is no end where none is known, or where it is not later than the beginning, which no calendar may hold
    (RFC 5545, 3.8.2.2).
    """
    if event.moments is None:
        return event.starts, _later(event.ends + dt.timedelta(days=1), event.starts)
    start, end = event.moments
    return start, _later(end, start)


def _later(end: dt.date, start: dt.date) -> dt.date | None:
    return end if end > start else None
