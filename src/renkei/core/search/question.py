"""What is asked: words, each with the ways in which a record may hold it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from django.db.models import Q

from renkei.core.search.years import joined, parted, tokens_of
from renkei.kernel.folding import fold

LONGEST = 100
MOST_WORDS = 6
_ALIKE_FROM, _SHORTER_FROM, _ALIKE_UP_TO = 3, 4, 20
_NO_WORDS = {"P", "Z", "C", "M"}


@dataclass(frozen=True)
class Word:
    """A word as it is compared, and the years or days it stands for."""

    text: str
    tokens: tuple[str, ...] = ()

    def found(self) -> Q:
        """Return the condition that an entry holds the word as written, or one of its years."""
        condition = self._near()
        if self.tokens or len(self.text) > 2:  # noqa: PLR2004 - a pair of letters is in the index as it is
            condition &= self.held()
        return condition

    def _near(self) -> Q:
        """Return the condition that the index alone answers: nothing but letters stands in it, joined by `or`."""
        condition = Q(grams__contains=grams(self.text))
        for token in self.tokens:
            condition |= Q(grams__contains=[token])
        return condition

    def held(self) -> Q:
        """Return what confirms it without the index, entry by entry."""
        condition = Q(key__contains=self.text)
        return condition | Q(tokens__overlap=list(self.tokens)) if self.tokens else condition

    @property
    def may_be_amiss(self) -> bool:
        """Whether it is long enough to be looked for with one letter changed; numbers and years never are."""
        has_digit = any(each.isdigit() for each in self.text)
        return not self.tokens and not has_digit and _ALIKE_FROM <= len(self.text) <= _ALIKE_UP_TO

    def nearly(self) -> Q:
        """Return what the index says of entries that hold the word, with one letter amiss where that may be."""
        condition, text = self._near(), self.text
        for at in range(len(text) if self.may_be_amiss else 0):
            for gap in (1, 2) if len(text) >= _SHORTER_FROM and at < len(text) - 1 else (1,):
                condition |= Q(grams__contains=[*_grams(text[:at]), *_grams(text[at + gap :])])
        return condition

    def patterns(self) -> list[str]:
        """Return the patterns of the word, and of its neighbours by one letter: changed, left out, more, exchanged."""
        text, found = self.text, [_pattern(self.text, "", "")]
        for at in range(len(text) if self.may_be_amiss else 0):
            found += [_pattern(text[:at], "_", text[at + 1 :]), _pattern(text[:at], "_", text[at:])]
            if len(text) >= _SHORTER_FROM:
                found.append(_pattern(text[:at], "", text[at + 1 :]))
                found.append(_pattern(text[:at] + text[at : at + 2][::-1], "", text[at + 2 :]))
        return found


def _pattern(before: str, between: str, after: str) -> str:
    return f"%{_plain(before)}{between}{_plain(after)}%"


def _plain(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def grams(text: str) -> list[str]:
    """Return the pairs of letters of a word; a single letter is itself."""
    return _grams(text) or [text]


def _grams(text: str) -> list[str]:
    if len(text) == 1:
        return [text]
    return sorted({text[at : at + 2] for at in range(len(text) - 1)})


@dataclass(frozen=True)
class Question:
    """The words of a search; without any, nothing is asked. `cut` says that there were more than are looked for."""

    words: tuple[Word, ...] = ()
    cut: bool = False

    @property
    def title(self) -> str:
        """The whole, as a name would hold it."""
        return fold(" ".join(word.text for word in self.words))

    def found(self) -> Q:
        condition = Q()
        for word in self.words:
            condition &= word.found()
        return condition

    def held(self) -> Q:
        condition = Q()
        for word in self.words:
            condition &= word.held()
        return condition

    def nearly(self) -> Q:
        condition = Q()
        for word in self.words:
            condition &= word.nearly()
        return condition


def read(text: str) -> Question:
    """Read what somebody typed; what holds neither letter, number nor sign is no word."""
    folded = joined(" ".join(fold(word) for word in text[:LONGEST].split()))[:LONGEST]
    words = [part for word in folded.split() for part in parted(word) if _is_word(part)]
    kept = tuple(dict.fromkeys(words))[:MOST_WORDS]
    return Question(
        tuple(Word(word, tokens_of(word)) for word in kept),
        cut=len(text.strip()) > LONGEST or len(set(words)) > len(kept),
    )


def _is_word(text: str) -> bool:
    return any(unicodedata.category(each)[0] not in _NO_WORDS for each in text)
