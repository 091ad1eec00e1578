"""Small packages made on the spot."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook

from renkei.core.records.kinds import kinds
from renkei.core.tables.columns import columns_of

if TYPE_CHECKING:
    from pathlib import Path

LANGUAGES = ("ja", "en")
CLUSTER = {
    "slug": "mihon",
    "name@ja": "見本クラスター",
    "name@en": "Mihon Cluster",
    "languages": "ja en",
    "first_month": "4",
    "currency": "JPY",
}
CITY = {
    "slug": "mihon-city",
    "name@ja": "見本市",
    "name@en": "Mihon City",
    "kind": "municipality",
    "existence_from": "2005-10-01",
    "publication": "public",
    "publication_decided_by": "見本市企画課",
}
Rows = Iterable[Mapping[str, str]]


def headings(table: str) -> list[str]:
    kind = next(kind for kind in kinds() if kind.table == table)
    return [column.name for column in columns_of(kind, LANGUAGES)]


def sheets(tables: Mapping[str, Rows]) -> dict[str, list[list[str]]]:
    """Every table with its headings; those named with rows. The cluster has its row unless given."""
    given = {"cluster": [CLUSTER], "organisations": [CITY]} | dict(tables)
    return {
        kind.table: [
            headings(kind.table),
            *([row.get(name, "") for name in headings(kind.table)] for row in given.get(kind.table, ())),
        ]
        for kind in kinds()
    }


def as_csv(rows: Iterable[Iterable[str]], delimiter: str = ",") -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return text.getvalue()


def folder(path: Path, encoding: str = "utf-8", **tables: Rows) -> Path:
    path.mkdir(exist_ok=True)
    for name, rows in sheets(tables).items():
        (path / f"{name}.csv").write_bytes(as_csv(rows).encode(encoding))
    return path


def archive(path: Path, top: str = "", **tables: Rows) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as written:
        for name, rows in sheets(tables).items():
            written.writestr(f"{top}{name}.csv", as_csv(rows))
    return path


def workbook(path: Path, changes: Mapping[tuple[str, str], Any] | None = None, **tables: Rows) -> Path:
    """`changes` puts values of any type into cells: {("organisations", "C2"): 3}."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets(tables).items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([value or None for value in row])
    for (name, cell), value in (changes or {}).items():
        book[name][cell] = value
    book.save(path)
    return path
