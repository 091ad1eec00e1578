"""Figures that a report of the next year lacks, whose they are, and whether somebody is asked for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from renkei.budgets.models import Item
from renkei.core.blocks.inline import parse
from renkei.core.blocks.model import Placeholder
from renkei.indicators.enums import Basis
from renkei.indicators.models import Indicator, StatedValue
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.reports.evidence import answers_of, figures_in
from renkei.rounds.models import Question

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from renkei.core.accounts.actors import Actor
    from renkei.core.figures.answers import FigureAnswer
    from renkei.directory.models import Organisation
    from renkei.reports.service import Report

Pair = tuple[str, int]
_SETTLED = frozenset({"exact", "about", "not_applicable"})


@dataclass(frozen=True)
class Wanted:
    """A figure without a value in a year. `owner` published it last; None where nobody did.

    `question` asks the owner for it already. `planned`: there is a value, but one that was planned.
    """

    code: str
    fiscal_year: int
    label: Localised
    owner: Organisation | None = None
    question: Question | None = None
    planned: bool = False
    is_indicator: bool = False

    @property
    def can_be_asked(self) -> bool:
        return self.is_indicator and self.owner is not None and self.question is None


def moved_pairs(earlier: Report | None, year: int) -> set[Pair]:
    """Return the figures that the report of the year before printed for its own year or its plan, a year later."""
    if earlier is None:
        return set()
    return {(code, then + 1) for code, then in figures_in(earlier) if then >= year - 1}


def named_pairs(rows: Iterable[object]) -> set[Pair]:
    """Return the figures that the texts of items name for their own year or a later one."""
    found = set()
    for row in (each for each in rows if isinstance(each, Item)):
        for text in row.text.values():
            try:
                spans = parse(text, fiscal_year=row.fiscal_year)
            except RuleBroken:
                continue  # its own form says what is wrong with it
            named = (each for each in spans if isinstance(each, Placeholder) and each.name == "figure")
            found |= {
                (each.argument, each.fiscal_year) for each in named if each.fiscal_year >= row.fiscal_year
            }
    return found


def wanted(pairs: Iterable[Pair], year: int, *, actor: Actor, at: dt.date) -> list[Wanted]:
    """Return those figures that have no value, results first; a bounded number of queries.

    `year` is the year of the results: a value that was only planned is none of them.
    """
    asked = set(pairs)
    told = answers_of(asked | {(code, then - 1) for code, then in asked}, actor=actor, at=at)
    missing = sorted(
        ((code, then) for code, then in asked if _lacks(told.get((code, then)), then == year)),
        key=lambda pair: (pair[1], pair[0]),
    )
    known = _Known({code for code, _ in missing}, {then for _, then in missing})
    return [known.wanted(pair, told) for pair in missing]


def _lacks(answer: FigureAnswer | None, of_results: bool) -> bool:  # noqa: FBT001 - which half it is of
    return answer is None or answer.state not in _SETTLED or (of_results and _is_planned(answer))


def _is_planned(answer: FigureAnswer | None) -> bool:
    if answer is None or answer.state not in _SETTLED or answer.prints != "stated":
        return False
    return answer.basis is not None and answer.basis.code == Basis.PLANNED.value


class _Known:
    """What is known of some figures beside their values, in three queries."""

    def __init__(self, codes: set[str], years: set[int]) -> None:
        self.indicators = Indicator.objects.in_bulk(list(codes))
        stated = StatedValue.objects.filter(indicator__in=codes, restated_by=None)
        self.stated: dict[str, list[StatedValue]] = {}
        for row in stated.select_related("publisher").order_by("-fiscal_year", "slug"):
            self.stated.setdefault(row.indicator_id, []).append(row)
        questions = Question.objects.filter(indicator__in=codes, owner__round__fiscal_year__in=years)
        self.questions: dict[tuple[str, int, str], Question] = {
            (row.indicator_id, row.owner.round.fiscal_year, row.owner.organisation_id): row
            for row in questions.select_related("owner__round").order_by("pk")
        }

    def wanted(self, pair: Pair, told: Mapping[Pair, FigureAnswer]) -> Wanted:
        code, year = pair
        now, before = told.get(pair), told.get((code, year - 1))
        owner = self._owner(code, year, before)
        return Wanted(
            code,
            year,
            self._label(code, now or before),
            owner,
            self.questions.get((code, year, owner.pk)) if owner else None,
            _is_planned(now),
            code in self.indicators,
        )

    def _owner(self, code: str, year: int, before: FigureAnswer | None) -> Organisation | None:
        """Return who published the printed value of the year before, else the last value there is."""
        rows = [row for row in self.stated.get(code, ()) if row.fiscal_year <= year]
        printed = before.publisher.code if before and before.publisher and before.prints == "stated" else ""
        first = next((row for row in rows if row.publisher_id == printed), None)
        found = first or next(iter(rows), None)
        return found.publisher if found else None

    def _label(self, code: str, answer: FigureAnswer | None) -> Localised:
        if answer is not None:
            return answer.label
        row = self.indicators.get(code)
        return row.label if row else Localised.both(code, code)
