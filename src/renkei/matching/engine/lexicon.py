"""Words and their translations: Sudachi, JMdict, and the cluster's own glossary, which goes before the dictionary."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from renkei.matching.engine.words import Splitter

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from renkei.matching.engine.dictionary import Dictionary
    from renkei.matching.engine.words import Word

LONGEST_JAPANESE = 8  # short units that one dictionary word may span
LONGEST_ENGLISH = 4
PART_WEIGHT = 0.5  # of a part of a longer dictionary word, whose own translation is less certain


@dataclass(frozen=True)
class Translation:
    """One word or phrase of a text and what it may be called in the other language, the usual first.

    `alternatives` are phrases as keys of words; `names` the same as a person reads them.
    """

    start: int
    end: int
    keys: tuple[str, ...]
    alternatives: tuple[tuple[str, ...], ...]
    names: tuple[str, ...]
    weight: float = 1.0
    glossary: bool = False


@dataclass(frozen=True)
class Reading:
    """A text in words, with its translations."""

    words: tuple[Word, ...]
    translations: tuple[Translation, ...] = field(default=())


class Lexicon(Protocol):
    def read(self, text: str) -> Reading: ...


class SudachiLexicon:
    """The lexicon of the product. `glossary` holds pairs (Japanese, English) of the cluster's own terms."""

    def __init__(
        self,
        dictionary: Dictionary,
        glossary: Iterable[tuple[str, str]] = (),
        splitter: Splitter | None = None,
    ) -> None:
        self._splitter = splitter or Splitter()
        self._dictionary = dictionary
        self._own: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for japanese, english in glossary:
            for one, other in ((japanese, english), (english, japanese)):
                keys = self._keys(one)
                if keys and self._keys(other):
                    self._own[keys].append(other)
        self._longest_own = max(map(len, self._own), default=0)
        self._keys_cached = lru_cache(maxsize=100_000)(self._keys)
        self._english = lru_cache(maxsize=50_000)(dictionary.english_of)
        self._japanese = lru_cache(maxsize=50_000)(dictionary.japanese_of)

    def read(self, text: str) -> Reading:
        words = tuple(self._splitter.words(text))
        return Reading(words, tuple(self._translations(words)))

    def _keys(self, phrase: str) -> tuple[str, ...]:
        return tuple(word.key for word in self._splitter.words(phrase))

    def _translations(self, words: Sequence[Word]) -> Iterable[Translation]:
        place = 0
        while place < len(words):
            found = self._longest(words, place)
            if found is None:
                place += 1
                continue
            yield found
            count = len(found.keys)
            if count > 1:
                parts = (
                    self._dictionary_entry(words[at : at + 1], PART_WEIGHT)
                    for at in range(place, place + count)
                )
                yield from (part for part in parts if part)
            place += count

    def _longest(self, words: Sequence[Word], place: int) -> Translation | None:
        japanese = words[place].japanese
        limit = LONGEST_JAPANESE if japanese else LONGEST_ENGLISH
        for count in range(_reach(words, place, self._longest_own), 0, -1):
            run = words[place : place + count]
            names = self._own.get(tuple(word.key for word in run))
            if names:
                return self._translation(run, names, 1.0, glossary=True)
        for count in range(_reach(words, place, limit), 0, -1):
            found = self._dictionary_entry(words[place : place + count], 1.0)
            if found:
                return found
        return None

    def _dictionary_entry(self, run: Sequence[Word], weight: float) -> Translation | None:
        if run[0].japanese:
            names = self._english("".join(word.surface for word in run))
            if not names and len(run) == 1:
                names = self._english(run[0].key)
        else:
            names = self._japanese(" ".join(word.key for word in run))
        return self._translation(run, names, weight, glossary=False) if names else None

    def _translation(
        self, run: Sequence[Word], names: Sequence[str], weight: float, *, glossary: bool
    ) -> Translation | None:
        pairs: dict[tuple[str, ...], str] = {}
        for name in names:
            keys = self._keys_cached(name)
            if keys:
                pairs.setdefault(keys, name)
        if not pairs:
            return None
        keys = tuple(word.key for word in run)
        return Translation(
            run[0].start, run[-1].end, keys, tuple(pairs), tuple(pairs.values()), weight, glossary=glossary
        )


def _reach(words: Sequence[Word], place: int, limit: int) -> int:
    """How many words from `place` on stand together: touching ones in Japanese, neighbours in English."""
    count = min(limit, 1)
    while count < limit and place + count < len(words):
        before, after = words[place + count - 1], words[place + count]
        if after.japanese != before.japanese or (after.japanese and after.start != before.end):
            break
        count += 1
    return count
