"""A fixed sample of short texts, the same in both languages, against which every need is measured.

They were written for this purpose and are of the kinds that occur: needs, seeds, notices, everyday sentences. From them
come each language's mean vector and, for every need, how near two texts lie that have nothing to do with each other.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np

from renkei.matching.engine.embedder import Kind
from renkei.matching.engine.texts import Language

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

    from renkei.matching.engine.embedder import Embedder
    from renkei.matching.engine.words import Splitter

FILE = "background.npz"
TEXTS = "data/background.tsv"
USUAL = "data/usual.tsv"  # how anybody writes of needs, research and development, whatever the subject
USUAL_TEXTS = 2  # of them, in one language; a word in so many belongs to no subject
WORDS = "background.json"


def digest() -> str:
    """Return the hash of the sample's texts."""
    whole = b"".join(files(__package__).joinpath(name).read_bytes() for name in (TEXTS, USUAL))
    return hashlib.sha256(whole).hexdigest()


def pairs(name: str = TEXTS) -> list[tuple[str, str]]:
    """Return (Japanese, English) of every text of the sample."""
    rows = files(__package__).joinpath(name).read_text(encoding="utf-8").splitlines()[1:]
    return [(japanese, english) for japanese, _, english in (row.partition("\t") for row in rows)]


class Background:
    """The sample as it was measured: vectors by language, and in how many of its texts each word occurs.

    `texts` counts its texts, `length` all their words; `usual` are the words that belong to no subject.
    """

    def __init__(self, folder: Path) -> None:
        with np.load(folder / FILE, allow_pickle=False) as stored:
            self._means = {name: stored[name] for name in stored.files}
        self.dim = int(self._means[f"mean-{Kind.QUERY}-{Language.JAPANESE}"].shape[0])
        self.passages = {language: self._means[f"passages-{language}"] for language in Language}

        kept = json.loads((folder / WORDS).read_text(encoding="utf-8"))
        self.texts: int = kept["texts"]
        self.length: int = kept["length"]
        self.frequencies: dict[str, int] = kept["frequencies"]
        self.usual: frozenset[str] = frozenset(kept["usual"])

    def centred(self, vectors: NDArray[np.float32], kind: Kind, language: Language) -> NDArray[np.float32]:
        """Return vectors of unit length without what all texts of the language have in common."""
        return _unit(vectors - self._means[f"mean-{kind}-{language}"])

    def against(
        self, vectors: NDArray[np.float32]
    ) -> tuple[dict[Language, NDArray[np.float32]], NDArray[np.float32]]:
        """Return for centred needs the mean nearness to unrelated texts by language, and its deviation."""
        near = {language: vectors @ passages.T for language, passages in self.passages.items()}
        spread = np.sqrt(np.mean([found.var(axis=1) for found in near.values()], axis=0))
        return {language: found.mean(axis=1) for language, found in near.items()}, spread.astype(np.float32)


def build(
    embedder: Embedder, folder: Path, progress: Callable[[int, int], None], *, common_share: float
) -> None:
    """Write the sample's vectors and means.

    What sets a language apart is taken out of a vector in full; of what both have in common, `common_share`.
    """
    stored: dict[str, NDArray[np.float32]] = {}
    texts = dict(zip(Language, zip(*pairs(), strict=True), strict=True))
    total = sum(map(len, texts.values())) * len(Kind)
    done = 0
    for kind in Kind:
        made: dict[Language, NDArray[np.float32]] = {}
        for language, written in texts.items():
            rows = []
            for text in written:
                rows.append(embedder.encode([text], kind)[0])
                done += 1
                progress(done, total)
            made[language] = np.array(rows, np.float32)
        common = np.mean([vectors.mean(axis=0) for vectors in made.values()], axis=0)
        for language, vectors in made.items():
            mean = vectors.mean(axis=0) - (1 - common_share) * common
            stored[f"mean-{kind}-{language}"] = mean.astype(np.float32)
            if kind is Kind.PASSAGE:
                stored[f"passages-{language}"] = _unit(vectors - mean)
    np.savez(folder / FILE, allow_pickle=False, **stored)


def build_words(splitter: Splitter, folder: Path) -> None:
    """Write how common words are in the sample, so that a handful of seeds can tell rare words from common ones."""
    read = [[word.key for word in splitter.words(text)] for pair in pairs() for text in pair]
    frequencies = Counter(key for keys in read for key in set(keys))
    kept = {
        "texts": len(read),
        "length": sum(map(len, read)),
        "frequencies": dict(sorted(frequencies.items())),
        "usual": sorted(_usual(splitter)),
    }
    (folder / WORDS).write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")


def _usual(splitter: Splitter) -> set[str]:
    """Return the words of which several texts that have nothing else in common hold one."""
    held = Counter(
        key for pair in pairs(USUAL) for text in pair for key in {word.key for word in splitter.words(text)}
    )
    return {key for key, texts in held.items() if texts >= USUAL_TEXTS}


def _unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9), np.float32)
