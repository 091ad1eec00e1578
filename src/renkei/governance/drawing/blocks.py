"""Drawings as blocks: of the structure at its head, of a scheme where the records name one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renkei.core.blocks.writing import said, written
from renkei.core.drawings.sketch import drawing_block
from renkei.governance.drawing.hints import Hints
from renkei.governance.drawing.scheme import scheme_sketch
from renkei.governance.drawing.structure import structure_sketch
from renkei.governance.enums import DrawingState, DrawingSubject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from renkei.core.blocks.model import DrawingBlock, Spans
    from renkei.core.blocks.request import BlockRequest
    from renkei.governance.models import Drawing
    from renkei.governance.telling import Structure

FEWEST = 2


def structure_drawings(told: Structure, *, in_words: bool = False) -> Iterator[DrawingBlock]:
    """Yield the drawings of the structure: those recorded, else one laid out by itself."""
    recorded = [each for each in told.drawings_there if each.subject == DrawingSubject.STRUCTURE]
    chosen: list[Drawing | None] = [*recorded] or [None]
    for drawing in chosen:
        if block := structure_drawing(told, drawing, in_words=in_words):
            yield block


def structure_drawing(told: Structure, drawing: Drawing | None, *, in_words: bool) -> DrawingBlock | None:
    """Return the structure as a drawing; None where there are not two boxes to draw."""
    request = told.request
    hints = Hints.of(drawing, request)
    sketch = hints.applied(structure_sketch(told, _identifier(drawing), ()), request)
    if len(sketch.boxes) < FEWEST:
        return None
    sketch.caption = _caption(drawing, request)
    return drawing_block(sketch, request, in_words=in_words)


def scheme_drawings(told: Structure) -> Iterator[DrawingBlock]:
    for drawing in told.drawings_there:
        if drawing.subject == DrawingSubject.SCHEME and (block := scheme_drawing(told, drawing)):
            yield block


def scheme_drawing(told: Structure, drawing: Drawing) -> DrawingBlock | None:
    request = told.request
    drawn = scheme_sketch(told, drawing, _identifier(drawing), ())
    sketch = Hints.of(drawing, request).applied(drawn, request)
    if len(sketch.boxes) < FEWEST:
        return None
    sketch.caption = _caption(drawing, request)
    return drawing_block(sketch, request)


def _identifier(drawing: Drawing | None) -> str:
    return f"drawing-{drawing.pk}" if drawing is not None else "drawing-of-the-structure"


def _caption(drawing: Drawing | None, request: BlockRequest) -> Spans:
    title = said(request, "推進体制", "Promotion structure")
    if drawing is not None:
        title = written(request, drawing, "title")
    how = said(request, "（記録から作図）", " (drawn from the records)")
    if drawing is not None and drawing.state == DrawingState.NAMED:
        how = said(
            request,
            "（記録から作図。資料からは題名だけが分かり、元の図の内容は分からない）",
            " (drawn from the records; the source gives only the title, not what its own figure showed)",
        )
    return (*title, *how)
