"""Lines with right angles between boxes: of the ways there are, the one that hits least and bends least."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise, product
from typing import TYPE_CHECKING

from renkei.core.drawings.model import ARROWS, Line
from renkei.core.drawings.placed import Area, PlacedBox, PlacedLine, PlacedText, Point
from renkei.core.drawings.texts import word_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_CLEAR = 7.0
_CORNER = 14.0
_AIR = 4.0  # beside a word
_SHARES = (0.5, 0.25, 0.75, 0.125, 0.875, 0.375, 0.625)
_BOX_HIT, _TEXT_HIT, _ALONG, _CROSS, _BESIDE, _BEND = 5000.0, 1500.0, 600.0, 150.0, 70.0, 60.0
_MOST_LEVELS = 5
_SKEW, _LARGE = 0.4, 0.2  # the middle of a small box matters more than that of a large one
_TWO = 2


def routed(boxes: Sequence[PlacedBox], lines: Sequence[Line]) -> tuple[PlacedLine, ...]:
    """Return a way for each line, the short ones first, with a place for its word."""
    return _Router(boxes).all(lines)


@dataclass(frozen=True)
class _Piece:
    """A straight piece of a line that has its way."""

    line: Line
    left: float
    right: float
    top: float
    bottom: float
    upright: bool


class _Router:
    def __init__(self, boxes: Sequence[PlacedBox]) -> None:
        self.boxes = boxes
        self._pieces: list[_Piece] = []
        self._areas = {placed.box.id: placed.area for placed in self.boxes}
        self._holders = {placed.box.id: placed.box.inside for placed in self.boxes}
        self._levels = sorted(
            {
                round(each, 1)
                for area in self._areas.values()
                for each in (area.y - _CORNER, area.bottom + _CORNER)
            }
        )
        self._right = max((area.right for area in self._areas.values()), default=0)

    def all(self, lines: Sequence[Line]) -> tuple[PlacedLine, ...]:
        order = sorted(range(len(lines)), key=lambda at: (self._distance(lines[at]), at))
        found: dict[int, PlacedLine] = {}
        for at in order:
            found[at] = self._best(lines[at])
            self._pieces += _pieces(found[at])
        words: list[Area] = []
        for at in range(len(lines)):
            found[at] = self._worded(found[at], words)
        return tuple(found[at] for at in range(len(lines)))

    def _distance(self, line: Line) -> float:
        one, other = self._areas[line.source], self._areas[line.target]
        down = max(other.y - one.bottom, one.y - other.bottom, 0)
        across = max(other.x - one.right, one.x - other.right, 0)
        return round(down + across, 1)

    def _around(self, identifier: str) -> set[str]:
        """Return a box and all those around it."""
        found = set()
        while identifier:
            found.add(identifier)
            identifier = self._holders[identifier]
        return found

    def _best(self, line: Line) -> PlacedLine:
        near = self._around(line.source) | self._around(line.target)
        solid = [_wider(placed.area) for placed in self.boxes if placed.box.id not in near]
        texts = [_written(text) for placed in self.boxes for text in placed.texts if placed.box.id in near]
        ways = self._ways(self._areas[line.source], self._areas[line.target], self._joints(line))
        plain = sorted((round(self._length(line, way), 1), way) for way in ways)
        best, least = plain[0][1], float("inf")
        for length, way in plain:
            if length >= least:  # what comes now is longer than the best with all its trouble
                break
            cost = length + _hits(way, solid, texts)
            if cost < least and (cost := cost + self._trouble(line, way)) < least:
                best, least = way, cost
        return PlacedLine(line, best, blocked=_hits(best, solid, texts) > 0)

    def _length(self, line: Line, way: tuple[Point, ...]) -> float:
        length = sum(abs(a[0] - b[0]) + abs(a[1] - b[1]) for a, b in pairwise(way))
        one, other = self._areas[line.source], self._areas[line.target]
        off = [(one.width, _off(way[0], one)), (other.width, _off(way[-1], other))]
        (_, small), (_, large) = sorted(off)
        return length + (small + large * _LARGE) * _SKEW + (len(way) - 2) * _BEND

    def _trouble(self, line: Line, way: tuple[Point, ...]) -> float:
        """Return what crossing other lines, or running on them, costs; plain lines to the same box may join."""
        cost = 0.0
        for (ax, ay), (bx, by) in pairwise(way):
            upright = ax == bx
            left, right, top, bottom = min(ax, bx), max(ax, bx), min(ay, by), max(ay, by)
            for piece in self._pieces:
                along = upright == piece.upright
                clear = _CLEAR * 2 if along else 0.0
                if (
                    piece.left - clear > right
                    or piece.right + clear < left
                    or piece.top - clear > bottom
                    or piece.bottom + clear < top
                ):
                    continue
                other = piece.line
                if _joins(line, other):
                    same = (left, right) == (piece.left, piece.right) or (top, bottom) == (
                        piece.top,
                        piece.bottom,
                    )
                    cost += _BESIDE if along and not same else 0
                else:
                    cost += _ALONG if along else _CROSS
        return cost

    def _joints(self, line: Line) -> list[float]:
        """Return where upright pieces of plain lines to the same box run, which this line may join."""
        found = (piece for piece in self._pieces if piece.upright and piece.line.target == line.target)
        return sorted({piece.left for piece in found if _joins(line, piece.line)})

    def _ways(self, one: Area, other: Area, joints: list[float]) -> Iterator[tuple[Point, ...]]:
        if other.y >= one.bottom:
            yield from self._down(one, other, joints)
        elif one.y >= other.bottom:
            yield from (way[::-1] for way in self._down(other, one, joints))
        if other.x >= one.right:
            yield from _across(one, other)
        elif one.x >= other.right:
            yield from (way[::-1] for way in _across(other, one))
        yield from self._aside(one, other)

    def _down(self, upper: Area, lower: Area, joints: list[float]) -> Iterator[tuple[Point, ...]]:
        for x in _shared(upper.x, upper.right, lower.x, lower.right):
            yield (x, upper.bottom), (x, lower.y)
        levels = [each for each in self._levels if upper.bottom < each < lower.y]
        middle = (upper.bottom + lower.y) / 2
        levels = [middle, *sorted(levels, key=lambda each: abs(each - middle))[:_MOST_LEVELS]]
        ports = product(
            [*_ports(upper.x, upper.right), *(x for x in joints if upper.x < x < upper.right)],
            [*_ports(lower.x, lower.right), *(x for x in joints if lower.x < x < lower.right)],
            levels,
        )
        for x, to, y in ports:
            if x != to:
                yield (x, upper.bottom), (x, y), (to, y), (to, lower.y)

    def _aside(self, one: Area, other: Area) -> Iterator[tuple[Point, ...]]:
        """Yield the ways around at the left and at the right."""
        heights = product(_ports(one.y, one.bottom)[:3], _ports(other.y, other.bottom)[:3])
        for y, to in heights:
            for x in (max(one.right, other.right) + _CORNER, self._right + _CORNER):
                yield (one.right, y), (x, y), (x, to), (other.right, to)
            for x in (min(one.x, other.x) - _CORNER, -_CORNER):
                yield (one.x, y), (x, y), (x, to), (other.x, to)

    def _worded(self, placed: PlacedLine, words: list[Area]) -> PlacedLine:
        word = word_of(placed.line)
        if word is None:
            return placed
        spots = list(_spots(placed.path, word.width, word.height))
        taken = [*words, *(_written(text) for each in self.boxes for text in each.texts)]
        leaves = [area for name, area in self._areas.items() if name not in set(self._holders.values())]
        borders = [strip for area in self._areas.values() for strip in _borders(area)]
        strips = [
            Area(
                piece.left, piece.top, max(piece.right - piece.left, 0.1), max(piece.bottom - piece.top, 0.1)
            )
            for piece in self._pieces
        ]
        clear = [Area(each.x - _AIR, each.y, each.width + 2 * _AIR, each.height) for each in spots]
        best = min(
            range(len(spots)),
            key=lambda at: (
                sum(clear[at].meets(area) for area in taken) * 4
                + sum(clear[at].meets(area) for area in (*leaves, *borders)) * 3
                + (spots[at].x < 0 or spots[at].right > self._right) * 2
                + sum(clear[at].meets(area) for area in strips),
                at,
            ),
        )
        words.append(spots[best])
        return replace(placed, word=PlacedText(word, spots[best]))


def _joins(line: Line, other: Line) -> bool:
    """Tell whether two lines may run as one: plain ones of a kind, with a box in common."""
    common = {line.source, line.target} & {other.source, other.target}
    return bool(common) and line.kind == other.kind and line.kind not in ARROWS


def _pieces(placed: PlacedLine) -> Iterator[_Piece]:
    for (ax, ay), (bx, by) in pairwise(placed.path):
        yield _Piece(placed.line, min(ax, bx), max(ax, bx), min(ay, by), max(ay, by), ax == bx)


def _hits(way: tuple[Point, ...], solid: list[Area], texts: list[Area]) -> float:
    pieces = [_strip(*pair) for pair in pairwise(way)]
    hits = sum(piece.meets(area) for piece in pieces for area in solid) * _BOX_HIT
    return hits + sum(piece.meets(area) for piece in pieces for area in texts) * _TEXT_HIT


def _spots(path: tuple[Point, ...], width: float, height: float) -> Iterator[Area]:
    """Yield places for a word beside each piece of a line, the longest piece first."""
    pieces = sorted(
        pairwise(path), key=lambda pair: -(abs(pair[0][0] - pair[1][0]) + abs(pair[0][1] - pair[1][1]))
    )
    for start, end in pieces:
        x, y = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
        if _upright(start, end):
            for share in (0.5, 0.3, 0.7):
                at = start[1] + (end[1] - start[1]) * share - height / 2
                yield Area(x + 7, at, width, height)
                yield Area(x - 7 - width, at, width, height)
        else:
            for share in (0.5, 0.25, 0.75):
                at = start[0] + (end[0] - start[0]) * share - width / 2
                yield Area(at, y - height - 3, width, height)
                yield Area(at, y + 4, width, height)


def _across(one: Area, other: Area) -> Iterator[tuple[Point, ...]]:
    """Yield the ways from a box to one at its right."""
    for y in _shared(one.y, one.bottom, other.y, other.bottom):
        yield (one.right, y), (other.x, y)
    for y in _ports(one.y, one.bottom):
        for x in _ports(other.x, other.right):
            if y < other.y or y > other.bottom:
                yield (one.right, y), (x, y), (x, other.y if y < other.y else other.bottom)


def _ports(low: float, high: float) -> list[float]:
    return [round(low + (high - low) * share, 1) for share in _SHARES]


def _shared(low: float, high: float, other_low: float, other_high: float) -> list[float]:
    """Return where a straight line can join two sides that face each other."""
    start, end = max(low, other_low) + _CORNER, min(high, other_high) - _CORNER
    if start > end:
        return []
    centres = [(low + high) / 2, (other_low + other_high) / 2]
    return [*(round(each, 1) for each in centres if start <= each <= end), *_ports(start, end)]


def _upright(one: Point, other: Point) -> bool:
    return one[0] == other[0]


def _strip(one: Point, other: Point) -> Area:
    x, y = min(one[0], other[0]), min(one[1], other[1])
    return Area(x, y, max(abs(one[0] - other[0]), 0.1), max(abs(one[1] - other[1]), 0.1))


def _off(end: Point, area: Area) -> float:
    """Return how far from the middle of a side a line begins or ends."""
    x, y = end
    if y in {area.y, area.bottom}:
        return abs(x - area.x - area.width / 2)
    return abs(y - area.y - area.height / 2)


def _borders(area: Area) -> Iterator[Area]:
    corners = (area.x, area.y), (area.right, area.y), (area.right, area.bottom), (area.x, area.bottom)
    yield from (_strip(*pair) for pair in pairwise((*corners, corners[0])))


def _wider(area: Area) -> Area:
    return Area(area.x - _CLEAR, area.y - _CLEAR, area.width + 2 * _CLEAR, area.height + 2 * _CLEAR)


def _written(text: PlacedText) -> Area:
    """Return the area that the letters take, which may be narrower than the area of the text."""
    area, block = text.area, text.block
    centred = any(line.centred for line in block.lines)
    left = area.x + (area.width - block.width) / 2 if centred else area.x
    return Area(left - _CLEAR, area.y, block.width + 2 * _CLEAR, area.height)
