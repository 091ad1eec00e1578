"""Where the photographs of blocks are found: a page's address, or the picture itself in a file that stands alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from renkei.core.blocks.model import DrawingBlock, PictureBlock, PictureFile, Section

if TYPE_CHECKING:
    from collections.abc import Callable

    from renkei.core.blocks.model import Block, Blocks


def addressed(blocks: Blocks, address: Callable[[PictureFile], str]) -> Blocks:
    """Return the blocks with the address of each photograph; without one its note is shown."""
    return tuple(_addressed(block, address) for block in blocks)


def _addressed(block: Block, address: Callable[[PictureFile], str]) -> Block:
    match block:
        case PictureBlock(file=PictureFile() as file):
            return replace(block, file=replace(file, address=address(file)))
        case Section():
            return replace(block, blocks=addressed(block.blocks, address))
        case DrawingBlock():
            return replace(block, text=addressed(block.text, address))
    return block
