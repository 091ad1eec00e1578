"""A file as the rules look at it: cells as they stand, and what the file says of them beside their values."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from typing import IO, TYPE_CHECKING, Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from renkei.core.tables.archives import check_size, open_zip
from renkei.core.tables.csvfiles import encoding_of, rows_of
from renkei.core.tables.findings import Unreadable
from renkei.core.tables.sheets import layout_of_sheet
from renkei.core.tables.workbooks import GUIDE_SHEETS, as_text, is_workbook
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from pathlib import Path

MOST_ROWS = 20_000
MOST_COLUMNS = 500
_OBJECTS = re.compile(r"^xl/(?:drawings/[^/]+\.xml|charts/|media/|embeddings/|comments)", re.ASCII)


@dataclass
class Looked:
    """One table. `numbers` are places (row, position) whose cell is a number in the file, not a text."""

    title: str
    rows: list[tuple[int, list[str]]]
    numbers: set[tuple[int, int]] = field(default_factory=set)
    filled: list[tuple[int, int]] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    conditional: bool = False


@dataclass
class LookedFile:
    name: str
    tables: list[Looked]
    is_csv: bool = False
    encoding: str = ""
    objects: list[str] = field(default_factory=list)
    hidden_sheets: list[str] = field(default_factory=list)
    definitions: bool = False
    ragged: list[tuple[int, int]] = field(default_factory=list)


def read_file(path: Path, name: str) -> LookedFile | None:
    """Read a file, or return None for one that is no table a machine reads. Raises RuleBroken("load.…")."""
    check_size(path)
    with path.open("rb") as stream:
        head = stream.read(4)
    if head == b"PK\x03\x04":
        with open_zip(path) as archive:
            if not is_workbook(archive):
                return None
        return _workbook(path, name)
    if path.suffix.lower() not in {".csv", ".tsv", ".txt"}:
        return None
    return _csv(path, name)


def _csv(path: Path, name: str) -> LookedFile:
    opened = partial(_open, path)
    try:
        rows = list(islice(rows_of(name, opened), MOST_ROWS))
    except Unreadable as error:
        flaw = error.flaw
        raise RuleBroken("load.unreadable", Localised.both(flaw.message("ja"), flaw.message("en"))) from None
    width = len(rows[0][1]) if rows else 0
    found = LookedFile(name, [Looked("", rows)], is_csv=True, encoding=encoding_of(opened))
    found.ragged = [(number, len(cells)) for number, cells in rows if len(cells) != width]
    return found


def _open(path: Path) -> IO[bytes]:
    return path.open("rb")


def _workbook(path: Path, name: str) -> LookedFile:
    found = LookedFile(name, [])
    with zipfile.ZipFile(path) as archive:
        found.objects = sorted({entry for entry in archive.namelist() if _OBJECTS.match(entry)})
    try:
        book = load_workbook(path, read_only=True, data_only=False, keep_links=False)
    except Exception as error:
        raise RuleBroken(
            "load.broken_workbook",
            Localised.both(
                "ワークブックを開けません（壊れています）。", "The workbook cannot be opened; it is damaged."
            ),
        ) from error
    try:
        for sheet in book.worksheets:
            if sheet.sheet_state != "visible":
                found.hidden_sheets.append(sheet.title)
            elif sheet.title.casefold() in GUIDE_SHEETS:
                found.definitions = True
            else:
                found.tables.append(_table(path, sheet))
    finally:
        book.close()
    return found


def _table(path: Path, sheet: Any) -> Looked:
    sheet.reset_dimensions()
    found = Looked(sheet.title, [])
    for number, cells in enumerate(sheet.iter_rows(), 1):
        texts = [as_text(cell.value) for cell in cells[:MOST_COLUMNS]]
        if not any(text.strip() for text in texts):
            continue
        if len(found.rows) >= MOST_ROWS:
            break
        found.rows.append((number, texts))
        for position, cell in enumerate(cells[:MOST_COLUMNS]):
            if isinstance(cell.value, (int, float)) and not isinstance(cell.value, bool):
                found.numbers.add((number, position))
            if texts[position] and cell.has_style and cell.fill.fill_type == "solid":
                found.filled.append((number, position))
    layout = layout_of_sheet(path, sheet)
    filled = {number for number, _ in found.rows}
    width = max((len(texts) for _, texts in found.rows), default=0)
    found.hidden_rows = sorted(set(layout.rows) & filled)
    found.hidden_columns = sorted(number for number in layout.columns if number <= width)
    found.merged = [
        f"{get_column_letter(left)}{top}:{get_column_letter(right)}{bottom}"
        for left, top, right, bottom in layout.merged
    ]
    found.conditional = layout.conditional
    return found
