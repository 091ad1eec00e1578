"""Which column of a kind each column of somebody's table is: title rows, heads over two rows, units in heads."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from renkei.core.tables.columns import Column, columns_of
from renkei.core.tables.reading import REVISION
from renkei.kernel.cleaning import key
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from collections.abc import Mapping

    from renkei.core.records.kinds import Kind
    from renkei.core.tables.sheets import Sheet

MOST_TITLE_ROWS = 10
_MARKS = re.compile(r"[\s()（）\[\]「」【】,、・:：/／_*※@-]+")
_UNIT = re.compile(r"単位\s*[:：]\s*(千円|百万円|億円)")
_UNIT_IN_HEAD = re.compile(r"[(（\[［]\s*(?:単位\s*[:：]\s*)?(千円|百万円|億円|円)\s*[)）\]］]")
FACTORS = {"千円": 1_000, "百万円": 1_000_000, "億円": 100_000_000}


@dataclass(frozen=True)
class Head:
    """One column of the file. `column` is the kind's, or empty where it is left out; `unit` as the head says."""

    position: int
    text: str
    column: str
    unit: str = ""


@dataclass(frozen=True)
class Layout:
    """Where the heading stands and what it means. `signature` names this set of headings for this kind."""

    sheet: Sheet
    line: int
    heads: tuple[Head, ...]
    signature: str
    own: bool

    @property
    def left_out(self) -> tuple[Head, ...]:
        return tuple(head for head in self.heads if not head.column and head.text)


def layout_of(kind: Kind, languages: tuple[str, ...], sheets: list[Sheet]) -> Layout:
    """Find the sheet and the heading that fit the kind best.

    Raises RuleBroken("load.empty_table"), ("load.other_table"), ("load.changed_structure").
    """
    known = _names(kind, languages)
    found = [_layout(kind, known, sheet) for sheet in sheets if sheet.rows]
    if not found:
        said = Localised.both("値のある行がありません。", "There is no row with values.")
        raise RuleBroken("load.empty_table", said)
    best = max(found, key=lambda each: (each.sheet.title == kind.table, len(_matched(each.heads))))
    if best.sheet.guided or best.own:
        _check_own(kind, best)
    return best


def chosen(layout: Layout, columns: Mapping[str, str]) -> Layout:
    """Return the layout with the columns that a person chose, by position."""
    heads = tuple(
        Head(head.position, head.text, columns.get(str(head.position), head.column), head.unit)
        for head in layout.heads
    )
    return Layout(layout.sheet, layout.line, heads, layout.signature, layout.own)


def _check_own(kind: Kind, layout: Layout) -> None:
    """A list that Renkei wrote out must still have what names its rows."""
    if layout.sheet.guided and layout.sheet.title != kind.table:
        raise RuleBroken(
            "load.other_table",
            Localised.both(
                f"シート「{layout.sheet.title}」は「{kind.table}」の表ではありません。書き出した一覧か、"
                "シートの名前を確かめてください。",
                f"The sheet “{layout.sheet.title}” is not the table “{kind.table}”. Please look at which list "
                "was written out, and at the sheet's name.",
            ),
        )
    missing = [name for name in ("slug", REVISION) if name not in {head.column for head in layout.heads}]
    if missing:
        raise RuleBroken(
            "load.changed_structure",
            Localised.both(
                f"書き出した表の形が変わっています（列「{'」「'.join(missing)}」がありません）。一覧をもう一度書き出し、"
                "見出しの行とこれらの列を残して直してください。",
                f"The structure of the written-out table was changed: missing “{'”, “'.join(missing)}”. Please "
                "write the list out again and keep its heading and these columns.",
            ),
        )


def _layout(kind: Kind, known: Mapping[str, str], sheet: Sheet) -> Layout:
    line, texts = _heading(known, sheet)
    unit = _unit_above(sheet, line)
    taken: set[str] = set()
    heads = []
    for position, text in enumerate(texts):
        column = known.get(_plain(text), "")
        heads.append(Head(position, text.strip(), "" if column in taken else column, _unit(text) or unit))
        taken.add(column)
    own = {"slug", REVISION} <= {text.strip() for text in texts}
    counted = "\n".join([kind.slug, *(_plain(text) for text in texts)])
    signature = hashlib.sha256(counted.encode()).hexdigest()[:16]
    return Layout(sheet, line, tuple(heads), signature, own)


def _heading(known: Mapping[str, str], sheet: Sheet) -> tuple[int, list[str]]:
    """Return the row among the first ten whose cells name most columns, alone or with the row above it."""
    best, line, texts = 0, sheet.rows[0][0], sheet.rows[0][1]
    above: list[str] = []
    for number, cells in sheet.rows[:MOST_TITLE_ROWS]:
        for offered in (cells, _together(above, cells)):
            matched = len({known[_plain(cell)] for cell in offered if _plain(cell) in known})
            if matched > best:
                best, line, texts = matched, number, offered
        above = cells
    if not best:
        line, texts = next(
            ((number, cells) for number, cells in sheet.rows[:MOST_TITLE_ROWS] if sum(map(bool, cells)) > 1),
            (line, texts),
        )
    return line, texts


def _together(above: list[str], cells: list[str]) -> list[str]:
    """Join heads over two rows; an empty cell above belongs to the group on its left."""
    joined, group = [], ""
    for position, cell in enumerate(cells):
        upper = above[position] if position < len(above) else ""
        group = upper.strip() or (group if cell.strip() else "")
        joined.append(cell if group == cell.strip() else f"{group} {cell}".strip())
    return joined


def _names(kind: Kind, languages: tuple[str, ...]) -> dict[str, str]:
    """Return every way to name a column that names one only."""
    words: dict[str, str] = {_plain(REVISION): REVISION, _plain("版"): REVISION}
    columns = columns_of(kind, languages)
    exact = {_plain(column.name): column.name for column in columns}
    counted = Counter(word for column in columns for word in set(_titles(column, languages)))
    for column in columns:
        words |= {word: column.name for word in _titles(column, languages) if counted[word] == 1}
    return words | exact


def _titles(column: Column, languages: tuple[str, ...]) -> list[str]:
    names = [column.title(language) for language in ("ja", "en")]
    if column.part in ("", languages[0]):
        names += [str(column.field.name), *_bare(column)]
    return [_plain(name) for name in names]


def _bare(column: Column) -> list[str]:
    """Return what the field is called without its language."""
    bare = Column(column.name, column.field, column.type)
    return [bare.title("ja"), bare.title("en")]


def _plain(text: str) -> str:
    return _MARKS.sub("", key(_UNIT_IN_HEAD.sub("", text)))


def _unit(text: str) -> str:
    found = _UNIT_IN_HEAD.search(text)
    return found.group(1) if found else ""


def _unit_above(sheet: Sheet, line: int) -> str:
    for number, cells in sheet.rows[:MOST_TITLE_ROWS]:
        found = _UNIT.search(" ".join(cells)) if number < line else None
        if found:
            return found.group(1)
    return ""


def _matched(heads: tuple[Head, ...]) -> set[str]:
    return {head.column for head in heads if head.column}
