"""Where everything lies: the result of a layout, in pixels from the left upper corner."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from renkei.core.drawings.model import Box, Line, LineKind
    from renkei.core.drawings.texts import TextBlock

Point = tuple[float, float]


@dataclass(frozen=True)
class Area:
    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    def meets(self, other: Area) -> bool:
        """Tell whether the two have more than an edge in common."""
        return (
            self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom
        )


@dataclass(frozen=True)
class PlacedText:
    """Lines are centred in the area, or begin at its left edge."""

    block: TextBlock
    area: Area


@dataclass(frozen=True)
class PlacedBox:
    box: Box
    area: Area
    texts: tuple[PlacedText, ...]


@dataclass(frozen=True)
class PlacedLine:
    """`path` has right angles only; a line that finds no way around boxes and their texts is `blocked`."""

    line: Line
    path: tuple[Point, ...]
    word: PlacedText | None = None
    blocked: bool = False


@dataclass(frozen=True)
class LegendItem:
    """A sample of a kind of line, `start` to `end`, and what it means."""

    kind: LineKind
    start: Point
    end: Point
    text: PlacedText


@dataclass(frozen=True)
class Layout:
    boxes: tuple[PlacedBox, ...]
    lines: tuple[PlacedLine, ...]
    legend: tuple[LegendItem, ...]
    width: float
    height: float
