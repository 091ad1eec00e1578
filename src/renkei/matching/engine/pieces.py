"""Text to the numbers of the model's pieces: the likeliest way to cut it (a unigram vocabulary, Viterbi).

The vocabulary is read where it lies on the disk; a general tokeniser takes a hundred megabytes for the same answer.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import marisa_trie
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

TRIE, SCORES = "pieces.trie", "pieces.npz"
BLANK = "▁"
UNKNOWN_PENALTY = 10.0  # below the least likely piece, as in SentencePiece
_WORD = re.compile(f"{BLANK}[^{BLANK}]*")


class Pieces:
    def __init__(self, folder: Path) -> None:
        self._trie = marisa_trie.Trie().mmap(str(folder / TRIE))
        with np.load(folder / SCORES, allow_pickle=False) as stored:
            self._scores: NDArray[np.float64] = stored["scores"].astype(np.float64)
            self._numbers: NDArray[np.int32] = stored["numbers"]
            self._unknown, self._longest = int(stored["unknown"]), int(stored["longest"])
        self._least = float(self._scores.min()) - UNKNOWN_PENALTY

    def numbers(self, text: str) -> list[int]:
        """Return the numbers of the pieces of a text; letters in a row that no piece holds are one unknown piece."""
        if not text:
            return []
        marked = text.replace(" ", BLANK)
        if not marked.startswith(BLANK):
            marked = BLANK + marked
        return [number for word in _WORD.findall(marked) for number in self._word(word)]

    def _word(self, word: str) -> list[int]:
        """Cut one word. Of two ways that are as likely, the one whose last piece is longer stays."""
        size = len(word)
        best = [float("-inf")] * (size + 1)
        best[0] = 0.0
        came: list[tuple[int, int]] = [(-1, -1)] * (size + 1)
        for start in range(size):
            so_far, alone = best[start], False
            for piece, key in self._trie.iter_prefixes_with_ids(word[start : start + self._longest]):
                end = start + len(piece)
                likely = so_far + self._scores.item(key)
                if came[end][0] < 0 or likely > best[end]:
                    best[end], came[end] = likely, (start, self._numbers.item(key))
                alone = alone or end == start + 1
            likely = so_far + self._least
            if not alone and (came[start + 1][0] < 0 or likely > best[start + 1]):
                best[start + 1], came[start + 1] = likely, (start, self._unknown)
        return self._back(came)

    def _back(self, came: Sequence[tuple[int, int]]) -> list[int]:
        found: list[int] = []
        end = len(came) - 1
        while end > 0:
            end, number = came[end]
            if number != self._unknown or not found or found[-1] != self._unknown:
                found.append(number)
        return found[::-1]


def write(vocabulary: Sequence[tuple[str, float]], unknown: int, folder: Path) -> None:
    """Write the vocabulary (pieces and the logarithms of how likely they are, in the order of their numbers)."""
    numbers = {piece: number for number, (piece, _) in enumerate(vocabulary)}
    trie = marisa_trie.Trie(numbers)
    trie.save(str(folder / TRIE))
    ordered = np.empty(len(numbers), np.int32)
    for piece, number in numbers.items():
        ordered[trie[piece]] = number
    np.savez(
        folder / SCORES,
        allow_pickle=False,
        scores=np.array([vocabulary[number][1] for number in ordered.tolist()], np.float32),
        numbers=ordered,
        unknown=np.array(unknown),
        longest=np.array(max(map(len, numbers))),
    )
