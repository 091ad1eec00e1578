"""Tables as CSV for people: sent while their rows are read, in the language of the file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import StreamingHttpResponse
from django.utils.translation import override

from renkei.core.files.downloads import attached
from renkei.core.tables.people import csv_stream

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


def csv_answer(rows: Iterable[Sequence[Any]], name: str, language: str) -> StreamingHttpResponse:
    """Answer rows, the heads first, as a file to keep."""
    return StreamingHttpResponse(
        _told(csv_stream(rows), language), content_type="text/csv; charset=utf-8", headers=attached(name)
    )


def _told(pieces: Iterator[bytes], language: str) -> Iterator[bytes]:
    """Yield the pieces, each made in the file's language: the request's own is over by now."""
    while True:
        with override(language):
            piece = next(pieces, None)
        if piece is None:
            return
        yield piece
