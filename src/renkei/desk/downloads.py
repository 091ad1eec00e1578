"""A list as a file: the rows that are shown, in full columns, as spreadsheets open it."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils.http import content_disposition_header

from renkei.core.tables.columns import list_columns
from renkei.core.tables.packages import package_writer
from renkei.core.tables.people import cells_of
from renkei.core.tables.settings import stored_settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet

    from renkei.core.records.kinds import Kind

BYTES_AT_ONCE = 1 << 16
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMS = ("xlsx", "csv", "csv-cp932")


def attached(name: str) -> dict[str, str]:
    """Return the headers by which a browser keeps an answer as a file of this name."""
    header = content_disposition_header(as_attachment=True, filename=name)
    return {"Content-Disposition": header} if header else {}


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
