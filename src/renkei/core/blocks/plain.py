"""Resolved blocks as plain text."""

from __future__ import annotations

from functools import singledispatch

from renkei.core.blocks.model import (
    Blocks,
    DrawingBlock,
    FactsBlock,
    Fallback,
    FigureSpan,
    Heading,
    LinkSpan,
    ListBlock,
    ListItem,
    Paragraph,
    PictureBlock,
    RecordSpan,
    Section,
    Sources,
    Span,
    Spans,
    TableBlock,
)


def spans_to_text(spans: Spans) -> str:
    return "".join(_span_text(span) for span in spans)


def _span_text(span: Span) -> str:
    match span:
        case FigureSpan():
            return f"{span.text} {span.unit}".strip()
        case RecordSpan() | LinkSpan():
            return spans_to_text(span.label)
        case Fallback():
            return spans_to_text(span.spans)
        case _:
            return str(getattr(span, "text", ""))


def blocks_to_text(blocks: Blocks) -> str:
    """Return the blocks as plain text, one line each; items are indented by their depth."""
    return "\n".join(line for block in blocks for line in _lines(block))


@singledispatch
def _lines(block: object) -> list[str]:
    msg = f"not resolved: {block!r}"
    raise TypeError(msg)


@_lines.register
def _(block: Sources) -> list[str]:  # noqa: ARG001 - it prints nothing
    return []


@_lines.register
def _(block: Section) -> list[str]:
    return [spans_to_text(block.title), *(line for part in block.blocks for line in _lines(part))]


@_lines.register
def _(block: Heading) -> list[str]:
    return [" ".join(filter(None, (block.number, *map(spans_to_text, (block.spans, block.aside)))))]


@_lines.register
def _(block: Paragraph) -> list[str]:
    return [spans_to_text(block.spans)]


@_lines.register
def _(block: ListBlock) -> list[str]:
    return [line for item in block.items for line in _item_lines(item, 0)]


@_lines.register
def _(block: FactsBlock) -> list[str]:
    pairs = ((spans_to_text(fact.label), map(spans_to_text, fact.values)) for fact in block.facts)
    return [f"{label}: {'; '.join(values)}" for label, values in pairs]


@_lines.register
def _(block: PictureBlock) -> list[str]:
    return [f"[{spans_to_text(block.caption)}: {block.note}]"]


@_lines.register
def _(block: DrawingBlock) -> list[str]:
    told = [f"  {line}" for part in block.text for line in _lines(part)]
    return [f"[{spans_to_text(block.caption)}: {block.alternative}]", *told]


def _item_lines(item: ListItem, depth: int) -> list[str]:
    own = "  " * depth + "- " + " ".join(filter(None, (spans_to_text(item.spans), item.state_label)))
    return [own, *(line for child in item.children for line in _item_lines(child, depth + 1))]


@_lines.register
def _table_lines(block: TableBlock) -> list[str]:
    head = [f"{spans_to_text(each.spans)} {each.unit}".strip() for each in block.columns]
    rows = [*block.rows, *([block.total] if block.total else [])]
    return [
        " ".join(filter(None, map(spans_to_text, (block.caption, block.unit_note)))),
        "\t".join(head),
        *("\t".join(map(spans_to_text, row.cells)) for row in rows),
        *map(spans_to_text, block.footnotes),
    ]
