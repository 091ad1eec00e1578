"""Texts as vectors. One text at a time: its vector then never depends on its neighbours, and it is also fastest."""

from __future__ import annotations

import json
import unicodedata
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

import numpy as np
import onnxruntime

from renkei.matching.engine.pieces import Pieces

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

WINDOW = 510  # pieces between the two marks
WINDOWS = 8  # of a long text; what lies beyond is not read
PREFIXES = {"query": "query: ", "passage": "passage: "}


class Kind(StrEnum):
    """What a text is to the model: something looked for, or something found."""

    QUERY = "query"
    PASSAGE = "passage"


class Embedder(Protocol):
    """Anything that makes vectors of unit length. Vectors of different `sha256` are never mixed."""

    name: str
    dim: int
    sha256: str

    def encode(self, texts: Sequence[str], kind: Kind) -> NDArray[np.float32]: ...


class OnnxEmbedder:
    """multilingual-e5-small with 4-bit weights, run by onnxruntime on `threads` threads."""

    name = "multilingual-e5-small-4bit"

    def __init__(self, folder: Path, sha256: str, threads: int = 1) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = onnxruntime.InferenceSession(
            str(folder / "encoder.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._pieces = Pieces(folder)
        table = json.loads((folder / "characters.json").read_text(encoding="utf-8"))
        self._normal = {int(code): text for code, text in table["normal"].items()}
        self._begin, self._end = table["begin"], table["end"]
        self.sha256 = sha256
        self.dim = int(self._session.get_outputs()[0].shape[0])

    def encode(self, texts: Sequence[str], kind: Kind) -> NDArray[np.float32]:
        """Return one row of unit length per text. A long text is the mean of its windows by their length."""
        found = np.empty((len(texts), self.dim), np.float32)
        for row, text in enumerate(texts):
            found[row] = self._one(PREFIXES[kind] + text)
        return found

    def _one(self, text: str) -> NDArray[np.float32]:
        plain = " ".join(unicodedata.normalize("NFKC", text).translate(self._normal).split())
        pieces = self._pieces.numbers(plain)[: WINDOW * WINDOWS]
        total = np.zeros(self.dim, np.float64)
        for start in range(0, max(len(pieces), 1), WINDOW):
            window = pieces[start : start + WINDOW]
            ids = np.array([self._begin, *window, self._end], np.int64)
            (mean,) = self._session.run(None, {"ids": ids})
            total += np.asarray(mean, np.float64) * max(len(window), 1)
        return (total / max(float(np.linalg.norm(total)), 1e-12)).astype(np.float32)
