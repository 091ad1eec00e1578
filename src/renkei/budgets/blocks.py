"""What the yearly report prints of pillars: results and plan with their amounts, and the table of amounts."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Q

from renkei.budgets.enums import ItemKind, ItemState, Side
from renkei.budgets.models import Amount, Item, Measure, Pillar
from renkei.core.blocks.model import (
    Block,
    Blocks,
    Deferred,
    DifferenceSpan,
    Heading,
    ListBlock,
    ListItem,
    PictureBlock,
    Sources,
    Spans,
    TableBlock,
    TableColumn,
    TableRow,
    Text,
)
from renkei.core.blocks.pictures import NOT_HELD, picture_block
from renkei.core.blocks.registry import register_block
from renkei.core.blocks.writing import figure, ordinal, said, written, year
from renkei.core.figures.addresses import evidence_address
from renkei.core.publication.selectors import visible_to
from renkei.core.ui.text import bi
from renkei.kernel.localised import Localised
from renkei.kernel.money import Rounding, display, footing, format_number, rounding_note

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Sequence

    from django.db.models import QuerySet

    from renkei.core.accounts.actors import Actor
    from renkei.core.blocks.answers import Printed
    from renkei.core.blocks.model import Answers
    from renkei.core.blocks.request import BlockRequest
    from renkei.core.figures.registry import Term

_AMOUNTS = {Side.RESULTS: "budgets.actual", Side.PLAN: "budgets.budget"}
_EXPECTED = {Side.RESULTS: ItemState.DONE, Side.PLAN: ItemState.UNDERTAKEN}
_STATES = {
    ItemState.DONE: ("実施済み", "Done"),
    ItemState.UNDERTAKEN: ("取り組み中", "Under way"),
    ItemState.PLANNED: ("予定", "Planned"),
}


def pillars(request: BlockRequest) -> Blocks:
    """Return the pillars of a year with what was done or is undertaken, in the order of the report.

    `params["side"]` is results or plan. Four queries, however many items there are.
    """
    return tuple(_Pillars(request).blocks())


def pillars_of(request: BlockRequest, *years: int) -> QuerySet[Pillar]:
    """Return the pillars the reader may see that stand in one of the years, by their number."""
    stands = Q()
    for each in years:
        stands |= (Q(first_year__isnull=True) | Q(first_year__lte=each)) & (
            Q(last_year__isnull=True) | Q(last_year__gte=each)
        )
    return visible_to(Pillar.objects.filter(stands), request.actor, request.at).order_by("number", "slug")


class _Pillars:
    def __init__(self, request: BlockRequest) -> None:
        self.request = request
        self.side = Side(request.params.get("side", Side.RESULTS))
        self._pillars = list(pillars_of(request, request.fiscal_year))
        of_year = Q(fiscal_year=request.fiscal_year, side=self.side)
        measures = visible_to(Measure.objects.filter(of_year), request.actor, request.at)
        self._measures: dict[str, list[Measure]] = {}
        for measure in measures.order_by("number", "slug"):
            self._measures.setdefault(measure.pillar_id, []).append(measure)
        items = visible_to(Item.objects.filter(of_year), request.actor, request.at).select_related("picture")
        self._items: dict[tuple[str, str | None], list[Item]] = {}
        self._children: dict[str, list[Item]] = {}
        self._documents: set[str] = set()
        for item in items.order_by("position", "slug"):
            self._place(item)
        amounts = Amount.objects.filter(fiscal_year=request.fiscal_year, document__isnull=False)
        seen = visible_to(amounts, request.actor, request.at)
        self._documents |= set(seen.order_by().values_list("document_id", flat=True).distinct())

    def _place(self, item: Item) -> None:
        if item.document_id:
            self._documents.add(item.document_id)
        if item.picture is not None and self.request.sees(item.picture):
            self._documents.add(item.picture.pk)
        if item.parent_id:
            self._children.setdefault(item.parent_id, []).append(item)
        else:
            self._items.setdefault((item.pillar_id, item.measure_id), []).append(item)

    def blocks(self) -> Iterator[Block]:
        for pillar in self._pillars:
            yield self._heading(pillar)
            yield from self._under(self._items.get((pillar.pk, None), []))
            for measure in self._measures.get(pillar.pk, []):
                yield Heading(2, written(self.request, measure, "title"), f"({measure.number})")
                yield from self._under(self._items.get((pillar.pk, measure.pk), []))
        yield Sources(frozenset(self._documents))

    def _heading(self, pillar: Pillar) -> Deferred:
        code, when = f"{_AMOUNTS[self.side]}.{pillar.pk}", self.request.fiscal_year
        title = written(self.request, pillar, "title")

        def make(answers: Answers) -> Blocks:
            answer = answers.get((code, when))
            aside = _amount(self.request, code, answer.basis if answer else None) if answer else ()
            return (Heading(1, title, str(pillar.number), aside),)

        return Deferred(frozenset({(code, when)}), make)

    def _under(self, items: Sequence[Item]) -> Iterator[Block]:
        """Yield the items as one list, the pictures among them after it."""
        listed = tuple(self._item(item) for item in items if item.kind != ItemKind.PICTURE)
        if listed:
            yield ListBlock(listed)
        for item in self._with_children(items):
            if (picture := self._picture(item)) is not None:
                yield picture

    def _picture(self, item: Item) -> PictureBlock | None:
        """Return the photograph of an item that carries one, a frame for one that is to be a photograph."""
        is_picture = item.kind == ItemKind.PICTURE
        caption = written(self.request, item, "caption" if item.caption or not is_picture else "text")
        language = self.request.language
        if item.picture is not None and self.request.sees(item.picture):
            return picture_block(item.picture, caption, item.alternative.text(language), language)
        return PictureBlock(caption, (item.note or NOT_HELD).text(language)) if is_picture else None

    def _with_children(self, items: Iterable[Item]) -> Iterator[Item]:
        for item in items:
            yield item
            yield from self._with_children(self._children.get(item.pk, []))

    def _item(self, item: Item) -> ListItem:
        children = self._children.get(item.pk, [])
        words = _STATES.get(ItemState(item.state)) if item.state != _EXPECTED[self.side] else None
        return ListItem(
            written(self.request, item, "text"),
            tuple(self._item(child) for child in children if child.kind != ItemKind.PICTURE),
            item.state,
            Localised.both(*words).text(self.request.language) if words else "",
        )


def _amount(request: BlockRequest, code: str, basis: Term | None) -> Spans:
    """Return 平成29年度 実績額（…） 12,345 千円."""
    parts: dict[str, Spans] = {
        "year": year(request.fiscal_year),
        "basis": (Text(basis.label.text(request.language)),) if basis else (),
        "amount": figure(code, request.fiscal_year, with_unit=True),
    }
    return said(request, "{year} {basis} {amount}", "{year}, {basis}: {amount}", **parts)


@dataclass(frozen=True)
class _Row:
    """One line of the table of amounts: what is known of both years, None where nothing is stated."""

    head: Spans
    actual: Printed | None
    budget: Printed | None

    @property
    def change(self) -> int | None:
        if self.actual is None or self.budget is None:
            return None
        if self.actual.value is None or self.budget.value is None:
            return None
        return int(self.budget.value) - int(self.actual.value)


def amounts_table(request: BlockRequest) -> Blocks:
    """Return the table of what was spent in the request's year and is budgeted for the next, by pillar.

    A footnote says so exactly when the rounded rows do not add up. An amount nobody stated stays open.
    """
    then, now = request.fiscal_year, request.fiscal_year + 1
    shown = list(pillars_of(request, then, now))
    suffixes = ["", *(f".{pillar.pk}" for pillar in shown)]
    codes = frozenset(
        pair
        for suffix in suffixes
        for pair in ((f"budgets.actual{suffix}", then), (f"budgets.budget{suffix}", now))
    )

    def make(answers: Answers) -> Blocks:
        def row(head: Spans, suffix: str) -> _Row:
            actual, budget = f"budgets.actual{suffix}", f"budgets.budget{suffix}"
            return _Row(head, answers.get((actual, then)), answers.get((budget, now)))

        rows = [
            row((*ordinal(pillar.number), Text(" "), *written(request, pillar, "title")), f".{pillar.pk}")
            for pillar in shown
        ]
        rows = [each for each in rows if each.actual or each.budget]
        total = row(said(request, "合計", "Total"), "")
        return (_Table(request, rows, total).block(),) if rows else ()

    return (Deferred(codes, make),)


class _Table:
    def __init__(self, request: BlockRequest, rows: list[_Row], total: _Row) -> None:
        self.request = request
        self.rows = rows
        self.total = total

    def block(self) -> TableBlock:
        request = self.request
        then, now = year(request.fiscal_year), year(request.fiscal_year + 1)
        return TableBlock(
            f"amounts-{request.fiscal_year}",
            said(request, "柱ごとの金額", "Amounts by pillar"),
            (
                TableColumn(said(request, "柱", "Pillar")),
                TableColumn(said(request, "{year} 実績", "{year} actual", year=then), numeric=True),
                TableColumn(said(request, "{year} 予算", "{year} budget", year=now), numeric=True),
                TableColumn(said(request, "増減", "Change"), numeric=True),
            ),
            tuple(self._row(row) for row in self.rows),
            self._unit_note(),
            self._row(self.total),
            tuple(self._footnotes()),
        )

    def _row(self, row: _Row) -> TableRow:
        return TableRow((row.head, self._cell(row.actual), self._cell(row.budget), self._change(row)))

    def _cell(self, answer: Printed | None) -> Spans:
        if answer is None:
            return said(self.request, "記載なし", "not stated")
        return figure(answer.code, answer.fiscal_year)

    def _change(self, row: _Row) -> Spans:
        if row.change is None or row.actual is None or row.budget is None:
            return said(self.request, "—", "—")
        return (
            DifferenceSpan(
                row.budget.code,
                row.budget.fiscal_year,
                row.actual.code,
                row.actual.fiscal_year,
                format_number(self._shown(row.change), self.request.language),
                Decimal(row.change),
                row.budget.unit.value,
                evidence_address(row.budget.code, row.budget.fiscal_year, self.request.language),
            ),
        )

    def _shown(self, amount: int) -> int:
        conventions = self.request.conventions
        return display(amount, conventions.money_unit, currency=conventions.currency)

    def _unit_note(self) -> Spans:
        request = self.request
        first, second = self._basis(self.total.actual), self._basis(self.total.budget)
        parts: dict[str, Spans] = {
            "unit": unit_of_money(request),
            "then": year(request.fiscal_year),
            "now": year(request.fiscal_year + 1),
            "first": (Text(first),),
            "second": (Text(second),),
        }
        if not first or not second:
            return said(request, "単位：{unit}", "Unit: {unit}", **parts)
        return said(
            request,
            "単位：{unit}。{then}は{first}、{now}は{second}で、基準が異なります。",
            "Unit: {unit}. {then}: {first}; {now}: {second}. The two are on different bases.",
            **parts,
        )

    def _basis(self, answer: Printed | None) -> str:
        return answer.basis.label.text(self.request.language) if answer and answer.basis else ""

    def _footnotes(self) -> Iterator[Spans]:
        if not self._adds_up():
            yield said(self.request, *_pair(rounding_note(Rounding.HALF_UP)))
        columns = [[row.actual for row in self.rows], [row.budget for row in self.rows]]
        if any(answer is None for column in columns for answer in column):
            yield said(
                self.request,
                "記載のない金額は合計に含みません。",
                "Amounts that are not stated are not in the total.",
            )
        totals = (self.total.actual, self.total.budget)
        if any(exceeds(total, column) for total, column in zip(totals, columns, strict=True)):
            yield said(
                self.request,
                "合計には、この表に載せていない柱の金額を含みます。",
                "The total includes pillars that are not shown in this table.",
            )

    def _adds_up(self) -> bool:
        """Tell whether every column and every change adds up as shown."""
        conventions = self.request.conventions
        for column in ([row.actual for row in self.rows], [row.budget for row in self.rows]):
            known = [int(answer.value) for answer in column if answer and answer.value is not None]
            if footing(known, conventions.money_unit, currency=conventions.currency).differs:
                return False
        return all(self._change_fits(row) for row in (*self.rows, self.total))

    def _change_fits(self, row: _Row) -> bool:
        if row.change is None or row.actual is None or row.budget is None:
            return True
        one, other = (int(answer.value or 0) for answer in (row.budget, row.actual))
        return self._shown(row.change) == self._shown(one) - self._shown(other)


def unit_of_money(request: BlockRequest) -> Spans:
    """Return the cluster's unit of money, as stands above a table."""
    conventions = request.conventions
    return (Text(conventions.money_unit.label_in(conventions.currency).text(request.language)),)


