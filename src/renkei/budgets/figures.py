from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from typing import TYPE_CHECKING, Any

from django.db.models import Case, CharField, F, Max, Min, Value, When
from django.db.models.functions import Cast, Concat

from renkei.agreements.models import Agreement
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
    counted_bases,
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
from renkei.kernel.fiscal import FiscalYear
from renkei.kernel.localised import Localised
from renkei.kernel.units import CountedUnit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.db.models import QuerySet

    from renkei.core.figures.registry import Ask


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


def amounts(bases: tuple[str, ...]) -> Ask:
    """Return the question for the amounts of one side; one query tells the stages there are."""

    def ask(scopes: Sequence[Scope]) -> Lines | None:
        years = [scope.fiscal_year for scope in scopes]
        by_year = _by_year(Amount.objects.filter(fiscal_year__in=years, basis__in=bases), scopes)
        origins = {year: _origins(sorts) for year, sorts in by_year.items()}
        return Lines(_rows_of(by_year), F("fiscal_year"), "amount", origins) if by_year else None

    return ask


def amounts_to_date(bases: tuple[str, ...]) -> Ask:
    """Return the question for what was spent from the year of the first agreement to the asked one, both counted."""

    def ask(scopes: Sequence[Scope]) -> Lines | None:
        if not scopes:
            return None
        last = max(scope.fiscal_year for scope in scopes)
        rows = Amount.objects.filter(fiscal_year__gte=first_year(scopes[0]), fiscal_year__lte=last)
        by_year = _by_year(rows.filter(basis__in=bases), scopes)
        origins = {
            scope.fiscal_year: {"": _origin([by_year[year] for year in by_year if year <= scope.fiscal_year])}
            for scope in scopes
            if any(year <= scope.fiscal_year for year in by_year)
        }
        return (
            Lines(_rows_of(by_year), F("fiscal_year"), "amount", origins, to_date=True) if origins else None
        )

    return ask


def first_year(scope: Scope) -> int:
    """Return the fiscal year in which the first agreement was signed or began, or the year one where none is known."""
    first = Agreement.objects.aggregate(signed=Min("signed_on"), began=Min("term__startswith"))
    days = [day for day in first.values() if day is not None]
    return FiscalYear.of(min(days), scope.first_month).start_year if days else 1


def _by_year(amounts_: QuerySet[Amount], scopes: Sequence[Scope]) -> dict[int, list[_Sort]]:
    """Return what counts, by fiscal year in their order."""
    found: dict[int, list[_Sort]] = defaultdict(list)
    for year, sort in _sorts_of(amounts_, scopes[0]) if scopes else ():
        found[year].append(sort)
    kept = {year: counted(sort.group for sort in sorts) for year, sorts in found.items()}
    return {year: [sort for sort in found[year] if sort.group in kept[year]] for year in sorted(found)}


