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
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from renkei.core.accounts.actors import Actor
    from renkei.core.figures.answers import FigureAnswer

YEARS_SHOWN = 4
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
class Cost:
    """Money of one fund, or of the whole: None where nothing is stated."""

    name: Localised
    budget: int | None
    actual: int | None


@dataclass(frozen=True)
class ReviewSheet:
    """`funds` add up to `direct`; `staff` is one for the year; `total` is known where both are."""

    measure: Measure
    review: MeasureReview | None
    followed: tuple[Followed, ...]
    funds: tuple[Cost, ...]
    direct: Cost
    staff: int | None
    total: Cost


def review_sheet(slug: str, *, actor: Actor, at: dt.date) -> ReviewSheet | None:
    """Return the sheet of a measure the actor may see, or nothing. The number of queries does not grow with it."""
    rows = Measure.objects.select_related("pillar", "document")
    measure = visible_to(rows, actor, at).filter(pk=slug).first()
    if measure is None:
        return None
    reviews = MeasureReview.objects.select_related("section", "document").filter(measure=measure)
    review = visible_to(reviews, actor, at).first()
    funds, direct = _costs(measure, actor, at)
    staff = staff_cost(review.staff_hours, review.hourly_cost) if review else None
    total = Cost(
        Localised.both("総事業費", "Total cost"),
        total_cost(direct.budget, staff),
        total_cost(direct.actual, staff),
    )
    return ReviewSheet(measure, review, tuple(_followed(measure, actor, at)), funds, direct, staff, total)


def _costs(measure: Measure, actor: Actor, at: dt.date) -> tuple[tuple[Cost, ...], Cost]:
    amounts = list(
        visible_to(Amount.objects.select_related("fund").filter(measure=measure), actor, at).order_by("slug")
    )
    sides = [[one for one in amounts if one.basis.startswith(side)] for side in ("budget", "actual")]
    budget, actual = (_counted(side) for side in sides)
    names = {one.fund_id: one.fund.name if one.fund else NO_FUND for one in [*budget, *actual]}
    order = sorted(names, key=lambda slug: (slug is None, slug or ""))
    funds = tuple(Cost(names[fund], _sum(_of(fund, budget)), _sum(_of(fund, actual))) for fund in order)
    whole = Localised.both("事業費", "Direct cost")
    return funds, Cost(whole, _sum(budget), _sum(actual))


def _counted(amounts: Sequence[Amount]) -> list[Amount]:
    bases = counted_bases({one.basis for one in amounts})
    return [one for one in amounts if one.basis in bases]


def _sum(amounts: Iterable[Amount]) -> int | None:
    """Return what is stated, added; None where nothing is: unknown is not zero."""
    found = [one.amount for one in amounts]
    return sum(found) if found else None


def _of(fund: str | None, amounts: Iterable[Amount]) -> list[Amount]:
    return [one for one in amounts if one.fund_id == fund]


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
