"""A report as data: a workbook with a sheet per table, all figures and their definitions; the figures as CSV.

After 行政データにおける機械可読性に関するルール, as docs/adr/0022 says.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

import xlsxwriter

from renkei.core.blocks.letters import printable
from renkei.core.blocks.model import FigureSpan
from renkei.core.blocks.resolve import nodes
from renkei.core.blocks.tabular import Cell, Sheet, sheet_of, tables_in
from renkei.kernel.cleaning import looks_like_formula
from renkei.kernel.localised import Localised
from renkei.kernel.units import CountedUnit
from renkei.reports.figures import STATES, ReportFigure

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Mapping

    from renkei.core.blocks.tabular import Number
    from renkei.reports.service import Report

_BREAK = "\u2028"  # a break inside a text, where a record is one line
_WIDEST = 60
_HEAD_ROWS = 1
FIGURES = Localised.both("数値", "figures")
TABLE = Localised.both("表{number}", "table {number}")
DEFINITIONS = Localised.both("定義", "definitions")
TOTALS = Localised.both("全体", "Whole report")
BLANK = Localised.both("空欄は記載なし（0ではない）", "Blank: not stated (not zero)")


@dataclass(frozen=True)
class _Column:
    """A column of the figures: its head, what it means, and what it holds."""

    head: Localised
    meaning: Localised
    of: Callable[[ReportFigure], Any]


def _column(ja: str, en: str, meaning: str, english: str, of: Callable[[ReportFigure], Any]) -> _Column:
    return _Column(Localised.both(ja, en), Localised.both(meaning, english), of)


def _year(figure: ReportFigure) -> str:
    """Return the printed year with its Gregorian number beside an era."""
    return figure.year if str(figure.fiscal_year) in figure.year else f"{figure.fiscal_year}（{figure.year}）"


_UNDATED = "年度の始まる年（西暦）"
COLUMNS = (
    _column("節コード", "section_code", "報告の節", "Section of the report", lambda f: f.section),
    _column("数値コード", "figure_code", "変わらない符号", "Stable code", lambda f: f.code),
    _column("名称", "label", "数値の名称", "Name of the figure", lambda f: f.label),
    _column("年度（西暦）", "fiscal_year", _UNDATED, "Year it starts in", lambda f: Decimal(f.fiscal_year)),
    _column("年度（西暦と和暦）", "year", "印字の年度", "The year as printed", _year),
    _column("値", "value", "単位のとおりの正確な値", "Exact, in the unit beside it", lambda f: f.value),
    _column("単位コード", "unit_code", "数えるものの符号", "Code of what is counted", lambda f: f.unit),
    _column("単位", "unit", "値の単位", "Unit of the value", lambda f: f.unit_label),
    _column("状態コード", "state_code", "確からしさの符号", "Code of the state", lambda f: f.state),
    _column(
        "状態",
        "state",
        "数値あり・概数・未確定など",
        "exact, about, not yet known …",
        lambda f: f.state_label,
    ),
    _column("基準コード", "basis_code", "基準の符号", "Code of the basis", lambda f: f.basis),
    _column("基準", "basis", "実績・予算などの別", "Actual, budget and so on", lambda f: f.basis_label),
    _column(
        "公表者コード",
        "publisher_code",
        "公表した組織の符号",
        "Code of who published it",
        lambda f: f.publisher,
    ),
    _column("公表者", "publisher", "公表した組織", "Who published it", lambda f: f.publisher_label),
)


def figures_sheet(found: Report) -> Sheet:
    """Return every figure of the report, a row for each section that prints it."""
    head = tuple(column.head.text(found.language) for column in COLUMNS)
    rows = tuple(tuple(_held(column.of(each)) for column in COLUMNS) for each in figures_in(found))
    return Sheet(FIGURES.text(found.language), head, rows)


def _held(value: Any) -> Cell:
    return None if value is None or value == "" else value


def figures_in(found: Report) -> tuple[ReportFigure, ...]:
    """Return what the report knows of its figures; where it was kept without, what its spans say."""
    if found.figures:
        return found.figures
    return tuple(
        _of_span(each, section.id, found.language)
        for section in found.sections
        for each in dict.fromkeys(node for node in nodes(section.blocks) if isinstance(node, FigureSpan))
    )


def _of_span(span: FigureSpan, section: str, language: str) -> ReportFigure:
    return ReportFigure(
        section,
        span.code,
        span.fiscal_year,
        str(span.fiscal_year),
        "",
        span.value,
        f"{span.text}{span.unit}",
        span.counted,
        _unit_label(span.counted, language),
        span.state,
        STATES[span.state].text(language) if span.state in STATES else span.state,
        span.basis,
    )


def _unit_label(counted: str, language: str) -> str:
    known = counted in CountedUnit._value2member_map_
    return CountedUnit(counted).label.text(language) if known else counted


def _exact(known: Mapping[str, ReportFigure], language: str, number: Number) -> tuple[Decimal | None, str]:
    figure = known.get(number.code)
    if figure is None:
        return number.value, _unit_label(number.counted, language)
    value = None if number.value is None else number.value.scaleb(-figure.minor_digits)
    return value, figure.unit_label


def as_csv(found: Report) -> bytes:
    """Return the figures as CSV in UTF-8 with its mark, a line for each record; no cell runs as a formula."""
    sheet = figures_sheet(found)
    kept = io.StringIO(newline="")
    writer = csv.writer(kept, lineterminator="\r\n")
    for row in (sheet.head, *sheet.rows):
        writer.writerow([_csv_cell(cell) for cell in row])
    return kept.getvalue().encode("utf-8-sig")


def _csv_cell(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return f"{cell:f}" if cell != cell.to_integral_value() else f"{cell:.0f}"
    text = printable(cell).replace("\n", _BREAK)
    # A spreadsheet shows the apostrophe's text and runs nothing.
    return f"'{text}" if looks_like_formula(text) else text


def as_workbook(found: Report, made_at: dt.datetime) -> bytes:
    """Return the report as a workbook; the same report and moment give the same bytes."""
    kept = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(kept, options)
    book.set_properties(
        {
            "title": printable(found.title.text(found.language)),
            "company": printable(found.cluster.text(found.language)),
            "created": made_at.replace(tzinfo=None),
        }
    )
    sheets = _Sheets(book)
    exact = partial(_exact, {each.code: each for each in found.figures}, found.language)
    tables = [table for section in found.sections for table in tables_in(section.blocks)]
    listed = [sheet_of(table, found.language, exact) for table in tables]
    sheets.add(FIGURES.text(found.language), figures_sheet(found))
    for number, sheet in enumerate(listed, 1):
        sheets.add(TABLE.filled(number=number).text(found.language), sheet)
    sheets.add(DEFINITIONS.text(found.language), _definitions(found, listed))
    book.close()
    return kept.getvalue()


class _Sheets:
    """The sheets of the workbook: a frozen head, texts as texts, numbers as numbers, A4 across one page."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self._text = book.add_format({"text_wrap": True, "valign": "top"})
        self._whole = book.add_format({"num_format": "#,##0;△#,##0", "valign": "top"})
        self._year = book.add_format({"num_format": "0", "valign": "top"})
        self._part = book.add_format({"num_format": "#,##0.##;△#,##0.##", "valign": "top"})

    def add(self, name: str, sheet: Sheet) -> None:
        page = self._book.add_worksheet(name)
        page.freeze_panes(_HEAD_ROWS, 0)
        page.set_paper(9)
        page.set_landscape()
        page.fit_to_pages(1, 0)
        page.repeat_rows(0)
        for place, head in enumerate(sheet.head):
            page.set_column(place, place, _width([head, *(row[place] for row in sheet.rows)]))
            page.write_string(0, place, printable(head), self._head)
        for number, row in enumerate(sheet.rows, _HEAD_ROWS):
            for place, cell in enumerate(row):
                self._write(page, number, place, cell, sheet.head[place])

    def _write(self, page: Any, row: int, place: int, cell: Cell, head: str) -> None:
        if isinstance(cell, Decimal):
            page.write_number(row, place, cell, self._format(cell, head))
        elif cell is not None:
            page.write_string(row, place, printable(cell), self._text)

    def _format(self, cell: Decimal, head: str) -> Any:
        if head in _YEARS:
            return self._year
        return self._whole if cell == cell.to_integral_value() else self._part