def _sorts_of(amounts_: QuerySet[Amount], scope: Scope) -> Iterable[tuple[int, _Sort]]:
    shown = public_on(scope.at, "publisher__")
    rows = (
        amounts_.order_by()
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


def _rows_of(by_year: Mapping[int, Sequence[_Sort]]) -> QuerySet[Amount]:
    """Return the amounts that count, by one list of what they have in common, whatever the number of years."""
    common = {
        f"{year} {sort.group.basis} {int(sort.group.by_measure)} {sort.group.pillar}"
        for year, sorts in by_year.items()
        for sort in sorts
    }
    by_measure = Case(When(measure__isnull=True, then=Value("0")), default=Value("1"))
    rows = Amount.objects.alias(f_common=_words("fiscal_year", "basis", by_measure, "pillar_id"))
    return rows.filter(fiscal_year__in=sorted(by_year), f_common__in=sorted(common))


def _words(*parts: Any) -> Concat:
    """Return an expression of several values of a row as one text, with spaces between."""
    spaced = [*chain.from_iterable((Value(" "), Cast(part, CharField())) for part in parts)]
    return Concat(*spaced[1:], output_field=CharField())


def amounts_of_measures(bases: tuple[str, ...]) -> Ask:
    """Return the question for the amounts recorded by measure, each measure's most final stage alone."""

    def ask(scopes: Sequence[Scope]) -> Lines | None:
        rows = Amount.objects.filter(measure__isnull=False, basis__in=bases)
        years = [scope.fiscal_year for scope in scopes]
        found: dict[int, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        pairs = rows.filter(fiscal_year__in=years).order_by().distinct()
        for year, measure, basis in pairs.values_list("fiscal_year", "measure_id", "basis"):
            found[year][measure].add(basis)
        kept = {
            year: {measure: counted_bases(present) for measure, present in sorted(measures.items())}
            for year, measures in found.items()
        }
        common = [
            f"{year} {basis} {measure}"
            for year, measures in sorted(kept.items())
            for measure, counted_ in measures.items()
            for basis in sorted(counted_)
        ]
        if not kept:
            return None
        rows = rows.alias(f_common=_words("fiscal_year", "basis", "measure_id"))
        rows = rows.filter(fiscal_year__in=sorted(kept), f_common__in=common)
        return Lines(rows, F("fiscal_year"), "amount", {year: _stages(those) for year, those in kept.items()})

    return ask


def _stages(measures: Mapping[str, frozenset[str]]) -> Mapping[str, Origin]:
    """Return what stage each measure's amounts have, and all together."""
    origins = {measure: Origin(basis=_TERMS[stage([bases])]) for measure, bases in measures.items()}
    return {"": Origin(basis=_TERMS[stage(measures.values())]), **origins}


def _origins(sorts: Sequence[_Sort]) -> dict[str, Origin]:
    """Return what the amounts of each pillar share, and all of a year together."""
    by_pillar: dict[str, list[_Sort]] = defaultdict(list)
    for sort in sorts:
        by_pillar[sort.group.pillar].append(sort)
    origins = {pillar: _origin([those]) for pillar, those in by_pillar.items()}
    return {"": _origin(list(by_pillar.values())), **origins}


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


_OF_MEASURES = Localised.both(
    "施策ごとに最も確定した段階の金額をとり、補正予算は当初予算に加える。",
    "Of each measure the amounts of the most final stage count; supplementary budgets are added to the initial one.",
)
_TO_DATE = Localised.both(
    "最初の協定の年度から、たずねた年度まで。記録のある年度だけを、年度ごとに数える。{rule}",
    "From the fiscal year of the first agreement to the one asked for; only years on record, each counted by itself. "
    "{rule}",
).filled(rule=_RULE)


@dataclass(frozen=True)
class _Sum:
    """How a family of amounts sums: what it is called, which rows of which year, by what, by which rule."""

    what: Localised
    bases: tuple[str, ...]
    ask: Ask
    rule: Localised
    by: str
    by_title: str
    of: Localised
    kind: FigureKind = FigureKind.FLOW
    listed: bool = False


def _family(code: str, position: int, sum_: _Sum) -> Family:
    def text(ja: str, en: str) -> Localised:
        name = Localised.both("{name}", "{name}")
        return Localised.both(ja, en).filled(
            what=sum_.what, What=sum_.what.mapped(str.capitalize), rule=sum_.rule, name=name, of=sum_.of
        )

    return Family(
        code=code,
        label=text("{what}の合計", "Total {what}"),
        definition=text("全ての{of}の、{what}の合計。{rule}", "The {what} of every {of} together. {rule}"),
        unit=CountedUnit.YEN,
        kind=sum_.kind,
        ask=sum_.ask,
        rows=lambda: Amount.objects.filter(basis__in=sum_.bases),
        position=position,
        year="fiscal_year",
        by=sum_.by,
        by_title=sum_.by_title,
        by_label=text("{what}（{name}）", "{What}: {name}"),
        by_definition=text("{of}「{name}」の、{what}。{rule}", "The {what} of the {of} “{name}”. {rule}"),
        related=("pillar", "measure", "party", "fund"),
        search=("pillar__title", "measure__title", "party__name", "fund__name"),
        title=amount_title,
        listed=sum_.listed,
    )


_BUDGET, _ACTUAL = Localised.both("予算額", "budget"), Localised.both("実績額", "actual amount")
_PILLAR, _MEASURE = Localised.both("柱", "pillar"), Localised.both("施策", "measure")
_PARTY, _FUND = Localised.both("負担者", "party"), Localised.both("財源", "fund")
_SPENT = Localised.both("実績額の累計（記録のある年度）", "actual amount to date (years on record)")


def _of_pillars(what: Localised, bases: tuple[str, ...]) -> _Sum:
    return _Sum(what, bases, amounts(bases), _RULE, "pillar", "title", _PILLAR, listed=True)


def _of_measures(what: Localised, bases: tuple[str, ...]) -> _Sum:
    return _Sum(what, bases, amounts_of_measures(bases), _OF_MEASURES, "measure", "title", _MEASURE)


def _to_date(by: str, of: Localised) -> _Sum:
    return _Sum(_SPENT, ACTUAL, amounts_to_date(ACTUAL), _TO_DATE, by, "name", of, FigureKind.CUMULATIVE)


register_families(
    _family("budgets.budget", 310, _of_pillars(_BUDGET, BUDGET)),
    _family("budgets.actual", 320, _of_pillars(_ACTUAL, ACTUAL)),
    _family("budgets.measure_budget", 330, _of_measures(_BUDGET, BUDGET)),
    _family("budgets.measure_actual", 340, _of_measures(_ACTUAL, ACTUAL)),
    _family("budgets.to_date_by_party", 350, _to_date("party", _PARTY)),
    _family("budgets.to_date_by_fund", 360, _to_date("fund", _FUND)),
)
