"""A list as a file: the rows that are shown, in full columns, as spreadsheets open it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from renkei.core.files.downloads import attached
from renkei.core.tables.columns import list_columns
from renkei.core.tables.people import cells_of
from renkei.core.tables.people import workbook_stream as stream_of
from renkei.core.tables.settings import stored_settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet

    from renkei.core.records.kinds import Kind

__all__ = ["FORMS", "XLSX", "attached", "workbook_stream"]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMS = ("xlsx", "csv", "csv-cp932")


def workbook_stream(kind: Kind, rows: QuerySet[Any]) -> Iterator[bytes]:
    """Yield a workbook with one sheet that can be loaded back, and those that explain it."""
    languages, settings = stored_settings()
    columns = list_columns(kind, languages)
    return stream_of(kind.table, columns, cells_of(columns, rows, settings))
