"""Loading one list: somebody's table, read as a table of the kind and loaded as every other table is."""

from __future__ import annotations

import json
import re
import unicodedata
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from pghistory.models import Context

from renkei.core.records.kinds import Kind, kind_of
from renkei.core.records.rights import read_by_holding
from renkei.core.tables.cells import CellSettings, assemble, read_cell
from renkei.core.tables.columns import Column, ColumnType, columns_of
from renkei.core.tables.findings import Remark
from renkei.core.tables.headings import FACTORS, Layout
from renkei.core.tables.load import Options, load
from renkei.core.tables.settings import stored_settings
from renkei.core.tables.slugs import base_of, free_slug
from renkei.core.tables.sources import FoundTable, Source
from renkei.core.tables.trouble import explained
from renkei.kernel.cleaning import key
from renkei.kernel.errors import Flaw, NotUnderstood, RuleBroken
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from renkei.core.accounts.actors import Actor
    from renkei.core.tables.findings import LoadResult
    from renkei.core.tables.headings import Head

MOST_NAMES = 20_000
_MOST_ROUNDS = 25
SAME_AS_ABOVE = frozenset({"同上", "〃", "″", "々", "ditto", "上に同じ", "同じ"})
_NO_SLUG = re.compile(r"[^a-z0-9.]+")  # a reference that is not known yet may hold anything
_OWN_UNIT = re.compile(r"\d\s*(千円|百万円|億円|円)$")
_ANOTHER_UNIT = Localised.both(
    "見出しの単位は{head}ですが、セルには{cell}とあります。{cell}として読みました。",
    "the heading says {head}, the cell {cell}; it was read as {cell}",
)
_BARE_NUMBER = re.compile(r"[-−△▲]?\s*[\d,]+(\.\d+)?")


@dataclass(frozen=True)
class ListTable:
    """A table as it is to be loaded: its layout, one value for every row (`constants`), cells mended by line."""

    kind: Kind
    layout: Layout
    constants: Mapping[str, str] = field(default_factory=dict)
    mended: Mapping[tuple[int, str], str] = field(default_factory=dict)

    @property
    def missing(self) -> tuple[Column, ...]:
        """Required columns that neither the file nor a value for every row gives."""
        given = {head.column for head in self.layout.heads} | {
            name for name, text in self.constants.items() if text
        }
        languages, _ = stored_settings()
        return tuple(
            column
            for column in columns_of(self.kind, languages)
            if column.required and column.name not in given and column.name != "slug"
        )


@dataclass(frozen=True)
class ListResult:
    """`flaws` are all that were found; `result` is what would be done (or was) with the rows not left out."""

    result: LoadResult
    flaws: tuple[Flaw, ...] = ()
    left_out: frozenset[int] = frozenset()
    stale: tuple[Any, ...] = ()


def load_list(
    table: ListTable,
    *,
    actor: Actor,
    dry_run: bool,
    good_only: bool = False,
    reason: str = "",
    name: str = "",
) -> ListResult:
    """Load one list as one act. Effects: rows, history; nothing in a dry run or where flaws remain.

    With `good_only`, rows with flaws are left out. `name` is the file's. Raises RuleBroken("load.reason_missing"),
    ("load.…"), ("permission.refused").
    """
    if not dry_run and not reason.strip():
        said = Localised.both("読み込む理由を書いてください。", "Please give a reason for loading.")
        raise RuleBroken("load.reason_missing", said)
    with explained():
        first = _load(table, Options(actor, dry_run=True, partial=True, reason=reason, only=table.kind))
        left_out, offered = _good(table, first, actor) if first.flaws else (frozenset(), first)
        result = offered
        if not dry_run and not offered.flaws and (good_only or not left_out):
            options = Options(
                actor, partial=True, reason=reason, only=table.kind, about=_about(table, name, left_out)
            )
            result = _load(table, options, left_out)
    stale = tuple(change for change in first.changes if change.what == "stale")
    return ListResult(result, tuple(first.flaws), left_out, stale)


def remembered_columns(layout: Layout) -> dict[str, str]:
    """Return which columns were chosen the last time that a table with these headings was loaded."""
    last = (
        Context.objects.filter(metadata__action="load", metadata__headings=layout.signature)
        .order_by("-created_at")
        .first()
    )
    return dict(json.loads(last.metadata["columns"])) if last else {}


def _about(table: ListTable, name: str, left_out: frozenset[int]) -> dict[str, str]:
    columns = {str(head.position): head.column for head in table.layout.heads}
    return {
        "file": name,
        "kind": table.kind.slug,
        "headings": table.layout.signature,
        "columns": json.dumps(columns),
        "left_out": str(len(left_out)),
    }


def _good(table: ListTable, first: LoadResult, actor: Actor) -> tuple[frozenset[int], LoadResult]:
    """Leave rows with flaws out until the rest is sound, since one row's absence can be another's flaw."""
    left_out: frozenset[int] = frozenset()
    result = first
    for _ in range(_MOST_ROUNDS):
        lines = {flaw.row for flaw in result.flaws}
        if None in lines or not all(line and line > table.layout.line for line in lines):
            return left_out, first  # something is wrong with the table as such
        left_out |= {line for line in lines if line}
        result = _load(table, Options(actor, dry_run=True, partial=True, only=table.kind), left_out)
        if not result.flaws:
            return left_out, result
    return left_out, first


