"""What is shown of a hit: its name and a passage, with the words that were found marked as they are written there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from renkei.core.search.years import year_spans
from renkei.core.ui.marks import names
from renkei.kernel.folding import EAST_ASIAN, fold
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from renkei.core.search.question import Question

BEFORE, AFTER = 30, 90
_PLACEHOLDER = re.compile(r"\[\[[^\[\]]*\]\]")
# a letter with the marks that belong to it: voiced signs of half-width kana, accents, variation selectors
_UNIT = re.compile(
    r".[\u0300-\u036f\u3099\u309a\uff9e\uff9f\u200b-\u200d\ufe00-\ufe0f\U000e0100-\U000e01ef]*", re.DOTALL
)
_IS_EAST_ASIAN = re.compile(f"[{EAST_ASIAN}]")
_WORD_BREAK = re.compile(r"\s")


@dataclass(frozen=True)
class Folded:
    """A text in its searched form, with the place of every letter in the text as it is written."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]


def folded(text: str) -> Folded:
    """Fold a text letter by letter, keeping the places."""
    letters: list[str] = []
    places: list[tuple[int, int]] = []
    blank: tuple[int, int] | None = None
    for unit in _UNIT.finditer(text):
        plain = fold(unit.group())
        if not plain:
            blank = blank or (unit.span() if unit.group()[0].isspace() else None)
            continue
        if blank and letters and not (_IS_EAST_ASIAN.match(letters[-1]) and _IS_EAST_ASIAN.match(plain)):
            letters.append(" ")
            places.append(blank)
        blank = None
        letters += plain
        places += [unit.span()] * len(plain)
    return Folded("".join(letters), tuple(start for start, _ in places), tuple(end for _, end in places))


def spans(text: str, question: Question) -> list[tuple[int, int]]:
    """Return where the words of a question stand in a text: first and last place, in order, without overlaps."""
    form = folded(text)
    found = [
        (form.starts[first], form.ends[last - 1])
        for word in question.words
        for first, last in (*_places(form.text, word.text), *year_spans(form.text, word.tokens))
    ]
    joined: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _places(text: str, word: str) -> Iterator[tuple[int, int]]:
    at = text.find(word)
    while at >= 0:
        yield at, at + len(word)
        at = text.find(word, at + len(word))


def marked(text: str, places: list[tuple[int, int]], first: int = 0, last: int | None = None) -> SafeString:
    """Return the escaped text between two places with its hits inside <mark>."""
    last = len(text) if last is None else last
    pieces = []
    at = first
    for start, end in places:
        if start >= last:
            break
        if start >= first:
            pieces += [
                names(text[at:start]),
                format_html("<mark>{}</mark>", names(text[start : min(end, last)])),
            ]
            at = min(end, last)
    return format_html_join("", "{}", ((piece,) for piece in [*pieces, names(text[at:last])]))


def title_of(title: Any, question: Question, language: str) -> SafeString:
    """Return a name in the reader's language with its hits marked."""
    said, tag = _in(title, language)
    return _tagged(marked(said, spans(said, question)), tag, language)


def passage_of(texts: Mapping[str, Any], question: Question, language: str) -> SafeString:
    """Return the passage that holds most of the words, in the reader's language where it can; empty without a hit."""
    best: tuple[int, int, str, str, list[tuple[int, int]]] | None = None
    for order, (said, tag) in enumerate(_every(texts, language)):
        places = spans(said, question)
        score = len({fold(said[start:end]) for start, end in places})
        if places and (best is None or score > best[0]):
            best = (score, order, said, tag, places)
    if best is None:
        return SafeString("")
    _, _, said, tag, places = best
    first, last = _around(said, places[0])
    shown = format_html(
        "{}{}{}", "…" if first else "", marked(said, places, first, last), "…" if last < len(said) else ""
    )
    return _tagged(shown, tag, language)


def _around(text: str, place: tuple[int, int]) -> tuple[int, int]:
    """Return a stretch of text around a hit that cuts no word in two."""
    first, last = max(0, place[0] - BEFORE), min(len(text), max(place[1], place[0] + AFTER))
    if first and (gap := _WORD_BREAK.search(text, first, place[0])):
        first = gap.end()
    if last < len(text) and text[last - 1].isascii() and (cut := text.rfind(" ", place[1], last)) > 0:
        last = cut
    return first, last


def _every(texts: Mapping[str, Any], language: str) -> Iterator[tuple[str, str]]:
    """Yield all texts with their language, those of the reader's language first."""
    pairs = [
        (_PLACEHOLDER.sub("…", said), tag)
        for value in texts.values()
        for tag, said in (value.items() if isinstance(value, Localised) else [("", str(value))])
    ]
    yield from sorted(pairs, key=lambda pair: pair[1] not in {language, ""})


def _in(value: Any, language: str) -> tuple[str, str]:
    if not isinstance(value, Localised):
        return _PLACEHOLDER.sub("…", str(value)), ""
    tag = language if language in value else next(iter(value), "")
    return _PLACEHOLDER.sub("…", value.get(tag, "")), tag


def _tagged(shown: SafeString, tag: str, language: str) -> SafeString:
    if not tag or tag == language:
        return shown
    return format_html('<span lang="{}">{}</span>', tag, shown)
