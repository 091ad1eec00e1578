"""Photographs among blocks, and where they are found: a page's address, or the picture itself in a file."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from renkei.core.blocks.model import DrawingBlock, PictureBlock, PictureFile, Section
from renkei.core.files.pictures import PICTURES, size_of_picture
from renkei.core.files.services import open_document
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from renkei.core.blocks.model import Block, Blocks, Spans
    from renkei.core.files.models import Document

NOT_HELD = Localised.both("写真のファイルは登録されていません", "The file of the photograph is not held")


def picture_block(document: Document, caption: Spans, alternative: str, language: str) -> PictureBlock:
    """Return a photograph with its caption; where its file is not held or is no picture, a note that says so."""
    note = NOT_HELD.text(language)
    if document.media_type not in PICTURES:
        return PictureBlock(caption, note)
    try:
        with open_document(document) as stream:
            width, height = size_of_picture(stream, document.file)
    except RuleBroken:
        return PictureBlock(caption, note)
    return PictureBlock(
        caption, "", PictureFile(document.sha256, document.media_type, width, height, alternative)
    )


def picture_flaws(record: Any) -> Iterator[tuple[str, RuleBroken]]:
    """Yield what is missing beside a record's photograph (picture, caption, alternative), and what has none."""
    if record.picture_id and not record.alternative:
        expected = Localised.both("写真に写っているものの説明", "what the photograph shows, in words")
        yield "alternative", RuleBroken("report.alternative", expected)
    if not record.picture_id and (record.caption or record.alternative):
        expected = Localised.both("説明を付ける写真", "the photograph that the words belong to")
        yield "picture", RuleBroken("report.picture", expected)


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
