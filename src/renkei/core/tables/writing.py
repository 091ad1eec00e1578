"""Rows of one table become records: compared with what is stored, checked, written in bulk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import IO, TYPE_CHECKING, Any, cast

from django.db import connection

from renkei.core.accounts.permissions import Verb, may, may_everywhere
from renkei.core.files.attaching import take_in
from renkei.core.files.models import Document
from renkei.core.files.services import StoredFile
from renkei.core.history.states import is_as_it_was, who_wrote_last
from renkei.core.merging.registry import sameness_of
from renkei.core.records.rights import read_by_holding
from renkei.core.records.services import PUBLICATION_FIELDS
from renkei.core.tables.cells import CellSettings, assemble, write_cell
from renkei.core.tables.columns import Column, ColumnType, columns_of
from renkei.core.tables.findings import (
    MOST_REMARKS,
    MOST_SHOWN_CHANGES,
    CellChange,
    Counts,
    LoadResult,
    Remark,
    RowChange,
)
from renkei.core.tables.narrowed import Narrowed
from renkei.core.tables.reading import REVISION
from renkei.kernel.errors import Flaw, RuleBroken
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from renkei.core.accounts.actors import Actor
    from renkei.core.accounts.reach import Holding
    from renkei.core.records.kinds import Kind
    from renkei.core.records.models import Record
    from renkei.core.tables.reading import ReadRow
    from renkei.core.tables.sources import Source
    from renkei.core.tables.staging import Staging

_NOT_ALLOWED = Localised.both("この種類の記録を変える権限", "the right to change this kind of record")
_NOT_PUBLIC = Localised.both("公開を決める権限", "the right to decide on publication")
_INSIDE = Localised.both(
    "パッケージの documents フォルダの中のファイル名", "the name of a file in the package's folder documents"
)

_STALE = Localised.both(
    "書き出したあとに変わっていない記録（いまは版{revision}。最後に変えたのは{who}）",
    "a record that has not changed since it was written out (now revision {revision}, last changed by {who})",
)
_WITHDRAWN = Localised.both(
    "取り下げられていない記録（書き出したあとに取り下げられました。版の数を消すと、新しい記録になります）",
    "a record that is still there; it was withdrawn since (without its revision, the row becomes a new record)",
)

_ALIKE = Localised.both(
    "似た記録があります（{records}）。同じものなら、読み込まずにその識別名を使ってください。",
    "there are records like it ({records}); if it is the same, use that identifier instead",
)
_MAGNITUDE = Localised.both(
    "いまの値（{before}）と桁が大きく違います（{after}）。円・千円・百万円の取り違えがないか、確かめてください。",
    "it is of another magnitude than the present value ({before}; now {after}): please check the unit",
)
_AMOUNTS = frozenset({ColumnType.MONEY, ColumnType.NUMBER})
_FACTORS = (1_000, 1_000_000, 100_000_000)
MOST_NAMED = 3

Named = tuple[str, str, int, str, str]  # a new reference: target, file, line, column, slug
Files = dict[str, tuple[StoredFile, Callable[[], IO[bytes]]]]


@dataclass
class Load:
    """What one load carries through its tables."""

    actor: Actor
    source: Source
    languages: tuple[str, ...]
    settings: CellSettings
    result: LoadResult
    staging: Staging
    files: Files = field(default_factory=dict)
    named: list[Named] = field(default_factory=list)


@dataclass
class TableWriter:
    """Writes the rows of one table, a chunk at a time."""

    kind: Kind
    file: str
    load: Load

    def __post_init__(self) -> None:
        self.counts = self.load.result.counts.setdefault(self.kind.table, Counts())
        self.columns = columns_of(self.kind, self.load.languages)
        self.updated = [
            item.attname for item in self.kind.model._meta.concrete_fields if not item.primary_key
        ]
        self._said: set[str] = set()
        self._may = {verb: may(self.load.actor, verb, self.kind.slug) for verb in (Verb.LOAD, Verb.PUBLISH)}
        self._narrow = Narrowed(self.load.actor, self.kind)

    def write(self, rows: list[ReadRow]) -> None:
        """Write one chunk, or only check it where the load is refused already. Effects: rows, history."""
        fresh = self._once(rows)
        self.load.staging.add_rows(self.kind, [(row.slug, row.line) for row in rows])
        self.load.staging.add_references(self.kind, _references(rows))
        stored = self.kind.model._default_manager.in_bulk([row.slug for row in fresh])
        written = [record for row in fresh if row.sound for record in self._record(row, stored.get(row.slug))]
        if written and not self.load.result.flaws:
            self.kind.model._default_manager.bulk_create(
                written,
                update_conflicts=True,
                unique_fields=["slug"],
                update_fields=self.updated,
            )
            self._remark_alike({row.slug: row.line for row in fresh if row.slug not in stored})

    def _remark_alike(self, added: dict[str, int]) -> None:
        """Say which added rows look like another record, of the file or stored; the keys are there as they are."""
        same = sameness_of(self.kind.slug)
        if same is None or not added or len(self.load.result.warnings) >= MOST_REMARKS:
            return
        alike = same.like_any(list(added))
        named = {each for some in alike.values() for each in some}
        seen = named
        if named and not may_everywhere(self.load.actor, Verb.VIEW, self.kind.slug):
            rows = self.kind.model._default_manager.filter(pk__in=named)
            seen = set(read_by_holding(rows, self.load.actor).values_list("pk", flat=True))
        for slug, found in alike.items():
            others = [each for each in found if each in seen]
            if not others:
                continue
            said = _ALIKE.filled(records=", ".join(others[:MOST_NAMED]))
            self.load.result.remark(Remark(said, self.file, added[slug], "slug"))

    def settle(self) -> None:
        """Tell the planner of a large change."""
        if self.counts.added + self.counts.changed > 1_000:  # noqa: PLR2004
            with connection.cursor() as cursor:
                cursor.execute(f'ANALYZE "{self.kind.model._meta.db_table}"')

    def _once(self, rows: list[ReadRow]) -> list[ReadRow]:
        """Return the rows whose slug comes for the first time; the others are flaws."""
        seen = self.load.staging.lines(self.kind, [row.slug for row in rows])
        fresh = []
        for row in rows:
            if row.slug in seen:
                line = seen[row.slug]
                self.flaw(
                    "slug.duplicate",
                    Localised.both(
                        f"表の中で一度だけ使う識別名（{line}行目にもあります）",
                        f"an identifier used once in the table (row {line} has it, too)",
                    ),
                    row,
                    "slug",
                    row.slug,
                )
            else:
                seen[row.slug] = row.line
                fresh.append(row)
        return fresh

    def _record(self, row: ReadRow, base: Record | None) -> list[Record]:
        """Return the record to write: one, or none where nothing differs or something is wrong."""
        try:
            values = assemble(row.cells, base)
        except RuleBroken as error:
            column, expected = str(error.context["column"]), cast("Localised", error.context["expected"])
            self.flaw(error.code, expected, row, column, str(error.context["found"]))
            return []
        if self._narrow.applies and not self._prepared(row, values, base):
            return []
        if self.kind.model is Document:
            values |= self._file(row, values, base)
        record: Record = base or self.kind.model()
        before = base.holding() if base is not None else None
        changed = {
            name: value for name, value in values.items() if base is None or getattr(base, name) != value
        }
        if base is not None and not changed:
            self.counts.unchanged += 1
            return []
        change = self._change(row, base, changed)
        if row.revision and self._stale(row, base, change):
            return []
        self._remark_magnitude(row, base, changed)
        for name, value in changed.items():
            setattr(record, name, value)
        if not self._allowed(row, record, set(changed), before) or not self._sound(row, record):
            return []
        self._count(record, new=base is None)
        self.load.result.show(change)
        return [record]

    def _remark_magnitude(self, row: ReadRow, base: Record | None, changed: dict[str, Any]) -> None:
        """Say where a value is about a thousand times the present one, or a thousandth: as in another unit."""
        for column in self.columns if base is not None else ():
            if column.type not in _AMOUNTS or column.attribute not in changed:
                continue
            before, after = getattr(base, column.attribute), changed[column.attribute]
            if _like_another_unit(before, after):
                said = _MAGNITUDE.filled(before=self._shown(column, before), after=self._shown(column, after))
                self.load.result.remark(Remark(said, self.file, row.line, column.name))

    def _count(self, record: Record, *, new: bool) -> None:
        if new:
            self.counts.added += 1
        else:
            record.revision += 1
            self.counts.changed += 1

    def _change(self, row: ReadRow, base: Record | None, changed: dict[str, Any]) -> RowChange:
        cells = []
        what = "changed" if base else "added"
        if len(self.load.result.changes) >= MOST_SHOWN_CHANGES and not row.revision:
            return RowChange(self.kind.table, row.slug, what)
        for column in self.columns:
            if column.attribute in changed:
                before = self._shown(column, getattr(base, column.attribute)) if base else ""
                after = self._shown(column, changed[column.attribute])
                if before != after:
                    cells.append(CellChange(column.name, before, after))
        return RowChange(self.kind.table, row.slug, what, tuple(cells))

    def _stale(self, row: ReadRow, base: Record | None, change: RowChange) -> bool:
        """Say whether someone else changed the row since the copy was made; both states are then shown."""
        if base is not None and is_as_it_was(base, row.revision or 0):
            return False
        code, expected = "record.withdrawn", _WITHDRAWN
        if base is not None:
            code, expected = (
                "record.stale",
                _STALE.filled(revision=str(base.revision), who=who_wrote_last(base)),
            )
            self.load.result.show(replace(change, what="stale"))
        self.flaw(code, expected, row, REVISION, str(row.revision))
        return True

    def _shown(self, column: Column, value: Any) -> str:
        return write_cell(column, value, settings=self.load.settings)

    def _prepared(self, row: ReadRow, values: dict[str, Any], base: Record | None) -> bool:
        """Fill in the holder of a new row; say whether the row is one that this person may know of at all."""
        try:
            self._narrow.prepare(values, base)
        except RuleBroken as flaw:
            column = "holder" if base is None else "slug"
            self.flaw(flaw.code, flaw.message, row, column, row.slug if base is not None else "")
            return False
        self.load.named += [
            (column.target, self.file, row.line, column.name, value)
            for column, value in row.cells
            if column.target and value and getattr(base, column.attribute, None) != value
        ]
        return True

    def _allowed(self, row: ReadRow, record: Record, changed: set[str], before: Holding | None) -> bool:
        """Say whether the actor may write this row: by kind, and by the holder it has and had."""
        published = record.publication != "internal" if before is None else bool(changed & PUBLICATION_FIELDS)
        verbs = (Verb.LOAD, Verb.PUBLISH) if published else (Verb.LOAD,)
        for verb in verbs:
            if not self._may[verb]:
                if verb not in self._said:
                    expected = _NOT_ALLOWED if verb is Verb.LOAD else _NOT_PUBLIC
                    self.flaw("permission.refused", expected, row, "slug", row.slug)
                self._said.add(verb)
                return False
        found = self._narrow.breach(verbs, before, record.holding()) if self._narrow.applies else None
        if found:
            column, expected = found
            self.flaw(
                "permission.refused", expected, row, column, row.slug if column == "slug" else record.holder
            )
        return found is None

    def _sound(self, row: ReadRow, record: Record) -> bool:
        sound = True
        for name, broken in record.row_flaws():
            sound = False
            column = next((column for column in self.columns if column.field.name == name), None)
            found = self._shown(column, getattr(record, column.attribute)) if column else ""
            self.flaw(broken.code, broken.message, row, column.name if column else name, found)
        return sound

    def _file(self, row: ReadRow, values: dict[str, Any], base: Record | None) -> dict[str, Any]:
        """Return what is known of a document's file by its content."""
        name = str(values.get("file", getattr(base, "file", "")))
        if not name:
            return {"sha256": "", "media_type": "", "size": None}
        opened = self.load.source.documents.get(name)
        if opened is None:
            held = isinstance(base, Document) and base.file == name and base.sha256
            if not held:
                self.flaw("file.not_in_package", _INSIDE, row, "file", name)
            return {}
        try:
            with opened() as stream:
                found = take_in(stream, name)
        except RuleBroken as error:
            self.flaw(error.code, error.message, row, "file", name)
            return {}
        self.load.files[name] = (found, opened)
        return {"sha256": found.sha256, "media_type": found.media_type, "size": found.size}

    def flaw(self, code: str, expected: Localised, row: ReadRow, column: str, found: str) -> None:
        row.sound = False
        self.load.result.flaw(
            Flaw(code, file=self.file, row=row.line, column=column, found=found, expected=expected)
        )


def _like_another_unit(before: Any, after: Any) -> bool:
    """Say whether one is the other in thousands, millions or hundreds of millions, give or take a half."""
    if not before or not after or (before < 0) != (after < 0):
        return False
    ratio = max(abs(before), abs(after)) / min(abs(before), abs(after))
    return any(factor / 2 <= ratio <= factor * 2 for factor in _FACTORS)


def _references(rows: list[ReadRow]) -> list[tuple[int, str, str, str]]:
    return [
        (row.line, column.name, column.target, value)
        for row in rows
        for column, value in row.cells
        if column.type is ColumnType.REFERENCE and value
    ]
