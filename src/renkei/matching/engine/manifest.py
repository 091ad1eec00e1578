"""What a prepared engine consists of: files with their hashes, sources, and the constants of the ranking.

The identifier is the hash of all of it. Vectors and scores of different identifiers are never mixed.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from renkei.matching.engine.trouble import unavailable

if TYPE_CHECKING:
    from pathlib import Path

FORMAT = 2
NAME = "manifest.json"
PREPARE = "renkei matching prepare"


@dataclass(frozen=True)
class Constants:
    """Numbers of the ranking. What each was chosen against stands in docs/handbook/matching.md.

    Words count by how much of the text's own weight of words the other text holds (0 to 1), times the square root of
    its length: half the words of a paragraph say more than half the words of a title.
    """

    common_share: float = 0.6  # of the mean of both languages that is taken out of a vector
    saturation: float = 0.9  # BM25's k1
    length: float = 0.5  # BM25's b, and the same for a seed's translations
    title: int = 2  # times that a word of a seed's title counts
    same_language: float = 15.0  # weight of shared words, texts in one language
    other_language: float = 12.0  # weight of translated, back-translated and shared words and of sounds
    same_length: float = 0.5  # power of the need's length, texts in one language
    other_length: float = 0.25  # the same, texts in two
    agreement: float = 1.7  # power of what the parts across languages agree on: a little of each is chance
    identical: float = 2.0  # a word that is the same in both languages is surer than a translation
    usual_words: int = 12  # words of a text of usual length
    rank_power: float = 0.3  # a translation at place n counts 1 / n ** 0.3
    sound: float = 1.2  # weight of the sounds of a text of which every word could be a name
    sound_floor: float = 8.0  # so that one short name does not count in full
    lean: float = 0.5  # what two unrelated texts of two languages score above two of one language
    chance: float = 0.5  # score of the best of unrelated seeds, less what a tenfold number of seeds adds
    chance_tenfold: float = 0.8
    strong_above: float = 1.0  # above the score of chance
    weak_below: float = 1.0  # below it
    strong_beyond: float = 2.7  # beyond what the need scores with any seed
    possible_beyond: float = 1.4


@dataclass(frozen=True)
class Manifest:
    sources: dict[str, str]  # distribution, version, hash of the file read
    files: dict[str, str]  # name, SHA-256
    embedder: str
    dim: int
    prefixes: dict[str, str]
    constants: Constants = field(default_factory=Constants)
    format: int = FORMAT

    @property
    def id(self) -> str:
        """Return sixteen letters that name this engine."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()[:16]

    def write(self, folder: Path) -> None:
        shown = {**asdict(self), "id": self.id}
        (folder / NAME).write_text(json.dumps(shown, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def sha256_of(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest of a prepared engine, every file verified.

    Raises MatchingUnavailable: `matching.not_prepared`, `matching.damaged` or `matching.altered`.
    """
    try:
        found: dict[str, Any] = json.loads((folder / NAME).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise unavailable(
            "not_prepared",
            f"{PREPARE} で、モデルと辞書を整えてください（{folder}）。",
            f"Run {PREPARE} to set up the model and the dictionary ({folder}).",
        ) from None
    except (OSError, ValueError) as error:
        raise _damaged(NAME, str(error)) from error
    identifier = found.pop("id", "")
    try:
        manifest = Manifest(**{**found, "constants": Constants(**found["constants"])})
    except (KeyError, TypeError) as error:
        raise _damaged(NAME, str(error)) from error
    if manifest.format != FORMAT or manifest.id != identifier:
        raise _damaged(NAME, f"format {manifest.format}, id {identifier}")
    for name, expected in manifest.files.items():
        _verify(folder / name, expected)
    return manifest


def _verify(path: Path, expected: str) -> None:
    try:
        found = sha256_of(path)
    except OSError as error:
        raise _damaged(path.name, str(error)) from error
    if found != expected:
        raise unavailable(
            "altered",
            f"ファイル「{path.name}」の中身が、整えたときと違います"
            f"（SHA-256 {found[:12]}…、必要なもの {expected[:12]}…）。{PREPARE} --again でつくり直せます。",
            f"The file “{path.name}” is not the one that was prepared (SHA-256 {found[:12]}…, expected "
            f"{expected[:12]}…). {PREPARE} --again makes it anew.",
        )


def _damaged(name: str, reason: str) -> Exception:
    return unavailable(
        "damaged",
        f"ファイル「{name}」を読めません（{reason}）。{PREPARE} --again でつくり直せます。",
        f"The file “{name}” cannot be read ({reason}). {PREPARE} --again makes it anew.",
    )
