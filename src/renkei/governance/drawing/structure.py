"""The promotion structure as boxes and lines: bodies, functions, and the offices and organisations they relate to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import override

from renkei.core.blocks.model import Text
from renkei.core.blocks.writing import joined, ordinal, said, written
from renkei.core.drawings.model import LineKind, Shape
from renkei.core.drawings.sketch import Sketch, SketchBox, SketchLine
from renkei.core.records.kinds import kind_of
from renkei.directory.models import Organisation, Unit
from renkei.governance.enums import RelationKind, SeatRole
from renkei.governance.models.structure import SOURCES, TARGETS
from renkei.governance.telling import SEAT_ROLES, end_of, grouped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from renkei.core.blocks.model import Spans
    from renkei.core.blocks.request import BlockRequest
    from renkei.core.records.models import Record
    from renkei.governance.models import Body, Function, Relation, Seat
    from renkei.governance.telling import Structure

MOST_CHILDREN = 4  # more bodies of one body lie inside it, not below it on lines
MOST_NAMES = 6
_PART_OF = {RelationKind.PERFORMS, RelationKind.BELONGS}
_RISING = {RelationKind.SUB_BODY, RelationKind.PRIOR_COORDINATION, RelationKind.BELONGS}


def box_of(record: Record) -> str:
    return f"{kind_of(record).slug}:{record.pk}"


def structure_sketch(told: Structure, identifier: str, caption: Spans) -> Sketch:
    """Return what the reader sees: every relation is a line, a box in a box, or an item of a box."""
    return _Sketcher(told).sketch(identifier, caption)


class _Sketcher:
    def __init__(self, told: Structure) -> None:
        self.told, self.request = told, told.request
        self._bodies = {body.pk for body in told.bodies_there}
        self._functions = {each.pk: each for each in told.functions_there}
        self._relations = told.relations_there
        self._in_functions = [row for row in self._relations if row.to_function_id and row.kind in _PART_OF]
        self._drawn = [row for row in self._relations if not (row.to_function_id and row.kind in _PART_OF)]
        self._ends = {
            box_of(end): end
            for row in self._drawn
            for names in (SOURCES, TARGETS)
            if (end := end_of(row, names)) is not None
        }
        self._parts = grouped(told.functions_there, "parent")
        self._children = grouped(told.bodies_there, "parent")

    def sketch(self, identifier: str, caption: Spans) -> Sketch:
        boxes = [*self._body_boxes(), *self._function_boxes(), *self._other_boxes()]
        known = {box.id for box in boxes}
        lines = [line for line in self._lines() if {line.source, line.target} <= known]
        return Sketch(identifier, caption, boxes, lines, legend_of(self.request))

    def _body_boxes(self) -> Iterator[SketchBox]:
        for body in self.told.bodies_there:
            among = len(self._children.get(body.parent_id, ())) if body.parent_id in self._bodies else 0
            box = SketchBox(box_of(body), self.told.name_of(body), Shape.BODY)
            box.details = [*self._seat_lines(body), *self._group_lines(body)]
            box.items = [written(self.request, row, "text") for row in self.told.mandates.get(body.pk, [])]
            box.inside = f"body:{body.parent_id}" if among > MOST_CHILDREN else ""
            yield box

    def _seat_lines(self, body: Body) -> Iterator[Spans]:
        yield from seat_lines(self.told, self.told.seats.get(body.pk, []))

    def _group_lines(self, body: Body) -> Iterator[Spans]:
        groups = [written(self.request, group, "name") for group in self.told.groups.get(body.pk, [])]
        if groups:
            names = joined(self.request, groups)
            yield said(self.request, "構成団体：{names}", "Constituent groups: {names}", names=names)

    def _function_boxes(self) -> Iterator[SketchBox]:
        goals = {row.to_function_id for row in self._drawn if row.kind == RelationKind.LEADS_TO}
        for function in self.told.functions_there:
            if self._is_foot(function):
                continue
            shape = Shape.OUTCOME if function.pk in goals else Shape.FUNCTION
            box = SketchBox(box_of(function), self._function_name(function), shape)
            text = written(self.request, function, "text")
            box.details = [text] if text else []
            box.items = [
                self.told.name_of(end)
                for row in self._in_functions
                if row.to_function_id == function.pk
                and (end := end_of(row, SOURCES)) is not None
                and self._home(end) != function.pk
            ]
            box.feet = [
                self._function_name(part) for part in self._parts.get(function.pk, []) if self._is_foot(part)
            ]
            if function.parent_id in self._functions:
                box.inside = f"function:{function.parent_id}"
            yield box

    def _is_foot(self, function: Function) -> bool:
        """Tell whether a function is a line at the foot of the one it is part of: nothing else is told of it."""
        return (
            function.parent_id in self._functions
            and not function.text
            and not self._parts.get(function.pk)
            and box_of(function) not in self._ends
            and all(row.to_function_id != function.pk for row in self._in_functions)
        )

    def _function_name(self, function: Function) -> Spans:
        mark = (*ordinal(function.mark), Text(" ")) if function.mark else ()
        return (*mark, *written(self.request, function, "name"))

    def _home(self, end: Record) -> str | None:
        """Return the only function that an office or organisation with a box of its own performs."""
        if not isinstance(end, Unit | Organisation) or box_of(end) not in self._ends:
            return None
        found = {
            row.to_function_id
            for row in self._in_functions
            if (one := end_of(row, SOURCES)) is not None and box_of(one) == box_of(end)
        }
        return found.pop() if len(found) == 1 else None

    def _other_boxes(self) -> Iterator[SketchBox]:
        """Yield the offices and organisations that stand at the end of a line."""
        for identifier, end in self._ends.items():
            if isinstance(end, Unit | Organisation):
                home = self._home(end)
                inside = f"function:{home}" if home in self._functions else ""
                yield SketchBox(identifier, self.told.name_of(end), Shape.PARTY, inside=inside)

    def _lines(self) -> Iterator[SketchLine]:
        told = set()
        for row in self._drawn:
            one, other = end_of(row, SOURCES), end_of(row, TARGETS)
            if one is not None and other is not None:
                told.add((box_of(one), box_of(other)))
                yield relation_line(row, box_of(one), box_of(other), self.request)
        for body in self.told.bodies_there:
            pair = (box_of(body), f"body:{body.parent_id}")
            alike = len(self._children.get(body.parent_id, ()))
            if body.parent_id in self._bodies and alike <= MOST_CHILDREN and pair not in told:
                yield SketchLine(*pair, LineKind.BELONGS, rises=True)


def seat_lines(told: Structure, seats: list[Seat]) -> Iterator[Spans]:
    """Yield a line for each role: its title and who holds it."""
    request = told.request
    by_role: dict[str, list[Spans]] = {}
    titles: dict[str, Spans] = {}
    for seat in seats:
        title = written(request, seat, "title") or said(request, *SEAT_ROLES[SeatRole(seat.role)])
        key = f"{seat.role}:{seat.title.text(request.language) if seat.title else ''}"
        titles.setdefault(key, title)
        by_role.setdefault(key, []).append(told.holder_of(seat))
    for key, holders in by_role.items():
        more = said(request, "ほか", " and others") if len(holders) > MOST_NAMES else ()
        names = (*joined(request, holders[:MOST_NAMES]), *more)
        yield said(request, "{role}：{names}", "{role}: {names}", role=titles[key], names=names)


def relation_line(row: Relation, one: str, other: str, request: BlockRequest) -> SketchLine:
    kind = RelationKind(row.kind)
    if kind in {RelationKind.SUB_BODY, RelationKind.BELONGS}:
        return SketchLine(one, other, LineKind.BELONGS, rises=True)
    if kind is RelationKind.LEADS_TO and not row.both_ways:
        return SketchLine(one, other, LineKind.LEADS)
    with override(request.language):
        word = (Text(str(kind.label)),)
    style = LineKind.TOGETHER if row.both_ways else LineKind.ACT
    return SketchLine(one, other, style, word, rises=kind in _RISING)


def legend_of(request: BlockRequest) -> dict[LineKind, Spans]:
    return {
        LineKind.ACT: said(request, "矢印の先への働き", "Acts on where the arrow points"),
        LineKind.TOGETHER: said(request, "互いに", "Both ways"),
        LineKind.LEADS: said(request, "つながる先", "Leads to"),
        LineKind.BELONGS: said(request, "属する", "Belongs to"),
        LineKind.MEMBER: said(request, "構成員", "Member"),
    }
