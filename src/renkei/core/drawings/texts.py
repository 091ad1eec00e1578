"""The text of a box in lines, and how large the box has to be."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from renkei.core.drawings.measure import is_wide, widest_word, width_of, wrapped
from renkei.core.drawings.model import DETAIL, LATIN_LEADING, LEADING, TITLE, WORD, Box, Detail, Line

BULLET, LATIN_BULLET = "・", "• "
WORD_ROOM = 150.0
_MARK = re.compile("[①-⑳] ")
_GAP = 5.0
_COLUMN, _GUTTER, _MANY = 220.0, 24.0, 4  # two columns: what a box is on the left, its tasks on the right
_SHARES = (0.5, 0.55, 0.6, 0.45, 0.4)  # of the left column; the first that makes the box lowest is taken
_TITLE_LINES, _UNEVEN = 3, 1.15  # lines end between words, so that none is quite full
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
    few = len(box.details) + len(box.items) < _MANY
    if (most - _GUTTER) / 2 < _COLUMN or few or not (box.details and box.items):
        rows = [*_plain(box.details, most), *_bulleted(box.items, most)]
        if len(rows) == 1 and not box.items:
            rows = [replace(rows[0], centred=True)]
        return _block([*title, *rows])
    made = [
        _beside(box, title, (most - _GUTTER) * share, most)
        for share in _SHARES
        if min(share, 1 - share) * (most - _GUTTER) >= _COLUMN
    ]
    return min(made, key=lambda block: block.height)


def _beside(box: Box, title: list[_Row], width: float, most: float) -> TextBlock:
    """Return what a box is in a column of this width, and its tasks in one beside it."""
    left = _block([*title, *_plain(box.details, width)])
    right = _block([*title, *_bulleted(box.items, most - width - _GUTTER)])
    moved = (replace(line, indent=line.indent + width + _GUTTER) for line in right.lines[len(title) :])
    return TextBlock((*left.lines, *moved), most, max(left.height, right.height))


def least_of(box: Box) -> float:
    """Return the least width of a box's text: no word is cut, and the title takes three lines at most."""
    words = [detail.text for detail in (*box.details, *box.items, *box.feet)]
    bullet = width_of(BULLET, DETAIL)
    return max(
        widest_word(box.title, TITLE, bold=True),
        width_of(box.title, TITLE, bold=True) / _TITLE_LINES * _UNEVEN,
        *(widest_word(text, DETAIL) + bullet for text in words),
    )


def feet_of(box: Box, most: float) -> TextBlock:
    return _block(_marked(box.feet, most))


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
        rows += _hanging(bullet, detail.text, detail.number, most)
    return rows


def _marked(details: tuple[Detail, ...], most: float) -> list[_Row]:
    """Return each detail's lines; where it begins with a mark of its own (①), the later ones stand after the mark."""
    rows: list[_Row] = []
    for detail in details:
        mark = _MARK.match(detail.text)
        bullet = mark.group() if mark else ""
        rows += _hanging(bullet, detail.text[len(bullet) :], detail.number, most)
    return rows


def _hanging(bullet: str, text: str, number: str, most: float) -> list[_Row]:
    under = width_of(bullet, DETAIL)
    first, *others = wrapped(text, most - under, DETAIL) or [""]
    return [
        _Row(bullet + first, number=number),
        *(_Row(line, indent=under, number=number) for line in others),
    ]


def _block(rows: list[_Row], plain: float = DETAIL) -> TextBlock:
    lines: list[TextLine] = []
    top = 0.0
    for at, row in enumerate(rows):
        size = TITLE if row.bold else plain
        if at and not row.bold and rows[at - 1].bold:
            top += _GAP
        leading = LEADING if any(is_wide(letter) for letter in row.text) else LATIN_LEADING
        base = top + size * (leading / 2 + _BASE)
        top += size * leading
        lines.append(TextLine(row.text, base, size, row.indent, row.bold, row.number, row.centred))
    widths = (width_of(line.text, line.size, bold=line.bold) + line.indent for line in lines)
    return TextBlock(tuple(lines), max(widths, default=0.0), top)
