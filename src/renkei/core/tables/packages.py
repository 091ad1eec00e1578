"""Writing a package in its three forms, the same bytes for the same records."""

from __future__ import annotations

import csv
import io
import os
import shutil
import tempfile
import zipfile
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Literal, Protocol

import xlsxwriter
from django.utils.translation import override

from renkei.core.tables.columns import Column, ColumnType
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Form = Literal["folder", "zip", "xlsx"]
DESCRIPTOR = "datapackage.json"
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_READABLE_BY_ALL = 0o644 << 16
_NUMBERS = frozenset({ColumnType.INTEGER, ColumnType.NUMBER, ColumnType.MONEY, ColumnType.FISCAL_YEAR})
_WIDEST = 15  # digits a spreadsheet keeps
DEFINITIONS, CODES = "定義", "コード表"
DEFINED = (
    "表 table",
    "列 column",
    "名称",
    "Title",
    "型 type",
    "単位 unit",
    "必須 required",
    "空欄の意味 blank",
    "説明",
    "Description",
)
CODED = ("表 table", "列 column", "コード code", "意味", "Meaning")
BLANK = "記載なし（0ではない） not stated (not zero)"
_UNITS = {
    ColumnType.MONEY: ("クラスターの通貨の単位（円など）", "units of the cluster's currency"),
    ColumnType.NUMBER: ("指標などの定める単位", "the unit that the indicator defines"),
    ColumnType.FISCAL_YEAR: ("年度（始まる年の西暦）", "fiscal year, by the Gregorian year it starts in"),
    ColumnType.DATE: ("年月日（西暦、YYYY-MM-DD）", "day, YYYY-MM-DD"),
    ColumnType.PARTIAL_DATE: ("年月日、年月、年（西暦）", "day, month or year"),
}
ABOUT_ENCODING = (
    "*",
    "*",
    "文字コード",
    "Encoding",
    "",
    "",
    "",
    "",
    "xlsx（UTF-8）。CSVはBOM付きのUTF-8",
    "xlsx (UTF-8); CSV: UTF-8 with BOM",
)
ABOUT_THE_FILE = (
    ABOUT_ENCODING,
    (
        "*",
        "revision",
        "更新履歴",
        "Updates",
        "",
        "",
        "",
        "",
        "行が変わるたびに版が上がる。内容はRenkeiの履歴にある",
        "Rises with each change of the row; what changed stands in Renkei's history",
    ),
)


class PackageWriter(Protocol):
    """Takes tables in their order, then whatever lies beside them."""

    def table(self, name: str, columns: tuple[Column, ...], rows: Iterable[list[str]]) -> None: ...

    def file(self, name: str, content: IO[bytes]) -> None: ...


def form_of(path: Path) -> Form:
    """Return the form that a path's ending asks for."""
    match path.suffix.casefold():
        case ".zip":
            return "zip"
        case ".xlsx":
            return "xlsx"
    return "folder"


@contextmanager
def package_writer(
    path: Path, form: Form, about: Iterable[tuple[str, ...]] = ABOUT_THE_FILE
) -> Iterator[PackageWriter]:
    """Write beside the place and move there at the end, so that half a package is never seen.

    `about` is what a workbook's sheet of definitions says of the file as a whole, in the order of `DEFINED`.
    Raises RuleBroken("dump.not_a_package") rather than mix with other files.
    """
    _check_place(path, form)
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".renkei-", dir=path.parent) as place:
        part = Path(place) / "part"
        made = _workbook(part, about) if form == "xlsx" else {"folder": _folder, "zip": _zip}[form](part)
        with made as writer:
            yield writer
        _move(part, path)


def _check_place(path: Path, form: Form) -> None:
    mixed = path.is_dir() and any(path.iterdir()) and not (path / DESCRIPTOR).exists()
    if mixed or (path.exists() and path.is_dir() != (form == "folder")):
        raise RuleBroken(
            "dump.not_a_package",
            Localised.both(
                f"「{path}」にはほかのものがあります。空の場所か、以前のパッケージを指定してください。",
                f"“{path}” holds something else. Name an empty place or an earlier package.",
            ),
        )


def _move(part: Path, path: Path) -> None:
    if not part.is_dir() or not path.exists():
        part.replace(path)
        return
    for found in sorted(part.rglob("*")):
        target = path / found.relative_to(part)
        if found.is_dir():
            target.mkdir(exist_ok=True)
        else:
            found.replace(target)


def csv_text(columns: tuple[Column, ...], rows: Iterable[list[str]], stream: IO[str]) -> None:
    stream.writelines(csv_lines(chain([[column.name for column in columns]], rows)))


