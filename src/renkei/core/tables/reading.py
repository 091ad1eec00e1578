"""The rows of one table, cell by cell: what can be read is a value, what cannot is a flaw with its place."""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import override

from renkei.core.tables.cells import CellSettings, read_cell
from renkei.core.tables.columns import Column, ColumnType, columns_of
from renkei.core.tables.findings import LoadResult, Remark, Unreadable
from renkei.kernel.cleaning import digits
from renkei.kernel.errors import Flaw, NotUnderstood, RuleBroken
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from collections.abc import Iterator

    from renkei.core.records.kinds import Kind
    from renkei.core.tables.sources import FoundTable

MOST_REMEMBERED = 5_000
REVISION = "revision"  # a heading that lists carry, so that a stale copy is noticed
_ADDRESSES = {
    models.URLField: Localised.both(
        "https:// か http:// で始まるアドレス", "an address that starts with https:// or http://"
    ),
    models.EmailField: Localised.both("電子メールのアドレス", "an e-mail address"),
}
_NAMED = Localised.both("見出しのある列の値", "a value in a column that has a heading")

_LONGEST_REVISION = 10
_UNTOUCHED = Localised.both(
    "書き出したままの版の数（この列は直さないでください）",
    "the revision as it was written out; leave this column as it is",
)


@dataclass
class ReadRow:
    """One row as read. `sound` is false where a cell could not be; `revision` is the one the copy was made of."""

    line: int
    slug: str
    cells: list[tuple[Column, Any]] = field(default_factory=list)
    sound: bool = True
    revision: int | None = None


@dataclass
class TableReader:
    """Reads one table; flaws and remarks go to `result`."""

    kind: Kind
    table: FoundTable
    languages: tuple[str, ...]
    settings: CellSettings
    result: LoadResult
    _remembered: dict[str, dict[str, Any]] = field(default_factory=dict)
    _named: frozenset[int] = frozenset()
    _revision: int | None = None

    def rows(self) -> Iterator[ReadRow]:
        """Yield the rows that have a slug. Raises Enough."""
        try:
            rows = self.table.rows()
            line, heading = next(rows, (1, []))
            columns = self._columns(line, heading)
            if columns is None:
                self.result.unread.add(self.kind.table)
                return
            for number, cells in rows:
                row = self._row(number, cells, columns)
                if row:
                    yield row
        except Unreadable as error:
            self.result.unread.add(self.kind.table)
            self.result.flaw(error.flaw)

    def flaw(self, code: str, expected: Localised, *, row: int, column: str = "", found: str = "") -> None:
        self.result.flaw(
            Flaw(code, file=self.table.file, row=row, column=column, found=found, expected=expected)
        )

    def _columns(self, line: int, heading: list[str]) -> list[Column | None] | None:
        """Return the column of each cell; None where the table cannot be read for want of its slug."""
        known = {column.name: column for column in columns_of(self.kind, self.languages)}
        found: list[Column | None] = []
        self._named = frozenset(position for position, name in enumerate(heading) if name.strip())
        for name in (cell.strip() for cell in heading):
            column = known.get(name)
            if name == REVISION and self._revision is None:
                self._revision = len(found)
            elif name and column is None:
                self._unknown(line, name, known)
            elif column in found and column is not None:
                twice = Localised.both("一度だけ現れる見出し", "a heading that stands only once")
                self.flaw("column.twice", twice, row=line, column=name, found=name)
            found.append(column)
        missing = [column.name for column in known.values() if column.required and column not in found]
        for name in missing:
            self.flaw(
                "column.missing",
                Localised.both(f"列「{name}」（必須）", f"the column “{name}”, which is required"),
                row=line,
                column=name,
            )
        return None if "slug" in missing else found

    def _unknown(self, line: int, name: str, known: dict[str, Column]) -> None:
        near = get_close_matches(name, known, n=3) or list(known)
        ja, en = "」「".join(near), "”, “".join(near)
        self.flaw(
            "column.unknown",
            Localised.both(f"この表にある見出し（「{ja}」など）", f"a heading of this table, such as “{en}”"),
            row=line,
            column=name,
            found=name,
        )

    def _row(self, number: int, cells: list[str], columns: list[Column | None]) -> ReadRow | None:
        row = ReadRow(number, "")
        short = len(cells) < len(columns) and not self.table.ragged
        if short or any(cell.strip() for cell in cells[len(columns) :]):
            expected = Localised.both(f"{len(columns)}個のセル", f"{len(columns)} cells")
            self.flaw("row.length", expected, row=number, found=str(len(cells)))
            row.sound = False
        for position, column in enumerate(columns):
            text = cells[position] if position < len(cells) else ""
            if column is not None:
                self._cell(row, column, text)
            elif text.strip() and position not in self._named:
                self.flaw("column.nameless", _NAMED, row=number, found=text)
                row.sound = False
        if self._revision is not None and self._revision < len(cells):
            row.revision = self._read_revision(row, cells[self._revision].strip())
        row.slug = next((str(value) for column, value in row.cells if column.name == "slug"), "")
        return row if row.slug else None

    def _read_revision(self, row: ReadRow, text: str) -> int | None:
        plain = digits(text)
        if text and not (plain.isascii() and plain.isdigit() and len(plain) < _LONGEST_REVISION):
            row.sound = False
            self.flaw("revision.not_understood", _UNTOUCHED, row=row.line, column=REVISION, found=text)
            return None
        return int(plain) if plain else None

    def _cell(self, row: ReadRow, column: Column, text: str) -> None:
        remembered = self._remembered.setdefault(column.name, {})
        if text in remembered:
            row.cells.append((column, remembered[text]))
            return
        heard: list[Localised] = []
        try:
            value = read_cell(column, text, settings=self.settings, warn=heard.append)
            if value not in (None, ""):
                for validate in column.field.validators:
                    validate(value)
        except NotUnderstood as error:
            self._flawed(row, column, error.code, error.found, error.expected)
        except RuleBroken as error:
            self._flawed(row, column, error.code, text, error.message)
        except ValidationError as error:
            self._flawed(row, column, f"cell.{error.code or 'invalid'}", text, _expected(column, error))
        else:
            row.cells.append((column, value))
            for said in heard:
                self.result.remark(Remark(said, self.table.file, row.line, column.name))
            if not heard and column.type is not ColumnType.TEXT and len(remembered) < MOST_REMEMBERED:
                remembered[text] = value

    def _flawed(self, row: ReadRow, column: Column, code: str, found: str, expected: Localised) -> None:
        row.sound = False
        self.flaw(code, expected, row=row.line, column=column.name, found=found)


def both_languages(error: ValidationError) -> Localised:
    """Return what Django says of a value, in both languages."""
    said = {}
    for language in ("ja", "en"):
        with override(language):
            said[language] = " ".join(error.messages)
    return Localised(said)


def _expected(column: Column, error: ValidationError) -> Localised:
    help_text = Localised.both(column.help("ja"), column.help("en"))
    limit = (error.params or {}).get("limit_value")
    if error.code == "slug" and help_text:
        return help_text
    if error.code == "max_value" and isinstance(limit, int):
        return Localised.both(f"{limit:,}以下の数", f"a number up to {limit:,}")
    if error.code == "min_value" and isinstance(limit, int):
        return Localised.both(f"{limit:,}以上の数", f"a number from {limit:,}")
    if error.code == "invalid" and isinstance(column.field, tuple(_ADDRESSES)):
        return next(said for base, said in _ADDRESSES.items() if isinstance(column.field, base))
    return both_languages(error)
