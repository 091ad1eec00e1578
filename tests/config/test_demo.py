"""Two demonstrations beside each other: each its own cluster and database, one Ctrl-C for both."""

from __future__ import annotations

import contextlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from renkei.config.demo import LAST_PORT, _beside, _check_ports
from renkei.config.postgres import Server
from renkei.config.serve import check_port_is_free
from renkei.kernel.errors import RuleBroken
from tests.ports import free_port
from tests.prepared import environment_of, put_data

if TYPE_CHECKING:
    from collections.abc import Iterator

PROJECT = Path(__file__).resolve().parents[2]
RENKEI = [sys.executable, "-m", "renkei.config"]
PACKAGES = [PROJECT / "clusters" / "tsuruoka", PROJECT / "clusters" / "mihon"]
PATIENCE = 240


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    """Data folders with their tables for both sites."""
    folder = Path(tempfile.mkdtemp(prefix="renkei-test-")).resolve()
    folder.chmod(0o755)
    home = put_data(folder / "home")
    put_data(home / "mihon")
    yield home
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def port() -> int:
    """The first of two ports that are free."""
    return free_port(2)


@contextlib.contextmanager
def demonstration(home: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    command = [*RENKEI, "demo", "--port", str(port)]
    for package in PACKAGES:
        command += ["--package", str(package)]
    process = subprocess.Popen(
        command, env=environment_of(home), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
            process.wait(PATIENCE)
        if process.stdout is not None:
            process.stdout.close()


def page(port: int, process: subprocess.Popen[str]) -> str:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        assert process.poll() is None, process.stdout and process.stdout.read()
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/ja/", timeout=10) as response:
                return str(response.read().decode())
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
    pytest.fail(f"nothing answers at {port}")


def gone(port: int) -> bool:
    try:
        check_port_is_free("127.0.0.1", port)
    except RuleBroken:
        return False
    return True


def test_each_site_has_its_own_cluster_and_one_signal_ends_both(home: Path, port: int) -> None:
    with demonstration(home, port) as process:
        first, second = page(port, process), page(port + 1, process)
        assert "見本クラスター" in second
        assert "見本クラスター" not in first
        process.send_signal(signal.SIGINT)
        said, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, said
    assert f"http://127.0.0.1:{port}/ja/" in said
    assert f"http://127.0.0.1:{port + 1}/ja/" in said
    assert "Traceback" not in said
    assert gone(port)
    assert gone(port + 1)
    for each in (home, home / "mihon"):
        assert not Server(each)._listens()


def test_nothing_stays_behind_where_it_is_killed(home: Path, port: int) -> None:
    with demonstration(home, port) as process:
        page(port + 1, process)
        process.kill()
        process.wait(PATIENCE)
        until = time.monotonic() + PATIENCE
        while any(Server(each)._listens() for each in (home, home / "mihon")) or not (
            gone(port) and gone(port + 1)
        ):
            assert time.monotonic() < until
            time.sleep(0.2)


@pytest.mark.parametrize("command", ["worker", "matcher"])
def test_what_runs_beside_ends_where_its_parent_was_gone_before_it_began(home: Path, command: str) -> None:
    nobody = subprocess.Popen(["true"])
    nobody.wait()
    began = [*RENKEI, command, "--parent", str(nobody.pid)]
    subprocess.run(began, env=environment_of(home), check=True, timeout=PATIENCE, capture_output=True)


def test_where_it_cannot_stand_it_says_what_to_do() -> None:
    with pytest.raises(RuleBroken) as refused:
        _check_ports(LAST_PORT, 1)
    assert refused.value.code == "demo.no_port"
    assert f"PORT={LAST_PORT - 1}" in refused.value.message.text("en")


def test_a_taken_port_of_the_second_is_named(port: int) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", port + 1))
        other.listen()
        with pytest.raises(RuleBroken) as refused:
            _check_ports(port, 1)
    assert refused.value.code == "serve.port_in_use"
    assert str(port + 1) in refused.value.message.text("ja")


def test_one_named_database_holds_one_cluster(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert list(_beside(PACKAGES)) == PACKAGES[1:]
    monkeypatch.setenv("DATABASE_URL", "postgresql://somebody@127.0.0.1/somewhere")
    assert list(_beside(PACKAGES)) == []
    assert "tsuruoka" in capsys.readouterr().err
