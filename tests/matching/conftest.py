"""The engine is prepared once and kept in the tests' data folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from renkei.matching.engine.engine import Engine
from renkei.matching.engine.prepare import prepare
from renkei.matching.process.address import prepared_folder


@pytest.fixture(scope="session")
def home() -> Path:
    found = Path(os.environ["RENKEI_HOME"]).resolve()
    prepare(prepared_folder(found), lambda *_: None)
    return found


@pytest.fixture(scope="session")
def engine(home: Path) -> Engine:
    return Engine(prepared_folder(home))
