"""What people choose for a list before it is loaded: the meaning of its columns, values for all rows, mended cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from renkei.core.tables.columns import ColumnType, columns_of, list_columns
from renkei.core.tables.headings import chosen, layout_of
from renkei.core.tables.lists import ListTable, remembered_columns
from renkei.core.tables.reading import REVISION
from renkei.core.tables.settings import stored_settings
from renkei.core.tables.sheets import read_sheets
from renkei.core.ui.text import bi
from renkei.desk.lists import Option
from renkei.desk.pages import language_now

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from renkei.core.records.kinds import Kind
    from renkei.desk.uploads import Upload
    from renkei.kernel.errors import Flaw

MOST_MENDED = 100
MOST_SAMPLES = 3
LONGEST_CELL = 5_000
LEAVE_OUT = bi("読み込まない", "Leave out")


@dataclass(frozen=True)
class HeadChoice:
    """One column of the file: its heading, its first values, and what it may mean."""

    name: str
    text: str
    samples: str
    unit: str
    options: list[Option]


@dataclass(frozen=True)
class Mending:
    """One flaw with the field in which it can be mended, where it can be."""

    flaw: Flaw
    expected: str
    name: str = ""
    takes_mine: bool = False


def table_of(kind: Kind, kept: Upload) -> ListTable:
    """Return the table of an upload with all that was chosen for it. Raises RuleBroken("load.…")."""
    languages, _ = stored_settings()
    layout = layout_of(kind, languages, read_sheets(kept.path, kept.name))
    columns = kept.about.get("columns")
    if columns is None and not layout.own:
        columns = remembered_columns(layout)
    known = {column.name for column in list_columns(kind, languages)} | {""}
    wanted = {position: name for position, name in (columns or {}).items() if name in known}
    mended = {(int(line), name): text for line, name, text in kept.about.get("mended", [])}
    return ListTable(kind, chosen(layout, wanted), kept.about.get("constants", {}), mended)


def must_ask(kept: Upload, table: ListTable) -> bool:
    """Say whether a person has to look at the columns first."""
    if table.missing:
        return True
    if "columns" in kept.about or table.layout.own:
        return False
    return bool(table.layout.left_out) and not remembered_columns(table.layout)


def note_choice(kept: Upload, posted: Mapping[str, str]) -> None:
    """Keep what a form said: columns and values for all rows, or mended cells."""
    if "map" in posted:
        kept.about["columns"] = _under("column:", posted)
        kept.about["constants"] = {
            name: text.strip()[:LONGEST_CELL] for name, text in _under("constant:", posted).items()
        }
        return
    mended = {(line, name): text for line, name, text in kept.about.get("mended", [])}
    for place, text in _under("mend:", posted).items():
        line, _, name = place.partition(":")
        if line.isascii() and line.isdigit():
            mended[int(line), name] = "" if name == REVISION else text[:LONGEST_CELL]
    kept.about["mended"] = [[line, name, text] for (line, name), text in mended.items()]


def _under(prefix: str, posted: Mapping[str, str]) -> dict[str, str]:
    return {name.removeprefix(prefix): posted[name] for name in posted if name.startswith(prefix)}


def head_choices(table: ListTable) -> list[HeadChoice]:
    """Return every column of the file with what it may mean."""
    languages, _ = stored_settings()
    columns = list_columns(table.kind, languages)
    found = []
    for head in table.layout.heads:
        options = [Option("", LEAVE_OUT, selected=not head.column)]
        for column in columns:
            label = f"{column.title(language_now())} [{column.name}]"
            options.append(Option(column.name, label, selected=column.name == head.column))
        samples = _samples(table, head.position)
        if head.text or samples:
            found.append(HeadChoice(f"column:{head.position}", head.text, samples, head.unit, options))
    return found


def _samples(table: ListTable, position: int) -> str:
    rows = (cells for line, cells in table.layout.sheet.rows if line > table.layout.line)
    shown = [cells[position].strip() for cells in rows if len(cells) > position and cells[position].strip()]
    return " ／ ".join(text[:40] for text in shown[:MOST_SAMPLES])


@dataclass(frozen=True)
class ConstantField:
    """A column that the file does not have, with the value for every row."""

    name: str
    label: str
    value: str
    required: bool
    options: list[Option]


def constant_fields(table: ListTable) -> list[ConstantField]:
    languages, _ = stored_settings()
    given = {head.column for head in table.layout.heads}
    missing = {column.name for column in table.missing}
    fields = []
    for column in columns_of(table.kind, languages):
        wanted = column.required or column.type in (ColumnType.CHOICE, ColumnType.REFERENCE)
        if wanted and column.name not in given and column.name != "slug":
            value = table.constants.get(column.name, "")
            options = [Option(each, label, selected=each == value) for each, label in column.choices]
            label = column.title(language_now())
            needed = column.name in missing or column.required
            fields.append(ConstantField(f"constant:{column.name}", label, value, needed, options))
    return sorted(fields, key=lambda each: not each.required)


def mending(flaws: Iterable[Flaw], table: ListTable) -> list[Mending]:
    """Return the first hundred flaws, each with the field that mends it."""
    languages, _ = stored_settings()
    known = {column.name for column in columns_of(table.kind, languages)}
    found = []
    for flaw in list(flaws)[:MOST_MENDED]:
        expected = flaw.expected.text(language_now()) or flaw.code
        in_a_row = flaw.row is not None and flaw.row > table.layout.line
        mends = in_a_row and (flaw.column in known or flaw.column == REVISION)
        name = f"mend:{flaw.row}:{flaw.column}" if mends else ""
        found.append(Mending(flaw, expected, name, takes_mine=flaw.column == REVISION))
    return found
