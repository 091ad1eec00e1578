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
        condition = Q(grams__contains=grams(self.text))
        if len(self.text) > 2:  # noqa: PLR2004 - a pair of letters is in the index as it is
            condition &= Q(key__contains=self.text)
        for token in self.tokens:
            condition |= Q(grams__contains=[token])
        return condition

    def held(self) -> Q:
        """Return the same condition without the index: for entries that are looked at one by one."""
        condition = Q(key__contains=self.text)
        return condition | Q(tokens__overlap=list(self.tokens)) if self.tokens else condition

    def alike(self) -> Q | None:
        """Return the condition that something stands there which differs by one letter; None for too short a word."""
        text = self.text
        if (
            self.tokens
            or not _ALIKE_FROM <= len(text) <= _ALIKE_UP_TO
            or any(each.isdigit() for each in text)
        ):
            return None
        near, patterns = Q(), []
        for at in range(len(text)):
            near |= Q(grams__contains=[*_grams(text[:at]), *_grams(text[at + 1 :])])
            patterns += [_pattern(text[:at], "_", text[at + 1 :]), _pattern(text[:at], "_", text[at:])]
            if len(text) >= _SHORTER_FROM:
                patterns.append(_pattern(text[:at], "", text[at + 1 :]))
        for at in range(len(text) - 1 if len(text) >= _SHORTER_FROM else 0):
            near |= Q(grams__contains=[*_grams(text[:at]), *_grams(text[at + 2 :])])
            patterns.append(_pattern(text[:at] + text[at + 1] + text[at], "", text[at + 2 :]))
        return near & Q(key__like_any=patterns)


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

    def alike(self) -> Q | None:
        """Return the condition that every word stands there, or something that differs by one letter."""
        condition, near = Q(), False
        for word in self.words:
            alike = word.alike()
            near = near or alike is not None
            condition &= word.found() if alike is None else word.found() | alike
        return condition if near else None


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
