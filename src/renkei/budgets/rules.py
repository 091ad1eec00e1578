"""Which amounts of a fiscal year count (pure).

Amounts of one pillar may be recorded at several stages, and as a whole or measure by measure. Adding them
all would count the same money several times.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

MIXED = "mixed"
BUDGET_WITH_SUPPLEMENTARY = "budget_with_supplementary"
# in growing finality; supplementary budgets are not a stage of the whole but an addition
BUDGET_STAGES = ("budget_stage_not_stated", "budget_initial", "budget_revised")
SUPPLEMENTARY = "budget_supplementary"
INITIAL, REVISED = "budget_initial", "budget_revised"
ACTUAL_STAGES = ("actual_stage_not_stated", "actual_preliminary", "actual_final", "actual_approved")


@dataclass(frozen=True, order=True)
class Group:
    """Amounts of one pillar at one basis, recorded for the pillar as a whole or by its measures."""

    pillar: str
    basis: str
    by_measure: bool


def counted(groups: Iterable[Group]) -> frozenset[Group]:
    """Return the groups that count: for each pillar its most final stage.

    Of a stage, the amounts of the pillar as a whole count or, where there are none, those of its measures.
    """
    by_pillar: dict[str, set[Group]] = defaultdict(set)
    for group in groups:
        by_pillar[group.pillar].add(group)
    kept: set[Group] = set()
    for pillar, present in by_pillar.items():
        for basis in counted_bases({group.basis for group in present}):
            whole = Group(pillar, basis, by_measure=False)
            kept.add(whole if whole in present else Group(pillar, basis, by_measure=True))
    return frozenset(kept)


def counted_bases(present: Collection[str]) -> frozenset[str]:
    """Return the bases that count together for one pillar, all of the budget or all of the actual side.

    A revised budget replaces everything before it. Supplementary budgets add to the initial one; alone
    they count by themselves, and beside a budget whose stage is not stated they do not, since it may hold
    them already.
    """
    if SUPPLEMENTARY in present and REVISED not in present:
        if INITIAL in present:
            return frozenset({INITIAL, SUPPLEMENTARY})
        if BUDGET_STAGES[0] not in present:
            return frozenset({SUPPLEMENTARY})
    ranked = [basis for basis in (*BUDGET_STAGES, *ACTUAL_STAGES) if basis in present]
    return frozenset(ranked[-1:])


def stage(bases: Iterable[Collection[str]]) -> str:
    """Return the stage that pillars share, given the counted bases of each; MIXED where they share none.

    A pillar without a supplementary budget shares the stage of those that have one.
    """
    each = [frozenset(one) for one in bases if one]
    together = frozenset().union(*each)
    if len(together) == 1:
        return next(iter(together))
    return BUDGET_WITH_SUPPLEMENTARY if together == {INITIAL, SUPPLEMENTARY} else MIXED


def staff_cost_is_whole(hours: Decimal | None, hourly_cost: int | None) -> Iterable[tuple[str, RuleBroken]]:
    """Yield a flaw where one of hours and their average cost stands alone, or is below zero."""
    both = {"staff_hours": hours, "hourly_cost": hourly_cost}
    for name, value in both.items():
        if value is None and (hours is None) != (hourly_cost is None):
            expected = Localised.both("従事時間と平均単価の両方", "hours and their average cost together")
            yield name, RuleBroken("review.staff_cost", expected)
        if value is not None and value < 0:
            yield name, RuleBroken("review.below_zero", Localised.both("0以上", "zero or more"))


def grades_say_why(name: str, why: str, grade: str, *, given: bool) -> Iterable[tuple[str, RuleBroken]]:
    """Yield a flaw for a grade without its reason, or a reason without a grade."""
    if grade and not given:
        yield why, RuleBroken("review.no_reason", Localised.both("評価の理由", "the reason of the grade"))
    if given and not grade:
        yield name, RuleBroken("review.no_grade", Localised.both("評価", "the grade"))


def staff_cost(hours: Decimal | None, hourly_cost: int | None) -> int | None:
    """Return hours times their average cost, in whole units of the currency, half up; None where it is not stated."""
    if hours is None or hourly_cost is None:
        return None
    return int((hours * hourly_cost).quantize(Decimal(1), ROUND_HALF_UP))


def total_cost(direct: int | None, staff: int | None) -> int | None:
    """Return direct cost and staff cost together; None where either is not known: unknown is not zero."""
    return None if direct is None or staff is None else direct + staff
