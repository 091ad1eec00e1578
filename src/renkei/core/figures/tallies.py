"""All computed values in one statement: the database counts, whatever the number of figures and years."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import CharField, Count, DecimalField, F, IntegerField, QuerySet, Sum, Value
from django.db.models.functions import Cast

from renkei.core.accounts.actors import STRANGER
from renkei.core.figures.answers import Computed
from renkei.core.figures.counting import fiscal_year_of
from renkei.core.figures.eyes import Eyes
from renkei.core.figures.registry import Origin, families
from renkei.core.records.together import asked as asked_now
from renkei.core.records.together import put_together_once, statement_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from renkei.core.figures.registry import Codes, Family, Lines, Scope
    from renkei.core.records.together import Statement

_NUMBER = DecimalField(max_digits=30, decimal_places=4)


@dataclass(frozen=True)
class Asked:
    """One family asked for some years: `total` and/or `groups` (None: all records, empty: none of them)."""

    family: Family
    years: frozenset[int]
    lines: Lines
    total: bool
    groups: frozenset[str] | None


@dataclass(frozen=True)
class Tally:
    asked: Asked
    fiscal_year: int
    group: str
    computed: Computed

    @property
    def origin(self) -> Origin:
        """What the counted rows share."""
        return self.asked.lines.origins.get(self.fiscal_year, {}).get(self.group, Origin())


def questions(those: Iterable[Family], scopes: Sequence[Scope], codes: Codes) -> list[Asked]:
    """Ask each family that one of the codes belongs to (without codes: each listed one), once for all years."""
    asked = []
    years = frozenset(scope.fiscal_year for scope in scopes)
    for family in those:
        wanted = None if codes is None else {family.group_of(code) for code in codes} - {None}
        if not (family.listed if wanted is None else wanted):
            continue
        total = wanted is None or "" in wanted
        groups = None if wanted is None else frozenset(group for group in wanted if group)
        groups = groups if family.by else frozenset()
        lines = family.ask(scopes)
        if lines is not None:
            asked.append(Asked(family, years, lines, total, groups))
    return asked


def tally(asked: Sequence[Asked], eyes: Eyes) -> Iterator[Tally]:
    """Yield every value with at least one line; one statement for all."""
    parts = [part for number, one in enumerate(asked) for part in _statements(number, one, eyes)]
    if not parts:
        return
    found: dict[tuple[int, str], dict[int, Computed]] = defaultdict(dict)
    for row in parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]:
        if row["f_lines"] and row["f_year"] is not None:
            computed = Computed(row["f_sum"], row["f_lines"], row["f_seen"])
            found[row["f_number"], row["f_group"]][row["f_year"]] = computed
    for (number, group), by_year in found.items():
        one = asked[number]
        for year, computed in (_to_date(by_year, one.years) if one.lines.to_date else by_year).items():
            if year in one.years:
                yield Tally(one, year, group, computed)


def _to_date(by_year: Mapping[int, Computed], years: Iterable[int]) -> dict[int, Computed]:
    """Return for each of the years what it and the years before it count together; none before the first."""
    found = {}
    for year in years:
        those = [each for counted, each in by_year.items() if counted <= year]
        if those:
            found[year] = Computed(
                sum((each.value for each in those), Decimal(0)),
                sum(each.lines for each in those),
                sum(each.seen_lines for each in those),
            )
    return found


def amount_of(lines: Lines) -> Any:
    """Return the expression of what one row counts."""
    if isinstance(lines.amount, int):
        return Value(lines.amount)
    return F(lines.amount) if isinstance(lines.amount, str) else lines.amount


def _statements(number: int, asked: Asked, eyes: Eyes) -> Iterator[QuerySet[Any, Any]]:
    if asked.total:
        yield _statement(number, asked.lines, asked.lines.rows, Value("", output_field=CharField()), eyes)
    by = f"{asked.family.by}_id"
    if asked.groups is None:
        yield _statement(number, asked.lines, asked.lines.rows, F(by), eyes)
    elif asked.groups:
        rows = asked.lines.rows.filter(**{f"{by}__in": sorted(asked.groups)})
        yield _statement(number, asked.lines, rows, F(by), eyes)


def _statement(number: int, lines: Lines, rows: QuerySet[Any], group: Any, eyes: Eyes) -> QuerySet[Any, Any]:
    numbered = rows.order_by().annotate(
        f_number=Value(number, output_field=IntegerField()), f_year=lines.year, f_group=group
    )
    grouped: QuerySet[Any, Any] = numbered.values("f_number", "f_year", "f_group").annotate(
        f_sum=Cast(Sum(amount_of(lines)), _NUMBER),
        f_lines=Count("pk"),
        f_seen=Count("pk", filter=eyes.rows(rows.model) or None),
    )
    return grouped


def years_of(asked: Iterable[Family], first_month: int, eyes: Eyes) -> set[int]:
    """Return the fiscal years that the families' rows speak of, in one statement; rows without a year tell none."""
    those = tuple(family for family in asked if family.year)
    if eyes.actor == STRANGER:
        statement = _strangers_years(tuple(family.code for family in those), first_month, eyes.at)
    else:
        statement = statement_of(_years(those, first_month, eyes))
    return {row["f_year"] for row in asked_now(statement)} - {None}


def _years(those: Iterable[Family], first_month: int, eyes: Eyes) -> Iterator[QuerySet[Any, Any]]:
    for family in those:
        rows = family.rows().order_by()
        rows = rows.filter(eyes.rows(rows.model))
        year = fiscal_year_of(rows, family.year, first_month)
        yield rows.annotate(f_year=year).values("f_year").distinct()


@put_together_once
def _strangers_years(codes: tuple[str, ...], first_month: int, at: dt.date) -> Statement:
    """Return the statement for what readers of public pages ask all day: it takes long to put together."""
    known = {family.code: family for family in families()}
    return statement_of(_years([known[code] for code in codes], first_month, Eyes(STRANGER, at)))
