"""Tables of a page or report as data for spreadsheets: a head in the first row, one datum a cell, numbers as numbers.

After 行政データにおける機械可読性に関するルール: no merged cells, unit and Gregorian year in the head, blank is not 0;
what stands instead of a number has a column of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

from renkei.core.blocks.model import (
    DifferenceSpan,
    FigureSpan,
    OrdinalSpan,
    Section,
    Span,
    Spans,
    TableBlock,
    TableColumn,
    Text,
    YearSpan,
)
from renkei.core.blocks.plain import spans_to_text
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from collections.abc import Iterator

    from renkei.core.blocks.model import Blocks

Cell: TypeAlias = str | Decimal | None
Number: TypeAlias = FigureSpan | DifferenceSpan
Exact = Callable[[Number], tuple[Decimal | None, str]]
_NUMBER = Localised.both("番号", "Number")
_NOTE = Localised.both("{head}：数値でないときの記載", "{head}: what stands where there is no number")
_YEAR = Localised.both("{year}年度（{text}）", "{text}")
_EXACT = frozenset({"exact"})


@dataclass(frozen=True)
class Sheet:
    """A table as rows of cells. `notes` are its unit note and footnotes, which stand outside the table."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()


def tables_in(blocks: Blocks) -> Iterator[TableBlock]:
    """Yield the tables among blocks, in their order."""
    for block in blocks:
        if isinstance(block, TableBlock):
            yield block
        elif isinstance(block, Section):
            yield from tables_in(block.blocks)


def sheet_of(table: TableBlock, language: str, exact: Exact) -> Sheet:
    """Return a table as a sheet. Figures are exact, however the table rounds them; `exact` tells value and unit."""
    lines = [row.cells for row in (*table.rows, *([table.total] if table.total else []))]
    numbered = bool(table.rows) and all(
        row.cells and row.cells[0] and isinstance(row.cells[0][0], OrdinalSpan) for row in table.rows
    )
    head: list[str] = [_NUMBER.text(language)] if numbered else []
    columns: list[list[Cell]] = [[_ordinal(cells[0]) for cells in lines]] if numbered else []
    for place, column in enumerate(table.columns):
        spans = [cells[place] for cells in lines]
        if numbered and place == 0:
            spans = [_after_ordinal(each) for each in spans]
        name, values = _column(column, spans, language, exact)
        head.append(name)
        columns.append(values)
        said = [_unsaid(each, exact) if column.numeric else "" for each in spans]
        if any(said):
            head.append(_NOTE.filled(head=name).text(language))
            columns.append([each or None for each in said])
    notes = [spans_to_text(each) for each in (table.unit_note, *table.footnotes)]
    rows = tuple(zip(*columns, strict=True))
    return Sheet(spans_to_text(table.caption), _once(head), rows, tuple(filter(None, notes)))


def _column(column: TableColumn, spans: list[Spans], language: str, exact: Exact) -> tuple[str, list[Cell]]:
    name = "".join(_head_text(span, language) for span in column.spans)
    if not column.numeric:
        return name, [spans_to_text(each).strip() or None for each in spans]
    units = {exact(number)[1] for each in spans for number in _figures(each)}
    # The cells hold whole units, so that the printed unit (千円) would be wrong.
    unit = units.pop() if len(units) == 1 else column.unit
    if unit and language == "ja":
        name = f"{name}（{unit}）"
    elif unit:
        name = f"{name} ({unit})"
    return name, [_number(each, exact) for each in spans]


def _head_text(span: Span, language: str) -> str:
    """Return a year with its Gregorian number: 2017年度（平成29年度）."""
    if isinstance(span, YearSpan) and str(span.fiscal_year) not in span.text:
        return _YEAR.filled(year=span.fiscal_year, text=span.text).text(language)
    return spans_to_text((span,))


def _figures(spans: Spans) -> list[Number]:
    return [span for span in spans if isinstance(span, FigureSpan | DifferenceSpan)]


def _number(spans: Spans, exact: Exact) -> Cell:
    figures = _figures(spans)
    if len(figures) == 1:
        return exact(figures[0])[0]
    text = spans_to_text(spans).replace(",", "").strip()
    sign, rest = ("-", text[1:]) if text[:1] in {"△", "▲", "−"} else ("", text)
    return Decimal(sign + rest) if rest.replace(".", "", 1).isdecimal() and rest.isascii() else None


def _unsaid(spans: Spans, exact: Exact) -> str:
    """Return what a cell says beyond its number: not yet known, about, –."""
    figures = _figures(spans)
    vague = len(figures) == 1 and isinstance(figures[0], FigureSpan) and figures[0].state not in _EXACT
    return spans_to_text(spans) if vague or _number(spans, exact) is None else ""


def _ordinal(spans: Spans) -> Cell:
    if not (spans and isinstance(spans[0], OrdinalSpan)):
        return None
    text = spans[0].text
    return Decimal(text) if text.isdecimal() and text.isascii() else text


def _after_ordinal(spans: Spans) -> Spans:
    rest = spans[1:] if spans and isinstance(spans[0], OrdinalSpan) else spans
    return rest[1:] if rest and isinstance(rest[0], Text) and not rest[0].text.strip() else rest


def _once(heads: list[str]) -> tuple[str, ...]:
    """Number names that come twice, since every column of a table has its own."""
    seen: dict[str, int] = {}
    named = []
    for head in heads:
        seen[head] = seen.get(head, 0) + 1
        named.append(head if seen[head] == 1 else f"{head} {seen[head]}")
    return tuple(named)
