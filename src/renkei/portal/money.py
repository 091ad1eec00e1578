"""Money by year, pillar, party, fund and basis: the figures of each year, what adds up to date, and the lines."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from renkei.budgets.enums import Basis
from renkei.budgets.models import Amount, Fund, Pillar
from renkei.budgets.rules import ACTUAL_STAGES
from renkei.core.figures.addresses import evidence_address
from renkei.core.figures.answers import MoneyStyle
from renkei.core.figures.service import history_book
from renkei.core.figures.trends import with_joints
from renkei.core.publication.selectors import is_public, visible_to
from renkei.core.publication.words import NOT_PUBLIC
from renkei.core.records.kinds import kind_of
from renkei.core.records.selectors import present_cluster
from renkei.core.ui.marks import plain
from renkei.core.ui.parts import Cell
from renkei.core.ui.text import bi
from renkei.directory.models import Organisation
from renkei.portal.filters import Filter, a_filter
from renkei.portal.presentation import FigureCard, card_of
from renkei.portal.record_cells import reference

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from django.db.models import QuerySet

    from renkei.core.blocks.request import BlockRequest
    from renkei.core.records.models import Record
    from renkei.portal.record_figures import Past

BUDGET, ACTUAL = "budgets.budget", "budgets.actual"
BY_PARTY, BY_FUND = "budgets.to_date_by_party", "budgets.to_date_by_fund"
NOT_STATED, UNSTATED = "none", bi("記載なし", "not stated")
CHUNK, MOST_OWNERS = 1_000, 15
FILE_HEADS = (
    bi("識別名", "Identifier"),
    bi("年度", "Fiscal year"),
    bi("基準", "Basis"),
    bi("柱", "Pillar"),
    bi("施策", "Measure"),
    bi("負担者", "Party"),
    bi("財源", "Fund"),
    bi("金額", "Amount"),
    bi("印字された精度", "Printed precision"),
    bi("資料", "Document"),
    bi("資料の中の場所", "Place in the document"),
)


@dataclass(frozen=True)
class YearOfMoney:
    """A fiscal year: for each pillar its budget and actual amount, and both totals. None where not on record."""

    year: int
    rows: tuple[tuple[Any, FigureCard | None, FigureCard | None], ...]
    budget: FigureCard | None
    actual: FigureCard | None


class Money:
    """What the page of money shows of figures, asked in one go."""

    def __init__(self, request: BlockRequest) -> None:
        self.request = request
        self.cluster = present_cluster()
        self.pillars = list(visible_to(Pillar.objects.order_by("number", "slug"), request.actor, request.at))
        self._parties = self._owners(Organisation, "party")
        self._funds = self._owners(Fund, "fund")
        codes = [f"{side}.{pillar.pk}" for side in (BUDGET, ACTUAL) for pillar in self.pillars]
        codes += [f"{BY_PARTY}.{each.pk}" for each in self._parties]
        codes += [f"{BY_FUND}.{each.pk}" for each in self._funds]
        totals = (BUDGET, ACTUAL, BY_PARTY)
        self._book = history_book([*totals, BY_FUND, *codes], actor=request.actor, at=request.at)
        self.past: Past = {code: with_joints(self._book.past(code)) for code in totals}

    def _owners(self, model: type[Any], field: str) -> list[Any]:
        named = amounts_seen(self.request).order_by().exclude(**{field: None}).values(field)
        return list(
            visible_to(model.objects.filter(pk__in=named), self.request.actor, self.request.at).order_by("pk")
        )

    def years(self) -> list[int]:
        """Return the fiscal years with a budget or an actual amount, the newest first."""
        found = {each.fiscal_year for side in (BUDGET, ACTUAL) for each in self.past.get(side, ())}
        return sorted(found, reverse=True)

    def year(self, year: int) -> YearOfMoney:
        rows = [
            (pillar, self._card(f"{BUDGET}.{pillar.pk}", year), self._card(f"{ACTUAL}.{pillar.pk}", year))
            for pillar in self.pillars
        ]
        shown = tuple(row for row in rows if row[1] or row[2])
        return YearOfMoney(year, shown, self._card(BUDGET, year), self._card(ACTUAL, year))

    def to_date(self) -> list[tuple[Any, list[tuple[Any, FigureCard]]]]:
        """Return the sums to date in the last year on record, altogether and the largest by party and by fund."""
        last = max((each.fiscal_year for each in self.past.get(BY_PARTY, ())), default=None)
        if last is None:
            return []
        groups = [
            (bi("すべて", "Altogether"), [(bi("合計", "Total"), BY_PARTY)]),
            (bi("負担者ごと", "By party"), [(each.name, f"{BY_PARTY}.{each.pk}") for each in self._parties]),
            (bi("財源ごと", "By fund"), [(each.name, f"{BY_FUND}.{each.pk}") for each in self._funds]),
        ]
        found = [
            (label, [(name, card) for name, code in those if (card := self._card(code, last))])
            for label, those in groups
        ]
        return [(label, _largest(rows)) for label, rows in found if rows]

    def _card(self, code: str, year: int) -> FigureCard | None:
        answer = self._book.answer(code, year)
        return card_of(answer, self.cluster, self.request.language) if answer else None


def _largest(rows: list[tuple[Any, FigureCard]]) -> list[tuple[Any, FigureCard]]:
    """Return all rows in their order or, of very many, the largest: the lines have the others."""
    if len(rows) <= MOST_OWNERS:
        return rows
    return sorted(rows, key=lambda row: -(row[1].value or 0))[:MOST_OWNERS]


def amounts_seen(request: BlockRequest) -> QuerySet[Amount]:
    """Return the amounts a stranger may see, the newest year first."""
    rows = visible_to(Amount.objects.all(), request.actor, request.at)
    return rows.order_by("-fiscal_year", "pillar__number", "pillar", "basis", "slug")


def filters_of(rows: QuerySet[Amount], request: BlockRequest) -> list[Filter]:
    """Return what the lines can be narrowed by: values that are there and may be named. Four queries."""
    plain = rows.order_by()
    years = sorted(
        {str(year) for year in plain.values_list("fiscal_year", flat=True).distinct()}, reverse=True
    )
    bases = set(plain.values_list("basis", flat=True).distinct())
    told = [(year, request.conventions.year(int(year), request.language)) for year in years]
    there = [(basis.value, basis.label) for basis in Basis if basis.value in bases]
    found = [a_filter("year", bi("年度", "Fiscal year"), told), a_filter("basis", bi("段階", "Stage"), there)]
    for name, label, model, title in (
        ("pillar", bi("柱", "Pillar"), Pillar, "title"),
        ("party", bi("負担者", "Party"), Organisation, "name"),
        ("fund", bi("財源", "Fund"), Fund, "name"),
    ):
        named = visible_to(
            model._default_manager.filter(pk__in=plain.values(name)), request.actor, request.at
        )
        options = [(each.pk, getattr(each, title)) for each in named.order_by("pk")]
        unstated = [] if name == "pillar" else [(NOT_STATED, UNSTATED)]
        found.append(a_filter(name, label, [*options, *unstated]))
    return found


def narrowed(rows: QuerySet[Amount], chosen: Mapping[str, str]) -> QuerySet[Amount]:
    """Return the lines that meet the filters; `none` asks for those that state no party or fund."""
    for name, value in chosen.items():
        if value:
            field = "fiscal_year" if name == "year" else name
            rows = rows.filter(**{field: None if value == NOT_STATED else value})
    return rows


def money_style(request: BlockRequest) -> MoneyStyle:
    return MoneyStyle(request.conventions.currency, request.conventions.money_unit)


def named_cell(record: Record | None, request: BlockRequest) -> Cell:
    """Return a record's name with its page; what is not public, and what is not stated, is said in other words."""
    if record is None:
        return Cell(UNSTATED, "missing")
    return reference(record, request.language, request.at) or Cell(NOT_PUBLIC, "missing")


