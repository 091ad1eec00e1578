"""The hints of one drawing: where its boxes lie, what they are called there, which are left out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from renkei.core.blocks.writing import written
from renkei.core.drawings.model import Place
from renkei.core.publication.selectors import visible_to
from renkei.governance.enums import DrawingDirection
from renkei.governance.models import Drawing, DrawingHint

if TYPE_CHECKING:
    from collections.abc import Mapping

    from renkei.core.blocks.request import BlockRequest
    from renkei.core.drawings.sketch import Sketch, SketchBox


@dataclass(frozen=True)
class Hints:
    """What is known of a drawing's layout; nothing where no drawing is recorded."""

    drawing: Drawing | None
    by_box: Mapping[str, DrawingHint]

    @classmethod
    def of(cls, drawing: Drawing | None, request: BlockRequest) -> Hints:
        """Read the hints that the reader may see, in one query."""
        if drawing is None:
            return cls(None, {})
        rows = visible_to(DrawingHint.objects.filter(drawing=drawing), request.actor, request.at)
        return cls(drawing, {row.node(): row for row in rows.select_related("inside").order_by("pk")})

    @property
    def across(self) -> bool:
        return self.drawing is not None and self.drawing.direction == DrawingDirection.ACROSS

    def applied(self, sketch: Sketch, request: BlockRequest) -> Sketch:
        """Return the sketch with boxes renamed, moved and left out; a line of a box left out goes with it."""
        out = {box.id for box in sketch.boxes if self._leaves_out(box.id)}
        holders = {box.id: box.inside for box in sketch.boxes}
        boxes = [self._applied(box, request) for box in sketch.boxes if box.id not in out]
        for box in boxes:
            while box.inside in out:
                box.inside = holders[box.inside]
        _without_loops(boxes)
        lines = [line for line in sketch.lines if not {line.source, line.target} & out]
        return replace(sketch, boxes=boxes, lines=lines, across=self.across)

    def _leaves_out(self, identifier: str) -> bool:
        hint = self.by_box.get(identifier)
        return hint is not None and hint.left_out

    def _applied(self, box: SketchBox, request: BlockRequest) -> SketchBox:
        hint = self.by_box.get(box.id)
        if hint is None:
            return box
        box.place = Place(hint.row, hint.across)
        if hint.label:
            box.title = written(request, hint, "label")
        if hint.inside is not None:
            box.inside = hint.inside.node()
        return box


def _without_loops(boxes: list[SketchBox]) -> None:
    """Take a box out of what is not there, and out of what lies in itself."""
    holders = {box.id: box.inside for box in boxes}
    for box in boxes:
        seen, above = {box.id}, box.inside
        while above in holders and above not in seen:
            seen.add(above)
            above = holders[above]
        if above:
            box.inside = holders[box.id] = ""
