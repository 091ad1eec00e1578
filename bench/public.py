"""The public site with 20,000 public records: pages made anew and from memory, and how many a second it serves."""

from __future__ import annotations

import http.client
import os
import signal
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.taking import queries, seconds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PACKAGE = Path(__file__).resolve().parents[1] / "clusters" / "mihon"
RENKEI = Path(sys.executable).with_name("renkei")
RECORDS = 20_000
FRESH_MS, KEPT_MS, MOST_QUERIES, RATE = 100, 10, 20, 200
ROUNDS, CONNECTIONS, SECONDS, PATIENCE = 15, 4, 5, 120
PAGES = (
    "/ja/",
    "/ja/agreements/",
    "/ja/figures/",
    "/ja/figures/research.joint_projects/",
    "/ja/reports/",
    "/ja/partnerships/",
    "/ja/milestones/",
    "/ja/documents/",
    "/ja/seeds/",
    "/ja/needs/",
    "/ja/open-data/",
    "/ja/news.atom",
    "/ja/bodies/mihon-council/",
    "/ja/meetings/council-2023/",
    "/ja/organisations/mihon-university/",
    "/ja/seeds/seed-biosurfactant/",
    "/en/documents/mihon-report-2023/",
)
OTHERS = ("/ja/structure/", "/ja/search/?q=見本", "/sitemap.xml")
FILES = (
    "/open-data/seeds.csv",
    "/open-data/seeds.json",
    "/open-data/seeds.xlsx",
    "/open-data/datapackage.zip",
)


def measure() -> Iterator[dict[str, Any]]:
    from django.conf import settings  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import setup_test_environment  # noqa: PLC0415

    from renkei.portal.keeping import MEMORY  # noqa: PLC0415

    setup_test_environment()
    made = _fill()
    client, kept = Client(), settings.KEPT_PAGES_BYTES
    settings.KEPT_PAGES_BYTES = 0
    yield {"name": "public records", "value": made, "unit": "", "target": None}
    for page in (*PAGES, *OTHERS):
        most = MOST_QUERIES if page in PAGES else None
        yield _p95(f"{page}, made anew", _asking(client, page), FRESH_MS if most else None, most)
    for file in FILES:
        taken = seconds(_asking(client, file)) * 1000
        yield {"name": file, "value": taken, "unit": "ms", "target": None}
    settings.KEPT_PAGES_BYTES = kept
    MEMORY.clear()
    for page in PAGES:
        yield _p95(f"{page}, from memory", _asking(client, page), KEPT_MS, 1)
    yield from _served()


def _fill() -> int:
    from bench.growing import multiply  # noqa: PLC0415
    from renkei.core.accounts.actors import COMMAND_LINE  # noqa: PLC0415
    from renkei.core.records.kinds import kinds  # noqa: PLC0415
    from renkei.core.tables.service import load_package  # noqa: PLC0415

    load_package(PACKAGE, actor=COMMAND_LINE)
    multiply(-(-RECORDS // _public(kinds)))
    return _public(kinds)


def _public(kinds: Callable[[], Any]) -> int:
    return sum(each.model._default_manager.filter(publication="public").count() for each in kinds())


def _asking(client: Any, page: str) -> Callable[[], None]:
    def ask() -> None:
        answer = client.get(page)
        if answer.status_code != 200:  # noqa: PLR2004
            raise RuntimeError(f"{page}: {answer.status_code}")
        if answer.streaming:
            b"".join(answer.streaming_content)

    return ask


def _p95(name: str, ask: Callable[[], None], limit: int | None, most: int | None) -> dict[str, Any]:
    ask()
    asked = queries(ask)
    taken = sorted(seconds(ask) * 1000 for _ in range(ROUNDS))
    note = f"p95; p50 {statistics.median(taken):.1f} ms; {asked} queries" + (
        f" (at most {most})" if most else ""
    )
    return {"name": name, "value": taken[int(ROUNDS * 0.95) - 1], "unit": "ms", "target": limit, "note": note}


def _served() -> Iterator[dict[str, Any]]:
    """Ask the real site over HTTP from threads beside it, every page in turn; a rate is told as time a request."""
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
        for page in PAGES * 4:  # every process has made every page
            _get(http.client.HTTPConnection("127.0.0.1", port, timeout=30), page)
        count, taken = _load(port)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=PATIENCE)
    note = f"{count / SECONDS:.0f} requests a second; target {RATE}"
    each = 1000 * SECONDS / count
    yield {
        "name": "served from memory, time a request",
        "value": each,
        "unit": "ms",
        "target": 1000 / RATE,
        "note": note,
    }
    late = sorted(taken)[int(len(taken) * 0.95)] * 1000
    yield {
        "name": f"served from memory, p95 of {CONNECTIONS} readers",
        "value": late,
        "unit": "ms",
        "target": None,
    }


def _wait(port: int) -> None:
    begun = time.perf_counter()
    while True:
        try:
            _get(http.client.HTTPConnection("127.0.0.1", port, timeout=30), "/ja/")
        except OSError:
            if time.perf_counter() - begun > PATIENCE:
                raise
            time.sleep(0.1)
        else:
            return


def _get(connection: http.client.HTTPConnection, page: str) -> None:
    connection.request("GET", page)
    answer = connection.getresponse()
    answer.read()
    if answer.status != 200:  # noqa: PLR2004
        raise RuntimeError(f"{page}: {answer.status}")


def _load(port: int) -> tuple[int, list[float]]:
    taken: list[float] = []
    ends = time.perf_counter() + SECONDS

    def reader(first: int) -> None:
        number = first
        while time.perf_counter() < ends:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            begun = time.perf_counter()
            _get(connection, PAGES[number % len(PAGES)])
            taken.append(time.perf_counter() - begun)
            connection.close()
            number += 1

    threads = [threading.Thread(target=reader, args=(number * 5,)) for number in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(taken), taken
