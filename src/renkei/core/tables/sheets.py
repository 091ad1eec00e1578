"""A list from anybody's spreadsheet: the cells of one sheet with their places, refused where something is hidden."""

from __future__ import annotations

import re
import zipfile
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import partial
from typing import IO, TYPE_CHECKING, Any

from openpyxl.utils.cell import range_boundaries

from renkei.core.tables.archives import check_size, open_zip
from renkei.core.tables.csvfiles import rows_of
from renkei.core.tables.findings import Unreadable
from renkei.core.tables.sources import wrong_format
from renkei.core.tables.workbooks import GUIDE_SHEETS, is_workbook, open_workbook, sheet_rows
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from openpyxl import Workbook

MOST_ROWS = 20_000
MOST_COLUMNS = 500
_PIECE = 1 << 20
_TAG = re.compile(rb"<(?:\w+:)?(row|col|mergeCell|conditionalFormatting)\b([^>]*)>")
_NUMBER = re.compile(rb'\b(?:r|min)="(\d+)"')
_RANGE = re.compile(rb'\bref="([A-Z]+\d+:[A-Z]+\d+)"')
Range = tuple[int, int, int, int]


@dataclass
class Sheet:
    """The rows of one sheet that hold anything: (row number as the spreadsheet shows it, cells as texts)."""

    file: str
    title: str
    rows: list[tuple[int, list[str]]]
    guided: bool = False  # it has the sheet of definitions beside it: the workbook was written by Renkei


@dataclass
class SheetLayout:
    """What the sheet's own file says of it beside the values."""

    rows: list[int] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)
    merged: list[Range] = field(default_factory=list)
    conditional: bool = False


def read_sheets(path: Path, name: str) -> list[Sheet]:
    """Read a workbook or a CSV file. `name` is what people call it.

    Raises RuleBroken("load.hidden_rows"), ("load.hidden_columns"), ("load.hidden_sheets"), ("load.too_many_rows"),
    ("load.unreadable"), ("load.…").
    """
    check_size(path)
    with path.open("rb") as stream:
        head = stream.read(4)
    if path.suffix == ".csv" and not head.startswith(b"PK\x03\x04"):
        return [Sheet(name, "", _limited(_csv(path, name)))]
    if head != b"PK\x03\x04":
        raise wrong_format(name, head)
    with open_zip(path) as archive:
        if not is_workbook(archive):
            raise wrong_format(name, head)
    book = open_workbook(path)
    try:
        titles = [sheet.title for sheet in book.worksheets]
        guided = any(title.casefold() in GUIDE_SHEETS for title in titles)
        wanted = [title for title in titles if title.casefold() not in GUIDE_SHEETS]
        return [_sheet(book, path, title, name, guided=guided) for title in wanted]
    finally:
        book.close()


def _csv(path: Path, name: str) -> Iterator[tuple[int, list[str]]]:
    try:
        yield from rows_of(name, partial(_open, path))
    except Unreadable as error:
        flaw = error.flaw
        raise RuleBroken("load.unreadable", Localised.both(flaw.message("ja"), flaw.message("en"))) from None


def _open(path: Path) -> IO[bytes]:
    return path.open("rb")


def _limited(rows: Iterable[tuple[int, list[str]]]) -> list[tuple[int, list[str]]]:
    kept: list[tuple[int, list[str]]] = []
    for number, cells in rows:
        if len(kept) >= MOST_ROWS or any(cells[MOST_COLUMNS:]):
            raise RuleBroken(
                "load.too_many_rows",
                Localised.both(
                    f"一度に読み込めるのは{MOST_ROWS:,}行・{MOST_COLUMNS}列までです。分けて読み込んでください。",
                    f"At most {MOST_ROWS:,} rows of {MOST_COLUMNS} columns are read at once; please split the table.",
                ),
            )
        kept.append((number, cells[:MOST_COLUMNS]))
    return kept


def _sheet(book: Workbook, path: Path, title: str, name: str, *, guided: bool) -> Sheet:
    layout = layout_of_sheet(path, book[title])
    rows = _limited(sheet_rows(book, title))
    filled = {number for number, _ in rows}
    hidden = sorted(set(layout.rows) & filled)
    width = max((_width(cells) for _, cells in rows), default=0)
    columns = sorted(number for number in layout.columns if number <= width)
    for code, places, ja, en in (
        ("load.hidden_rows", hidden, "行", "rows"),
        ("load.hidden_columns", columns, "列", "columns"),
    ):
        if places:
            raise _hidden(code, title, places, ja, en)
    _fill(rows, layout.merged)
    return Sheet(f"{name} [{title}]", title, rows, guided)


def _width(cells: list[str]) -> int:
    return max((number for number, cell in enumerate(cells, 1) if cell.strip()), default=0)


def _hidden(code: str, title: str, places: list[int], ja: str, en: str) -> RuleBroken:
    shown = ", ".join(str(place) for place in places[:5]) + ("…" if len(places) > 5 else "")  # noqa: PLR2004
    return RuleBroken(
        code,
        Localised.both(
            f"シート「{title}」に、値のある非表示の{ja}があります（{shown}）。フィルターを解き、表示するか"
            "削除してから、もう一度選んでください。",
            f"The sheet “{title}” has hidden {en} with values ({shown}). Clear the filter, show or delete them, "
            "and choose the file again.",
        ),
    )


def layout_of_sheet(path: Path, sheet: Any) -> SheetLayout:
    """Look through the sheet's file piece by piece for what is hidden and merged."""
    place = str(sheet._worksheet_path)
    found = SheetLayout()
    with zipfile.ZipFile(path) as archive, archive.open(place.lstrip("/")) as stream:
        rest = b""
        while piece := stream.read(_PIECE):
            text = rest + piece
            end = text.rfind(b"<")
            rest = text[end:] if end >= 0 else b""
            _note(found, text[:end] if end >= 0 else text)
        _note(found, rest)
    return found


def _note(found: SheetLayout, text: bytes) -> None:
    for tag, attributes in _TAG.findall(text):
        if tag == b"mergeCell":
            match = _RANGE.search(attributes)
            if match:
                found.merged.append(range_boundaries(match.group(1).decode()))  # type: ignore[arg-type]
        elif tag == b"conditionalFormatting":
            found.conditional = True
        elif b'hidden="1"' in attributes or b'hidden="true"' in attributes:
            number = _NUMBER.search(attributes)
            if number:
                (found.rows if tag == b"row" else found.columns).append(int(number.group(1)))


def _fill(rows: list[tuple[int, list[str]]], merged: list[Range]) -> None:
    """Repeat the value of merged cells in every cell that they cover."""
    lines, numbers = dict(rows), [number for number, _ in rows]
    for left, top, right, bottom in merged:
        first = lines.get(top, [])
        value = first[left - 1] if len(first) >= left else ""
        covered = numbers[bisect_left(numbers, top) : bisect_right(numbers, bottom)] if value else []
        for number in covered:
            cells = lines[number]
            cells.extend([""] * (min(right, MOST_COLUMNS) - len(cells)))
            for position in range(left - 1, min(right, MOST_COLUMNS)):
                cells[position] = cells[position] or value
