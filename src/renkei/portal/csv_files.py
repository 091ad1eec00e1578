"""Tables as CSV: UTF-8 with the mark that spreadsheets look for, numbers without commas."""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse

from renkei.core.files.downloads import attached

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"


def csv_answer(rows: Iterable[Sequence[Any]], name: str) -> HttpResponse:
    """Answer rows, the heads first, as a file to keep."""
    out = StringIO()
    csv.writer(out).writerows(rows)
    return HttpResponse(MARK + out.getvalue(), content_type="text/csv; charset=utf-8", headers=attached(name))