def name_of(record: Record | None, at: dt.date) -> Any:
    """Return the words of the same three states without an address, for files."""
    if record is None:
        return UNSTATED
    if not is_public(record, at):
        return NOT_PUBLIC
    return kind_of(record).label_for(record, lambda owner: is_public(owner, at))


def lines_of_amounts(rows: Iterable[Amount], request: BlockRequest) -> list[dict[str, Any]]:
    """Return the lines as the table shows them: names of what may be named, the amount, its document and place."""
    style = money_style(request)
    return [
        {
            "amount": row,
            "pillar": named_cell(row.pillar, request),
            "measure": named_cell(row.measure, request) if row.measure_id else None,
            "party": named_cell(row.party, request),
            "fund": named_cell(row.fund, request),
            "shown": style.text(Decimal(row.amount), request.language),
            "evidence": evidence_address(evidence_code(row, request.at), row.fiscal_year, request.language),
            "document": named_cell(row.document, request),
            "place": _place_of(row, request.at),
        }
        for row in rows
    ]


def amounts_table(rows: QuerySet[Amount], at: dt.date) -> Iterator[Sequence[object]]:
    """Yield the same lines for a file, the heads first: a few at a time, amounts in whole units."""
    yield [plain(head) for head in FILE_HEADS]
    for row in rows.iterator(chunk_size=CHUNK):
        measure = name_of(row.measure, at) if row.measure_id else ""
        names = (name_of(row.pillar, at), measure, name_of(row.party, at), name_of(row.fund, at))
        source = (name_of(row.document, at), _place_of(row, at))
        said = [plain(each) for each in (row.get_basis_display(), *names)]
        yield [row.pk, row.fiscal_year, *said, row.amount, row.precision, *(plain(each) for each in source)]


def _place_of(row: Amount, at: dt.date) -> Any:
    return row.place if row.document and is_public(row.document, at) else ""


def evidence_code(row: Amount, at: dt.date) -> str:
    """Return the figure whose evidence holds this line: its pillar's, where that may be named, else the total."""
    side = ACTUAL if row.basis in ACTUAL_STAGES else BUDGET
    return f"{side}.{row.pillar_id}" if is_public(row.pillar, at) else side
