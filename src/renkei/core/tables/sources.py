"""A package from outside: a folder, a zip file or a workbook; tables by name, documents beside them."""

from __future__ import annotations

import unicodedata
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import IO, TYPE_CHECKING

from renkei.core.tables.archives import check_size, left_out, open_zip, top_folder
from renkei.core.tables.csvfiles import Row, rows_of
from renkei.core.tables.workbooks import (
    ENDING,
    GUIDE_SHEETS,
    OLD_EXCEL,
    is_workbook,
    open_workbook,
    refuse_macros,
    sheet_rows,
)
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Callable, Iterator
    from pathlib import Path

DOCUMENTS = "documents/"
BESIDE = frozenset({"datapackage.json", "license", "license.md", "license.txt"})


@dataclass(frozen=True)
class FoundTable:
    """One table as it came: how people call its file, and its rows (the heading is the first)."""

    file: str
    rows: Callable[[], Iterator[Row]]
    ragged: bool = False  # a sheet's rows end with their last value


@dataclass
class Source:
    """What a package holds. `holds_documents` is false for a workbook, which can only name them."""

    name: str
    tables: dict[str, FoundTable] = field(default_factory=dict)
    documents: dict[str, Callable[[], IO[bytes]]] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    holds_documents: bool = True

    def take(self, name: str, opened: Callable[[], IO[bytes]], tables: frozenset[str]) -> None:
        """Sort one file in by its name."""
        plain = unicodedata.normalize("NFC", name)
        stem = plain.removesuffix(".csv")
        if plain.startswith(DOCUMENTS):
            self.documents[plain.removeprefix(DOCUMENTS)] = opened
        elif plain.endswith(".csv") and stem in tables:
            self.tables[stem] = FoundTable(plain, partial(rows_of, plain, opened))
        elif plain.casefold() not in BESIDE and not plain.casefold().startswith("readme"):
            self.unknown.append(plain)


@contextmanager
def open_source(path: Path, tables: frozenset[str], name: str = "") -> Iterator[Source]:
    """Open a folder, zip file or workbook with files named as `tables`; `name` is what people call it.

    Raises RuleBroken("load.…").
    """
    name = name or path.name
    if path.is_dir():
        yield _folder(path, tables)
        return
    if not path.is_file():
        raise RuleBroken(
            "load.not_found",
            Localised.both(f"「{path}」がありません。", f"There is no “{path}”."),
        )
    check_size(path)
    with path.open("rb") as stream:
        head = stream.read(4)
    if head != b"PK\x03\x04":
        raise _wrong_format(name, head)
    with open_zip(path) as archive:
        if not is_workbook(archive):
            yield _zip(name, archive, tables)
            return
        refuse_macros(archive)
    with _workbook(path, name, tables) as source:
        yield source


def _folder(path: Path, tables: frozenset[str]) -> Source:
    source = Source(path.name)
    for found in sorted(path.rglob("*")):
        name = found.relative_to(path).as_posix()
        if any(left_out(part) for part in name.split("/")):
            continue
        if found.is_symlink():
            raise RuleBroken(
                "load.unsafe_entry",
                Localised.both(
                    f"「{name}」はリンクのため受け付けません。", f"“{name}” is a link, which is refused."
                ),
            )
        if found.is_file():
            source.take(name, partial(_file, found), tables)
    return source


def _file(path: Path) -> IO[bytes]:
    return path.open("rb")


def _zip(name: str, archive: zipfile.ZipFile, tables: frozenset[str]) -> Source:
    source = Source(name)
    top = top_folder(archive.namelist())
    for entry in archive.infolist():
        inside = entry.filename.removeprefix(top)
        if not entry.is_dir() and not left_out(entry.filename):
            source.take(inside, partial(_entry, archive, entry), tables)
    return source


def _entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> IO[bytes]:
    return archive.open(entry)


@contextmanager
def _workbook(path: Path, name: str, tables: frozenset[str]) -> Iterator[Source]:
    book = open_workbook(path)
    try:
        source = Source(name, holds_documents=False)
        for sheet in book.worksheets:
            if sheet.title in tables:
                label = f"{name} [{sheet.title}]"
                source.tables[sheet.title] = FoundTable(
                    label, partial(sheet_rows, book, sheet.title), ragged=True
                )
            elif sheet.title.casefold() not in GUIDE_SHEETS:
                source.unknown.append(sheet.title)
        yield source
    finally:
        book.close()


def _wrong_format(name: str, head: bytes) -> RuleBroken:
    if head == OLD_EXCEL:
        return RuleBroken(
            "load.old_workbook",
            Localised.both(
                "古い形式（.xls）か、パスワードの付いたExcelファイルです。パスワードを外し、"
                ".xlsxで保存してください。",
                "This is an old Excel file (.xls) or has a password. Please save it as .xlsx without one.",
            ),
        )
    return RuleBroken(
        "load.unknown_format",
        Localised.both(
            f"「{name}」は、フォルダ、ZIPファイル、Excelワークブック（{ENDING}）のどれでもありません。",
            f"“{name}” is neither a folder, a zip file nor an Excel workbook ({ENDING}).",
        ),
    )
