"""All computed values in one statement: the database counts, whatever the number of figures and years."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import (
    Case,
    CharField,
    Count,
    DateField,
    DecimalField,
    F,
    IntegerField,
    QuerySet,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, ExtractYear, Left, NullIf, Substr
from django.db.models.lookups import LessThan

from renkei.core.figures.answers import Computed
from renkei.core.records.fields import PartialDateField

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from renkei.core.figures.eyes import Eyes
    from renkei.core.figures.registry import Codes, Family, Lines, Scope

_NUMBER = DecimalField(max_digits=30, decimal_places=4)


@dataclass(frozen=True)
class Asked:
    """One family asked for one year: `total` and/or `groups` (None: all records, empty: none of them)."""

    family: Family
    fiscal_year: int
    lines: Lines
    total: bool
    groups: frozenset[str] | None


@dataclass(frozen=True)
class Tally:
    asked: Asked
    group: str
    computed: Computed


def questions(families: Iterable[Family], scopes: Sequence[Scope], codes: Codes) -> list[Asked]:
    """Ask each family that one of the codes belongs to (without codes: each listed one), once for all years."""
    asked = []
    for family in families:
        wanted = None if codes is None else {family.group_of(code) for code in codes} - {None}
        if not (family.listed if wanted is None else wanted):
            continue
        total = wanted is None or "" in wanted
        groups = None if wanted is None else frozenset(group for group in wanted if group)
        groups = groups if family.by else frozenset()
        found = family.ask(scopes)
        asked += [Asked(family, year, lines, total, groups) for year, lines in sorted(found.items())]
    return asked


def tally(asked: Sequence[Asked], eyes: Eyes) -> Iterator[Tally]:
    """Yield every value with at least one line; one statement for all."""
    parts = [part for number, one in enumerate(asked) for part in _statements(number, one, eyes)]
    if not parts:
        return
    rows = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    for row in rows:
        if row["f_lines"]:
            computed = Computed(row["f_sum"], row["f_lines"], row["f_seen"])
            yield Tally(asked[row["f_number"]], row["f_group"], computed)


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
    numbered = rows.order_by().annotate(f_number=Value(number, output_field=IntegerField()), f_group=group)
    grouped: QuerySet[Any, Any] = numbered.values("f_number", "f_group").annotate(
        f_sum=Cast(Sum(amount_of(lines)), _NUMBER),
        f_lines=Count("pk"),
        f_seen=Count("pk", filter=eyes.rows(rows.model) or None),
    )
    return grouped


def years_of(families: Iterable[Family], first_month: int, eyes: Eyes) -> set[int]:
    """Return the fiscal years that the families' rows speak of, in one statement; rows without a year tell none."""
    parts = []
    for family in families:
        if family.year:
            rows = family.rows().order_by()
            rows = rows.filter(eyes.rows(rows.model))
            year = Cast(_year(family, rows, first_month), IntegerField())
            parts.append(rows.annotate(f_year=year).values_list("f_year", flat=True).distinct())
    if not parts:
        return set()
    return set(parts[0].union(*parts[1:]) if len(parts) > 1 else parts[0]) - {None}


def _year(family: Family, rows: QuerySet[Any], first_month: int) -> Any:
    field = rows.model._meta.get_field(family.year)
    if isinstance(field, PartialDateField):
        written = Cast(NullIf(Left(family.year, 4), Value("")), IntegerField())
        month = NullIf(Substr(family.year, 6, 2), Value(""))
        return Case(When(LessThan(month, Value(f"{first_month:02}")), then=written - 1), default=written)
    if not isinstance(field, DateField):
        return F(family.year)
    year = ExtractYear(family.year)
    return Case(When(**{f"{family.year}__month__lt": first_month}, then=year - 1), default=year)
