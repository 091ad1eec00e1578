"""Searching a hundred thousand records: p50 and p95 of the index and of the pages, for many hits, few and none."""

from __future__ import annotations

import datetime as dt
import time
from typing import TYPE_CHECKING, Any

from bench.taking import queries

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.test import Client

ROWS, TIMES = 100_000, 15
SEARCH_MS, LIST_MS = 80, 60
WORDS = {
    "one word, every record": "見本会議",
    "two words, many": "見本会議 7",
    "Latin, every record": "mihon",
    "one letter": "7",
    "words of texts": "共同研究 成果",
    "one record": "mihon-73519",
    "a year": "H29",
    "a year and a word": "平成29年度 見本会議",
    "nothing": "存在しない語",
    "typing error, Japanese": "共同研究の戒果",
    "typing error, Latin": "hamoniztion",
    "typing error in a common word": "見本会儀",
}


def measure() -> Iterator[dict[str, Any]]:
    from django.test import Client  # noqa: PLC0415

    from bench.lists import _add_body, _calm, _desk  # noqa: PLC0415

    _calm()
    _add_body()
    begun = time.perf_counter()
    _add_meetings()
    yield {
        "name": f"write {ROWS:,} records",
        "value": time.perf_counter() - begun,
        "unit": "s",
        "target": None,
    }
    yield from _rebuilt()
    desk = _desk()
    for name, words in WORDS.items():
        yield from _taken(f"desk, {name} ({words})", _page(desk, f"/desk/search/?q={words}"), SEARCH_MS)
    for name in ("one word, every record", "words of texts", "nothing", "typing error, Japanese"):
        yield from _taken(f"portal, {name}", _page(Client(), f"/ja/search/?q={WORDS[name]}"), SEARCH_MS)
    for words in ("見本会議 7", "見本会議", "共同研究"):
        yield from _taken(f"list, {words}", _page(desk, f"/desk/governance/meeting/?q={words}"), LIST_MS)


def _rebuilt() -> Iterator[dict[str, Any]]:
    from renkei.core.search.index import rebuild  # noqa: PLC0415

    begun = time.perf_counter()
    rebuild()
    yield {"name": f"rebuild of {ROWS:,}", "value": time.perf_counter() - begun, "unit": "s", "target": None}


def _page(client: Client, address: str) -> Callable[[], None]:
    def ask() -> None:
        response = client.get(address)
        if response.status_code != 200:  # noqa: PLR2004
            raise RuntimeError(f"{address}: {response.status_code}")

    return ask


def _taken(name: str, ask: Callable[[], None], target: int) -> Iterator[dict[str, Any]]:
    asked = queries(ask)
    taken = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        ask()
        taken.append((time.perf_counter() - begun) * 1000)
    taken.sort()
    yield {
        "name": name,
        "value": taken[len(taken) // 2],
        "unit": "ms",
        "target": target,
        "note": f"p95 {taken[-1]:.0f} ms, {asked} queries",
    }


def _add_meetings() -> None:
    from renkei.core.accounts.actors import COMMAND_LINE  # noqa: PLC0415
    from renkei.core.history.journal import journal  # noqa: PLC0415
    from renkei.governance.models import Meeting  # noqa: PLC0415
    from renkei.kernel.localised import Localised  # noqa: PLC0415

    with journal(actor=COMMAND_LINE, action="bench", reason="bench"):
        Meeting.objects.bulk_create(
            (
                Meeting(
                    slug=f"mihon-{number}",
                    body_id="mihon-body",
                    held_on=dt.date(2010, 4, 1) + dt.timedelta(days=number % 5000),
                    state="held",
                    title=Localised.both(
                        f"見本会議 {number}{_more(number)[0]}", f"Mihon {number}{_more(number)[1]}"
                    ),
                    publication="public",
                )
                for number in range(ROWS)
            ),
            batch_size=5000,
        )


def _more(number: int) -> tuple[str, str]:
    return ("（共同研究の成果の報告）", ", harmonization") if number % 500 == 0 else ("", "")
