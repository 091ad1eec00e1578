"""The seeds that needs are compared with, and the parts of every comparison as arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from renkei.matching.engine.embedder import Kind
from renkei.matching.engine.postings import Postings, rarity
from renkei.matching.engine.sounds import has_sound
from renkei.matching.engine.texts import Language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from renkei.matching.engine.background import Background
    from renkei.matching.engine.manifest import Constants
    from renkei.matching.engine.reading import Group, Prepared

    Scores = NDArray[np.float32]


@dataclass(frozen=True)
class Parts:
    """What each part gives for needs (rows) and seeds (columns), already weighted: they add up to the score."""

    meaning: Scores
    words: Scores
    translated: Scores
    back_translated: Scores
    sounds: Scores

    def total(self) -> NDArray[np.float64]:
        summed = self.meaning + self.words + self.translated + self.back_translated + self.sounds
        return np.asarray(np.round(summed.astype(np.float64), 6), np.float64)


class Index:
    """Seeds by identifier; built anew from what is kept of each when some came or went.

    With `like`, the seeds are guests: how rare a word or sound is and how long texts usually are is asked of that
    index, so that a pair scores the same in both.
    """

    def __init__(
        self,
        constants: Constants,
        background: Background,
        seeds: dict[str, Prepared],
        like: Index | None = None,
    ) -> None:
        self._like = like or self
        self.ids = sorted(seeds)
        kept = [seeds[key] for key in self.ids]
        self._constants = constants
        self._background = background
        self.languages = np.array([seed.language is Language.JAPANESE for seed in kept], bool)
        self._vectors = self._centred(kept, Kind.PASSAGE)
        self._words = Postings(seed.words for seed in kept)
        self._rarity = self._rarity_of_words() if like is None else self._rarity_like(like)
        lengths = np.array([seed.length for seed in kept], np.float32)
        self.usual_length = (float(lengths.sum()) + background.length) / (len(kept) + background.texts)
        self._saturate(lengths)
        self._translated = Postings(seed.translated() for seed in kept)
        self._shorten(lengths)
        self.sounds = Postings(dict.fromkeys(seed.sounds, 1.0) for seed in kept)
        self.sound_rarity = self.sounds.rarity()
        sizes = np.array([len(seed.sounds) for seed in kept], np.float32)
        self.usual_sounds = max(float(sizes.sum()), 1.0) / max(len(kept), 1)
        self._sound_length = self._lengths(sizes)

    def __len__(self) -> int:
        return len(self.ids)

    def _centred(self, texts: Sequence[Prepared], kind: Kind) -> NDArray[np.float32]:
        found = np.empty((len(texts), self._background.dim), np.float32)
        for row, text in enumerate(texts):
            found[row] = self._background.centred(text.vector, kind, text.language)
        return found

    def _saturate(self, lengths: NDArray[np.float32]) -> None:
        """Turn counts into BM25's weights. Usual length and rarity are those of the seeds and the sample together."""
        constants, matrix = self._constants, self._words.matrix
        mean = self._like.usual_length
        usual = constants.saturation * (1 - constants.length + constants.length * lengths / mean)
        counts = matrix.data
        terms = np.repeat(np.arange(matrix.shape[1]), np.diff(matrix.indptr))
        matrix.data = (
            self._rarity[terms] * counts * (constants.saturation + 1) / (counts + self._words.scale(usual))
        ).astype(np.float32)

    def _shorten(self, lengths: NDArray[np.float32]) -> None:
        """Lower what the translations of a long seed say: among very many, some meet any need by chance."""
        matrix, part = self._translated.matrix, self._constants.length
        usual = 1 - part + part * lengths / self._like.usual_length
        matrix.data = np.asarray(matrix.data / self._translated.scale(usual), np.float32)

    def _rarity_of_words(self) -> NDArray[np.float32]:
        known = self._background.frequencies
        frequencies = self._words.frequencies() + np.array(
            [known.get(word, 0) for word in self._words.vocabulary], np.int64
        )
        return rarity(frequencies, self._words.documents + self._background.texts)

    def _rarity_like(self, like: Index) -> NDArray[np.float32]:
        return np.array([like.rarity(word) for word in self._words.vocabulary], np.float32)

    def _lengths(self, sizes: NDArray[np.float32]) -> NDArray[np.float32]:
        """Long texts hold many sounds by chance; texts of usual length count in full."""
        share = np.minimum(sizes / self._like.usual_sounds, 8)
        return np.asarray(np.sqrt(0.5 + 0.5 * share), np.float32)

    def compare(self, needs: Sequence[Prepared]) -> Parts:
        """Return the parts of every need's score with every seed."""
        japanese = np.array([need.language is Language.JAPANESE for need in needs], bool)
        same = japanese[:, None] == self.languages[None, :]
        constants = self._constants
        mass = np.array([self._mass(need) for need in needs], np.float32)[:, None]
        lengths = (
            np.array([max(need.length, 1) for need in needs], np.float32)[:, None] / constants.usual_words
        )
        own = constants.same_language * lengths**constants.same_length
        words = self._words.times([dict.fromkeys(need.words, 1.0) for need in needs]) / mass
        back = self._translated.times([self._rarities(need) for need in needs]) / mass
        across = {
            "words": words * constants.identical,
            "translated": np.array([self._best(need.groups) for need in needs], np.float32) / mass,
            "back_translated": back * (constants.saturation + 1),
            "sounds": self._by_sound(needs),
        }
        agreed = np.where(same, 0, sum(across.values()))
        other = constants.other_language * lengths**constants.other_length
        other = np.where(same, 0, other * agreed ** (constants.agreement - 1)).astype(np.float32)
        found = {name: np.asarray(part * other, np.float32) for name, part in across.items()}
        found["words"] += np.where(same, words * own, 0).astype(np.float32)
        return Parts(meaning=self._meaning(needs), **found)

    def rarity(self, word: str) -> float:
        """Return how much a word says among these seeds."""
        if self._like is not self:
            return self._like.rarity(word)
        number = self._words.vocabulary.get(word)
        if number is not None:
            return float(self._rarity[number])
        sample = self._background
        frequency = np.array([sample.frequencies.get(word, 0)], np.int64)
        return float(rarity(frequency, len(self) + sample.texts)[0])

    def _rarities(self, need: Prepared) -> dict[str, float]:
        return {word: self.rarity(word) for word in need.words}

    def _mass(self, need: Prepared) -> float:
        """Return the score of a text that holds every word of the need again and again."""
        return (self._constants.saturation + 1) * sum(self._rarities(need).values()) + 1e-6

    def _meaning(self, needs: Sequence[Prepared]) -> Scores:
        """Return how much nearer the vectors are than those of unrelated texts, in deviations."""
        vectors = self._centred(needs, Kind.QUERY)
        means, spread = self._background.against(vectors)
        usual = np.where(
            self.languages[None, :], means[Language.JAPANESE][:, None], means[Language.ENGLISH][:, None]
        )
        return np.asarray((vectors @ self._vectors.T - usual) / np.maximum(spread[:, None], 1e-6), np.float32)

    def _best(self, groups: Sequence[Group]) -> Scores:
        """Return the sum over the need's words of the best translation that a seed holds."""
        total = np.zeros(len(self), np.float32)
        best, phrase_sum = np.zeros(len(self), np.float32), np.zeros(len(self), np.float32)
        for group in groups:
            touched = []
            for phrase, weight in group.alternatives:
                columns = [found for found in map(self._words.column, phrase) if found is not None]
                for documents, values in columns:
                    phrase_sum[documents] += values * weight
                for documents, _ in columns:
                    best[documents] = np.maximum(best[documents], phrase_sum[documents])
                for documents, _ in columns:
                    phrase_sum[documents] = 0
                    touched.append(documents)
            for documents in touched:
                total[documents] += best[documents] * group.weight
                best[documents] = 0
        return total

    def _by_sound(self, needs: Sequence[Prepared]) -> Scores:
        known, rarities = self._like.sounds.vocabulary, self._like.sound_rarity
        weights = [
            {sound: float(rarities[known[sound]]) for sound in need.sounds if sound in known}
            for need in needs
        ]
        mass = np.array([sum(found.values()) for found in weights], np.float32)[:, None]
        names = np.array([self._names(need) for need in needs], np.float32)[:, None]
        found = self.sounds.times(weights) / (mass + self._constants.sound_floor) / self._sound_length
        return np.asarray(found * names * self._constants.sound, np.float32)

    def _names(self, need: Prepared) -> float:
        """Return which share of the need's weight of words has a sound: in Japanese prose few do, and say little."""
        rarities = self._rarities(need)
        japanese = need.language is Language.JAPANESE
        heard = sum(weight for word, weight in rarities.items() if has_sound(word, japanese=japanese))
        return heard / (sum(rarities.values()) + 1e-6)
