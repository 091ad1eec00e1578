"""Files that are missing or altered stop matching, with a message that says what to do."""

from __future__ import annotations

import json
import os
import shutil
from typing import TYPE_CHECKING

import pytest

from renkei.matching.engine.engine import Engine
from renkei.matching.engine.manifest import NAME, read_manifest
from renkei.matching.engine.packed import Unreadable, read_packed
from renkei.matching.engine.prepare import installed_file, prepare, write_model
from renkei.matching.engine.trouble import MatchingUnavailable
from renkei.matching.process.address import prepared_folder

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def copy(home: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "engine"
    shutil.copytree(prepared_folder(home), folder, copy_function=os.link)
    return folder


def replace(path: Path, content: bytes) -> None:
    path.unlink()  # the copy is a link: never write into the original
    path.write_bytes(content)


def test_a_prepared_engine_is_kept(home: Path) -> None:
    said: list[str] = []
    before = prepare(prepared_folder(home), lambda name, *_: said.append(name))
    assert (before, said) == (read_manifest(prepared_folder(home)), [])


def test_nothing_prepared(tmp_path: Path) -> None:
    with pytest.raises(MatchingUnavailable, match="renkei matching prepare") as error:
        Engine(tmp_path)
    assert error.value.code == "matching.not_prepared"


@pytest.mark.parametrize("name", ["encoder.onnx", "pieces.trie", "to-english.trie", "background.npz"])
def test_an_altered_file_is_noticed(copy: Path, name: str) -> None:
    content = (copy / name).read_bytes()
    replace(copy / name, content[:-1] + bytes([content[-1] ^ 1]))
    with pytest.raises(MatchingUnavailable, match=name) as error:
        Engine(copy)
    assert error.value.code == "matching.altered"


def test_a_missing_file_is_noticed(copy: Path) -> None:
    (copy / "japanese.trie").unlink()
    with pytest.raises(MatchingUnavailable, match=r"japanese\.trie") as error:
        Engine(copy)
    assert error.value.code == "matching.damaged"


def test_an_altered_constant_is_noticed(copy: Path) -> None:
    manifest = json.loads((copy / NAME).read_text(encoding="utf-8"))
    manifest["constants"]["chance"] = 1.0
    replace(copy / NAME, json.dumps(manifest).encode())
    with pytest.raises(MatchingUnavailable) as error:
        read_manifest(copy)
    assert error.value.code == "matching.damaged"


def test_other_weights_are_refused(tmp_path: Path) -> None:
    (tmp_path / "e5-small-q4.bin").write_bytes(b"E5S1 something else")
    with pytest.raises(MatchingUnavailable) as error:
        write_model(tmp_path / "e5-small-q4.bin", tmp_path, lambda *_: None)
    assert error.value.code == "matching.weights"
    assert not (tmp_path / "encoder.onnx").exists()


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04", b"E5S1", b"E5S1" + b"\x00" * 200, b"E5S1" + b"\xff" * 200]
)
def test_bytes_that_are_no_weights(data: bytes) -> None:
    with pytest.raises(Unreadable):
        read_packed(data)


def test_a_package_that_is_not_installed() -> None:
    with pytest.raises(MatchingUnavailable) as error:
        installed_file("no-such-package-here", "x.bin")
    assert error.value.code == "matching.package"
