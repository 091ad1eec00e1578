"""One piece of a report as open blocks: sentences, a block of a context, a photograph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renkei.core.blocks.lines import lines
from renkei.core.blocks.model import Heading, Place, Sources
from renkei.core.blocks.pictures import picture_block
from renkei.core.blocks.registry import draft
from renkei.core.blocks.writing import written
from renkei.reports.rules import settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from renkei.core.blocks.model import Block
    from renkei.core.blocks.request import BlockRequest
    from renkei.reports.models import ReportSection


def piece_blocks(piece: ReportSection, style: str, request: BlockRequest) -> Iterator[Block]:
    """Yield a piece's blocks, placeholders open. Without an anchor its title is a heading among them."""
    of = request.asking(request.fiscal_year + piece.years_later, settings(piece.settings))
    if piece.title and not piece.anchor:
        yield Heading(1, written(request, piece, "title", style=style))
    yield from lines(of, piece.text, Place("reportsection", piece.pk or "", "text"), style=style)
    if piece.block:
        yield from draft(piece.block, of)
    if piece.picture is not None and request.sees(piece.picture):
        caption = written(of, piece, "caption", style=style)
        yield picture_block(
            piece.picture, caption, piece.alternative.text(request.language), request.language
        )
        yield Sources(frozenset({piece.picture.pk}))
