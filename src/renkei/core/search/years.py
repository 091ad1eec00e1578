"""Years and days as people type them into a search: H29, 平成29年度, ２０１７, FY2017, 2017-05."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from renkei.kernel.eras import ERAS
from renkei.kernel.errors import NotUnderstood
from renkei.kernel.folding import fold
from renkei.kernel.numerals import kanji_to_digits
from renkei.kernel.periods import PartialDate, Precision

if TYPE_CHECKING:
    from collections.abc import Iterator

FIRST_YEARS = {fold(name): era.first.year for era in ERAS for name in (era.ja, era.letter)}
_NAMES = "|".join(fold(era.ja) for era in ERAS)
_LETTERS = "[" + "".join(fold(era.letter) for era in ERAS) + "]"
_NUMBER = "[0-9]{1,2}|元|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九]"
# Both are read by PostgreSQL as well: era, number, letter, number, word; prefix, year, word.
ERA_YEAR = (
    rf"(?:({_NAMES})[ .]?({_NUMBER})|(?<![a-z0-9])({_LETTERS})\.?([0-9]{{1,2}}))"
    r"(?![0-9一二三四五六七八九十])(年度|年)?"
)
WESTERN_YEAR = r"(?<![a-z0-9])(?:(fy|ay) ?)?((?:18|19|20)[0-9]{2})(?![0-9])(年度|年)?"
_ERA_YEAR, _WESTERN_YEAR = re.compile(ERA_YEAR), re.compile(WESTERN_YEAR)
_SPLIT_NAMES = re.compile(rf"({_NAMES}|(?:^| )(?:fy|ay)) +(?=[0-9元])")
_SPLIT_WORDS = re.compile(r"(?<=[0-9元]) +(?=年)")
_NAMED_YEAR = re.compile(
    rf"((?:{_NAMES})[ .]?(?:{_NUMBER})(?:年度|年)?|(?<![a-z0-9])(?:{_LETTERS}[0-9]{{1,2}}|[0-9]{{4}})(?:年度|年))"
    r"(?![0-9年月])"
)


def joined(folded: str) -> str:
    """Bring together what belongs to one year: 平成 29 年度 is one word."""
    return _SPLIT_WORDS.sub("", _SPLIT_NAMES.sub(r"\1", folded))


def parted(word: str) -> list[str]:
    """Take a year out of a longer word: 平成29年度実績 are two words, 平成29年度 and 実績."""
    return [word] if tokens_of(word) else [part for part in _NAMED_YEAR.split(word) if part]


def tokens_of(word: str) -> tuple[str, ...]:
    """Return the tokens a word stands for: those of a fiscal year, a calendar year, a month or a day; or none."""
    if match := _ERA_YEAR.fullmatch(word):
        number = kanji_to_digits((match[2] or match[4]).replace("元", "1"))
        return _of_year(FIRST_YEARS[match[1] or match[3]] + int(number) - 1, match[5])
    if match := _WESTERN_YEAR.fullmatch(word):
        return _of_year(int(match[2]), "年度" if match[1] else match[3])
    try:
        found = PartialDate.parse(word)
    except NotUnderstood:
        return ()
    if found.precision is Precision.YEAR:
        return ()
    return (("d" if found.precision is Precision.DAY else "m") + found.isoformat(),)


def _of_year(year: int, word: str | None) -> tuple[str, ...]:
    fiscal, calendar = f"f{year}", f"c{year}"
    return {"年度": (fiscal,), "年": (calendar,)}.get(word or "", (fiscal, calendar))


def year_spans(folded: str, tokens: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Yield where a text names one of these years."""
    if tokens:
        for pattern in (_ERA_YEAR, _WESTERN_YEAR):
            for match in pattern.finditer(folded):
                if set(tokens_of(match.group())) & set(tokens):
                    yield match.span()
