"""What is drawn: boxes, boxes within boxes, and lines between them. Plain data, the same for all layouts."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Shape(Enum):
    """What a box stands for; each is told by its border and ground, in print without colour too."""

    BODY = "body"
    PARTY = "party"
    FUNCTION = "function"
    AGREEMENT = "agreement"
    OUTCOME = "outcome"


class LineKind(Enum):
    ACT = "act"
    TOGETHER = "together"
    LEADS = "leads"
    BELONGS = "belongs"
    MEMBER = "member"


ARROWS = frozenset({LineKind.ACT, LineKind.TOGETHER, LineKind.LEADS})


@dataclass(frozen=True)
class Place:
    """A hint of the layout: the row from the top and the column from the left, both counted from one."""

    row: int | None = None
    column: int | None = None


@dataclass(frozen=True)
class Detail:
    """A text in a box; `number` says what its numbers are (figure, date, ordinal), as marks of numbers do."""

    text: str
    number: str = ""


@dataclass(frozen=True)
class Box:
    """`details` stand under the title, `items` with bullets after them, `feet` below the boxes inside this one.

    `inside` names the box around this one.
    """

    id: str
    title: str
    shape: Shape
    details: tuple[Detail, ...] = ()
    items: tuple[Detail, ...] = ()
    feet: tuple[Detail, ...] = ()
    inside: str = ""
    place: Place = field(default_factory=Place)


@dataclass(frozen=True)
class Line:
    """`rises` says that the target stands above the source where no hint says otherwise."""

    source: str
    target: str
    kind: LineKind
    word: str = ""
    rises: bool = False


@dataclass(frozen=True)
class Phrases:
    """How a language sets a word beside a name, names after a word, and names in a row."""

    beside: str = "{}（{}）"
    listed: str = "{}：{}"
    comma: str = "、"


@dataclass(frozen=True)
class Picture:
    """`legend` says what the kinds of line mean; `across` draws from left to right.

    `phrases` are for lines that are told in words.
    """

    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    legend: Mapping[LineKind, str] = field(default_factory=dict)
    across: bool = False
    phrases: Phrases = field(default_factory=Phrases)

    def inside(self, owner: str) -> tuple[Box, ...]:
        return tuple(box for box in self.boxes if box.inside == owner)

    def around(self, identifier: str) -> tuple[str, ...]:
        """Return a box and those around it, from the inside out."""
        holders = {box.id: box.inside for box in self.boxes}
        found = []
        while identifier:
            found.append(identifier)
            identifier = holders[identifier]
        return tuple(found)


# Measures in pixels of the drawing, which print at 1/96 inch. Colours are those of the design tokens.
TITLE, DETAIL, WORD = 14.0, 12.5, 12.0
LEADING, LATIN_LEADING = 1.45, 1.32
PAD = 12.0
INK, INK_SOFT, PAPER = "#1a1a1a", "#4d4d4d", "#ffffff"
ACCENT, TINT, GROUND = "#006173", "#e9f7f9", "#f2f2ee"
FONTS = "'Noto Sans CJK JP', 'Noto Sans JP', 'Hiragino Sans', 'Yu Gothic', Meiryo, sans-serif"
