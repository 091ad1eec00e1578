"""What pages and reports embed of the structure: in words with its drawing, and each drawing by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renkei.core.blocks.dated import shown_by_date
from renkei.core.blocks.registry import register_block
from renkei.core.ui.text import bi
from renkei.governance.drawing.blocks import (
    scheme_drawing,
    scheme_drawings,
    structure_drawing,
    structure_drawings,
)
from renkei.governance.enums import DrawingSubject
from renkei.governance.telling import Structure

if TYPE_CHECKING:
    from renkei.core.blocks.model import Blocks
    from renkei.core.blocks.request import BlockRequest


def structure(request: BlockRequest) -> Blocks:
    """Return the structure as it stood at the end of the request's year, or today within it.

    Its drawing comes first, then the same in words, then the schemes. The number of queries does not grow with the
    number of bodies.
    """
    told = Structure(request)
    return (
        *structure_drawings(told),
        *told.bodies(),
        *told.units(),
        *told.functions(),
        *told.relations(),
        *told.drawings(),
        *scheme_drawings(told),
    )


def drawing(request: BlockRequest) -> Blocks:
    """Return one drawing (slug=…) with the same in words; without a name, the drawing of the structure."""
    told = Structure(request)
    slug = request.params.get("slug")
    if not slug:
        return tuple(structure_drawings(told, in_words=True))
    found = next((each for each in told.drawings_there if each.pk == slug), None)
    if found is None or not found.subject:
        return ()
    if found.subject == DrawingSubject.SCHEME:
        block = scheme_drawing(told, found)
    else:
        block = structure_drawing(told, found, in_words=True)
    return (block,) if block else ()


def register() -> None:
    """Fill the sockets: the structure and its drawings as blocks, meetings shown by their date."""
    register_block("governance.structure", structure, label=bi("推進体制", "Promotion structure"))
    register_block("governance.drawing", drawing, label=bi("図", "A drawing"))
    shown_by_date("meeting", "held_on")


register()
