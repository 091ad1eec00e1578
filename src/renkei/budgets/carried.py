"""Texts that go from one year's plan into the next report (pure): what moves, what is left open, what is unchanged."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from renkei.kernel.eras import NotADate
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.kernel.periods import PartialDate, parse_period

if TYPE_CHECKING:
    from collections.abc import Container

    from renkei.kernel.spans import Period

# stands where a text named a day, a meeting or an agreement of another year; nobody publishes it by mistake
OPEN = Localised.both("〔要記入〕", "〔to be filled in〕")
LONGEST_SLUG = 100
_SPLIT = re.compile(rf"(\[\[[^\[\]]*\]\]|{'|'.join(map(re.escape, OPEN.values()))})")
_YEAR = re.compile(r"\[\[year:(?P<year>\d{4})\]\]")
_FIGURE = re.compile(r"\[\[figure:(?P<code>[^\s\[\]@]+)@(?P<year>\d{4})\]\]")
_NAMED = re.compile(r"\[\[(?P<name>[a-z]+):(?P<argument>[^\s\[\]]+)\]\]")
# what happens once: a record that does not belong to the year told of is not carried into it
HAPPENS = frozenset({"meeting", "agreement", "milestone", "presentation"})
TYPED_YEAR = re.compile(
    r"(?:明治|大正|昭和|平成|令和)\s*(?:元|[0-9０-９]{1,2})年度?"
    r"|(?<![0-9,.])(?:(?:FY|AY)\s?)?(?<![0-9,.])(?:19|20)[0-9]{2}(?![0-9]|[,.][0-9])(?:年度?)?"
)


@dataclass(frozen=True)
class Move:
    """From which fiscal year into which, that year's days, and the records of it: (kind, identifier)."""

    source_year: int
    target_year: int
    period: Period
    belongs: Container[tuple[str, str]] = frozenset()

    @property
    def years(self) -> int:
        return self.target_year - self.source_year


def carried_text(value: Localised, move: Move) -> Localised:
    """Return a text for another year: years in placeholders move, relative and typed ones stay.

    Where a placeholder names a day, a period, a meeting or an agreement that is not of the new year, the place is
    left open.
    """
    return Localised(
        {
            language: "".join(_carried(piece, language, move) for piece in _SPLIT.split(text))
            for language, text in value.items()
        }
    )


def is_unchanged(text: str, source: str, years: int) -> bool:
    """Tell whether a text still says what its source says, its years moved; an open place is no change."""
    mine, theirs = _SPLIT.split(text.strip()), _SPLIT.split(source.strip())
    return len(mine) == len(theirs) and all(
        one in (moved := _moved(other, years), other) or (one in OPEN.values() and _happens(moved))
        for one, other in zip(mine, theirs, strict=True)
    )


def has_open_place(text: str) -> bool:
    return any(each in text for each in OPEN.values())


def typed_years(text: str) -> frozenset[str]:
    """Return the years that are typed into a text, as they are written; those in placeholders are none."""
    plain = _SPLIT.sub(" ", text)
    return frozenset(match.group() for match in TYPED_YEAR.finditer(plain))


def carried_slug(slug: str, source: tuple[str, int], target: tuple[str, int], taken: Container[str]) -> str:
    """Return the identifier of a copy: side and year in it are replaced, or stand at its end.

    A number follows where it is taken. `source` and `target` are side and fiscal year.
    """
    (old_side, old_year), (side, year) = source, target
    swapped = {str(old_year): str(year), old_side: side}
    words = [swapped.get(word, word) for word in slug.split("-")]
    base = "-".join(words)
    if base == slug or base in taken:
        base = _ended(base, [word for word in (side, str(year)) if word not in words])
    number, found = 2, base
    while found in taken:
        found = _ended(base, [str(number)])
        number += 1
    return found


def _ended(base: str, ending: list[str]) -> str:
    words = "".join(f"-{word}" for word in ending)
    return base[: LONGEST_SLUG - len(words)].rstrip("-._") + words


def _carried(piece: str, language: str, move: Move) -> str:
    moved = _moved(piece, move.years)
    return OPEN.text(language) if _happens(moved) and not _is_of(moved, move) else moved


def _moved(piece: str, years: int) -> str:
    if match := _YEAR.fullmatch(piece):
        return f"[[year:{int(match['year']) + years}]]"
    if match := _FIGURE.fullmatch(piece):
        return f"[[figure:{match['code']}@{int(match['year']) + years}]]"
    return piece


def _happens(piece: str) -> bool:
    match = _NAMED.fullmatch(piece)
    return match is not None and (match["name"] in HAPPENS or match["name"] in {"date", "period"})


def _is_of(piece: str, move: Move) -> bool:
    match = _NAMED.fullmatch(piece)
    if match is None:
        return True
    try:
        if match["name"] == "date":
            return PartialDate.parse(match["argument"]).period().overlaps(move.period)
        if match["name"] == "period":
            return parse_period(match["argument"]).overlaps(move.period)
    except (NotADate, RuleBroken):
        return False
    return (match["name"], match["argument"]) in move.belongs
