from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Case, Max, Q, Value, When

from renkei.budgets.enums import Basis
from renkei.budgets.models import Amount
from renkei.budgets.rules import (
    ACTUAL_STAGES,
    BUDGET_STAGES,
    BUDGET_WITH_SUPPLEMENTARY,
    MIXED,
    SUPPLEMENTARY,
    Group,
    counted,
    stage,
)
from renkei.core.accounts.reach import Holding
from renkei.core.figures.enums import FigureKind
from renkei.core.figures.registry import (
    Family,
    Lines,
    Origin,
    Scope,
    Sees,
    Term,
    register_families,
)
from renkei.core.figures.terms import term_of
from renkei.core.publication.selectors import public_on
from renkei.kernel.localised import Localised
from renkei.kernel.units import CountedUnit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence


BUDGET = (*BUDGET_STAGES, SUPPLEMENTARY)
ACTUAL = ACTUAL_STAGES
_TERMS = {basis.value: term_of(basis) for basis in Basis} | {
    MIXED: Term(MIXED, Localised.both("段階が混在", "mixed stages")),
    BUDGET_WITH_SUPPLEMENTARY: Term(
        BUDGET_WITH_SUPPLEMENTARY,
        Localised.both("当初予算と補正予算の計", "Initial and supplementary budgets together"),
    ),
}


@dataclass(frozen=True)
class _Sort:
    """Amounts of one group that one publisher printed; the publisher may be none."""

    group: Group
    publisher: Term | None
    precision: int


def amounts(bases: tuple[str, ...]) -> Callable[[Sequence[Scope]], Mapping[int, Lines]]:
    """Return the question for the amounts of one side; one query tells the stages there are."""

    def ask(scopes: Sequence[Scope]) -> Mapping[int, Lines]:
        by_year: dict[int, list[_Sort]] = defaultdict(list)
        for year, sort in _sorts(bases, scopes):
            by_year[year].append(sort)
        return {year: _lines(year, sorts) for year, sorts in by_year.items()}

    return ask


def _sorts(bases: tuple[str, ...], scopes: Sequence[Scope]) -> Iterable[tuple[int, _Sort]]:
    if not scopes:
        return
    shown = public_on(scopes[0].at, "publisher__")
    rows = (
        Amount.objects.filter(fiscal_year__in=[scope.fiscal_year for scope in scopes], basis__in=bases)
        .order_by()
        .annotate(
            f_by_measure=Case(When(measure__isnull=True, then=Value(0)), default=Value(1)),
            f_shown=Case(When(shown, then=Value(1)), default=Value(0)),
        )
        .values(
            "fiscal_year",
            "pillar_id",
            "basis",
            "f_by_measure",
            "publisher_id",
            "publisher__name",
            "publisher__holder",
            "publisher__holder_unit",
            "publisher__shared_with",
            "f_shown",
        )
        .annotate(f_precision=Max("precision"))
    )
    for row in rows:
        slug, name = row["publisher_id"], row["publisher__name"]
        publisher = Term(slug, name, bool(row["f_shown"]), _holding(row)) if slug else None
        group = Group(row["pillar_id"], row["basis"], bool(row["f_by_measure"]))
        yield row["fiscal_year"], _Sort(group, publisher, row["f_precision"])


def _holding(row: Mapping[str, Any]) -> Holding:
    shared = frozenset((row["publisher__shared_with"] or "").split())
    return Holding(row["publisher__holder"] or "", row["publisher__holder_unit"] or "", shared)


def _lines(year: int, sorts: Sequence[_Sort]) -> Lines:
    kept = counted(sort.group for sort in sorts)
    by_pillar: dict[str, list[_Sort]] = defaultdict(list)
    for sort in sorts:
        if sort.group in kept:
            by_pillar[sort.group.pillar].append(sort)
    origins = {pillar: _origin([those]) for pillar, those in by_pillar.items()}
    origins[""] = _origin(list(by_pillar.values()))
    return Lines(Amount.objects.filter(_condition(kept), fiscal_year=year), "amount", origins)


def _condition(kept: Iterable[Group]) -> Q:
    """Return one condition per basis and level, whatever the number of pillars."""
    alike: dict[tuple[str, bool], list[str]] = defaultdict(list)
    for group in sorted(kept):
        alike[group.basis, group.by_measure].append(group.pillar)
    condition = Q()
    for (basis, by_measure), pillars in alike.items():
        condition |= Q(basis=basis, measure__isnull=not by_measure, pillar__in=pillars)
    return condition


def _origin(by_pillar: Sequence[Sequence[_Sort]]) -> Origin:
    sorts = [sort for those in by_pillar for sort in those]
    publishers = {sort.publisher for sort in sorts}
    return Origin(
        basis=_TERMS[stage({sort.group.basis for sort in those} for those in by_pillar)],
        publisher=publishers.pop() if len(publishers) == 1 else None,
        precision=Decimal(max(sort.precision for sort in sorts)),
    )


def amount_title(row: Amount, sees: Sees) -> Localised:
    owners = [(row.pillar, "title"), (row.measure, "title"), (row.party, "name"), (row.fund, "name")]
    parts = [getattr(owner, field) for owner, field in owners if owner is not None and sees(owner)]
    told = [part for part in [*parts, _TERMS[row.basis].label] if part]
    return Localised.both(
        "・".join(part.text("ja") for part in told), ", ".join(part.text("en") for part in told)
    )


_RULE = Localised.both(
    "柱ごとに最も確定した段階の金額をとり、補正予算は当初予算に加える。"
    "同じ段階に柱全体の金額があるときは、施策ごとの金額は加えない。",
    "Of each pillar the amounts of the most final stage count; supplementary budgets are added to "
    "the initial one. Where a stage has an amount for the pillar as a whole, those of its measures are not "
    "added.",
)


def _family(code: str, bases: tuple[str, ...], position: int, what: Localised) -> Family:
    def text(ja: str, en: str) -> Localised:
        name, capital = Localised.both("{name}", "{name}"), what.mapped(str.capitalize)
        return Localised.both(ja, en).filled(what=what, What=capital, rule=_RULE, pillar=name)

    return Family(
        code=code,
        label=text("{what}の合計", "Total {what}"),
        definition=text(
            "全ての柱の、年度の{what}の合計。{rule}",
            "The {what} of the fiscal year over all pillars with one. {rule}",
        ),
        unit=CountedUnit.YEN,
        kind=FigureKind.FLOW,
        ask=amounts(bases),
        rows=lambda: Amount.objects.filter(basis__in=bases),
        position=position,
        year="fiscal_year",
        by="pillar",
        by_title="title",
        by_label=text("{what}（{pillar}）", "{What}: {pillar}"),
        by_definition=text(
            "柱「{pillar}」の、年度の{what}。{rule}",
            "The {what} of the fiscal year for the pillar “{pillar}”. {rule}",
        ),
        related=("pillar", "measure", "party", "fund"),
        search=("pillar__title", "measure__title", "party__name", "fund__name"),
        title=amount_title,
    )


register_families(
    _family("budgets.budget", BUDGET, 310, Localised.both("予算額", "budget")),
    _family("budgets.actual", ACTUAL, 320, Localised.both("実績額", "actual amount")),
)
