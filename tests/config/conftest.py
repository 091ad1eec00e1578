import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from renkei.config.postgres import Server


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that other users may pass, unlike pytest's own."""
    path = Path(tempfile.mkdtemp(prefix="renkei-test-")).resolve()
    path.chmod(0o755)
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture
def server(folder: Path) -> Iterator[Server]:
    server = Server(folder / "home", {"fsync": "off"})
    yield server
    server.release()
