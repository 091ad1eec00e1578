"""The site as a process: it starts, answers, refuses a taken port, and leaves nothing behind."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from renkei.config.postgres import Server
from renkei.config.serve import check_address, check_port_is_free
from renkei.kernel.errors import RuleBroken
from tests.ports import free_port
from tests.prepared import put_data

RENKEI = Path(sys.executable).with_name("renkei")
PATIENCE = 90


@pytest.fixture
def port() -> int:
    return free_port()


def answer(port: int) -> int:
    """Return the status of the first answer."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/ja/", timeout=10) as response:
                return int(response.status)
        except urllib.error.HTTPError as error:
            with contextlib.closing(error):
                return error.code
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.05)
    pytest.fail("the site did not answer")


@contextlib.contextmanager
def serving(home: Path, port: int) -> Iterator["subprocess.Popen[str]"]:
    environment = {**os.environ, "RENKEI_HOME": str(home), "PORT": str(port), "RENKEI_LANG": "both"}
    environment.pop("DATABASE_URL", None)
    environment["DJANGO_SETTINGS_MODULE"] = "renkei.config.settings"
    process = subprocess.Popen(
        [RENKEI, "serve"], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate(timeout=PATIENCE)


def test_a_taken_port_is_named_with_a_way_out(port: int) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        with pytest.raises(RuleBroken) as caught:
            check_port_is_free("127.0.0.1", port)
    assert caught.value.code == "serve.port_in_use"
    for language in ("ja", "en"):
        assert str(port) in caught.value.message.text(language)
        assert f"PORT={port + 1}" in caught.value.message.text(language)
    check_port_is_free("127.0.0.1", port)


@pytest.mark.parametrize("host", ["192.0.2.1", "::", "cluster.example"])
def test_only_production_is_shown_to_other_machines(host: str, port: int) -> None:
    with pytest.raises(RuleBroken) as caught:
        check_address(host, port)
    assert caught.value.code == "serve.not_production"
    assert "RENKEI_ENV=production" in caught.value.message.text("ja")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_ones_own_machine_is_always_allowed(host: str, port: int) -> None:
    check_address(host, port)


def test_an_address_of_another_machine_is_refused(port: int) -> None:
    with pytest.raises(RuleBroken) as caught:
        check_port_is_free("192.0.2.1", port)
    assert caught.value.code == "serve.address_refused"


def test_the_site_starts_answers_and_ends_cleanly(folder: Path, port: int) -> None:
    home = put_data(folder / "home")
    for ending in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        with serving(home, port) as process:
            assert answer(port) < 500
            process.send_signal(ending)
            _, said = process.communicate(timeout=PATIENCE)
            assert process.returncode == 0, said
            assert f"http://127.0.0.1:{port}/" in said
            assert "Traceback" not in said
        server = Server(home)
        assert not server._listens()
        assert not (server.data / "postmaster.pid").exists()
        check_port_is_free("127.0.0.1", port)
