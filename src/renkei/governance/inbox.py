"""Meetings that are planned, planned ones whose day has passed without a word, and seats whose period ends."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db.models import DateField, Exists, F, OuterRef
from django.db.models.functions import Upper

from renkei.core.inbox.registry import Waiting, Window, register_inbox
from renkei.governance.enums import MeetingState
from renkei.governance.models import Meeting, Seat
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from collections.abc import Iterator

DAY = dt.timedelta(days=1)  # the database keeps the day after the last one


@register_inbox(ahead=90)
def planned_meetings(window: Window) -> Iterator[Waiting]:
    """Planned meetings, and past ones not marked as held or cancelled."""
    rows = window.reached(Meeting.objects.filter(window.holds("held_on"), state=MeetingState.PLANNED))
    for meeting in rows.select_related("body").order_by("held_on", "slug")[: window.most]:
        past = meeting.held_on < window.at
        said = (
            Localised.both("開催の記録がまだです：{name}", "Held or not? {name}")
            if past
            else Localised.both("会議：{name}", "Meeting: {name}")
        )
        yield Waiting(
            kind="meeting",
            slug=meeting.slug,
            text=said.filled(name=meeting.title or meeting.body.name),
            day=meeting.held_on,
            owner=meeting.body.name,
        )


@register_inbox(ahead=90, behind=90)
def ending_seats(window: Window) -> Iterator[Waiting]:
    """Seats whose period ends and that nobody follows in: no seat of the same body and holder begins later."""
    following = Seat.objects.filter(
        body=OuterRef("body"), role=OuterRef("role"), period__startswith__gte=OuterRef("ends")
    )
    rows = (
        window.reached(Seat.objects.all())
        .annotate(ends=Upper("period", output_field=DateField()))
        .filter(~Exists(following), ends__gt=window.start or dt.date.min, ends__lte=window.end + DAY)
        .select_related("body", "organisation")
        .order_by(F("ends"), "slug")
    )
    for seat in rows[: window.most]:
        yield Waiting(
            kind="seat",
            slug=seat.slug,
            text=Localised.both("任期の満了：{body}の席", "A term of office ends: seat of {body}").filled(
                body=seat.body.name
            ),
            day=seat.period.end,
            owner=seat.organisation.name if seat.organisation else seat.body.name,
            organisation=seat.organisation_id or "",
        )