def exceeds(total: Printed | None, parts: Iterable[Printed | None]) -> bool:
    """Tell whether a total holds other amounts than the parts that are known."""
    known = sum((each.value for each in parts if each and each.value is not None), Decimal(0))
    return total is not None and total.value is not None and total.value != known


def _pair(text: Localised) -> tuple[str, str]:
    return text.text("ja"), text.text("en")


def years_with_results(actor: Actor, at: dt.date) -> Iterable[int]:
    """Return the fiscal years of which the reader sees results: measures, items or actual amounts."""
    results = Q(side=Side.RESULTS)
    items = visible_to(Item.objects.filter(results), actor, at)
    measures = visible_to(Measure.objects.filter(results), actor, at)
    amounts = visible_to(Amount.objects.filter(basis__startswith="actual"), actor, at)
    return items.values_list("fiscal_year", flat=True).union(
        measures.values_list("fiscal_year", flat=True), amounts.values_list("fiscal_year", flat=True)
    )


register_block(
    "budgets.pillars",
    pillars,
    label=bi("柱ごとの実績と取組", "Pillars with what was done or is undertaken"),
    years=years_with_results,
)
register_block(
    "budgets.amounts_table", amounts_table, label=bi("柱ごとの金額の表", "Table of amounts by pillar")
)
