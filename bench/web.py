"""The site as a process: how soon the first page comes, how much memory it takes, how soon it ends."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

from bench.taking import memory_megabytes

if TYPE_CHECKING:
    from collections.abc import Iterator

RENKEI = Path(sys.executable).with_name("renkei")
PACKAGE = Path(__file__).resolve().parents[1] / "clusters" / "tsuruoka"
PATIENCE = 180
PAGES = ("/ja/", "/en/", "/desk/")
FIRST_PAGE_SECONDS, WEB_MEGABYTES, WORKER_MEGABYTES = 8, 150, 150


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def fetch(address: str) -> bytes:
    try:
        with urllib.request.urlopen(address, timeout=30) as response:  # noqa: S310  (our own address)
            return bytes(response.read())
    except urllib.error.HTTPError as error:
        with contextlib.closing(error):
            return error.read()


@contextlib.contextmanager
def site() -> Iterator[tuple[subprocess.Popen[bytes], str, float]]:
    """Serve, and yield the process, its address and the seconds until the first page."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    begun = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603
        [RENKEI, "demo", "--package", PACKAGE],
        env={**os.environ, "PORT": str(port)},
        stderr=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    try:
        while True:
            with contextlib.suppress(urllib.error.URLError, ConnectionError):
                fetch(f"{address}/ja/")
                break
            if process.poll() is not None or time.perf_counter() - begun > PATIENCE:
                raise RuntimeError("renkei demo did not serve")
            time.sleep(0.02)
        yield process, address, time.perf_counter() - begun
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
        process.wait(timeout=PATIENCE)


def measure() -> Iterator[dict[str, object]]:
    with site() as (_, _, first):
        yield {"name": "first page, no data yet", "value": first, "unit": "s", "target": None}
    with site() as (process, address, second):
        yield {"name": "first page, second start", "value": second, "unit": "s", "target": FIRST_PAGE_SECONDS}
        for page in PAGES * 10:
            fetch(address + page)
        watcher = psutil.Process(process.pid)
        children = watcher.children()
        workers = [one for one in children if "--parent" in one.cmdline()]
        web = [memory_megabytes(one.pid) for one in (watcher, *children) if one not in workers]
        yield {"name": "largest web process (PSS)", "value": max(web), "unit": "MB", "target": WEB_MEGABYTES}
        yield {"name": "all web processes (PSS)", "value": sum(web), "unit": "MB", "target": None}
        worker = sum(memory_megabytes(one.pid) for one in workers)
        yield {"name": "worker (PSS)", "value": worker, "unit": "MB", "target": WORKER_MEGABYTES}
        yield {"name": "PostgreSQL (PSS)", "value": postgres_memory(), "unit": "MB", "target": None}
        begun = time.perf_counter()
        process.send_signal(signal.SIGINT)
        process.wait(timeout=PATIENCE)
        yield {"name": "Ctrl-C to the end", "value": time.perf_counter() - begun, "unit": "s", "target": None}


def postgres_memory() -> float:
    record = Path(os.environ["RENKEI_HOME"]) / "postgres" / "postmaster.pid"
    server = psutil.Process(int(record.read_text(encoding="ascii").splitlines()[0]))
    return sum(memory_megabytes(process.pid) for process in (server, *server.children()))