def _load(table: ListTable, options: Options, left_out: frozenset[int] = frozenset()) -> LoadResult:
    file = table.layout.sheet.file
    reader = _Reading(table, left_out, options.actor)
    source = Source(
        file, {table.kind.table: FoundTable(file, reader.rows, ragged=True)}, holds_documents=False
    )
    result = load(source, options)
    for remark in reader.remarks.values():
        result.remark(remark)
    return result


class _Reading:
    """Rows under the kind's own headings; what people leave to the eye is written out."""

    def __init__(self, table: ListTable, left_out: frozenset[int], actor: Actor) -> None:
        self.table, self.left_out = table, left_out
        languages, self.settings = stored_settings()
        self.columns = {column.name: column for column in columns_of(table.kind, languages)}
        self.heads = [head for head in table.layout.heads if head.column]
        self.constants = {
            name: text
            for name, text in table.constants.items()
            if text and name not in {head.column for head in self.heads}
        }
        self.targets = {
            column.name: _Names(kind_of(column.target), actor)
            for column in self.columns.values()
            if column.target
        }
        self.taken: set[str] | None = None
        self.remarks: dict[tuple[int, str], Remark] = {}

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        layout = self.table.layout
        names = ["slug", *(head.column for head in self.heads if head.column != "slug"), *self.constants]
        extra = [name for name in self._mended_columns() if name not in names]
        names += extra
        yield layout.line, names
        above: dict[str, str] = {}
        for line, cells in layout.sheet.rows:
            if line > layout.line:
                row = self._row(line, cells, above)
                above = dict(row)
                if line not in self.left_out and any(row[head.column] for head in self.heads):
                    self._finish(row)
                    yield line, [row.get(name, "") for name in names]

    def _mended_columns(self) -> list[str]:
        return list(dict.fromkeys(name for _, name in self.table.mended if name in self.columns))

    def _row(self, line: int, cells: list[str], above: Mapping[str, str]) -> dict[str, str]:
        row = {}
        for head in self.heads:
            text = cells[head.position] if head.position < len(cells) else ""
            if text.strip() in SAME_AS_ABOVE:
                text = above.get(head.column, text)
            elif head.unit and head.column in self.columns:
                self._remark_unit(line, head, text)
                text = _in_unit(self.columns[head.column], text, head.unit)
            row[head.column] = text
        for name in {name for number, name in self.table.mended if number == line}:
            row[name] = self.table.mended[line, name]
        return row

    def _remark_unit(self, line: int, head: Head, text: str) -> None:
        """Say where a cell names another unit than its head; the cell's own is taken."""
        own = _OWN_UNIT.search(unicodedata.normalize("NFKC", text).strip())
        if own and own.group(1) != head.unit and line not in self.left_out:
            said = _ANOTHER_UNIT.filled(head=head.unit, cell=own.group(1))
            self.remarks[line, head.column] = Remark(said, self.table.layout.sheet.file, line, head.column)

    def _finish(self, row: dict[str, str]) -> None:
        for name, text in self.constants.items():
            row[name] = row.get(name) or text
        for name, names in self.targets.items():
            if row.get(name):
                row[name] = names.slug(row[name])
        if not row.get("slug", "").strip():
            row["slug"] = self._slug(row)

    def _slug(self, row: Mapping[str, str]) -> str:
        if self.taken is None:
            self.taken = set(self.table.kind.model._default_manager.values_list("pk", flat=True))
        base = base_of(self.table.kind, _values(self.columns, row, self.settings)).casefold()
        slug = free_slug(_NO_SLUG.sub("-", base).strip("-.") or self.table.kind.slug, self.taken)
        self.taken.add(slug)
        return slug


def _values(columns: Mapping[str, Column], row: Mapping[str, str], settings: CellSettings) -> dict[str, Any]:
    """Return what can be read of a row, to name it by."""
    cells = []
    for name, text in row.items():
        column = columns.get(name)
        if column and text.strip() and name != "slug":
            with suppress(NotUnderstood, RuleBroken):
                cells.append((column, read_cell(column, text, settings=settings)))
    try:
        return assemble(cells)
    except RuleBroken:
        return {}


def _in_unit(column: Column, text: str, unit: str) -> str:
    """Write a bare number with the unit that its head gives."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if unit not in FACTORS or not _BARE_NUMBER.fullmatch(plain):
        return text
    if column.type is ColumnType.MONEY:
        return f"{plain}{unit}"
    if column.type is ColumnType.NUMBER:
        with suppress(NotUnderstood):
            return f"{read_cell(replace(column, required=False), plain) * FACTORS[unit]:f}"
    return text


class _Names:
    """Identifiers of a kind by what its records are called, where only one that the actor sees is called so."""

    def __init__(self, kind: Kind, actor: Actor) -> None:
        self.kind = kind
        self.rows = read_by_holding(kind.model._default_manager.all(), actor)
        self.known: dict[str, str] | None = None

    def slug(self, text: str) -> str:
        if self.known is None:
            self.known = self._read()
        return self.known.get(key(text), text)

    def _read(self) -> dict[str, str]:
        names = {item.name for item in self.kind.model._meta.concrete_fields}
        shown = self.kind.title if self.kind.title in names else "slug"
        found: dict[str, str] = {}
        doubtful: set[str] = set()
        for slug, title in self.rows.values_list("slug", shown)[:MOST_NAMES]:
            for word in title.values() if isinstance(title, Localised) else [str(title)]:
                if found.setdefault(key(word), slug) != slug:
                    doubtful.add(key(word))
        for word in doubtful:
            del found[word]
        return found | {key(slug): slug for slug in self.rows.values_list("slug", flat=True)}
