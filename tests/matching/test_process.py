"""The matcher as a process of its own, asked through its client."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from renkei.kernel.errors import RuleBroken
from renkei.matching.engine.trouble import MatchingUnavailable
from renkei.matching.process.address import LONGEST, socket_path
from renkei.matching.process.answers import Matcher
from renkei.matching.process.client import MatcherClient
from renkei.matching.process.server import MatcherServer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from renkei.matching.engine.engine import Engine

RENKEI = Path(sys.executable).with_name("renkei")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def client(engine: Engine, place: Path) -> Iterator[MatcherClient]:
    server = MatcherServer(socket_path(place), Matcher(engine))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield MatcherClient(place)
    server.shutdown()
    thread.join()
    server.server_close()


def fed(client: MatcherClient) -> MatcherClient:
    texts = [
        {"title": "牛乳の鮮度", "body": "光で牛乳の鮮度を測る。"},
        {"title": "Milk", "body": "Freshness of milk is measured with light."},
        {"title": "Wine", "body": "Yeasts for wine."},
    ]
    records = client.prepare("seed", texts)["records"]
    assert client.feed(dict(zip(("ja", "en", "wine"), records, strict=True)), replace=True) == 3
    return client


def test_a_need_finds_seeds_merged_and_by_language(client: MatcherClient) -> None:
    (need,) = fed(client).prepare("need", [{"body": "牛乳の鮮度を測りたい"}])["records"]
    answer = client.match([need], count=2)
    (found,) = answer["matches"]
    assert answer["manifest"] == client.status()["manifest"] == need["manifest"]
    assert {line["seed"] for line in found["merged"]} == {"ja", "en"}
    assert [line["seed"] for line in found["same_language"]] == ["ja"]
    assert [line["seed"] for line in found["other_language"]] == ["en", "wine"]
    for line in found["merged"]:
        assert sum(line["parts"].values()) == pytest.approx(line["score"], abs=1e-5)
    assert not found["nothing_fits"]
    (only,) = client.match([need], only=["wine"])["matches"]
    assert ([line["seed"] for line in only["merged"]], only["nothing_fits"]) == (["wine"], True)


def test_seeds_come_and_go(client: MatcherClient) -> None:
    fed(client)
    assert client.feed({}, drop=["ja", "never there"]) == 2
    assert client.feed({}, replace=True) == 0
    (need,) = client.prepare("need", [{"body": "牛乳"}])["records"]
    assert client.match([need])["matches"] == [
        {"merged": [], "same_language": [], "other_language": [], "nothing_fits": True}
    ]


def test_reasons_and_glossary(client: MatcherClient) -> None:
    client.glossary([("メタボローム", "metabolome")])
    found = client.explain(
        {"body": "メタボローム"}, {"title": "Services", "body": "We offer metabolome analysis."}
    )
    client.glossary([])
    assert [(pair["seed_term"], pair["source"]) for pair in found["translated"]] == [
        ("metabolome", "glossary")
    ]


def test_requests_of_another_shape_are_refused(client: MatcherClient) -> None:
    for wrong in (
        {"do": "nothing"},
        {"do": "prepare"},
        {"do": "feed", "seeds": {"x": {}}},
        {"do": "match", "needs": [1]},
    ):
        with pytest.raises(RuleBroken) as error:
            client.ask(**wrong)
        assert error.value.code == "matching.request"
    assert client.status()["seeds"] == 0


def test_bytes_that_are_no_message_do_not_stop_it(client: MatcherClient, place: Path) -> None:
    for data in (b"GET / HTTP/1.1\r\n\r\n", b"\x00\x00\x00\x02[]", b"\xff\xff\xff\xff", b"\x00"):
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.connect(str(socket_path(place)))
            connection.sendall(data)
            connection.shutdown(socket.SHUT_WR)
            connection.recv(1 << 16)
    assert client.status()["seeds"] == 0


def test_nobody_there(place: Path) -> None:
    with pytest.raises(MatchingUnavailable, match="照合は今使えません") as error:
        MatcherClient(place).status()
    assert error.value.code == "matching.down"


def test_somebody_who_never_answers(place: Path) -> None:
    path = socket_path(place)
    path.parent.mkdir(parents=True)
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
        listener.bind(str(path))
        listener.listen()
        with pytest.raises(MatchingUnavailable):
            MatcherClient(place, seconds=0.1).status()


def test_a_second_matcher_is_refused(engine: Engine, client: MatcherClient, place: Path) -> None:
    with pytest.raises(MatchingUnavailable) as error:
        MatcherServer(socket_path(place), Matcher(engine))
    assert error.value.code == "matching.running"
    assert client.status()


def test_a_socket_left_behind_is_replaced(engine: Engine, place: Path) -> None:
    path = socket_path(place)
    path.parent.mkdir(parents=True)
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as left:
        left.bind(str(path))
    assert path.exists()
    MatcherServer(path, Matcher(engine)).server_close()
    assert not path.exists()


def test_the_socket_stays_short(tmp_path: Path) -> None:
    deep = tmp_path / ("x" * 100) / ("y" * 100)
    assert len(os.fsencode(socket_path(deep))) <= LONGEST
    assert socket_path(deep) != socket_path(deep / "z")


def test_the_command_after_a_kill(home: Path) -> None:
    """Killed without warning, it leaves its socket; the next one takes the place and ends cleanly."""
    client = MatcherClient(home)
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "renkei.config.settings"}
    for ending in (signal.SIGKILL, signal.SIGTERM):
        with subprocess.Popen(
            [RENKEI, "matcher"], stderr=subprocess.PIPE, text=True, env=environment
        ) as process:
            assert process.stderr is not None
            line = next(line for line in process.stderr if "ready" in line)
            assert line
            assert client.status()["seeds"] == 0
            process.send_signal(ending)
            process.wait(10)
    assert not socket_path(home).exists()


def test_the_site_itself_loads_no_model() -> None:
    """What the matcher holds stays in the matcher: web processes and workers stay small."""
    code = (
        "import sys, django; django.setup(); import renkei.config.urls, renkei.matching.tasks; "
        "print([name for name in ('onnxruntime', 'marisa_trie', 'sudachipy', 'scipy') if name in sys.modules])"
    )
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "renkei.config.settings"}
    command = [sys.executable, "-c", code]
    found = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
