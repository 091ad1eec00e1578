"""A measure as its review sheet: purpose, indicators by year, cost by fund, evaluation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from renkei.budgets.models import Amount, Measure, MeasureIndicator, MeasureReview
from renkei.budgets.rules import counted_bases, staff_cost, total_cost
from renkei.core.figures.service import history
from renkei.core.publication.selectors import visible_to
from renkei.indicators.models import Target, VerdictLevel
from renkei.indicators.rules import achievement, verdict
from renkei.kernel.folding import fold
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from renkei.core.accounts.actors import Actor
    from renkei.core.figures.answers import FigureAnswer

YEARS_SHOWN = 4
SIDES = ("budget", "actual")
NO_FUND = Localised.both("財源の記載なし", "Fund not stated")


@dataclass(frozen=True)
class Year:
    """An indicator in one fiscal year: target, what was reached, in percent and in the scale's word."""

    fiscal_year: int
    target: Decimal | None
    answer: FigureAnswer | None
    share: Decimal | None
    verdict: Localised | None


@dataclass(frozen=True)
class Followed:
    """An indicator of the measure with its years, oldest first."""

    row: MeasureIndicator
    years: tuple[Year, ...]


@dataclass(frozen=True)
class Money:
    """Budget and actual of one year: None where nothing is stated."""

    budget: int | None = None
    actual: int | None = None


@dataclass(frozen=True)
class Cost:
    """Money of one fund, of the staff or of the whole: in the year, and in the year before."""

    name: Localised
    now: Money
    before: Money


@dataclass(frozen=True)
class ReviewSheet:
    """`funds` add up to `direct`; `total` is known where `direct` and `staff` are.

    `previous` is the measure of the year before, where there is a record of it.
    """

    measure: Measure
    review: MeasureReview | None
    followed: tuple[Followed, ...]
    funds: tuple[Cost, ...]
    direct: Cost
    staff: Cost
    total: Cost
    previous: Measure | None


def review_sheet(slug: str, *, actor: Actor, at: dt.date) -> ReviewSheet | None:
    """Return the sheet of a measure the actor may see, or nothing. The number of queries does not grow with it."""
    rows = Measure.objects.select_related("pillar", "document")
    measure = visible_to(rows, actor, at).filter(pk=slug).first()
    if measure is None:
        return None
    before = _of_the_year_before(measure, actor, at)
    measures = [measure, *before]
    reviews = MeasureReview.objects.select_related("section", "document").filter(measure__in=measures)
    review_of = {one.measure_id: one for one in visible_to(reviews, actor, at)}
    spent = _spent(measures, actor, at)
    previous = next((one for one in before if one.pk in spent or one.pk in review_of), None) or next(
        iter(before), None
    )
    years = [_MoneyOf(spent, review_of, one) for one in (measure, previous)]
    return ReviewSheet(
        measure,
        review_of.get(measure.pk),
        tuple(_followed(measure, actor, at)),
        tuple(_funds(*years)),
        Cost(Localised.both("事業費", "Direct cost"), *(year.direct for year in years)),
        Cost(Localised.both("正職員人件費", "Permanent staff"), *(year.staff for year in years)),
        Cost(Localised.both("総事業費", "Total cost"), *(year.total for year in years)),
        previous,
    )


def _of_the_year_before(measure: Measure, actor: Actor, at: dt.date) -> list[Measure]:
    """Return the measures of the pillar that bore the same name a year before: the same side of the report first."""
    rows = Measure.objects.filter(pillar=measure.pillar_id, fiscal_year=measure.fiscal_year - 1)
    named = [
        one for one in visible_to(rows, actor, at).order_by("number", "slug") if _same_name(one, measure)
    ]
    return sorted(named, key=lambda one: one.side != measure.side)


def _same_name(one: Measure, other: Measure) -> bool:
    return any(
        fold(text) == fold(other.title.get(language, "")) for language, text in one.title.items() if text
    )


def _spent(measures: Sequence[Measure], actor: Actor, at: dt.date) -> dict[str, list[Amount]]:
    """Return the amounts that count by measure: of the last stage of the budget, and of the accounts."""
    rows = Amount.objects.select_related("fund").filter(measure__in=measures).order_by("slug")
    found: dict[str, list[Amount]] = {}
    for one in visible_to(rows, actor, at):
        found.setdefault(one.measure_id or "", []).append(one)
    return {
        slug: [
            one for side in SIDES for one in _counted([each for each in rows if each.basis.startswith(side)])
        ]
        for slug, rows in found.items()
    }