_YEARS = frozenset(COLUMNS[3].head.values())


def _width(cells: Iterable[Cell]) -> int:
    """Return a width at which most cells stand on one line; a Japanese letter takes two places."""
    lengths = (sum(1 + (letter > "\u2e7f") for letter in str(cell or "")) for cell in cells)
    return min(max(lengths, default=0), _WIDEST) + 3


_DEFINED = (
    Localised.both("シート", "sheet"),
    Localised.both("列または符号", "column_or_code"),
    Localised.both("名称", "label"),
    Localised.both("単位", "unit"),
    Localised.both("数え方", "kind"),
    Localised.both("意味", "meaning"),
    Localised.both("資料", "source"),
)


def _definitions(found: Report, tables: list[Sheet]) -> Sheet:
    """Return what the columns, tables, sections and figures mean, with unit and source."""
    language = found.language
    figures, defined = FIGURES.text(language), DEFINITIONS.text(language)
    rows: list[tuple[Cell, ...]] = [(defined, None, None, None, None, text, None) for text in _about(found)]
    rows += [
        (figures, each.head.text(language), None, None, None, each.meaning.text(language), None)
        for each in COLUMNS
    ]
    rows += [
        (figures, section.id, section.title.text(language) or None, None, None, _SECTION.text(language), None)
        for section in found.sections
    ]
    if any(each.section == "totals" for each in found.figures):
        rows.append((figures, "totals", TOTALS.text(language), None, None, _SECTION.text(language), None))
    for number, sheet in enumerate(tables, 1):
        name = TABLE.filled(number=number).text(language)
        rows.append((name, None, sheet.title, None, None, _EXACT_NOTE.text(language), None))
        rows += [(name, None, sheet.title, None, None, note, None) for note in sheet.notes]
    rows += [
        (
            figures,
            each.code,
            each.label or None,
            each.unit_label,
            each.kind_label or None,
            each.definition or None,
            "; ".join(each.sources) or None,
        )
        for each in {figure.code: figure for figure in figures_in(found)}.values()
    ]
    return Sheet(defined, tuple(each.text(language) for each in _DEFINED), tuple(rows))


_SECTION = Localised.both("報告の節の符号", "Code of a section of the report")
_EXACT_NOTE = Localised.both(
    "報告の表。金額などは端数を丸めず、単位のとおりの値で記す",
    "A table of the report; amounts are exact, in the unit of the heading, not rounded as printed",
)
_ENCODING = Localised.both(
    "xlsx（UTF-8）。CSVはBOM付きのUTF-8", "xlsx (UTF-8); CSV: UTF-8 with its mark (BOM)"
)


def _about(found: Report) -> list[str]:
    language = found.language
    title = f"{found.title.text(language)}（{found.cluster.text(language)}）"
    return [title, BLANK.text(language), _ENCODING.text(language)]
