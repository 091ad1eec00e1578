"""Indicators that are the sum of their parts: computed from the stated values of the parts."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from django.db.models import F, Q

from renkei.core.figures.enums import FigureKind
from renkei.core.figures.registry import Family, Lines, Origin, Term
from renkei.core.figures.terms import term_of
from renkei.core.publication.selectors import is_public
from renkei.core.publication.words import NOT_PUBLIC
from renkei.indicators.enums import Basis
from renkei.indicators.models import Indicator, StatedValue
from renkei.indicators.rules import PartValue, summands
from renkei.kernel.units import CountedUnit

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from renkei.core.figures.registry import Scope, Sees
    from renkei.kernel.localised import Localised

_BASES = {basis.value: term_of(basis) for basis in Basis}


def part_title(row: StatedValue, sees: Sees) -> Localised:
    return row.indicator.label if sees(row.indicator) else NOT_PUBLIC


class _Parts:
    """The parts of all sums and their exact values, read once for all figures of a question."""

    def __init__(self, parts: Iterable[Indicator]) -> None:
        self._parts: dict[str, set[str]] = defaultdict(set)
        for part in parts:
            self._parts[str(part.part_of_id)].add(part.pk)
        self._publishers: dict[str, Term] = {}
        self._values: dict[tuple[int, ...], dict[tuple[str, int], list[PartValue]]] = {}

    def ask(self, whole: str, scopes: Sequence[Scope]) -> Lines | None:
        values = self._of(tuple(sorted(scope.fiscal_year for scope in scopes)), scopes[0].at)
        parts = frozenset(self._parts[whole])
        sums = {
            scope.fiscal_year: those
            for scope in scopes
            if (those := summands(parts, values.get((whole, scope.fiscal_year), ())))
        }
        if not sums:
            return None
        slugs = [value.slug for those in sums.values() for value in those]
        return Lines(
            StatedValue.objects.filter(pk__in=slugs),
            F("fiscal_year"),
            "value",
            {year: {"": self._origin(those)} for year, those in sums.items()},
        )

    def _of(self, years: tuple[int, ...], at: dt.date) -> dict[tuple[str, int], list[PartValue]]:
        if years not in self._values:
            found: dict[tuple[str, int], list[PartValue]] = defaultdict(list)
            rows = StatedValue.objects.filter(
                indicator__part_of__parts_add_up=True, fiscal_year__in=years, state="exact", restated_by=None
            ).select_related("indicator", "publisher")
            for row in rows:
                publisher = row.publisher
                told = Term(row.publisher_id, publisher.name, is_public(publisher, at), publisher.holding())
                self._publishers[row.publisher_id] = told
                value = PartValue(row.pk, row.indicator_id, row.publisher_id, row.basis, row.precision)
                found[str(row.indicator.part_of_id), row.fiscal_year].append(value)
            self._values[years] = found
        return self._values[years]

    def _origin(self, values: Sequence[PartValue]) -> Origin:
        first = values[0]
        precision = max((value.precision for value in values), default=Decimal(1))
        publisher = self._publishers[first.publisher]
        return Origin(_BASES[first.basis], publisher, precision)


def sums() -> Iterable[Family]:
    """Yield one family per indicator that is the sum of its parts."""
    rows = list(Indicator.objects.filter(Q(parts_add_up=True) | Q(part_of__parts_add_up=True)))
    parts = _Parts(row for row in rows if row.part_of_id)
    for whole in rows:
        if not whole.parts_add_up:
            continue
        yield Family(
            code=whole.pk,
            label=whole.label,
            definition=whole.definition,
            unit=CountedUnit(whole.unit),
            kind=FigureKind(whole.kind),
            ask=partial(parts.ask, whole.pk),
            rows=StatedValue.objects.none,
            version=whole.version,
            related=("indicator",),
            search=("indicator__label",),
            title=part_title,
        )
