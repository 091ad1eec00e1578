"""From a picture to a layout: the wide one for paper and large screens, the narrow one for phones."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from renkei.core.drawings.model import ARROWS, Detail, Line, LineKind, Picture
from renkei.core.drawings.placed import Area, Layout, LegendItem, PlacedBox, PlacedLine, PlacedText
from renkei.core.drawings.ranks import rows_of
from renkei.core.drawings.routes import routed
from renkei.core.drawings.rows import Placing, placed
from renkei.core.drawings.texts import note_of

if TYPE_CHECKING:
    from collections.abc import Mapping

WIDE = 612.0  # with its margin as wide as the text of an A4 page
# What is too tall for a page is laid out wider: its letters shrink to the page's width, not far more to its height.
_WIDER = (644.0, 676.0, 708.0)
_LEGIBLE = 0.785  # no letter below 7 points on paper
_PAGE_WIDTH, _PAGE_HEIGHT, _MARGINS = (
    620.0,
    823.0,
    16.0,
)  # the text of an A4 page, below a heading and above a caption
NARROW = 336.0
_SIGNS = {LineKind.ACT: "→", LineKind.TOGETHER: "⇔", LineKind.LEADS: "→"}
_ATTEMPTS = 4
_SAMPLE, _BESIDE, _BETWEEN, _ABOVE = 40.0, 8.0, 24.0, 22.0


def wide(picture: Picture) -> Layout:
    """Return boxes in rows and lines between them; the same picture gives the same places."""
    shown = _told(picture, [line for line in picture.lines if _apart(picture, line)])
    found = []
    for room in (WIDE, *_WIDER):
        found.append(_laid_out(shown, Placing(shown, room)))
        if _printed(found[-1]) >= _LEGIBLE:
            break
    return max(found, key=_printed)


def _printed(layout: Layout) -> float:
    """Return by how much a drawing shrinks on an A4 page."""
    across = _PAGE_WIDTH / (layout.width + _MARGINS)
    return min(1.0, across, _PAGE_HEIGHT / (layout.height + _MARGINS))


def narrow(picture: Picture) -> Layout:
    """Return boxes below each other; a line between boxes that are no neighbours becomes words in its box."""
    shown = _told(picture, [line for line in picture.lines if _neighbours(picture, line)])
    return _laid_out(shown, Placing(shown, NARROW, single=True))


def _laid_out(picture: Picture, asked: Placing) -> Layout:
    """Place boxes, then lines; a line that finds no way becomes words in its box, and all is placed anew."""
    for _ in range(_ATTEMPTS):
        boxes = placed(replace(asked, picture=picture))
        lines = routed(boxes, picture.lines)
        blocked = {line.line for line in lines if line.blocked}
        if not blocked:
            break
        picture = _told(picture, [line for line in picture.lines if line not in blocked])
    return _framed(boxes, lines, picture.legend, asked.room)


def _told(picture: Picture, may: list[Line]) -> Picture:
    """Draw the lines that may be drawn, and say the others in words.

    An arrow is told in the box it begins at. Of the plain lines to one box all are drawn or none: one alone would look
    like the only one. They are told together, in the box they lead to.
    """
    left = {(line.target, line.kind) for line in picture.lines if line not in may}
    drawn = [line for line in may if line.kind in ARROWS or (line.target, line.kind) not in left]
    titles = {box.id: box.title for box in picture.boxes}
    said: dict[str, list[str]] = {}
    together: dict[tuple[str, str], list[str]] = {}
    for line in picture.lines:
        word = line.word or picture.legend.get(line.kind, "")
        if line in drawn:
            continue
        if line.kind in ARROWS:
            what = f"{_SIGNS[line.kind]} {titles[line.target]}"
            said.setdefault(line.source, []).append(
                picture.phrases.beside.format(what, word) if word else what
            )
        else:
            together.setdefault((line.target, word), []).append(titles[line.source])
    for (target, word), names in together.items():
        listed = picture.phrases.comma.join(names)
        said.setdefault(target, []).append(picture.phrases.listed.format(word, listed) if word else listed)
    boxes = tuple(
        replace(box, details=(*box.details, *map(Detail, said.get(box.id, ())))) for box in picture.boxes
    )
    return replace(picture, boxes=boxes, lines=tuple(drawn))


def _apart(picture: Picture, line: Line) -> bool:
    """Tell whether neither end of a line lies in the other."""
    return line.source not in picture.around(line.target) and line.target not in picture.around(line.source)


def _neighbours(picture: Picture, line: Line) -> bool:
    holders = {box.id: box.inside for box in picture.boxes}
    owner = holders[line.source]
    if owner != holders[line.target]:
        return False
    column = [box.id for row in rows_of(picture, owner) for box in row]
    return abs(column.index(line.source) - column.index(line.target)) == 1


def _framed(
    boxes: tuple[PlacedBox, ...],
    lines: tuple[PlacedLine, ...],
    legend: Mapping[LineKind, str],
    room: float,
) -> Layout:
    """Move everything so that the whole begins at 0, 0, and set the legend below it."""
    areas = [
        *(each.area for each in boxes),
        *(each.word.area for each in lines if each.word),
        *(Area(x, y, 0, 0) for each in lines for x, y in each.path),
    ]
    left, top = min((area.x for area in areas), default=0), min((area.y for area in areas), default=0)
    right = max((area.right for area in areas), default=0)
    bottom = max((area.bottom for area in areas), default=0)
    kinds = {line.line.kind for line in lines}
    said = [(kind, words) for kind, words in legend.items() if kind in kinds]
    below = _legend(said, max(right - left, room), bottom - top + _ABOVE)
    areas = [each.text.area for each in below]
    return Layout(
        tuple(_moved_box(each, left, top) for each in boxes),
        tuple(_moved_line(each, left, top) for each in lines),
        below,
        max([right - left, *(area.right for area in areas)]),
        max([bottom - top, *(area.bottom for area in areas)]),
    )


def _legend(said: list[tuple[LineKind, str]], width: float, top: float) -> tuple[LegendItem, ...]:
    """Set samples of lines with their words side by side, as many in a row as there is room for."""
    found, left = [], 0.0
    for kind, words in said:
        block = note_of(words, width - _SAMPLE - _BESIDE)
        if left and left + _SAMPLE + _BESIDE + block.width > width:
            left, top = 0.0, top + block.height + _BESIDE / 2
        middle = top + block.height / 2
        spot = Area(left + _SAMPLE + _BESIDE, top, block.width, block.height)
        found.append(LegendItem(kind, (left, middle), (left + _SAMPLE, middle), PlacedText(block, spot)))
        left = spot.right + _BETWEEN
    return tuple(found)


def _moved(area: Area, left: float, top: float) -> Area:
    return replace(area, x=area.x - left, y=area.y - top)


def _moved_text(text: PlacedText, left: float, top: float) -> PlacedText:
    return PlacedText(text.block, _moved(text.area, left, top))


def _moved_box(each: PlacedBox, left: float, top: float) -> PlacedBox:
    texts = tuple(_moved_text(text, left, top) for text in each.texts)
    return PlacedBox(each.box, _moved(each.area, left, top), texts)


def _moved_line(each: PlacedLine, left: float, top: float) -> PlacedLine:
    path = tuple((x - left, y - top) for x, y in each.path)
    return replace(each, path=path, word=_moved_text(each.word, left, top) if each.word else None)
