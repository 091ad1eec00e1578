"""The booklet of seeds, for pages and papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renkei.core.blocks.registry import register_block
from renkei.core.ui.text import bi
from renkei.matching.sheets import booklet_blocks

if TYPE_CHECKING:
    from renkei.core.blocks.model import Blocks
    from renkei.core.blocks.request import BlockRequest


def _booklet(request: BlockRequest) -> Blocks:
    return booklet_blocks(request, request.params.get("field", ""))


register_block("matching.seeds", _booklet, label=bi("研究シーズの冊子", "Booklet of seeds"))
