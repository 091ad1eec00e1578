"""Meetings that are planned, planned ones whose day has passed without a word, and seats whose period ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Coalesce

from renkei.core.inbox.due import Due, either, last_day
from renkei.core.inbox.registry import register_inbox
from renkei.governance.enums import MeetingState
from renkei.governance.models import Meeting, Seat
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from collections.abc import Iterator

    from renkei.core.inbox.waiting import Window


@register_inbox(ahead=90)
def planned_meetings(window: Window) -> Iterator[Due]:
    """Planned meetings, and past ones not marked as held or cancelled."""
    planned = Meeting.objects.filter(state=MeetingState.PLANNED)
    for rows, said in (
        (
            planned.filter(held_on__lt=window.at),
            Localised.both("開催の記録がまだです：{name}", "Held or not? {name}"),
        ),
        (planned.filter(held_on__gte=window.at), Localised.both("会議：{name}", "Meeting: {name}")),
    ):
        yield Due(rows, said, {"name": either("title", "body__name")}, "held_on", owner="body__name")


@register_inbox(ahead=90, behind=90)
def ending_seats(_window: Window) -> Iterator[Due]:
    """Seats whose period ends and that nobody follows in: no seat of the same body and holder begins later."""
    following = Seat.objects.filter(
        body=OuterRef("body"), role=OuterRef("role"), period__startswith__gt=OuterRef("ends")
    )
    yield Due(
        Seat.objects.annotate(ends=last_day("period")).filter(~Exists(following)),
        Localised.both("任期の満了：{body}の席", "A term of office ends: seat of {body}"),
        {"body": "body__name"},
        "ends",
        owner=Coalesce(F("organisation__name"), F("body__name")),
        organisation="organisation_id",
    )
