"""Tables as CSV: UTF-8 with the mark that spreadsheets look for, numbers without commas."""

from __future__ import annotations

import csv
from io import StringIO
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.http import StreamingHttpResponse
from django.utils.translation import override

from renkei.core.files.downloads import attached

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
LINES_AT_ONCE = 200


def csv_answer(rows: Iterable[Sequence[Any]], name: str, language: str) -> StreamingHttpResponse:
    """Answer rows, the heads first, as a file to keep; it is sent while rows are read, in the file's language."""
    return StreamingHttpResponse(
        _pieces(iter(rows), language), content_type="text/csv; charset=utf-8", headers=attached(name)
    )


def _pieces(rows: Iterator[Sequence[Any]], language: str) -> Iterator[str]:
    piece = MARK
    while piece:
        yield piece
        out = StringIO()
        with override(language):  # the request's own language is over by now
            csv.writer(out).writerows(islice(rows, LINES_AT_ONCE))
        piece = out.getvalue()
