"""The public site with 20,000 public records: every kind of page made anew and from memory, and how many it serves."""

from __future__ import annotations

import gc
import gzip
import statistics
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

from bench.taking import queries, seconds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "clusters" / "mihon"
RECORDS = 20_000
FRESH_MS, KEPT_MS, MOST_QUERIES, RATE = 100, 10, 20, 200
HTML_KB, SCRIPT_KB = 80, 60
ROUNDS, PASSES = 20, 8


class Page(NamedTuple):
    """What a page took: milliseconds of the slowest of twenty but one, questions, kilobytes; `html` is no file.

    `worked` are milliseconds of processor time without the database's: what other programs do beside changes it little.
    """

    address: str
    late: float
    middle: float
    worked: float
    asked: int
    size: float
    html: bool


def measure() -> Iterator[dict[str, Any]]:
    from django.conf import settings  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import setup_test_environment  # noqa: PLC0415

    from renkei.portal.keeping import MEMORY  # noqa: PLC0415

    setup_test_environment()
    yield {"name": "public records", "value": _fill(), "unit": "", "target": None}
    gc.collect()
    gc.freeze()  # as the site does after its start
    client, kept = Client(), settings.KEPT_PAGES_BYTES
    settings.KEPT_PAGES_BYTES = 0
    pages = []
    for address in addresses():
        pages.append(_taken(client, address))
        yield _line(pages[-1])
    yield from _together(pages)
    settings.KEPT_PAGES_BYTES = kept
    MEMORY.clear()
    those = [address for address in addresses() if _is_kept(address)]
    slowest = max((_taken(client, address) for address in those), key=lambda page: page.late)
    note = f"{slowest.address}; {len(those)} of {len(pages)} are kept"
    yield _figure("slowest from memory, p95", slowest.late, "ms", KEPT_MS, note)
    yield from _read(those)


def addresses() -> list[str]:
    """Return every kind of public page that the tests know, and files for programs."""
    from tests.portal.pages import DATA, EVERY, MACHINES, NARROWED  # noqa: PLC0415

    return [*(f"/ja/{page}" for page in (*EVERY, *NARROWED, *DATA)), *MACHINES]


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


def _ask(client: Any, address: str) -> tuple[bytes, str]:
    answer = client.get(address)
    if answer.status_code != 200:  # noqa: PLR2004
        raise RuntimeError(f"{address}: {answer.status_code}")
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content, answer.headers["Content-Type"]


def _is_kept(address: str) -> bool:
    from django.test import RequestFactory  # noqa: PLC0415

    from renkei.portal.keeping import key_of  # noqa: PLC0415

    return bool(key_of(RequestFactory().get(address)))


def _taken(client: Any, address: str) -> Page:
    content, kind = _ask(client, address)
    asked = queries(lambda: _ask(client, address))
    worked = time.process_time()
    taken = sorted(seconds(lambda: _ask(client, address)) * 1000 for _ in range(ROUNDS))
    worked = (time.process_time() - worked) / ROUNDS * 1000
    late, middle = taken[int(ROUNDS * 0.95) - 1], statistics.median(taken)
    return Page(address, late, middle, worked, asked, len(content) / 1000, kind.startswith("text/html"))


def _line(page: Page) -> dict[str, Any]:
    note = (
        f"p95; p50 {page.middle:.0f} ms; own work {page.worked:.0f} ms; "
        f"{page.asked} queries; {page.size:.0f} kB"
    )
    return _figure(f"{page.address}, made anew", page.late, "ms", FRESH_MS if page.html else None, note)


def _together(pages: Sequence[Page]) -> Iterator[dict[str, Any]]:
    html = [page for page in pages if page.html]
    over = ", ".join(f"{page.address} {page.asked}" for page in html if page.asked > MOST_QUERIES)
    yield _figure("most queries of a page", max(page.asked for page in html), "", MOST_QUERIES, over)
    largest = max(html, key=lambda page: page.size)
    yield _figure("largest HTML", largest.size, "kB", HTML_KB, largest.address)
    scripts = (ROOT / "src" / "renkei").rglob("static/**/*.js")
    size = sum(len(gzip.compress(path.read_bytes())) for path in scripts) / 1000
    yield _figure("all scripts, compressed", size, "kB", SCRIPT_KB, "")


def _read(pages: Sequence[str]) -> Iterator[dict[str, Any]]:
    from bench.readers import READERS, SECONDS, get, read, served  # noqa: PLC0415

    those = [quote(page, safe="/?=&%") for page in pages]
    with served() as port:
        for page in those * PASSES:  # every process has made every page
            get(port, page)
        count = len(read(port, those))
        taken = sorted(read(port, those, RATE))
    note = f"{count / SECONDS:.0f} requests a second by {READERS} readers; target {RATE}"
    yield _figure("served from memory, time a request", 1000 * SECONDS / count, "ms", 1000 / RATE, note)
    late = taken[int(len(taken) * 0.95)] * 1000
    note = f"p50 {statistics.median(taken) * 1000:.1f} ms"
    yield _figure(f"served from memory at {RATE} a second, p95", late, "ms", KEPT_MS, note)


def _figure(name: str, value: float, unit: str, target: float | None, note: str) -> dict[str, Any]:
    return {"name": name, "value": value, "unit": unit, "target": target, "note": note}
