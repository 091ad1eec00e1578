"""The engine: prepare texts, compare needs with seeds, rank. Everything it needs lies in one verified folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renkei.matching.engine.background import Background
from renkei.matching.engine.dictionary import Dictionary
from renkei.matching.engine.embedder import Kind, OnnxEmbedder
from renkei.matching.engine.index import Index
from renkei.matching.engine.lexicon import SudachiLexicon
from renkei.matching.engine.manifest import read_manifest
from renkei.matching.engine.reading import prepare_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from renkei.matching.engine.reading import Prepared
    from renkei.matching.engine.texts import Text


class Engine:
    """Not to be shared between threads."""

    def __init__(self, folder: Path, glossary: Iterable[tuple[str, str]] = (), threads: int = 1) -> None:
        """Open a prepared engine. Raises MatchingUnavailable where a file is missing or altered."""
        self.manifest = read_manifest(folder)
        self.embedder = OnnxEmbedder(folder, self.manifest.files["encoder.onnx"], threads)
        self.background = Background(folder)
        self._dictionary = Dictionary(folder)
        self.lexicon = SudachiLexicon(self._dictionary, glossary)

    def use_glossary(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Put the cluster's own terms (Japanese, English) in place of those used so far."""
        self.lexicon = SudachiLexicon(self._dictionary, pairs)

    def need(self, text: Text) -> Prepared:
        return self._prepared(text, Kind.QUERY)

    def seed(self, text: Text) -> Prepared:
        return self._prepared(text, Kind.PASSAGE)

    def _prepared(self, text: Text, kind: Kind) -> Prepared:
        return prepare_text(
            text,
            kind,
            embedder=self.embedder,
            lexicon=self.lexicon,
            manifest=self.manifest.id,
            constants=self.manifest.constants,
        )

    def check(self, texts: Mapping[str, Prepared]) -> None:
        """Raise ValueError where a text was prepared by another engine."""
        for key, text in texts.items():
            if text.manifest != self.manifest.id:
                raise ValueError(f"{key}: prepared by {text.manifest}, this engine is {self.manifest.id}")

    def index(self, seeds: Mapping[str, Prepared]) -> Index:
        """Return an index of seeds. Raises ValueError where one was prepared by another engine."""
        self.check(seeds)
        return Index(self.manifest.constants, self.background, dict(seeds))

    def guests(self, seeds: Mapping[str, Prepared], like: Index) -> Index:
        """Return an index of a few seeds that scores as if they stood in another one. Raises ValueError as `index`."""
        self.check(seeds)
        return Index(self.manifest.constants, self.background, dict(seeds), like)
