"""From scores of texts to a ranking of records: a record has a text in each of its languages, and its best one counts.

Two unrelated texts of two languages score higher than two of one language: that lean is taken off before texts are
compared, so that a record with one language stands no worse than one with both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from numpy.typing import NDArray

SIGN = "@"  # between a record's identifier and the language of the text


def best(scores: NDArray[np.float64], count: int) -> list[int]:
    """Return the places of the highest scores, ties in the order of the index (by identifier)."""
    count = min(count, len(scores))
    if count == 0:
        return []
    least = np.partition(scores, len(scores) - count)[len(scores) - count]
    places = np.flatnonzero(scores >= least)
    return [int(place) for place in places[np.argsort(-scores[places], kind="stable")][:count]]


def owner_of(text: str) -> str:
    """Return the record a text belongs to: `seed-milk` of `seed-milk@ja`."""
    return text.partition(SIGN)[0]


@dataclass(frozen=True)
class Hit:
    """A record, its score, and the pair of texts it comes from: places among those asked and those compared with."""

    owner: str
    score: float
    asked: int
    place: int
    same_language: bool


class Owners:
    """The records that texts belong to; `texts` are sorted, so that those of a record stand together."""

    def __init__(self, texts: Sequence[str]) -> None:
        owners = [owner_of(text) for text in texts]
        starts = [at for at, owner in enumerate(owners) if at == 0 or owners[at - 1] != owner]
        self.names = [owners[at] for at in starts]
        self.starts = np.array(starts, np.int64)

    def __len__(self) -> int:
        return len(self.names)


class Ranking:
    """Scores of a few texts that are asked (rows) with many texts (columns) of records."""

    def __init__(
        self, scores: NDArray[np.float64], same: NDArray[np.bool_], owners: Owners, lean: float
    ) -> None:
        self._scores = np.round(np.where(same, scores, scores - lean), 6)
        self._same = same
        self._owners = owners

    def usual(self) -> float:
        """Return the mean score of the records, each by its best text."""
        if not len(self._owners):
            return 0.0
        return float(np.maximum.reduceat(self._scores.max(axis=0), self._owners.starts).mean())

    def hits(self, count: int, only: Container[str] | None = None, *, same: bool | None = None) -> list[Hit]:
        """Return the best records, ties by identifier; `same`: by texts of the same (or other) language alone."""
        scores = self._scores
        if same is not None:
            scores = np.where(self._same == same, scores, -np.inf).astype(np.float64)
        if not len(self._owners):
            return []
        by_owner = np.maximum.reduceat(scores.max(axis=0), self._owners.starts)
        allowed = np.isfinite(by_owner)
        if only is not None:
            allowed &= np.fromiter((name in only for name in self._owners.names), np.bool_, len(allowed))
        places = np.flatnonzero(allowed)
        return [self._hit(scores, int(places[at])) for at in best(by_owner[places], count)]

    def _hit(self, scores: NDArray[np.floating[Any]], number: int) -> Hit:
        starts = self._owners.starts
        first = int(starts[number])
        last = int(starts[number + 1]) if number + 1 < len(starts) else scores.shape[1]
        block = scores[:, first:last]
        row, column = np.unravel_index(int(block.argmax()), block.shape)
        place = first + int(column)
        same = bool(self._same[row, place])
        return Hit(self._owners.names[number], float(block[row, column]), int(row), place, same)
