"""Excel workbooks: one sheet per table, read row by row; nothing in them runs."""

from __future__ import annotations

import datetime as dt
import weakref
import zipfile
from typing import TYPE_CHECKING, Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

from renkei.core.tables.archives import open_zip
from renkei.core.tables.csvfiles import COMMENT, Row
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from openpyxl import Workbook

ENDING = ".xlsx"
GUIDE_SHEETS = frozenset({"定義", "コード表", "説明", "手引き", "definitions", "codes", "guide"})
OLD_EXCEL = b"\xd0\xcf\x11\xe0"


def is_workbook(archive: zipfile.ZipFile) -> bool:
    return "xl/workbook.xml" in archive.namelist()


def refuse_macros(archive: zipfile.ZipFile) -> None:
    """Raise RuleBroken("load.macros") for a workbook or text that carries programs."""
    names = [name.casefold() for name in archive.namelist()]
    types = b""
    if "[Content_Types].xml" in archive.namelist():
        types = archive.read("[Content_Types].xml")
    active = any("vbaproject" in name or "/macrosheets/" in name or "/activex/" in name for name in names)
    if active or b"macroEnabled" in types:
        raise RuleBroken(
            "load.macros",
            Localised.both(
                "マクロを含むファイルは受け付けません。マクロのない形式（.xlsx）で保存してください。",
                "Files with macros are refused. Please save the workbook without macros (.xlsx).",
            ),
        )


def open_workbook(path: Path, *, with_hidden: bool = False) -> Workbook:
    """Open a workbook for reading. Raises RuleBroken: too large, macros, hidden sheets unless asked for, damaged."""
    with open_zip(path) as archive:
        refuse_macros(archive)
    file = path.open("rb")
    try:
        book = load_workbook(file, read_only=True, data_only=False, keep_links=False, keep_vba=False)
        weakref.finalize(book, file.close)  # also where somebody stops reading in the middle
    except (InvalidFileException, KeyError, ValueError, TypeError, SyntaxError, zipfile.BadZipFile) as error:
        file.close()
        raise RuleBroken(
            "load.broken_workbook",
            Localised.both(
                "ワークブックを開けません（壊れているか、形式が違います）。",
                "The workbook cannot be opened: damaged, or of another format.",
            ),
        ) from error
    hidden = [sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"]
    if hidden and not with_hidden:
        book.close()
        raise RuleBroken(
            "load.hidden_sheets",
            Localised.both(
                f"非表示のシートがあります（{'、'.join(hidden)}）。表示するか削除してください。",
                f"There are hidden sheets ({', '.join(hidden)}). Show or delete them.",
            ),
        )
    return book


def sheet_rows(book: Workbook, title: str) -> Iterator[Row]:
    """Yield (row number, cells as texts), without comments and blank rows."""
    sheet = book[title]
    sheet.reset_dimensions()  # some programs write a wrong one
    for number, values in enumerate(sheet.iter_rows(values_only=True), 1):
        cells = [as_text(value) for value in values]
        if any(cell.strip() for cell in cells) and not cells[0].lstrip().startswith(COMMENT):
            yield number, cells


def as_text(value: Any) -> str:
    """Return what a cell holds as a person would type it; a formula keeps its sign of equality."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() else repr(value)
    if isinstance(value, dt.datetime):
        midnight = value.time() == dt.time()
        return value.date().isoformat() if midnight else value.isoformat(sep=" ")
    if isinstance(value, (ArrayFormula, DataTableFormula)):
        return f"={getattr(value, 'text', '') or ''}".replace("==", "=")
    return value.isoformat() if isinstance(value, (dt.date, dt.time)) else str(value)
