"""The report as data: how long it takes, and whether a hundred times the records show in it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.taking import median_milliseconds, queries

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(__file__).resolve().parents[1] / "clusters" / "tsuruoka"
REPORTS = ((2017, "yearly"), (2022, "partnership"))
TIMES = 100
MILLISECONDS, RATIO = 200, 1.5


def measure() -> Iterator[dict[str, Any]]:
    from bench.growing import multiply  # noqa: PLC0415
    from renkei.core.accounts.actors import COMMAND_LINE  # noqa: PLC0415
    from renkei.core.tables.service import load_package  # noqa: PLC0415

    load_package(PACKAGE, actor=COMMAND_LINE)
    before = {report: _taken(*report) for report in REPORTS}
    records = multiply(TIMES)
    for report in REPORTS:
        year, kind = report
        alone, asked = before[report]
        grown, asked_again = _taken(year, kind)
        name = f"{kind} {year} as JSON"
        yield {"name": name, "value": alone, "unit": "ms", "target": MILLISECONDS, "note": f"{asked} queries"}
        yield {
            "name": f"{name}, {records:,} records",
            "value": grown,
            "unit": "ms",
            "target": MILLISECONDS * RATIO,
            "note": f"{asked_again} queries",
        }
        yield {"name": f"{name}, grown", "value": grown / alone, "unit": "times", "target": RATIO}


def _taken(year: int, kind: str) -> tuple[float, int]:
    """Return milliseconds and queries."""
    import datetime as dt  # noqa: PLC0415

    from renkei.core.accounts.actors import COMMAND_LINE  # noqa: PLC0415
    from renkei.reports.service import render  # noqa: PLC0415

    def made() -> str:
        return render(year, kind, "ja", "json", actor=COMMAND_LINE, at=dt.date(2024, 5, 1))

    return median_milliseconds(made, times=15), queries(made)
