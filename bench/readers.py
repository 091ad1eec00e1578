"""Readers over HTTP beside the real site: as many requests as it answers, and how long it takes at a given rate."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

RENKEI = Path(sys.executable).with_name("renkei")
READERS, SECONDS, PATIENCE = 4, 5, 120


@contextlib.contextmanager
def served() -> Iterator[int]:
    """Serve as production does, with the processes and threads of the settings; yield the port."""
    from bench.web import free_port  # noqa: PLC0415

    port = free_port()
    process = subprocess.Popen(  # noqa: S603
        [RENKEI, "serve"],
        env={**os.environ, "PORT": str(port)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(port)
        yield port
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=PATIENCE)


def read(port: int, pages: Sequence[str], rate: int = 0) -> list[float]:
    """Return the seconds each request took: page after page by four readers, `rate` a second or as fast as it goes.

    At a rate, a request that is late because the ones before took long has waited since it was due.
    """
    taken: list[float] = []
    begun = time.perf_counter()

    def reader(place: int) -> None:
        number = place
        while True:
            due = begun + number / rate if rate else time.perf_counter()
            if due >= begun + SECONDS:
                return
            time.sleep(max(0.0, due - time.perf_counter()))
            get(port, pages[number % len(pages)])
            taken.append(time.perf_counter() - due)
            number += READERS

    threads = [threading.Thread(target=reader, args=(place,)) for place in range(READERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return taken


def get(port: int, page: str) -> None:
    """Ask once, with a connection of its own. Raises RuntimeError where the answer is no page."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    with contextlib.closing(connection):
        connection.request("GET", page)
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:  # noqa: PLR2004
            raise RuntimeError(f"{page}: {answer.status}")


def _wait(port: int) -> None:
    begun = time.perf_counter()
    while True:
        try:
            get(port, "/ja/")
        except OSError:
            if time.perf_counter() - begun > PATIENCE:
                raise
            time.sleep(0.1)
        else:
            return
