"""A matcher with a toy embedder and a toy dictionary behind the engine's interfaces; index, ranking and bands are real.

It is asked like the real one, in this process, and counts how many texts it had to read.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import numpy as np

from renkei.kernel.errors import RuleBroken
from renkei.matching.engine.index import Index
from renkei.matching.engine.lexicon import Reading, Translation
from renkei.matching.engine.manifest import Constants
from renkei.matching.engine.reading import prepare_text
from renkei.matching.engine.texts import Language
from renkei.matching.engine.trouble import unavailable
from renkei.matching.engine.words import Word
from renkei.matching.process.answers import Matcher
from renkei.matching.process.client import MatcherClient
from renkei.matching.stored import StoredTexts

DIM = 384
WORDS = re.compile(r"[A-Za-z]+|[一-龥]{2}|[ァ-ヴー]+")
DICTIONARY = {"牛乳": "milk", "鮮度": "freshness", "溶接": "welding"}


class ToyEmbedder:
    name, dim, sha256 = "toy", DIM, "0" * 64

    def __init__(self) -> None:
        self.read = 0

    def encode(self, texts: Any, _kind: Any) -> Any:
        self.read += len(texts)
        found = np.zeros((len(texts), DIM), np.float32)
        for row, text in enumerate(texts):
            for word in WORDS.findall(text):
                key = DICTIONARY.get(word, word.lower())
                found[row, int(hashlib.sha256(key.encode()).hexdigest(), 16) % DIM] += 1
            found[row] /= max(float(np.linalg.norm(found[row])), 1e-9)
        return found


class ToyLexicon:
    def __init__(self, glossary: Any = ()) -> None:
        own: dict[str, str] = {}
        for pair in glossary:
            for one, other in (pair, pair[::-1]):
                own.setdefault(one.lower(), other)
        plain = {**DICTIONARY, **{english: japanese for japanese, english in DICTIONARY.items()}}
        self._known = {
            **{key: (other, False) for key, other in plain.items()},
            **{k: (v, True) for k, v in own.items()},
        }

    def read(self, text: str) -> Reading:
        words = tuple(
            Word(found.group().lower(), *found.span(), not found.group().isascii(), found.group())
            for found in WORDS.finditer(text)
        )
        translations = tuple(
            Translation(word.start, word.end, (word.key,), ((other.lower(),),), (other,), 1.0, own)
            for word in words
            if word.key in self._known
            for other, own in [self._known[word.key]]
        )
        return Reading(words, translations)


class ToyBackground:
    dim, texts, length = DIM, 200, 2_000

    def __init__(self) -> None:
        self.frequencies: dict[str, int] = {}
        self.usual: frozenset[str] = frozenset()

    def centred(self, vectors: Any, _kind: Any, _language: Any) -> Any:
        return vectors

    def against(self, vectors: Any) -> Any:
        zeros = np.zeros(len(vectors), np.float32)
        return dict.fromkeys(Language, zeros), zeros + 0.25


class ToyEngine:
    """Made like `Engine`; its manifest can be changed, as a new version of the engine would."""

    def __init__(self, manifest: str = "toy-1") -> None:
        self.manifest = SimpleNamespace(id=manifest, constants=Constants(), embedder="toy")
        self.embedder, self.background, self.lexicon = ToyEmbedder(), ToyBackground(), ToyLexicon()

    def use_glossary(self, pairs: Any) -> None:
        self.lexicon = ToyLexicon(pairs)

    def need(self, text: Any) -> Any:
        return self._prepared(text, "query")

    seed = need

    def _prepared(self, text: Any, kind: Any) -> Any:
        return prepare_text(
            text,
            kind,
            embedder=self.embedder,
            lexicon=self.lexicon,
            manifest=self.manifest.id,
            constants=self.manifest.constants,
        )

    def check(self, texts: Any) -> None:
        for key, text in texts.items():
            if text.manifest != self.manifest.id:
                raise ValueError(f"{key}: {text.manifest}")

    def index(self, seeds: Any) -> Index:
        self.check(seeds)
        return Index(self.manifest.constants, self.background, dict(seeds))  # type: ignore[arg-type]

    def guests(self, seeds: Any, like: Index) -> Index:
        return Index(self.manifest.constants, self.background, dict(seeds), like)  # type: ignore[arg-type]


@dataclass
class FakeClient(MatcherClient):
    """The client without a socket. `down`: nobody answers."""

    matcher: Matcher
    down: bool = False

    def ask(self, do: str, **values: Any) -> dict[str, Any]:
        if self.down:
            raise unavailable("down", "照合プロセスが応えません。", "The matcher does not answer.")
        try:
            return self.matcher.answer({"do": do, **values})
        except (KeyError, TypeError, ValueError) as error:
            raise RuleBroken("matching.request", None) from error  # type: ignore[arg-type]

    @property
    def read(self) -> int:
        """Return how many texts were made into vectors."""
        return int(self.matcher.engine.embedder.read)  # type: ignore[attr-defined]


def fake_client(manifest: str = "toy-1") -> FakeClient:
    return FakeClient(Matcher(ToyEngine(manifest), StoredTexts()))  # type: ignore[arg-type]
