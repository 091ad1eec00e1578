"""Tables for people: CSV that Excel opens by itself, in UTF-8 with its mark or in cp932, and workbooks."""

from __future__ import annotations

import codecs
import io
import tempfile
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from renkei.core.tables.cells import write_cell
from renkei.core.tables.columns import Column, list_columns
from renkei.core.tables.packages import ABOUT_THE_FILE, csv_lines, csv_text, package_writer
from renkei.core.tables.settings import stored_settings
from renkei.kernel.errors import Flaw
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from django.db.models import QuerySet

    from renkei.core.records.kinds import Kind
    from renkei.core.tables.cells import CellSettings

Encoding = Literal["utf-8-sig", "cp932"]
CHUNK = 1_000
LINES_AT_ONCE = 200
BYTES_AT_ONCE = 1 << 16
LINE_SEPARATOR = "\u2028"
# cp932 has these letters at another place of Unicode
_SAME_LETTER = str.maketrans({"〜": "～", "−": "－", "‖": "∥", "—": "―", "¢": "￠", "£": "￡", "¬": "￢"})
_STAND_IN = "〓"  # the printers' mark for a missing letter


@dataclass(frozen=True)
class PeopleCsv:
    """The bytes, and the characters that the encoding could not hold, each with its place."""

    content: bytes
    lost: tuple[Flaw, ...]


def people_csv(kind: Kind, queryset: QuerySet[Any], encoding: Encoding = "utf-8-sig") -> PeopleCsv:
    """Write rows as CSV for a spreadsheet. In cp932, what it cannot hold stands as 〓 and is reported.

    A record is one line, as the rules of machine readability ask: a break inside a text is written as Unicode's line
    separator, which is read back as a break. cp932 has none, so there the break stands in quotation marks.
    """
    languages, settings = stored_settings()
    if encoding == "utf-8-sig":
        return PeopleCsv(b"".join(people_csv_stream(kind, queryset)), ())
    columns = list_columns(kind, languages)
    lost: list[Flaw] = []
    text = io.StringIO(newline="")
    rows = enumerate(cells_of(columns, queryset, settings), 2)
    csv_text(columns, (_fitted(kind, number, columns, cells, lost) for number, cells in rows), text)
    return PeopleCsv(text.getvalue().encode(encoding), tuple(lost))


def people_csv_stream(kind: Kind, queryset: QuerySet[Any]) -> Iterator[bytes]:
    """Yield the same in UTF-8 while the rows are read: a long list begins at once and is never whole in memory."""
    languages, settings = stored_settings()
    columns = list_columns(kind, languages)
    heads = [column.name for column in columns]
    yield from csv_stream(chain([heads], cells_of(columns, queryset, settings)))


def csv_stream(rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    """Yield rows, the heading first, as CSV in UTF-8 with its mark; a break in a text becomes a line separator."""
    lines = csv_lines([str(cell).replace("\n", LINE_SEPARATOR) for cell in cells] for cells in rows)
    yield codecs.BOM_UTF8
    while some := "".join(islice(lines, LINES_AT_ONCE)):
        yield some.encode()


def workbook_stream(
    table: str,
    columns: tuple[Column, ...],
    rows: Iterable[list[str]],
    about: Iterable[tuple[str, ...]] = ABOUT_THE_FILE,
) -> Iterator[bytes]:
    """Yield a workbook with one sheet that can be loaded back, and two that explain its columns and codes.

    It is written row by row to a file that is gone afterwards: a long list is never whole in memory.
    """
    with tempfile.TemporaryDirectory(prefix="renkei-") as scratch:
        path = Path(scratch) / f"{table}.xlsx"
        with package_writer(path, "xlsx", about) as writer:
            writer.table(table, columns, rows)
        yield from bytes_of(path)


def bytes_of(path: Path) -> Iterator[bytes]:
    with path.open("rb") as made:
        while some := made.read(BYTES_AT_ONCE):
            yield some


def cells_of(
    columns: tuple[Column, ...], queryset: QuerySet[Any], settings: CellSettings
) -> Iterator[list[str]]:
    """Yield the cells of records, read from the database in portions."""
    for record in queryset.iterator(chunk_size=CHUNK):
        yield [write_cell(column, getattr(record, column.attribute), settings=settings) for column in columns]


def _fitted(
    kind: Kind, number: int, columns: tuple[Column, ...], cells: list[str], lost: list[Flaw]
) -> list[str]:
    fitted = []
    for column, cell in zip(columns, cells, strict=True):
        letters = []
        for letter in cell.translate(_SAME_LETTER):
            held = _held(letter)
            letters.append(letter if held else _STAND_IN)
            if not held:
                lost.append(_lost(kind, number, column, letter))
        fitted.append("".join(letters))
    return fitted


def _held(letter: str) -> bool:
    try:
        letter.encode("cp932")
    except UnicodeEncodeError:
        return False
    return True


def _lost(kind: Kind, number: int, column: Column, letter: str) -> Flaw:
    return Flaw(
        "file.letter_lost",
        file=f"{kind.table}.csv",
        row=number,
        column=column.name,
        found=f"{letter} (U+{ord(letter):04X})",
        expected=Localised.both(
            "cp932にある文字（〓に置き換えました）", "a character of cp932 (〓 stands in its place)"
        ),
    )
