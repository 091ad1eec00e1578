"""CSV files as offices send them: UTF-8 with or without mark, cp932, UTF-16; comma, semicolon or tab."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Callable, Iterator
from itertools import chain
from typing import IO

from renkei.core.tables.findings import Unreadable
from renkei.kernel.errors import Flaw
from renkei.kernel.localised import Localised

Opened = Callable[[], IO[bytes]]
Row = tuple[int, list[str]]
LONGEST_LINE = 1 << 20
_CHUNK = 1 << 16
COMMENT = "#"
_UTF_16 = frozenset({"utf-16", "utf-16-le", "utf-16-be"})
_NAMES = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "cp932": "cp932（Shift_JIS）"}


def rows_of(name: str, opened: Opened) -> Iterator[Row]:
    """Yield (row number as a spreadsheet shows it, cells), without comments and blank rows.

    Raises Unreadable with the place of what cannot be read.
    """
    number, heading = 0, list[str]()
    try:
        for cells in _records(opened, encoding_of(opened)):
            number += 1
            if any(cell.strip() for cell in cells) and not cells[0].lstrip().startswith(COMMENT):
                heading = heading or cells
                yield number, cells
    except _BadBytes as error:
        raise Unreadable(_undecodable(name, number + 1, heading, error)) from None
    except csv.Error as error:
        raise Unreadable(_malformed(name, number + 1, error)) from None


def _records(opened: Opened, encoding: str) -> Iterator[list[str]]:
    with opened() as stream:
        lines = _lines(stream, encoding)
        first: list[str] = []
        for line in lines:
            first.append(line)
            if not line.startswith(COMMENT):
                break
        delimiter = max(",\t;", key=first[-1].count) if first else ","
        yield from csv.reader(chain(first, lines), delimiter=delimiter, strict=True)


def encoding_of(opened: Opened) -> str:
    """Return the encoding that holds the whole file; where none does, the one that fails last."""
    with opened() as stream:
        head = stream.read(_CHUNK)
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if b"\0" in head:  # every comma and end of line has one, on the side of its empty half
        return "utf-16-le" if head[1::2].count(0) >= head[::2].count(0) else "utf-16-be"
    failures = {}
    for encoding in ("utf-8", "cp932"):
        failures[encoding] = _first_failure(opened, encoding)
        if failures[encoding] is None:
            return encoding
    return max(failures, key=lambda encoding: failures[encoding] or (0, 0))


def _first_failure(opened: Opened, encoding: str) -> tuple[int, int] | None:
    with opened() as stream:
        try:
            for _ in _lines(stream, encoding):
                pass
        except _BadBytes as error:
            return error.line, error.start
        except csv.Error:
            return None  # said with its place when the rows are read
    return None


class _BadBytes(Exception):  # noqa: N818 - what it is
    def __init__(self, line: int, before: str, error: UnicodeDecodeError, encoding: str) -> None:
        super().__init__(line)
        self.line, self.before, self.encoding = line, before, encoding
        self.start, self.found = error.start, error.object[error.start : error.end]


def _lines(stream: IO[bytes], encoding: str) -> Iterator[str]:
    if encoding in _UTF_16:
        yield from _wide_lines(stream, encoding)
        return
    for number, raw in enumerate(iter(lambda: stream.readline(LONGEST_LINE), b"")):
        if len(raw) >= LONGEST_LINE:
            raise csv.Error("line too long")
        try:
            text = raw.decode("utf-8" if encoding == "utf-8-sig" else encoding)
        except UnicodeDecodeError as error:
            before = raw[: error.start].decode(encoding)
            raise _BadBytes(number, before, error, encoding) from None
        yield text.removeprefix("\ufeff") if number == 0 else text


def _wide_lines(stream: IO[bytes], encoding: str) -> Iterator[str]:
    """Yield lines of two-byte letters; each is decoded by itself, so that a bad one is told with its row."""
    head = stream.read(2)
    marked = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
    order = marked.get(head, encoding)
    end = "\n".encode(order)
    rest = b"" if head in marked else head
    number = 0
    while True:
        chunk = stream.read(_CHUNK)
        rest += chunk
        *lines, rest = _split(rest, end)
        for raw in [*lines, *([] if chunk else [rest])]:
            yield _wide(raw, order, number)
            number += 1
        if not chunk:
            return
        if len(rest) >= LONGEST_LINE:
            raise csv.Error("line too long")


def _split(raw: bytes, end: bytes) -> list[bytes]:
    """Split after each end of line that stands at an even place; the last piece has none."""
    pieces, start, at = [], 0, raw.find(end)
    while at >= 0:
        if at % 2:
            at = raw.find(end, at + 1)
            continue
        pieces.append(raw[start : at + 2])
        start, at = at + 2, raw.find(end, at + 2)
    return [*pieces, raw[start:]]


def _wide(raw: bytes, encoding: str, number: int) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode(encoding)
        raise _BadBytes(number, before, error, encoding) from None


def _undecodable(name: str, row: int, heading: list[str], error: _BadBytes) -> Flaw:
    column = len(next(csv.reader([error.before]), [""])) or 1
    label = _NAMES.get(error.encoding, "UTF-16")
    return Flaw(
        "file.encoding",
        file=name,
        row=row,
        column=heading[column - 1] if column <= len(heading) else "",
        found=" ".join(f"0x{byte:02X}" for byte in error.found[:4]),
        expected=Localised.both(
            f"文字コード {label} で読める文字（ファイルはUTF-8、cp932、UTF-16のどれか）",
            f"a character readable as {label.partition('（')[0]} (files are in UTF-8, cp932 or UTF-16)",
        ),
    )


def _malformed(name: str, row: int, error: csv.Error) -> Flaw:
    return Flaw(
        "file.not_csv",
        file=name,
        row=row,
        found=str(error),
        expected=Localised.both(
            "引用符の閉じた、1行が1記録のCSV", "CSV with closed quotation marks, one record a row"
        ),
    )
