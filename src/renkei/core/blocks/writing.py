"""The small words of block providers: open spans for figures, records, years, sentences of ours."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

from renkei.core.blocks.inline import compiled, plain_label
from renkei.core.blocks.model import ListItem, OrdinalSpan, Place, Placeholder, Span, Spans, Text
from renkei.core.blocks.resolve import not_given
from renkei.core.records.kinds import kind_of
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from renkei.core.blocks.request import BlockRequest
    from renkei.core.records.models import Record
    from renkei.kernel.periods import Period

_SLOT = re.compile(r"\{(\w+)\}")


def said(request: BlockRequest, japanese: str, english: str, **parts: Spans) -> Spans:
    """Return a sentence of ours in the reader's language, its {parts} filled with spans."""
    template = Localised.both(japanese, english).text(request.language)
    found: list[Span] = []
    for index, piece in enumerate(_SLOT.split(template)):
        if index % 2:
            found += parts[piece]
        elif piece:
            found.append(Text(piece))
    return tuple(found)


def written(request: BlockRequest, record: Record, field: str, *, style: str = "FY") -> Spans:
    """Return a record's localised text, its placeholders open; figures are asked for the request's year."""
    place = Place(kind_of(record).slug, record.pk, field)
    return told(request, getattr(record, field), place, style=style)


def told(request: BlockRequest, value: Localised, place: Place, *, style: str = "FY") -> Spans:
    """Return a localised text, its placeholders open. Raises RuleBroken for what is malformed unless it is forgiven."""
    try:
        return compiled(value, request.language, place, fiscal_year=request.fiscal_year, style=style)
    except RuleBroken as flaw:
        return (not_given(flaw, request, request.language),)


def named(request: BlockRequest, record: Record | None, label: Localised | None = None) -> Spans:
    """Return a record's name as a link to its page; what the reader may not see is said to be not public.

    `label` is used instead of the record's own name.
    """
    if record is None:
        return ()
    if not request.sees(record):
        return said(request, "（非公開）", "(not public)")
    kind = kind_of(record)
    value: Any = label or request.called(record)
    text = value if isinstance(value, Localised) else Localised({request.language: str(value)})
    place = Place(kind.slug, record.pk, kind.title)
    return (Placeholder(kind.slug, record.pk, place=place, label=text),)


def plainly(request: BlockRequest, record: Record, label: Localised | None = None) -> Spans:
    """Return a record's name without a link."""
    kind = kind_of(record)
    place = Place(kind.slug, record.pk, kind.title)
    return plain_label(label or request.called(record), request.language, place)


def figure(code: str, fiscal_year: int, *, with_unit: bool = False) -> Spans:
    return (Placeholder("figure", code, fiscal_year, with_unit=with_unit),)


def ordinal(number: object) -> Spans:
    return (OrdinalSpan(str(number)),)


def year(fiscal_year: int, *, style: str = "FY") -> Spans:
    return (Placeholder("year", str(fiscal_year), style=style),)


def day(value: dt.date | str) -> Spans:
    return (Placeholder("date", value.isoformat() if isinstance(value, dt.date) else value),)


def period(value: Period) -> Spans:
    """Return a period with its open ends; nothing where neither end is known."""
    if value.start is None and value.end is None:
        return ()
    return (Placeholder("period", f"{value.start or '..'}/{value.end or '..'}"),)


def joined(request: BlockRequest, parts: Iterable[Spans], between: Spans = ()) -> Spans:
    """Return the parts with the language's comma, or something else, between them."""
    mark = between or said(request, "、", ", ")
    found: list[Span] = []
    for part in parts:
        found += [*mark, *part] if found else part
    return tuple(found)


def labelled(request: BlockRequest, japanese: str, english: str, items: Sequence[ListItem]) -> list[ListItem]:
    """Return one item that heads the others, none where there are none."""
    return [ListItem(said(request, japanese, english), tuple(items))] if items else []
