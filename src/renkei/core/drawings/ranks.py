"""Which boxes stand in which row, and in which order: Graphviz finds it where no hint says so.

Graphviz gets numbers for names and no word of the texts: nothing that anybody wrote reaches it.
"""

from __future__ import annotations

from itertools import pairwise, product
from typing import TYPE_CHECKING, Any

import pygraphviz

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from renkei.core.drawings.model import Box, Picture

_TWO = 2


def rows_of(picture: Picture, owner: str) -> list[list[Box]]:
    """Return the boxes directly inside a box (or, for "", in none) by row from the top and from left to right."""
    boxes = picture.inside(owner)
    if len(boxes) < _TWO:
        return [[box] for box in boxes]
    if all(box.place.row is not None for box in boxes):
        return _hinted(boxes)
    return _found(boxes, _joined(picture, boxes))


def _hinted(boxes: Sequence[Box]) -> list[list[Box]]:
    rows: dict[int, list[Box]] = {}
    for box in boxes:
        rows.setdefault(box.place.row or 0, []).append(box)
    return [sorted(rows[row], key=_column) for row in sorted(rows)]


def _column(box: Box) -> int:
    return box.place.column or 0


def _joined(picture: Picture, boxes: Sequence[Box]) -> list[tuple[Box, Box]]:
    """Return the pairs that lines join, the upper one first; an end inside a box counts as the box."""
    holders = {box.id: box.inside for box in picture.boxes}
    known = {box.id: box for box in boxes}

    def outermost(identifier: str) -> Box | None:
        while identifier and identifier not in known:
            identifier = holders[identifier]
        return known.get(identifier)

    pairs = []
    for line in picture.lines:
        one, other = outermost(line.source), outermost(line.target)
        if one and other and one != other:
            pairs.append((other, one) if line.rises else (one, other))
    return pairs


def _found(boxes: Sequence[Box], pairs: list[tuple[Box, Box]]) -> list[list[Box]]:
    names = {box.id: f"n{at}" for at, box in enumerate(boxes)}
    hinted = _hinted([box for box in boxes if box.place.row is not None])
    graph = pygraphviz.AGraph(strict=False, directed=True)
    graph.node_attr.update(shape="box", fixedsize="true", width="1", height="0.5", label="")
    for box in boxes:
        graph.add_node(names[box.id])
    for one, other in _downward(hinted, pairs):
        graph.add_edge(names[one], names[other])
    for row in hinted:
        graph.add_subgraph([names[box.id] for box in row], rank="same")
        for left, right in pairwise(row):
            graph.add_edge(names[left.id], names[right.id], style="invis")
    graph.layout(prog="dot")
    places = {box.id: _place(graph, names[box.id]) for box in boxes}
    rows: dict[float, list[Box]] = {}
    for box in boxes:
        rows.setdefault(places[box.id][1], []).append(box)
    return [sorted(rows[height], key=lambda box: places[box.id][0]) for height in sorted(rows, reverse=True)]


def _downward(hinted: list[list[Box]], pairs: list[tuple[Box, Box]]) -> Iterator[tuple[str, str]]:
    """Yield who stands above whom: as the hints say, then as the lines go, turned where they would lead back up."""
    below: dict[str, set[str]] = {}

    def leads(start: str, end: str) -> bool:
        seen, left = {start}, [start]
        while left:
            for each in below.get(left.pop(), ()):
                if each not in seen:
                    seen.add(each)
                    left.append(each)
        return end in seen

    wanted = [(one.id, other.id) for one, other in _in_rows(hinted)]
    level = {box.id: at for at, row in enumerate(hinted) for box in row}
    wanted += [(one.id, other.id) for one, other in pairs if level.get(one.id, -1) != level.get(other.id, -2)]
    for one, other in wanted:
        upper, lower = (other, one) if leads(other, one) else (one, other)
        below.setdefault(upper, set()).add(lower)
        yield upper, lower


def _in_rows(hinted: list[list[Box]]) -> Iterator[tuple[Box, Box]]:
    for above, lower in pairwise(hinted):
        yield from product(above, lower)


def _place(graph: Any, name: str) -> tuple[float, float]:
    x, y = graph.get_node(name).attr["pos"].split(",")
    return float(x), float(y)
