"""Boxes in rows: as wide as their text and their share of the row, equally high in a row, rows centred."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from renkei.core.drawings.model import PAD, Box, Picture
from renkei.core.drawings.placed import Area, PlacedBox, PlacedText
from renkei.core.drawings.ranks import rows_of
from renkei.core.drawings.texts import feet_of, least_of, text_of, word_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_GAP = 20.0
_ARROW_ROOM, _WORD_ROOM = 32.0, 20.0
_WIDEST = 440.0
_NARROWEST = 132.0
_EDGE = PAD * 0.75
_TWO = 2


@dataclass(frozen=True)
class Placing:
    """`single` puts every box into a row of its own, for narrow screens."""

    picture: Picture
    room: float
    single: bool = False


@dataclass(frozen=True)
class _Row:
    """Cells from left to right, None where one stays empty; `even` ones stand in columns of equal width."""

    cells: tuple[Box | None, ...]
    even: bool = False

    @property
    def boxes(self) -> tuple[Box, ...]:
        return tuple(box for box in self.cells if box is not None)


def placed(asked: Placing) -> tuple[PlacedBox, ...]:
    """Return the boxes where they lie, those around others first."""
    return _Rows(asked).all()


class _Rows:
    def __init__(self, asked: Placing) -> None:
        self.picture, self.room, self.single = asked.picture, asked.room, asked.single
        self._holders = {box.inside for box in asked.picture.boxes if box.inside}
        self._found = {owner: self._rows(owner) for owner in ("", *sorted(self._holders))}
        self._words = {(line.source, line.target): word_of(line) for line in asked.picture.lines}

    def _rows(self, owner: str) -> list[_Row]:
        rows = rows_of(self.picture, owner)
        if self.single:
            return [_Row((box,)) for row in rows for box in row]
        return _turned(rows) if self.picture.across else [_Row(tuple(row)) for row in rows]

    def all(self) -> tuple[PlacedBox, ...]:
        width = self.room if self.single else min(self.room, self._natural_of(""))
        return tuple(self._inside("", Area(0, 0, width, 0))[0])

    def _natural(self, box: Box) -> float:
        """Return how wide a box would like to be."""
        own = text_of(box, _WIDEST - 2 * PAD).width + 2 * PAD
        if box.id not in self._holders:
            return max(own, _NARROWEST)
        return max(own, self._natural_of(box.id) + 2 * PAD, feet_of(box, _WIDEST).width + 2 * PAD)

    def _natural_of(self, owner: str) -> float:
        return max(self._natural_row(row) for row in self._wrapped(owner, self.room))

    def _natural_row(self, row: _Row) -> float:
        if row.even:
            widest = max(map(self._natural, row.boxes))
            return widest * len(row.cells) + self._gap(row) * (len(row.cells) - 1)
        return sum(map(self._natural, row.boxes)) + self._gap(row) * (len(row.cells) - 1)

    def _least(self, box: Box) -> float:
        if box.id not in self._holders:
            return max(_NARROWEST, least_of(box) + 2 * PAD)
        most = _TWO * _NARROWEST + _GAP
        return min(max(self._least_row(row) for row in self._found[box.id]), most) + 2 * PAD

    def _least_row(self, row: _Row) -> float:
        return sum(map(self._least, row.boxes)) + self._gap(row) * (len(row.boxes) - 1)

    def _gap(self, row: _Row) -> float:
        """Return the room between neighbours in a row: the words on the lines that join them must fit."""
        rooms = [self._between(one, other) for one, other in pairwise(row.boxes)]
        return max([_GAP, *rooms])

    def _between(self, one: Box, other: Box) -> float:
        pairs = [pair for pair in ((one.id, other.id), (other.id, one.id)) if pair in self._words]
        words = [word.width for pair in pairs if (word := self._words[pair])]
        return _ARROW_ROOM + max([0, *words]) if pairs else _GAP

    def _wrapped(self, owner: str, room: float) -> list[_Row]:
        """Return the rows of an owner; one that is too wide goes on in further rows of the same columns."""
        found: list[_Row] = []
        for row in self._found[owner]:
            parts = 1
            while parts < len(row.cells) and self._too_wide(_parts(row, parts), room):
                parts += 1
            found += _parts(row, parts)
        return found

    def _too_wide(self, rows: list[_Row], room: float) -> bool:
        return any(self._least_row(row) > room for row in rows)

    def _widths(self, row: _Row, room: float, single: float) -> list[float]:
        """Share the room of a row: each at least its least, then as each would like; what is left over evens out."""
        count = len(row.cells)
        whole = room - self._gap(row) * (count - 1)
        if row.even or count == 1:
            return [min(whole / count, single if count == 1 else whole)] * count
        least = [self._least(box) for box in row.boxes]
        wish = [max(self._natural(box) - floor, 0) + 1 for box, floor in zip(row.boxes, least, strict=True)]
        spare = max(whole - sum(least), 0)
        share = min(spare / sum(wish), 1)
        rest = (spare - share * sum(wish)) / count
        return [floor + part * share + rest for floor, part in zip(least, wish, strict=True)]

    def _inside(self, owner: str, area: Area) -> tuple[list[PlacedBox], float]:
        """Place the rows inside an owner from the upper edge of an area; return their height with them."""
        rows = self._wrapped(owner, area.width)
        among = any(len(row.cells) > 1 for row in rows)
        alone = max(self._natural_row(row) for row in rows)
        common = area.width if self.single or owner or among else alone
        found: list[PlacedBox] = []
        top = area.y
        for at, row in enumerate(rows):
            if at:
                top += self._row_gap([box for above in rows[:at] for box in above.boxes], row.boxes)
            boxes, height = self._row(row, replace(area, y=top), common)
            found += boxes
            top += height
        return found, top - area.y

    def _row(self, row: _Row, area: Area, common: float) -> tuple[list[PlacedBox], float]:
        widths = self._widths(row, area.width, common)
        gap = self._gap(row)
        left = area.x + (area.width - sum(widths) - gap * (len(widths) - 1)) / 2
        cells = [(box, width) for box, width in zip(row.cells, widths, strict=True) if box is not None]
        height = max(self._height(box, width) for box, width in cells)
        level = not any(box.id in self._holders for box in row.boxes)
        found: list[PlacedBox] = []
        for cell, width in zip(row.cells, widths, strict=True):
            if cell is not None:
                own = height if level else self._height(cell, width)
                found += self._box(cell, Area(left, area.y, width, own))
            left += width + gap
        return found, height

    def _row_gap(self, above: Iterable[Box], below: Iterable[Box]) -> float:
        """Return the room between a row and what stands above it: for the words and heads of the lines that pass."""
        upper = {each for box in above for each in self._all_in(box)}
        lower = {each for box in below for each in self._all_in(box)}
        rooms = [
            max(_ARROW_ROOM, word.height + _WORD_ROOM if word else 0)
            for (one, other), word in self._words.items()
            if (one in upper and other in lower) or (one in lower and other in upper)
        ]
        return max([_GAP, *rooms])

    def _all_in(self, box: Box) -> Iterator[str]:
        yield box.id
        for each in self.picture.inside(box.id):
            yield from self._all_in(each)

    def _height(self, box: Box, width: float) -> float:
        return max((part.area.bottom for part in self._box(box, Area(0, 0, width, 0))[:1]), default=0)

    def _box(self, box: Box, area: Area) -> list[PlacedBox]:
        """Place a box and all inside it; it grows below the area where that is too low."""
        room = area.width - 2 * PAD
        text = text_of(box, room)
        top = area.y + _EDGE
        if box.id not in self._holders:
            low = text.height + 2 * _EDGE
            height = max(area.height, low)
            shift = (height - low) / 2 if not (box.details or box.items) else 0
            spot = Area(area.x + PAD, top + shift, room, text.height)
            return [PlacedBox(box, replace(area, height=height), (PlacedText(text, spot),))]
        inside, inner = self._inside(box.id, Area(area.x + PAD, top + text.height + PAD, room, 0))
        feet = feet_of(box, room)
        below = feet.height + PAD if box.feet else 0
        height = max(area.height, _EDGE + text.height + PAD + inner + below + PAD)
        texts = [PlacedText(text, Area(area.x + PAD, top, room, text.height))]
        if box.feet:
            spot = Area(
                area.x + (area.width - feet.width) / 2,
                area.y + height - PAD - feet.height,
                feet.width,
                feet.height,
            )
            texts.append(PlacedText(feet, spot))
        return [PlacedBox(box, replace(area, height=height), tuple(texts)), *inside]


def _turned(rows: list[list[Box]]) -> list[_Row]:
    """Return columns of what are rows: the drawing goes from left to right."""
    longest = max(map(len, rows), default=0)
    return [
        _Row(tuple(row[at] if at < len(row) else None for row in rows), even=True) for at in range(longest)
    ]


def _parts(row: _Row, parts: int) -> list[_Row]:
    if parts == 1:
        return [row]
    size = -(-len(row.cells) // parts)
    pieces = [row.cells[at : at + size] for at in range(0, len(row.cells), size)]
    filled = [(*piece, *[None] * (size - len(piece))) for piece in pieces]
    return [_Row(cells, even=True) for cells in filled if any(cells)]
