"""Resolved blocks as HTML (small templates) and as JSON."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from decimal import Decimal
from functools import singledispatch
from typing import Any, TypeAlias

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import override

from renkei.core.blocks.html import spans_to_html
from renkei.core.blocks.model import (
    AmountSpan,
    Block,
    Blocks,
    ContactSpan,
    DateSpan,
    Deferred,
    DifferenceSpan,
    DrawingBlock,
    Fact,
    FactsBlock,
    Fallback,
    FigureSpan,
    Heading,
    HiddenSpan,
    LinkSpan,
    ListBlock,
    ListItem,
    OrdinalSpan,
    Paragraph,
    PictureBlock,
    Placeholder,
    RecordSpan,
    Section,
    Sources,
    Spans,
    TableBlock,
    TableRow,
    Text,
    YearSpan,
)

_LOWEST_HEADING = 6
Template: TypeAlias = tuple[str, dict[str, Any]]


def blocks_to_html(blocks: Blocks, language: str, *, top: int = 2) -> SafeString:
    """Return the blocks as HTML; headings of level 1 become h<top>."""
    with override(language):
        return _html(blocks, top)


def _html(blocks: Blocks, top: int) -> SafeString:
    # Each part comes out of an autoescaping template.
    return SafeString("".join(_block_html(block, top) for block in blocks if not isinstance(block, Sources)))


def _block_html(block: Block, top: int) -> SafeString:
    name, context = _template(block, top)
    return render_to_string(f"blocks/{name}.html", context)


@singledispatch
def _template(block: object, top: int) -> Template:  # noqa: ARG001 - the signature of all kinds of block
    msg = f"not resolved: {block!r}"
    raise TypeError(msg)


@_template.register
def _(block: Section, top: int) -> Template:
    inside = _html(block.blocks, top + 1)
    return "section", {
        "id": block.id,
        "tag": _tag(top),
        "title": spans_to_html(block.title),
        "body": inside,
    }


@_template.register
def _(block: Heading, top: int) -> Template:
    text, aside = spans_to_html(block.spans), spans_to_html(block.aside)
    return "heading", {"block": block, "tag": _tag(top + block.level - 1), "text": text, "aside": aside}


@_template.register
def _(block: Paragraph, top: int) -> Template:  # noqa: ARG001
    return "paragraph", {"role": block.role, "text": spans_to_html(block.spans)}


@_template.register
def _(block: ListBlock, top: int) -> Template:  # noqa: ARG001
    return "list", {"items": [_item(item) for item in block.items]}


@_template.register
def _(block: FactsBlock, top: int) -> Template:  # noqa: ARG001
    return "facts", {"facts": [_fact(fact) for fact in block.facts]}


@_template.register
def _(block: TableBlock, top: int) -> Template:  # noqa: ARG001
    return "table", _table(block)


@_template.register
def _(block: PictureBlock, top: int) -> Template:  # noqa: ARG001
    return "picture", {"caption": spans_to_html(block.caption), "note": block.note, "file": block.file}


@_template.register
def _(block: DrawingBlock, top: int) -> Template:
    # The markup is our own: every word in it was escaped when it was written.
    return "drawing", {
        "id": block.id,
        "caption": spans_to_html(block.caption),
        "svg": SafeString(block.svg),
        "svg_narrow": SafeString(block.svg_narrow),
        "text": _html(block.text, top + 1),
    }


def _tag(level: int) -> str:
    return f"h{min(level, _LOWEST_HEADING)}"


def _item(item: ListItem) -> dict[str, Any]:
    return {
        "text": spans_to_html(item.spans),
        "state": item.state_label,
        "children": [_item(child) for child in item.children],
    }


def _fact(fact: Fact) -> dict[str, Any]:
    return {"label": spans_to_html(fact.label), "values": [spans_to_html(value) for value in fact.values]}


def _table(block: TableBlock) -> dict[str, Any]:
    def row(each: TableRow) -> list[tuple[SafeString, bool]]:
        pairs = zip(each.cells, block.columns, strict=True)
        return [(spans_to_html(cell), column.numeric) for cell, column in pairs]

    return {
        "id": block.id,
        "caption": spans_to_html(block.caption),
        "unit_note": spans_to_html(block.unit_note),
        "columns": [(spans_to_html(each.spans), each.unit, each.numeric) for each in block.columns],
        "rows": [row(each) for each in block.rows],
        "total": row(block.total) if block.total else None,
        "footnotes": [spans_to_html(note) for note in block.footnotes],
    }


_NOT_IN_JSON = frozenset({"place", "documents", "svg_narrow"})
_TYPES = {
    AmountSpan: "amount",
    ContactSpan: "contact",
    DateSpan: "date",
    DifferenceSpan: "difference",
    DrawingBlock: "drawing",
    FactsBlock: "facts",
    Fallback: "fallback",
    FigureSpan: "figure",
    Heading: "heading",
    HiddenSpan: "hidden",
    LinkSpan: "link",
    ListBlock: "list",
    OrdinalSpan: "ordinal",
    Paragraph: "paragraph",
    PictureBlock: "picture",
    RecordSpan: "record",
    Section: "section",
    TableBlock: "table",
    Text: "text",
    YearSpan: "year",
}


def blocks_to_json(blocks: Blocks) -> list[dict[str, Any]]:
    """Return the blocks as objects, each with its `type`; numbers are numbers, what is unknown is null."""
    return [_object(block) for block in blocks if not isinstance(block, Sources)]


def spans_to_json(spans: Spans) -> list[dict[str, Any]]:
    return [_object(span) for span in spans]


def _object(node: object) -> dict[str, Any]:
    if isinstance(node, Deferred | Placeholder):
        msg = f"not resolved: {node!r}"
        raise TypeError(msg)
    said = {"type": _TYPES[type(node)]} if type(node) in _TYPES else {}
    return said | {
        each.name: _value(getattr(node, each.name))
        for each in fields(node)  # type: ignore[arg-type]
        if each.name not in _NOT_IN_JSON
    }


def _value(value: object) -> Any:
    if isinstance(value, tuple):
        return [_value(part) for part in value if not isinstance(part, Sources)]
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return _object(value) if is_dataclass(value) else value
