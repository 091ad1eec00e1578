"""A list as a file: the rows that are shown, in full columns, as spreadsheets open it."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from renkei.core.files.downloads import attached
from renkei.core.tables.columns import list_columns
from renkei.core.tables.packages import package_writer
from renkei.core.tables.people import cells_of
from renkei.core.tables.settings import stored_settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet

    from renkei.core.records.kinds import Kind

__all__ = ["BYTES_AT_ONCE", "FORMS", "XLSX", "attached", "workbook_stream"]
BYTES_AT_ONCE = 1 << 16
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMS = ("xlsx", "csv", "csv-cp932")


def workbook_stream(kind: Kind, rows: QuerySet[Any]) -> Iterator[bytes]:
    """Yield a workbook with one sheet that can be loaded back, and one that explains its columns.

    It is written row by row to a file that is gone afterwards: a long list is never whole in memory.
    """
    languages, settings = stored_settings()
    columns = list_columns(kind, languages)
    with tempfile.TemporaryDirectory(prefix="renkei-") as scratch:
        path = Path(scratch) / f"{kind.table}.xlsx"
        with package_writer(path, "xlsx") as writer:
            writer.table(kind.table, columns, cells_of(columns, rows, settings))
        with path.open("rb") as made:
            while some := made.read(BYTES_AT_ONCE):
                yield some
