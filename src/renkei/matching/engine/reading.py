"""A text made ready to be compared: its vector, its words, what they may be called in the other language, its sounds.

This is what the database keeps of a seed, so that a new matcher is ready without reading the text again.
"""

from __future__ import annotations

import base64
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from sys import intern
from typing import TYPE_CHECKING, Any

import numpy as np

from renkei.matching.engine.sounds import sounds
from renkei.matching.engine.texts import Language

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from renkei.matching.engine.embedder import Embedder, Kind
    from renkei.matching.engine.lexicon import Lexicon, Reading
    from renkei.matching.engine.manifest import Constants
    from renkei.matching.engine.texts import Text

MOST_ALTERNATIVES = 8


@dataclass(frozen=True)
class Group:
    """One word of the text and its translations: (phrase as keys, weight); only the best one counts."""

    weight: float
    alternatives: tuple[tuple[tuple[str, ...], float], ...]


@dataclass(frozen=True)
class Prepared:
    """What is kept of a text. `manifest` names the engine that made it; no other can use it."""

    manifest: str
    language: Language
    vector: NDArray[np.float32]
    words: Mapping[str, int]
    groups: tuple[Group, ...]
    sounds: tuple[str, ...]  # sorted

    @property
    def length(self) -> int:
        return sum(self.words.values())

    def translated(self) -> dict[str, float]:
        """Return the words this text would hold in the other language, with how sure each is (0 to 1)."""
        found: dict[str, float] = {}
        for group in self.groups:
            for phrase, weight in group.alternatives:
                for word in phrase:
                    found[word] = max(found.get(word, 0.0), weight)
        return found

    def to_record(self) -> dict[str, Any]:
        """Return plain values for JSON; the vector as base64 of little-endian 32-bit numbers."""
        return {
            "manifest": self.manifest,
            "language": str(self.language),
            "vector": base64.b64encode(self.vector.astype("<f4").tobytes()).decode("ascii"),
            "words": dict(self.words),
            "groups": [
                [group.weight, [[list(keys), weight] for keys, weight in group.alternatives]]
                for group in self.groups
            ],
            "sounds": list(self.sounds),
        }

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Prepared:
        """Return what `to_record` wrote down. Raises KeyError, TypeError or ValueError for anything else.

        Words and their translations are kept once, however many texts hold them.
        """
        return cls(
            manifest=str(record["manifest"]),
            language=Language(record["language"]),
            vector=np.frombuffer(base64.b64decode(record["vector"]), "<f4").astype(np.float32),
            words={intern(str(key)): int(count) for key, count in record["words"].items()},
            groups=tuple(
                _shared(
                    Group(
                        float(weight),
                        tuple((tuple(map(intern, keys)), float(share)) for keys, share in alternatives),
                    )
                )
                for weight, alternatives in record["groups"]
            ),
            sounds=tuple(sorted(map(intern, record["sounds"]))),
        )


@lru_cache(maxsize=100_000)
def _shared(group: Group) -> Group:
    """Return the same object for the same translations: most words stand in many texts."""
    return group


def prepare_text(
    text: Text, kind: Kind, *, embedder: Embedder, lexicon: Lexicon, manifest: str, constants: Constants
) -> Prepared:
    """Return a text made ready; the costly step is the vector. The words of a passage's title count more."""
    reading = lexicon.read(text.whole)
    title = constants.title if kind == "passage" else 1
    words: Counter[str] = Counter()
    for word in reading.words:
        words[word.key] += title if word.start < text.body_start else 1
    return Prepared(
        manifest=manifest,
        language=text.language,
        vector=embedder.encode([text.whole], kind)[0],
        words=words,
        groups=tuple(_groups(reading, constants.rank_power)),
        sounds=tuple(sorted(sounds(text.whole, japanese=text.language is Language.JAPANESE))),
    )


def _groups(reading: Reading, rank_power: float) -> list[Group]:
    found: dict[tuple[str, ...], Group] = {}
    for translation in reading.translations:
        alternatives = tuple(
            (keys, 1 / (len(keys) ** 0.5 * (1 if translation.glossary else (1 + rank) ** rank_power)))
            for rank, keys in enumerate(translation.alternatives[:MOST_ALTERNATIVES])
        )
        known = found.get(translation.keys)
        if known is None or known.weight < translation.weight:
            found[translation.keys] = Group(translation.weight, alternatives)
    return list(found.values())
