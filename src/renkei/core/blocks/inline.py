"""Texts with placeholders in double brackets, read into spans. Nothing in a text is ever run."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from renkei.core.blocks.model import Fallback, Place, Placeholder, Span, Spans, Text
from renkei.kernel.eras import NotADate
from renkei.kernel.errors import RuleBroken
from renkei.kernel.fiscal import FIRST_YEAR, LAST_YEAR
from renkei.kernel.localised import Localised
from renkei.kernel.periods import PartialDate, parse_period

if TYPE_CHECKING:
    from collections.abc import Iterator

_PLACEHOLDER = re.compile(r"\[\[(?P<inside>[^\[\]]*)\]\]")
_INSIDE = re.compile(r"(?P<name>[a-z]+):(?P<argument>[^\s\[\]]+)")
_BRACKETS = re.compile(r"\[\[|\]\]")
_SLUG = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+)*")
_FIGURE = re.compile(r"(?P<code>[a-z0-9]+(?:[._-][a-z0-9]+)*)(?:@(?P<year>\d{4}|this|next|last))?")
RELATIVE = {"last": -1, "this": 0, "next": 1}  # years, from the one that is told of
KNOWN_FIGURE = Localised.both("登録されている数字の符号", "the code of a known figure")
KNOWN_RECORD = Localised.both("登録されている記録", "a record that exists")
KNOWN_NAME = Localised.both(
    "figure、date、period、year、ordinal、contactまたは記録の種類",
    "figure, date, period, year, ordinal, contact or a kind of record",
)
_ORDINAL = re.compile(r"[\w.①-⑳-]{1,12}")


def parse(text: str, place: Place | None = None, *, fiscal_year: int = 0, style: str = "FY") -> Spans:
    """Read a text into spans: plain text and placeholders.

    `fiscal_year` is the year that is told of: of a figure without its own, and what this, next and last count from.
    `style` says FY or AY for years in English.
    Raises RuleBroken("placeholder.malformed") with its place for brackets that hold no placeholder.
    Whether the record or figure exists is told when the spans are resolved.
    """
    at = place or Place()
    found: list[Span] = []
    end = 0
    for match in _PLACEHOLDER.finditer(text):
        found += _plain(text, end, match.start(), at)
        position = replace(at, position=match.start() + 1)
        found.append(_placeholder(match["inside"], position, fiscal_year, style))
        end = match.end()
    found += _plain(text, end, len(text), at)
    return tuple(found)


def compiled(
    value: Localised, language: str, place: Place | None = None, *, fiscal_year: int = 0, style: str = "FY"
) -> Spans:
    """Read the text in one language; where it is missing, another language's text, wrapped as `Fallback`."""
    text, found = value.resolve(language)
    if not text:
        return ()
    at = replace(place or Place(), language=found)
    spans = parse(text, at, fiscal_year=fiscal_year, style=style)
    if found == language or _says_the_same_everywhere(spans):
        return spans
    return (Fallback(found, spans, replace(at, language=language)),)


def plain_label(value: object, language: str, place: Place | None = None) -> Spans:
    """Return a label as spans: a localised text without placeholders, or a plain one."""
    if not isinstance(value, Localised):
        return (Text(str(value)),)
    text, found = value.resolve(language)
    if found == language or not text:
        return (Text(text),)
    return (Fallback(found, (Text(text),), replace(place or Place(), language=language)),)


def _says_the_same_everywhere(spans: Spans) -> bool:
    return not any(isinstance(span, Text) and span.text.strip() for span in spans)


def _plain(text: str, start: int, end: int, place: Place) -> Iterator[Span]:
    between = text[start:end]
    if stray := _BRACKETS.search(between):
        found = between[stray.start() : stray.start() + 40]
        raise _malformed(found, replace(place, position=start + stray.start() + 1))
    if between:
        yield Text(between)


def _placeholder(inside: str, place: Place, fiscal_year: int, style: str) -> Placeholder:
    match = _INSIDE.fullmatch(inside)
    if not match:
        raise _malformed(f"[[{inside}]]", place)
    name, argument = match["name"], match["argument"]
    if name == "figure" and (figure := _FIGURE.fullmatch(argument)):
        year = _year(figure["year"] or "this", fiscal_year)
        return Placeholder(name, figure["code"], year, place, style)
    if name == "year" and argument in RELATIVE:
        return Placeholder(name, str(_year(argument, fiscal_year)), fiscal_year, place, style)
    if not _is_readable(name, argument):
        raise _malformed(f"[[{inside}]]", place)
    return Placeholder(name, argument, fiscal_year, place, style)


def _year(said: str, fiscal_year: int) -> int:
    return fiscal_year + RELATIVE[said] if said in RELATIVE else int(said)


def _is_readable(name: str, argument: str) -> bool:
    try:
        match name:
            case "date":
                readable: object = PartialDate.parse(argument)
            case "period":
                readable = parse_period(argument)
            case "year":
                readable = argument.isdecimal() and FIRST_YEAR <= int(argument) <= LAST_YEAR
            case "ordinal":
                readable = _ORDINAL.fullmatch(argument)
            case "figure":
                readable = None
            case _:
                readable = name == "contact" or _SLUG.fullmatch(argument)
    except (NotADate, RuleBroken):
        return False
    return bool(readable)


def _malformed(found: str, place: Place) -> RuleBroken:
    expected = Localised.both(
        "[[figure:符号]]、[[figure:符号@年度]]、[[記録の種類:識別名]]、[[date:日付]]、[[period:期間]]、[[year:年度]]、"
        "[[ordinal:番号]]、[[contact:連絡先]]のいずれか（年度は4桁、またはthis・next・last）",
        "one of [[figure:code]], [[figure:code@year]], [[kind of record:identifier]], [[date:…]], "
        "[[period:…]], [[year:…]], [[ordinal:…]], [[contact:…]]; a year has 4 digits, or is this, next or last",
    )
    return broken("placeholder.malformed", found, expected, place)


def broken(code: str, found: str, expected: Localised, place: Place) -> RuleBroken:
    """Return the refusal of a placeholder, with the place where it stands."""
    message = Localised.both(
        "{where}に「{found}」とあります。必要なもの：{expected}。",
        "{where}: found “{found}”; expected {expected}.",
    ).filled(where=_where(place), found=found, expected=expected)
    return RuleBroken(code, message, place=place, found=found, expected=expected)


def _where(place: Place) -> Localised:
    record = ":".join(part for part in (place.kind, place.slug) if part)
    japanese = [record, place.field and f"項目{place.field}", place.language and f"言語{place.language}"]
    english = [
        record,
        place.field and f"field {place.field}",
        place.language and f"language {place.language}",
    ]
    if place.position is not None:
        japanese.append(f"{place.position}文字目")
        english.append(f"character {place.position}")
    return Localised.both(
        "、".join(filter(None, japanese)) or "文", ", ".join(filter(None, english)) or "text"
    )
