"""From boxes and lines whose words are spans to a drawing block: with its SVG twice, and the same in words."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from renkei.core.blocks.model import (
    AmountSpan,
    Block,
    DateSpan,
    DrawingBlock,
    FigureSpan,
    ListBlock,
    ListItem,
    Paragraph,
    Spans,
    YearSpan,
)
from renkei.core.blocks.plain import spans_to_text
from renkei.core.blocks.resolve import nodes, resolve
from renkei.core.blocks.writing import joined, said
from renkei.core.drawings.layout import narrow, wide
from renkei.core.drawings.model import Box, Detail, Line, LineKind, Phrases, Picture, Place, Shape
from renkei.core.drawings.svg import written

if TYPE_CHECKING:
    from collections.abc import Mapping

    from renkei.core.blocks.request import BlockRequest

DETAILED = 14
MOST_BOXES = 64
MOST_LINES = 40
_NAMED_IN_ALTERNATIVE = 6


@dataclass
class SketchBox:
    """A box whose words are spans; the fields are those of a box of a picture."""

    id: str
    title: Spans
    shape: Shape
    details: list[Spans] = field(default_factory=list)
    items: list[Spans] = field(default_factory=list)
    feet: list[Spans] = field(default_factory=list)
    inside: str = ""
    place: Place = field(default_factory=Place)


@dataclass(frozen=True)
class SketchLine:
    source: str
    target: str
    kind: LineKind
    word: Spans = ()
    rises: bool = False


@dataclass
class Sketch:
    """What is drawn. `id` is unique on the page; without `text` the same in words is made from the boxes."""

    id: str
    caption: Spans
    boxes: list[SketchBox]
    lines: list[SketchLine]
    legend: Mapping[LineKind, Spans]
    across: bool = False


def drawing_block(sketch: Sketch, request: BlockRequest, *, in_words: bool = True) -> DrawingBlock | None:
    """Return the drawing, None where there is nothing to draw.

    `in_words` adds the same in words; without, the caller says it beside the drawing. Placeholders in names and texts
    are looked up together, in a number of queries that does not grow with the boxes.
    """
    if not sketch.boxes:
        return None
    whole = _resolved(sketch, request)
    shown, notes = _legible(whole, request)
    picture = _picture(shown, request.language)
    caption = spans_to_text(whole.caption)
    alternative = _alternative(shown, request)
    return DrawingBlock(
        sketch.id,
        (*whole.caption, *notes),
        alternative,
        written(wide(picture), title=caption, description=alternative, identifier=f"{sketch.id}-wide"),
        in_words_of(whole, request) if in_words else (),
        written(narrow(picture), title=caption, description=alternative, identifier=f"{sketch.id}-narrow"),
    )


def _resolved(sketch: Sketch, request: BlockRequest) -> Sketch:
    """Return the sketch with all placeholders looked up at once."""
    texts = [
        sketch.caption,
        *sketch.legend.values(),
        *(text for box in sketch.boxes for text in (box.title, *box.details, *box.items, *box.feet)),
        *(line.word for line in sketch.lines),
    ]
    found = iter(
        block.spans
        for block in resolve(tuple(Paragraph(text) for text in texts), request)
        if isinstance(block, Paragraph)
    )
    caption = next(found)
    legend = {kind: next(found) for kind in sketch.legend}
    boxes = [
        SketchBox(
            box.id,
            next(found),
            box.shape,
            [next(found) for _ in box.details],
            [next(found) for _ in box.items],
            [next(found) for _ in box.feet],
            box.inside,
            box.place,
        )
        for box in sketch.boxes
    ]
    lines = [
        SketchLine(line.source, line.target, line.kind, next(found), line.rises) for line in sketch.lines
    ]
    return Sketch(sketch.id, caption, boxes, lines, legend, sketch.across)


def _legible(sketch: Sketch, request: BlockRequest) -> tuple[Sketch, Spans]:
    """Leave out what would make a large drawing too small to read, and say so; the words keep all of it."""
    boxes, lines = sketch.boxes, sketch.lines
    notes: Spans = ()
    if len(boxes) > DETAILED:
        boxes = [replace(box, details=[], items=[], feet=[]) for box in boxes]
        notes += said(
            request, "。枠が多いため、名称だけを示す", ". As there are many boxes, only their names are shown"
        )
    if len(boxes) > MOST_BOXES or len(lines) > MOST_LINES:
        boxes = _outermost(boxes)
        known = {box.id for box in boxes}
        lines = [line for line in lines if {line.source, line.target} <= known][:MOST_LINES]
        notes += said(
            request,
            "。図に収まらない枠と線は、文にだけ記す",
            ". Boxes and lines that do not fit are told in words only",
        )
    return replace(sketch, boxes=boxes, lines=lines), notes


def _outermost(boxes: list[SketchBox]) -> list[SketchBox]:
    """Return as many boxes as a drawing can hold, those around others before those inside them, in their order."""
    holders = {box.id: box.inside for box in boxes}

    def depth(identifier: str) -> int:
        return 1 + depth(holders[identifier]) if holders[identifier] else 0

    kept = {box.id for box in sorted(boxes, key=lambda box: depth(box.id))[:MOST_BOXES]}
    return [box for box in boxes if box.id in kept]


def _picture(sketch: Sketch, language: str) -> Picture:
    return Picture(
        tuple(
            Box(
                box.id,
                spans_to_text(box.title),
                box.shape,
                tuple(map(_detail, box.details)),
                tuple(map(_detail, box.items)),
                tuple(map(_detail, box.feet)),
                box.inside,
                box.place,
            )
            for box in sketch.boxes
        ),
        tuple(
            Line(line.source, line.target, line.kind, spans_to_text(line.word), line.rises)
            for line in sketch.lines
        ),
        {kind: spans_to_text(words) for kind, words in sketch.legend.items()},
        sketch.across,
        Phrases() if language == "ja" else Phrases("{} ({})", "{}: {}", ", "),
    )


def _detail(spans: Spans) -> Detail:
    found = list(nodes(spans))
    if any(isinstance(span, FigureSpan | AmountSpan) for span in found):
        return Detail(spans_to_text(spans), "figure")
    dated = any(isinstance(span, DateSpan | YearSpan) for span in found)
    return Detail(spans_to_text(spans), "date" if dated else "")


def _alternative(sketch: Sketch, request: BlockRequest) -> str:
    outer = [box.title for box in sketch.boxes if not box.inside]
    names = joined(request, outer[:_NAMED_IN_ALTERNATIVE])
    more = said(request, "など", " and others") if len(outer) > _NAMED_IN_ALTERNATIVE else ()
    return spans_to_text(
        said(
            request,
            "{names}{more}と、その間の線を描いた図。同じ内容を文でも記す。",
            "A drawing of {names}{more} and the lines between them. The same is told in words.",
            names=names,
            more=more,
        )
    )


def in_words_of(sketch: Sketch, request: BlockRequest) -> tuple[Block, ...]:
    """Return the boxes of a sketch as nested lists and its lines as sentences."""

    def item(box: SketchBox) -> ListItem:
        inside = [item(each) for each in sketch.boxes if each.inside == box.id]
        told = [ListItem(spans) for spans in (*box.details, *box.items)]
        return ListItem(box.title, (*told, *inside, *(ListItem(spans) for spans in box.feet)))

    titles = {box.id: box.title for box in sketch.boxes}
    lines = tuple(ListItem(_sentence(line, titles, sketch, request)) for line in sketch.lines)
    boxes = ListBlock(tuple(item(box) for box in sketch.boxes if not box.inside))
    return (boxes, ListBlock(lines)) if lines else (boxes,)


def _sentence(line: SketchLine, titles: Mapping[str, Spans], sketch: Sketch, request: BlockRequest) -> Spans:
    word = line.word or sketch.legend.get(line.kind, ())
    parts = {"one": titles[line.source], "other": titles[line.target], "word": word}
    if line.kind in {LineKind.ACT, LineKind.LEADS}:
        return said(request, "{one}から{other}へ：{word}", "{one} to {other}: {word}", **parts)
    return said(request, "{one}と{other}：{word}", "{one} and {other}: {word}", **parts)
