"""Rules of bodies, seats and meetings that several rows keep together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import F, Q

from renkei.governance.enums import DrawingSubject, MeetingState
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from renkei.core.records.kinds import SetFlaws
    from renkei.governance.models import DrawingHint, Meeting, Seat


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


def boxes_of_another_drawing(rows: QuerySet[DrawingHint]) -> SetFlaws:
    """Yield hints that put their box into one of another drawing."""
    for hint in rows.exclude(inside__isnull=True).exclude(inside__drawing=F("drawing")).order_by("pk"):
        expected = Localised.both("同じ図の枠", "a box of the same drawing")
        yield hint.pk, "inside", RuleBroken("drawing.other_drawing", expected, found=hint.inside_id)


def hints_that_draw_nothing(rows: QuerySet[DrawingHint]) -> SetFlaws:
    """Yield hints about what their drawing cannot show: agreements in a structure, functions in a scheme."""
    structure = Q(drawing__subject=DrawingSubject.STRUCTURE)
    scheme = Q(drawing__subject=DrawingSubject.SCHEME)
    for name, where, expected in (
        ("family", structure, _IN_A_SCHEME),
        ("laboratory", structure, _IN_A_SCHEME),
        ("function", scheme, _IN_A_STRUCTURE),
    ):
        for hint in rows.filter(where, **{f"{name}__isnull": False}).order_by("pk"):
            yield hint.pk, name, RuleBroken("drawing.not_in_it", expected, found=getattr(hint, f"{name}_id"))


_IN_A_SCHEME = Localised.both(
    "推進体制の図では空欄（会議体・部署・組織・機能のいずれかを書く）",
    "empty in a drawing of the structure, which shows bodies, units, organisations and functions",
)
_IN_A_STRUCTURE = Localised.both(
    "連携の枠組みの図では空欄（協定の系列・研究室・会議体・部署・組織のいずれかを書く）",
    "empty in a scheme, which shows agreements, laboratories, bodies, units and organisations",
)


def _inside(body: Any) -> Localised:
    existence = body.existence
    return Localised.both(
        f"会議体「{body.name.text('ja')}」の存続期間（{existence.label('ja')}）の中の日付",
        f"days within the existence of “{body.name.text('en')}” ({existence.label('en')})",
    )
