"""A list as a file: the rows that are shown, in full columns, as spreadsheets open it."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from renkei.core.tables.cells import write_cell
from renkei.core.tables.columns import list_columns
from renkei.core.tables.packages import package_writer
from renkei.core.tables.service import PeopleCsv, people_csv
from renkei.core.tables.settings import stored_settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet

    from renkei.core.records.kinds import Kind

CHUNK = 1000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMS = ("xlsx", "csv", "csv-cp932")


def csv_of(kind: Kind, rows: QuerySet[Any], form: str) -> PeopleCsv:
    return people_csv(kind, rows, "cp932" if form == "csv-cp932" else "utf-8-sig")


def workbook_of(kind: Kind, rows: QuerySet[Any]) -> bytes:
    """Return a workbook with one sheet that can be loaded back, and one that explains its columns."""
    languages, settings = stored_settings()
    columns = list_columns(kind, languages)

    def cells() -> Iterator[list[str]]:
        for record in rows.iterator(chunk_size=CHUNK):
            yield [write_cell(each, getattr(record, each.attribute), settings=settings) for each in columns]

    with tempfile.TemporaryDirectory(prefix="renkei-") as scratch:
        path = Path(scratch) / f"{kind.table}.xlsx"
        with package_writer(path, "xlsx") as writer:
            writer.table(kind.table, columns, cells())
        return path.read_bytes()