class _MoneyOf:
    """The money of one measure; of nothing where there is none."""

    def __init__(
        self, spent: dict[str, list[Amount]], reviews: dict[str, MeasureReview], measure: Measure | None
    ) -> None:
        self.amounts = spent.get(measure.pk, []) if measure else []
        review = reviews.get(measure.pk) if measure else None
        cost = staff_cost(review.staff_hours, review.hourly_cost) if review else None
        self.direct, self.staff = _money(self.amounts), Money(cost, cost)
        self.total = Money(
            total_cost(self.direct.budget, cost),
            total_cost(self.direct.actual, cost),
        )

    def of(self, fund: str | None) -> Money:
        return _money([one for one in self.amounts if one.fund_id == fund])


def _funds(now: _MoneyOf, before: _MoneyOf) -> Iterable[Cost]:
    names = {one.fund_id: one.fund.name if one.fund else NO_FUND for one in [*before.amounts, *now.amounts]}
    for fund in sorted(names, key=lambda slug: (slug is None, slug or "")):
        yield Cost(names[fund], now.of(fund), before.of(fund))


def _money(amounts: Sequence[Amount]) -> Money:
    return Money(*(_sum(one for one in amounts if one.basis.startswith(side)) for side in SIDES))


def _counted(amounts: Sequence[Amount]) -> list[Amount]:
    bases = counted_bases({one.basis for one in amounts})
    return [one for one in amounts if one.basis in bases]


def _sum(amounts: Iterable[Amount]) -> int | None:
    """Return what is stated, added; None where nothing is: unknown is not zero."""
    found = [one.amount for one in amounts]
    return sum(found) if found else None


def _followed(measure: Measure, actor: Actor, at: dt.date) -> Iterable[Followed]:
    rows = MeasureIndicator.objects.select_related("indicator").filter(measure=measure)
    shown = list(visible_to(rows, actor, at).order_by("role", "position", "slug"))
    codes = frozenset(row.indicator_id for row in shown)
    if not codes:
        return
    past = history(codes, actor=actor, at=at)
    targets: dict[tuple[str, int], Target] = {
        (one.indicator_id, one.fiscal_year): one
        for one in visible_to(Target.objects.filter(indicator__in=codes), actor, at)
    }
    levels: dict[str, list[tuple[Decimal, Localised]]] = {}
    for level in visible_to(VerdictLevel.objects.all(), actor, at):
        levels.setdefault(level.scale_id, []).append((level.at_least, level.name))
    years = range(measure.fiscal_year - YEARS_SHOWN + 1, measure.fiscal_year + 1)
    for row in shown:
        answers = {one.fiscal_year: one for one in past.get(row.indicator_id, [])}
        yield Followed(
            row,
            tuple(
                _year(year, targets.get((row.indicator_id, year)), answers.get(year), levels)
                for year in years
            ),
        )


def _year(
    year: int,
    target: Target | None,
    answer: FigureAnswer | None,
    levels: dict[str, list[tuple[Decimal, Localised]]],
) -> Year:
    if target is None:
        return Year(year, None, answer, None, None)
    actual = answer.value if answer else None
    share = achievement(target.direction, target.value, actual, target.baseline)
    return Year(year, target.value, answer, share, verdict(share, levels.get(target.scale_id or "", ())))


def reviewed_measures(
    fiscal_year: int, *, actor: Actor, at: dt.date, section: str = ""
) -> list[tuple[Measure, MeasureReview | None]]:
    """Return the measures of a year in the order of the policy tree, each with its review; of one section if asked."""
    measures = visible_to(Measure.objects.select_related("pillar"), actor, at).filter(fiscal_year=fiscal_year)
    reviews = visible_to(MeasureReview.objects.select_related("section"), actor, at)
    known = {one.measure_id: one for one in reviews.filter(measure__fiscal_year=fiscal_year)}
    rows = [(one, known.get(one.pk)) for one in measures.order_by("pillar__number", "side", "number", "slug")]
    return [(one, review) for one, review in rows if not section or (review and review.section_id == section)]


def years_of_measures(actor: Actor, at: dt.date) -> list[int]:
    """Return the fiscal years that have measures, newest first."""
    rows = visible_to(Measure.objects.all(), actor, at)
    return sorted(set(rows.values_list("fiscal_year", flat=True)), reverse=True)
