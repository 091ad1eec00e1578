"""What further reports print of money and measures: cumulative amounts, and the results of each measure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from renkei.budgets.blocks import exceeds, unit_of_money
from renkei.budgets.enums import Side
from renkei.budgets.figures import ACTUAL, first_year
from renkei.budgets.models import Amount, Fund, Measure, MeasureIndicator, MeasureReview
from renkei.core.blocks.model import (
    Block,
    Blocks,
    Deferred,
    Fact,
    FactsBlock,
    Heading,
    Sources,
    Spans,
    TableBlock,
    TableColumn,
    TableRow,
    Text,
)
from renkei.core.blocks.registry import register_block
from renkei.core.blocks.writing import figure, joined, ordinal, plainly, said, written, year
from renkei.core.figures.registry import Scope
from renkei.core.publication.selectors import visible_to
from renkei.core.ui.text import bi
from renkei.directory.models import Organisation

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Sequence

    from renkei.core.accounts.actors import Actor
    from renkei.core.blocks.model import Answers
    from renkei.core.blocks.request import BlockRequest
    from renkei.core.records.models import Record

_PURPOSE = ("target", "intent", "outcome")
_FOUND = ("problems", "reform")


def cumulative(request: BlockRequest) -> Blocks:
    """Return what was spent since the first agreement, by party and by fund, with the years that are on record.

    Six queries, however many parties and years there are. Nothing where no amount is on record.
    """
    amounts = visible_to(Amount.objects.filter(basis__in=ACTUAL), request.actor, request.at)
    scope = Scope(request.fiscal_year, request.period, request.at)
    first = first_year(scope)
    counted = amounts.filter(fiscal_year__gte=first, fiscal_year__lte=request.fiscal_year).order_by()
    years = sorted(set(counted.values_list("fiscal_year", flat=True)))
    if not years:
        return ()
    parties = _named(request, Organisation, counted.values("party"))
    funds = _named(request, Fund, counted.values("fund"))
    sources = frozenset(counted.exclude(document=None).values_list("document", flat=True).distinct())
    note = _on_record(request, years, first if first > 1 else years[0])
    return (
        _table(
            request,
            "to-date-by-party",
            "budgets.to_date_by_party",
            parties,
            (note, *_words(request, "party")),
        ),
        _table(
            request, "to-date-by-fund", "budgets.to_date_by_fund", funds, (note, *_words(request, "fund"))
        ),
        Sources(sources),
    )


def _named(request: BlockRequest, model: type[Any], slugs: Any) -> list[Any]:
    rows = visible_to(model.objects.filter(pk__in=slugs), request.actor, request.at)
    return list(rows.order_by("slug"))


def _words(request: BlockRequest, of: str) -> tuple[Spans, Spans, Spans]:
    """Return caption, heading and the footnote for what is not stated."""
    if of == "party":
        return (
            said(request, "負担者ごとの累計", "To date by party"),
            said(request, "負担者", "Party"),
            said(
                request,
                "合計には、負担者の記載がない金額を含みます。",
                "The total includes amounts of no stated party.",
            ),
        )
    return (
        said(request, "財源ごとの累計", "To date by fund"),
        said(request, "財源", "Fund"),
        said(
            request,
            "合計には、財源の記載がない金額を含みます。",
            "The total includes amounts of no stated fund.",
        ),
    )


def _on_record(request: BlockRequest, years: Sequence[int], first: int) -> Spans:
    """Return the sentence that says which years are counted, and that the others are not known."""
    told = joined(request, [year(each) for each in years])
    if len(years) == request.fiscal_year - first + 1:
        return said(request, "数えた年度：{years}。", "Years counted: {years}.", years=told)
    return said(
        request,
        "金額の記録がある年度だけの合計です：{years}。ほかの年度の金額は登録されていません。",
        "Only years with amounts on record are counted: {years}. The amounts of other years are not on record.",
        years=told,
    )


def _table(
    request: BlockRequest,
    identifier: str,
    code: str,
    owners: Sequence[Record],
    words: tuple[Spans, Spans, Spans, Spans],
) -> Deferred:
    note, caption, heading, rest = words
    when = request.fiscal_year
    codes = frozenset({(code, when), *((f"{code}.{owner.pk}", when) for owner in owners)})

    def make(answers: Answers) -> Blocks:
        total = answers.get((code, when))
        if total is None:
            return ()
        known = [
            (owner, answers[f"{code}.{owner.pk}", when])
            for owner in owners
            if (f"{code}.{owner.pk}", when) in answers
        ]
        rows = tuple(
            TableRow((plainly(request, owner), figure(answer.code, when))) for owner, answer in known
        )
        footnotes = [note] + ([rest] if exceeds(total, [answer for _, answer in known]) else [])
        return (
            TableBlock(
                f"{identifier}-{when}",
                caption,
                (TableColumn(heading), TableColumn(said(request, "累計", "To date"), numeric=True)),
                rows,
                said(request, "単位：{unit}", "Unit: {unit}", unit=unit_of_money(request)),
                TableRow((said(request, "合計", "Total"), figure(code, when))),
                tuple(footnotes),
            ),
        )

    return Deferred(codes, make)


def achievements(request: BlockRequest) -> Blocks:
    """Return each measure of the year with its purpose, cost, indicators and review (主要な施策の成果).

    Local Autonomy Act, article 233 (5): the results of the main measures go with the settlement of accounts.
    Four queries, however many measures there are.
    """
    of = {"fiscal_year": request.fiscal_year, "side": Side.RESULTS}
    rows = visible_to(Measure.objects.filter(**of).select_related("pillar"), request.actor, request.at)
    measures = list(rows.order_by("pillar__number", "number", "slug"))
    there = [measure.pk for measure in measures]
    reviews = visible_to(MeasureReview.objects.filter(measure__in=there), request.actor, request.at)
    by_measure = {review.measure_id: review for review in reviews}
    followed: dict[str, list[MeasureIndicator]] = {}
    rows_ = MeasureIndicator.objects.filter(measure__in=there).select_related("indicator")
    for row in visible_to(rows_, request.actor, request.at).order_by("role", "position", "slug"):
        followed.setdefault(row.measure_id, []).append(row)
    blocks = [
        block
        for measure in measures
        for block in _achievement(request, measure, by_measure.get(measure.pk), followed.get(measure.pk, []))
    ]
    documents = {review.document_id for review in by_measure.values()} | {
        each.document_id for each in measures
    }
    return (*blocks, Sources(frozenset(each for each in documents if each))) if blocks else ()


def _achievement(
    request: BlockRequest,
    measure: Measure,
    review: MeasureReview | None,
    followed: Sequence[MeasureIndicator],
) -> Iterator[Block]:
    pillar = said(request, "第{number}の柱", "pillar {number}", number=ordinal(measure.pillar.number))
    aside = pillar if request.sees(measure.pillar) else ()
    yield Heading(1, written(request, measure, "title"), f"({measure.number})", aside)
    asked = [
        (said(request, "予算額", "Budget"), f"budgets.measure_budget.{measure.pk}"),
        (said(request, "実績額", "Actual amount"), f"budgets.measure_actual.{measure.pk}"),
        *(
            (plainly(request, row.indicator), row.indicator_id)
            for row in followed
            if request.sees(row.indicator)
        ),
    ]
    when = request.fiscal_year

    def make(answers: Answers) -> Blocks:
        told = [
            Fact(label, (figure(code, when, with_unit=True),))
            for label, code in asked
            if (code, when) in answers
        ]
        facts = (*_texts(request, review, _PURPOSE), *told, *_texts(request, review, _FOUND))
        nothing = Fact(said(request, "評価", "Review"), (said(request, "記載なし", "not stated"),))
        return (FactsBlock(facts or (nothing,)),)

    yield Deferred(frozenset((code, when) for _, code in asked), make)


def _texts(request: BlockRequest, review: MeasureReview | None, names: Sequence[str]) -> Iterator[Fact]:
    if review is None:
        return
    for name in names:
        if text := written(request, review, name):
            label = str(review._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
            yield Fact((Text(label),), (text,))


def years_with_amounts(actor: Actor, at: dt.date) -> Iterable[int]:
    """Return the fiscal years of which the reader sees actual amounts."""
    rows = visible_to(Amount.objects.filter(basis__in=ACTUAL), actor, at)
    return rows.order_by().values_list("fiscal_year", flat=True).distinct()


def years_with_measures(actor: Actor, at: dt.date) -> Iterable[int]:
    """Return the fiscal years of which the reader sees measures that were carried out."""
    rows = visible_to(Measure.objects.filter(side=Side.RESULTS), actor, at)
    return rows.order_by().values_list("fiscal_year", flat=True).distinct()


register_block(
    "budgets.cumulative",
    cumulative,
    label=bi("協定からの累計額", "Money since the first agreement"),
    years=years_with_amounts,
)
register_block(
    "budgets.achievements",
    achievements,
    label=bi("施策ごとの成果", "Results by measure"),
    years=years_with_measures,
)
