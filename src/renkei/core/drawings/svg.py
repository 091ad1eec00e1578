"""A layout as SVG: vectors and real text, nothing else; the same layout gives the same bytes."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from django.utils.html import escape

from renkei.core.drawings.model import (
    ACCENT,
    ARROWS,
    FONTS,
    GROUND,
    INK,
    INK_SOFT,
    PAPER,
    TINT,
    LineKind,
    Shape,
)

if TYPE_CHECKING:
    from renkei.core.drawings.placed import Layout, LegendItem, PlacedBox, PlacedLine, PlacedText, Point

MARGIN = 8.0
_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BOLD = ' font-weight="700"'
_CENTRED = ' text-anchor="middle"'
_ARROW, _HALF = 9.0, 4.5
_FILLS = {
    Shape.BODY: TINT,
    Shape.PARTY: PAPER,
    Shape.FUNCTION: GROUND,
    Shape.AGREEMENT: TINT,
    Shape.OUTCOME: PAPER,
}
_BORDERS = {
    Shape.BODY: (ACCENT, 1.5),
    Shape.PARTY: (INK_SOFT, 1.25),
    Shape.FUNCTION: (INK_SOFT, 1.0),
    Shape.AGREEMENT: (ACCENT, 2.5),
    Shape.OUTCOME: (ACCENT, 2.5),
}
_STROKES = {
    LineKind.ACT: (INK_SOFT, 1.5, ""),
    LineKind.TOGETHER: (INK_SOFT, 1.5, ""),
    LineKind.LEADS: (ACCENT, 3.0, ""),
    LineKind.BELONGS: (INK_SOFT, 1.25, ""),
    LineKind.MEMBER: (INK_SOFT, 1.25, "5 4"),
}


def _said(text: str) -> str:
    """Return a text for the inside or an attribute of an element, without the letters that XML does not know."""
    return escape(_NOT_XML.sub("", text))


def number(value: float) -> str:
    """Return a number of the drawing with one digit after the point, none where it is whole."""
    return f"{round(value, 1) + 0:.1f}".removesuffix(".0")


def written(layout: Layout, *, title: str, description: str, identifier: str) -> str:
    """Return the drawing as an SVG document that stands for itself; all words in it are escaped."""
    body = [
        *(_box(box) for box in layout.boxes),
        *(_line(line) for line in layout.lines),
        *(_word(line.word) for line in layout.lines if line.word),
        *(_legend(item) for item in layout.legend),
    ]
    width, height = layout.width + 2 * MARGIN, layout.height + 2 * MARGIN
    return "".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {number(width)} {number(height)}"',
            f' width="{number(width)}" height="{number(height)}" role="img"',
            f' aria-labelledby="{identifier}-title {identifier}-desc" font-family="{FONTS}">',
            f'<title id="{identifier}-title"{_marked(title)}>{_said(title)}</title>',
            f'<desc id="{identifier}-desc"{_marked(description)}>{_said(description)}</desc>',
            f'<g transform="translate({number(MARGIN)} {number(MARGIN)})">',
            *body,
            "</g></svg>",
        )
    )


def _box(placed: PlacedBox) -> str:
    colour, width = _BORDERS[placed.box.shape]
    area = placed.area
    rect = (
        f'<rect x="{number(area.x)}" y="{number(area.y)}" width="{number(area.width)}"'
        f' height="{number(area.height)}" rx="6" fill="{_FILLS[placed.box.shape]}" stroke="{colour}"'
        f' stroke-width="{number(width)}"/>'
    )
    return f'<g data-box="{_said(placed.box.id)}">{rect}{"".join(map(_text, placed.texts))}</g>'


def _text(text: PlacedText) -> str:
    centre = text.area.x + text.area.width / 2
    return "".join(
        f'<text x="{number(centre if line.centred else text.area.x + line.indent)}"'
        f' y="{number(text.area.y + line.top)}" font-size="{number(line.size)}" fill="{INK}"'
        f"{_BOLD if line.bold else ''}{_CENTRED if line.centred else ''}{_marked(line.text, line.number)}"
        f">{_said(line.text)}</text>"
        for line in text.block.lines
    )


def _marked(text: str, number: str = "") -> str:
    """Say of a text with numbers what they are; their evidence stands with the text version."""
    if not any(letter.isdecimal() for letter in text):
        return ""
    return f' data-number="{number or "ordinal"}"'


def _line(placed: PlacedLine) -> str:
    ends = f'data-from="{_said(placed.line.source)}" data-to="{_said(placed.line.target)}"'
    return f"<g {ends}>{_stroke(placed.line.kind, list(placed.path))}</g>"


def _legend(item: LegendItem) -> str:
    return f"<g>{_stroke(item.kind, [item.start, item.end])}{_text(item.text)}</g>"


def _stroke(kind: LineKind, path: list[Point]) -> str:
    colour, width, dashes = _STROKES[kind]
    heads = []
    if kind in ARROWS:
        path, head = _pointed(path, width)
        heads.append(head)
    if kind is LineKind.TOGETHER:
        path, head = _pointed(path[::-1], width)
        heads.append(head)
    points = " ".join(f"{number(x)},{number(y)}" for x, y in path)
    dash = f' stroke-dasharray="{dashes}"' if dashes else ""
    arrows = "".join(f'<polygon points="{corners}" fill="{colour}"/>' for corners in heads)
    return (
        f'<polyline points="{points}" fill="none" stroke="{colour}"'
        f' stroke-width="{number(width)}" stroke-linejoin="round"{dash}/>{arrows}'
    )


def _pointed(path: list[Point], width: float) -> tuple[list[Point], str]:
    """Shorten a path by the head of its arrow, and return the head's corners."""
    (x, y), tip = path[-2], path[-1]
    angle = math.atan2(tip[1] - y, tip[0] - x)
    size, half = _ARROW + width, _HALF + width / 2
    foot = (tip[0] - size * math.cos(angle), tip[1] - size * math.sin(angle))
    side = half * math.sin(angle), half * math.cos(angle)
    corners = (tip, (foot[0] - side[0], foot[1] + side[1]), (foot[0] + side[0], foot[1] - side[1]))
    return [*path[:-1], foot], " ".join(f"{number(a)},{number(b)}" for a, b in corners)


def _word(text: PlacedText) -> str:
    centre = text.area.x + text.area.width / 2
    return "".join(
        f'<text x="{number(centre)}" y="{number(text.area.y + line.top)}" font-size="{number(line.size)}"'
        f' fill="{INK}" text-anchor="middle"{_marked(line.text, line.number)}>{_said(line.text)}</text>'
        for line in text.block.lines
    )
