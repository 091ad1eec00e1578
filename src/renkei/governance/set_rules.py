"""Rules of bodies, seats and meetings that several rows keep together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import F, Q

from renkei.governance.enums import MeetingState
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from renkei.core.records.kinds import SetFlaws
    from renkei.governance.models import Meeting, Seat


def seats_outside_their_body(rows: QuerySet[Seat]) -> SetFlaws:
    """Yield seats with a stated day outside the existence of their body; an open end is not stated."""
    first, after = F("body__existence__startswith"), F("body__existence__endswith")
    outside = (
        Q(period__startswith__lt=first)
        | Q(period__startswith__gte=after)
        | Q(period__endswith__lte=first)
        | Q(period__endswith__gt=after)
    )
    for seat in rows.filter(outside).select_related("body").order_by("pk"):
        found = f"{seat.period.start or ''}〜{seat.period.end or ''}"
        yield seat.pk, "period", RuleBroken("seat.outside_body", _inside(seat.body), found=found)


def meetings_outside_their_body(rows: QuerySet[Meeting]) -> SetFlaws:
    outside = Q(held_on__lt=F("body__existence__startswith")) | Q(held_on__gte=F("body__existence__endswith"))
    held = rows.exclude(state=MeetingState.CANCELLED)
    for meeting in held.filter(outside).select_related("body").order_by("pk"):
        found = meeting.held_on.isoformat()
        yield meeting.pk, "held_on", RuleBroken("meeting.outside_body", _inside(meeting.body), found=found)


def _inside(body: Any) -> Localised:
    existence = body.existence
    return Localised.both(
        f"会議体「{body.name.text('ja')}」の存続期間（{existence.label('ja')}）の中の日付",
        f"days within the existence of “{body.name.text('en')}” ({existence.label('en')})",
    )
