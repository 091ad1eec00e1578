"""Deadlines as an iCalendar file (RFC 5545): a whole day for each, with the address of its record."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar, Event

from renkei.desk.addresses import address_of
from renkei.desk.letters import cluster_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from renkei.core.inbox.waiting import Waiting


def calendar_file(items: Iterable[Waiting], language: str, now: dt.datetime) -> bytes:
    """Return the file; the same thing keeps its identifier, so that a calendar moves it and does not double it."""
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    calendar = Calendar()
    calendar.add("prodid", "-//Renkei//Deadlines//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    words = "期限" if language == "ja" else "Deadlines"
    calendar.add("x-wr-calname", f"{cluster_name(language)} {words}")
    calendar.add("refresh-interval", dt.timedelta(hours=6), parameters={"VALUE": "DURATION"})
    for item in items:
        if item.day is None:
            continue
        event = Event()
        event.add("uid", f"{item.kind}-{item.slug.replace('/', '-')}@{host}")
        event.add("dtstamp", now)
        event.add("dtstart", item.day)
        event.add("dtend", item.day + dt.timedelta(days=1))
        event.add("summary", item.text.text(language))
        owner = item.owner.text(language)
        if owner:
            event.add("description", f"担当：{owner}" if language == "ja" else f"Owner: {owner}")
        event.add("url", f"{settings.SITE_URL}{address_of(item)}")
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())