def csv_lines(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield rows, the heading first, as the lines of a file."""
    line = io.StringIO(newline="")
    writer = csv.writer(line, lineterminator="\n")
    for cells in rows:
        writer.writerow(cells)
        yield line.getvalue()
        line.seek(0)
        line.truncate()


class _Folder:
    def __init__(self, path: Path) -> None:
        self.path = path
        path.mkdir()

    def table(self, name: str, columns: tuple[Column, ...], rows: Iterable[list[str]]) -> None:
        with (self.path / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
            csv_text(columns, rows, stream)

    def file(self, name: str, content: IO[bytes]) -> None:
        target = self.path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as stream:
            shutil.copyfileobj(content, stream)


@contextmanager
def _folder(path: Path) -> Iterator[PackageWriter]:
    yield _Folder(path)


class _Zip:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive

    def table(self, name: str, columns: tuple[Column, ...], rows: Iterable[list[str]]) -> None:
        with (
            self.archive.open(_entry(f"{name}.csv"), "w") as raw,
            io.TextIOWrapper(raw, encoding="utf-8", newline="") as stream,
        ):
            csv_text(columns, rows, stream)

    def file(self, name: str, content: IO[bytes]) -> None:
        with self.archive.open(_entry(name), "w") as stream:
            shutil.copyfileobj(content, stream)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _LONG_AGO)
    entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 3, _READABLE_BY_ALL
    return entry


@contextmanager
def _zip(path: Path) -> Iterator[PackageWriter]:
    with zipfile.ZipFile(path, "w") as archive:
        yield _Zip(archive)


class _Workbook:
    """Texts are written as texts and never as formulas; only whole and decimal numbers are numbers."""

    def __init__(self, book: Any, about: Iterable[tuple[str, ...]]) -> None:
        self.book = book
        self.about = tuple(about)
        self.heading = book.add_format({"bold": True, "bottom": 1})
        self.text = book.add_format({"num_format": "@"})
        self.definitions: list[list[str]] = []
        self.codes: list[list[str]] = []

    def table(self, name: str, columns: tuple[Column, ...], rows: Iterable[list[str]]) -> None:
        sheet = self.book.add_worksheet(name)
        sheet.freeze_panes(1, 1)
        for position, column in enumerate(columns):
            kept = None if column.type in _NUMBERS else self.text
            sheet.set_column(position, position, 24 if column.type is ColumnType.TEXT else 14, kept)
        for position, column in enumerate(columns):
            sheet.write_string(0, position, column.name, self.heading)
            self.definitions.append(defined(name, column))
            self.codes += coded(name, column)
        for number, row in enumerate(rows, 1):
            for position, (column, cell) in enumerate(zip(columns, row, strict=True)):
                if cell and column.type in _NUMBERS and len(cell) <= _WIDEST and _is_number(cell):
                    sheet.write_number(number, position, float(cell))
                elif cell:
                    sheet.write_string(number, position, cell, self.text)

    def file(self, name: str, content: IO[bytes]) -> None:
        """A workbook holds no files; its documents stay where they are."""

    def finish(self) -> None:
        """Add the sheets that explain the others: columns with their meaning, and what codes mean."""
        _plain_sheet(self.book, DEFINITIONS, [DEFINED, *self.definitions, *self.about], self.text)
        _plain_sheet(self.book, CODES, [CODED, *self.codes], self.text)


def _plain_sheet(book: Any, title: str, rows: Iterable[Sequence[str]], kept: Any) -> None:
    sheet = book.add_worksheet(title)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(DEFINED) - 1, 18, kept)
    for number, row in enumerate(rows):
        for position, cell in enumerate(row):
            if cell:
                sheet.write_string(number, position, cell, kept)


def defined(table: str, column: Column) -> list[str]:
    """Return what the sheet of definitions says of a column, in the order of `DEFINED`."""
    unit = " ".join(_UNITS.get(column.type, ()))
    required = "必須 required" if column.required else "任意 optional"
    blank = "" if column.required else BLANK
    names = [column.title("ja"), column.title("en"), column.type.value, unit, required, blank]
    return [table, column.name, *names, column.help("ja"), column.help("en")]


def unit_of(column: Column, language: str) -> str:
    """Return the unit of a column, or the form its values have; an empty text where there is none."""
    units = dict(zip(("ja", "en"), _UNITS.get(column.type, ("", "")), strict=True))
    return units.get(language, "")


def coded(table: str, column: Column) -> list[list[str]]:
    """Return the codes of a column with their meaning, in the order of `CODED`."""
    found = []
    for value, label in column.field.flatchoices:
        with override("ja"):
            japanese = str(label)
        with override("en"):
            found.append([table, column.name, str(value), japanese, str(label)])
    return found


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


@contextmanager
def _workbook(path: Path, about: Iterable[tuple[str, ...]]) -> Iterator[PackageWriter]:
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with tempfile.TemporaryDirectory() as scratch:
        book = xlsxwriter.Workbook(os.fspath(path), options | {"tmpdir": scratch})
        book.set_properties({"created": datetime(*_LONG_AGO, tzinfo=UTC).replace(tzinfo=None)})
        writer = _Workbook(book, about)
        try:
            yield writer
        finally:
            writer.finish()
            book.close()
