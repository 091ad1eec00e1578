"""Events by their days, for the order and the split of lists: what is to come, what was held.

An event's days stand at the event or at its milestone, as precise as their source. Here they are told in the query, for
strangers: a milestone that is not public tells nothing, neither a day nor a place in the order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Case, CharField, F, IntegerField, Q, Value, When
from django.db.models.functions import Cast, Coalesce, Concat, NullIf

from renkei.core.publication.selectors import public_on
from renkei.indicators.enums import YearKind
from renkei.kernel.fiscal import FiscalYear

if TYPE_CHECKING:
    import datetime as dt

    from django.db.models import QuerySet

    from renkei.events.models import Event

_EMPTY = Value("", output_field=CharField())
_A_YEAR, _A_MONTH = r"^\d{4}$", r"^\d{4}-\d{2}$"


def dated(rows: QuerySet[Event], at: dt.date, first_month: int) -> QuerySet[Event]:
    """Annotate events with `first_day`, `last_day` and `is_ahead`, the newest first.

    `first_day` orders: the first day as its source tells it, else the beginning of the fiscal year. `last_day` is the
    last day that it may mean (a month means up to its 31st), empty where nothing tells it. `is_ahead`: that day is
    not over; without a day, the fiscal year is a later one than the present.
    """
    year = FiscalYear.of(at, first_month)
    opening = _told("opens", "milestone__happened", at)
    rows = rows.annotate(opening=opening, closing=_told("closes", "milestone__ended", at))
    rows = rows.annotate(latest=Coalesce(NullIf("closing", _EMPTY), "opening"))
    rows = rows.annotate(first_day=_first_day(at, first_month), last_day=_last_day(at, year))
    ahead = Q(last_day__gte=at.isoformat()) | Q(last_day="", fiscal_year__gt=year.start_year)
    return rows.annotate(is_ahead=Case(When(ahead, then=True), default=False)).order_by("-first_day", "slug")


def to_come_first(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Order dated events: what is to come, the nearest first, then what was held, the newest first."""
    nearest = Case(When(is_ahead=True, then=F("first_day")), default=None)
    return rows.order_by("-is_ahead", nearest, "-first_day", "slug")


def _told(own: str, of_milestone: str, at: dt.date) -> Case:
    return Case(
        When(milestone__isnull=True, then=F(own)),
        When(public_on(at, "milestone__"), then=F(of_milestone)),
        default=_EMPTY,
        output_field=CharField(),
    )


def _not_calendar(at: dt.date) -> Q:
    """Return the condition that a year alone is, or may be, a fiscal one."""
    return public_on(at, "milestone__") & Q(milestone__year_kind__in=[YearKind.FISCAL, YearKind.NOT_STATED])


def _first_day(at: dt.date, first_month: int) -> Case:
    fiscal = public_on(at, "milestone__") & Q(milestone__year_kind=YearKind.FISCAL)
    return Case(
        When(Q(opening__regex=_A_YEAR) & fiscal, then=_joined("opening", f"-{first_month:02}")),
        When(opening="", then=_joined(Cast("fiscal_year", CharField()), f"-{first_month:02}")),
        default=F("opening"),
        output_field=CharField(),
    )


def _last_day(at: dt.date, year: FiscalYear) -> Case:
    ends = year.end.year - year.start_year
    ending = Cast(Cast("latest", IntegerField()) + ends, CharField())
    return Case(
        When(latest__regex=_A_MONTH, then=_joined("latest", "-31")),
        When(Q(latest__regex=_A_YEAR) & _not_calendar(at), then=_joined(ending, f"-{year.end.month:02}-31")),
        When(latest__regex=_A_YEAR, then=_joined("latest", "-12-31")),
        default=F("latest"),
        output_field=CharField(),
    )


def _joined(text: Any, end: str) -> Concat:
    return Concat(text, Value(end), output_field=CharField())
