"""The sentences of a report: what a comment is pinned to, what a check names, what two editions are compared by."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from renkei.core.blocks.model import (
    DrawingBlock,
    FactsBlock,
    Fallback,
    Heading,
    ListBlock,
    Paragraph,
    PictureBlock,
    Section,
    TableBlock,
)
from renkei.core.blocks.plain import spans_to_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from renkei.core.blocks.model import Block, Blocks, ListItem, Spans
    from renkei.reports.service import Report

LONGEST_QUOTE = 1000


@dataclass(frozen=True)
class Sentence:
    """One text of a report. `anchor` is made of its words, `path` of its place in the section; `depth` indents it."""

    section: str
    anchor: str
    path: str
    text: str
    spans: Spans = ()
    what: str = "text"
    depth: int = 0
    table: TableBlock | None = None

    @property
    def fallback(self) -> Fallback | None:
        """Return the part that is shown in another language, if there is one."""
        return next((each for each in self.spans if isinstance(each, Fallback)), None)


def sentences(found: Report) -> list[Sentence]:
    """Return the sentences of a report in their order; the same words twice in a section are told apart by number."""
    made = []
    for section in found.sections:
        seen: dict[str, int] = {}
        title = section.title.text(found.language)
        told: list[tuple[str, str, Spans, str, int, TableBlock | None]] = (
            [("title", title, (), "heading", 0, None)] if title else []
        )
        told += _told(section.blocks, "")
        for path, text, spans, what, depth, table in told:
            words = " ".join(text.split())
            if not words:
                continue
            seen[words] = seen.get(words, 0) + 1
            anchor = anchor_of(section.id, words, seen[words])
            made.append(Sentence(section.id, anchor, path, words, spans, what, depth, table))
    return made


def anchor_of(section: str, words: str, nth: int = 1) -> str:
    hashed = hashlib.sha256(f"{section}\n{words}".encode()).hexdigest()[:16]
    return f"{hashed}-{nth}"


_Told = tuple[str, str, "Spans", str, int, "TableBlock | None"]


def _told(blocks: Blocks, before: str) -> Iterator[_Told]:
    for position, block in enumerate(blocks, 1):
        yield from _of_block(block, f"{before}{position}")


def _of_block(block: Block, path: str) -> Iterator[_Told]:  # noqa: C901 - one branch for each kind of block
    match block:
        case Section():
            yield path, spans_to_text(block.title), block.title, "heading", 0, None
            yield from _told(block.blocks, f"{path}.")
        case Heading():
            spans = (*block.spans, *block.aside)
            text = " ".join(filter(None, (block.number, *map(spans_to_text, (block.spans, block.aside)))))
            yield path, text, spans, "heading", 0, None
        case Paragraph():
            yield path, spans_to_text(block.spans), block.spans, "text", 0, None
        case ListBlock():
            for position, item in enumerate(block.items, 1):
                yield from _of_item(item, f"{path}.{position}", 0)
        case FactsBlock():
            for position, fact in enumerate(block.facts, 1):
                values = "; ".join(map(spans_to_text, fact.values))
                spans = (*fact.label, *(span for value in fact.values for span in value))
                yield f"{path}.{position}", f"{spans_to_text(fact.label)}: {values}", spans, "text", 0, None
        case TableBlock():
            yield path, spans_to_text(block.caption), block.caption, "table", 0, block
        case PictureBlock():
            text = spans_to_text(block.caption)
            yield path, text or block.note, block.caption, "picture", 0, None
        case DrawingBlock():
            yield path, spans_to_text(block.caption), block.caption, "drawing", 0, None
            yield from _told(block.text, f"{path}.")


def _of_item(item: ListItem, path: str, depth: int) -> Iterator[_Told]:
    text = " ".join(filter(None, (spans_to_text(item.spans), item.state_label)))
    yield path, text, item.spans, "text", depth, None
    for position, child in enumerate(item.children, 1):
        yield from _of_item(child, f"{path}.{position}", depth + 1)
