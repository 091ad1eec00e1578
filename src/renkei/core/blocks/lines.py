"""Longer texts, line by line: a line is a paragraph, lines that begin with a mark are items."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from renkei.core.blocks.model import (
    Block,
    Blocks,
    Fallback,
    ListBlock,
    ListItem,
    Paragraph,
    Span,
    Spans,
    Text,
)
from renkei.core.blocks.writing import told

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from renkei.core.blocks.model import Place
    from renkei.core.blocks.request import BlockRequest
    from renkei.kernel.localised import Localised

_MARK = re.compile(r"(?P<indent>[ \u3000]*)(?:[・･]|[-*] )\s*")


def lines(request: BlockRequest, value: Localised, place: Place, *, style: str = "FY") -> Blocks:
    """Return a localised text as paragraphs and lists; an item that is indented deeper belongs to the one before.

    Raises RuleBroken for a malformed placeholder unless it is forgiven.
    """
    spans = told(request, value, place, style=style)
    match spans:
        case (Fallback(spans=inside) as missing,):
            return tuple(_blocks(_wrapped(missing, line) for line in _lines(inside)))
    return tuple(_blocks(_lines(spans)))


def _wrapped(missing: Fallback, line: Spans) -> Spans:
    return (replace(missing, spans=line),) if line else ()


def _lines(spans: Iterable[Span]) -> Iterator[Spans]:
    found: list[Span] = []
    for span in spans:
        if not isinstance(span, Text):
            found.append(span)
            continue
        first, *others = span.text.splitlines() or [""]
        found.append(Text(first))
        for other in others:
            yield _trimmed(found)
            found = [Text(other)]
        if span.text.endswith("\n"):
            yield _trimmed(found)
            found = []
    yield _trimmed(found)


def _trimmed(line: Sequence[Span]) -> Spans:
    return tuple(span for span in line if not isinstance(span, Text) or span.text)


def _blocks(said: Iterable[Spans]) -> Iterator[Block]:
    items: list[tuple[int, Spans]] = []
    for line in said:
        depth, rest = _item(line)
        if depth is not None:
            items.append((depth, rest))
            continue
        if items:
            yield ListBlock(_nested(items))
            items = []
        if rest:
            yield Paragraph(rest)
    if items:
        yield ListBlock(_nested(items))


def _item(line: Spans) -> tuple[int | None, Spans]:
    """Return how deep an item is indented and what follows its mark; None for a line that is no item."""
    match line:
        case (Fallback(spans=inside) as missing,):
            depth, rest = _item(inside)
            return depth, _wrapped(missing, rest)
        case (Text(text=text), *others) if found := _MARK.match(text):
            return len(found["indent"]), _trimmed([Text(text[found.end() :]), *others])
    return None, line


def _nested(items: Sequence[tuple[int, Spans]]) -> tuple[ListItem, ...]:
    found: list[ListItem] = []
    at = 0
    while at < len(items):
        depth, spans = items[at]
        end = at + 1
        while end < len(items) and items[end][0] > depth:
            end += 1
        found.append(ListItem(spans, _nested(items[at + 1 : end])))
        at = end
    return tuple(found)
