"""External funds as they are looked through: narrowed, added up, in pages; a bounded number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Case, Count, DateField, F, Q, Sum, When

from renkei.core.publication.selectors import visible_to
from renkei.core.records.texts import holding
from renkei.kernel.fiscal import FiscalYear
from renkei.matching.enums import FundState
from renkei.matching.models import ExternalFund

if TYPE_CHECKING:
    import datetime as dt

    from django.db.models import QuerySet

    from renkei.core.accounts.actors import Actor

OPEN = (FundState.PLANNED, FundState.APPLIED)
NOT_WON = (FundState.REJECTED, FundState.DROPPED)
TEXTS = ("title", "call", "funder_name", "funder__name", "lead__name")


@dataclass(frozen=True)
class Asked:
    """What the list is narrowed by; empty is everything. `year` is the fiscal year of the deadline or application."""

    q: str = ""
    state: str = ""
    funder: str = ""
    member: str = ""
    field: str = ""
    year: int | None = None


@dataclass(frozen=True)
class Sums:
    """Applications and money of some rows; a sum is None where no row states an amount."""

    number: int
    requested: int | None
    awarded: int | None


def funds_asked(asked: Asked, *, actor: Actor, at: dt.date, first_month: int) -> QuerySet[ExternalFund]:
    """Return the funds the actor sees and asks for, in no order. `member` is the lead or a partner."""
    rows = visible_to(ExternalFund.objects.all(), actor, at).order_by()
    for name, value in (("state", asked.state), ("funder", asked.funder), ("field", asked.field)):
        if value:
            rows = rows.filter(**{name: value})
    if asked.member:
        partner = ExternalFund.objects.filter(partners__organisation=asked.member).values("pk")
        rows = rows.filter(Q(lead=asked.member) | Q(pk__in=partner))
    if asked.year is not None:
        rows = rows.filter(of_year(asked.year, first_month))
    if asked.q:
        rows = rows.filter(holding(asked.q, TEXTS))
    return rows


def of_year(year: int, first_month: int) -> Q:
    """Return the condition of having been applied for in a fiscal year; before, of being due in it."""
    period = FiscalYear(year, first_month).period
    inside = (period.start, period.end)
    return Q(applied_on__range=inside) | Q(applied_on__isnull=True, deadline__range=inside)


def sums_of(rows: QuerySet[ExternalFund]) -> Sums:
    """Add up some rows: one query."""
    found = rows.aggregate(
        number=Count("pk"), requested=Sum("amount_requested"), awarded=Sum("amount_awarded")
    )
    return Sums(**found)


def sums_by_state(rows: QuerySet[ExternalFund]) -> dict[str, Sums]:
    """Add up some rows by state, in the order of the way: one query."""
    counted: Any = rows.values("state").annotate(
        number=Count("pk"), requested=Sum("amount_requested"), awarded=Sum("amount_awarded")
    )
    found = {each.pop("state"): Sums(**each) for each in counted}
    return {state: found[state] for state in FundState.values if state in found}


def in_order(rows: QuerySet[ExternalFund]) -> QuerySet[ExternalFund]:
    """Return what is still to be decided first, by its deadline; then the latest."""
    open_first = Case(When(state__in=OPEN, then=F("deadline")), output_field=DateField())
    return rows.order_by(open_first.asc(nulls_last=True), F("deadline").desc(nulls_last=True), "pk")


def years_of(actor: Actor, at: dt.date, first_month: int) -> list[int]:
    """Return the fiscal years in which the funds the actor sees were due or applied for, newest first: one query."""
    days = visible_to(ExternalFund.objects.all(), actor, at).order_by().values_list("applied_on", "deadline")
    known = {applied or deadline for applied, deadline in days}
    return sorted({FiscalYear.of(day, first_month).start_year for day in known if day}, reverse=True)
