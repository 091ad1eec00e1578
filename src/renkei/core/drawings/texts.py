"""The text of a box in lines, and how large the box has to be."""

from __future__ import annotations

from dataclasses import dataclass, replace

from renkei.core.drawings.measure import is_wide, width_of, wrapped
from renkei.core.drawings.model import DETAIL, LEADING, TITLE, WORD, Box, Detail, Line

BULLET, LATIN_BULLET = "・", "• "
WORD_ROOM = 130.0
_GAP = 5.0
_COLUMN, _GUTTER, _MANY = 250.0, 24.0, 4  # two columns: what a box is on the left, its tasks on the right
_BASE = 0.36  # from the middle of a line down to the foot of its letters


@dataclass(frozen=True)
class TextLine:
    """A line of text; `top` is the distance of its foot from the top of the block, `number` as in Detail."""

    text: str
    top: float
    size: float
    indent: float = 0
    bold: bool = False
    number: str = ""
    centred: bool = False


@dataclass(frozen=True)
class TextBlock:
    lines: tuple[TextLine, ...]
    width: float
    height: float


@dataclass(frozen=True)
class _Row:
    text: str
    bold: bool = False
    indent: float = 0
    number: str = ""
    centred: bool = False


def text_of(box: Box, most: float) -> TextBlock:
    """Return the title, the details and the items of a box, in lines of at most this width."""
    title = [
        _Row(line, bold=True, centred=True) for line in wrapped(box.title, most, TITLE, bold=True, even=True)
    ]
    half = (most - _GUTTER) / 2
    few = len(box.details) + len(box.items) < _MANY
    if half < _COLUMN or few or not (box.details and box.items):
        rows = [*_plain(box.details, most), *_bulleted(box.items, most)]
        if len(rows) == 1 and not box.items:
            rows = [replace(rows[0], centred=True)]
        return _block([*title, *rows])
    left = _block([*title, *_plain(box.details, half)])
    right = _block([*title, *_bulleted(box.items, half)])
    beside = (replace(line, indent=line.indent + half + _GUTTER) for line in right.lines[len(title) :])
    return TextBlock((*left.lines, *beside), most, max(left.height, right.height))


def feet_of(box: Box, most: float) -> TextBlock:
    return _block(_plain(box.feet, most))


def word_of(line: Line) -> TextBlock | None:
    return note_of(line.word) if line.word.strip() else None


def note_of(text: str, most: float = WORD_ROOM) -> TextBlock:
    """Return a text that stands beside boxes and lines."""
    return _block([_Row(each) for each in wrapped(text, most, WORD, even=True)], WORD)


def _plain(details: tuple[Detail, ...], most: float) -> list[_Row]:
    return [
        _Row(line, number=detail.number) for detail in details for line in wrapped(detail.text, most, DETAIL)
    ]


def _bulleted(details: tuple[Detail, ...], most: float) -> list[_Row]:
    """Return each detail's lines; those after the first stand under the text, not under the bullet."""
    rows: list[_Row] = []
    for detail in details:
        bullet = BULLET if any(is_wide(letter) for letter in detail.text) else LATIN_BULLET
        under = width_of(bullet, DETAIL)
        first, *others = wrapped(detail.text, most - under, DETAIL) or [""]
        rows.append(_Row(bullet + first, number=detail.number))
        rows += [_Row(line, indent=under, number=detail.number) for line in others]
    return rows


def _block(rows: list[_Row], plain: float = DETAIL) -> TextBlock:
    lines: list[TextLine] = []
    top = 0.0
    for at, row in enumerate(rows):
        size = TITLE if row.bold else plain
        if at and not row.bold and rows[at - 1].bold:
            top += _GAP
        base = top + size * (LEADING / 2 + _BASE)
        top += size * LEADING
        lines.append(TextLine(row.text, base, size, row.indent, row.bold, row.number, row.centred))
    widths = (width_of(line.text, line.size, bold=line.bold) + line.indent for line in lines)
    return TextBlock(tuple(lines), max(widths, default=0.0), top)
