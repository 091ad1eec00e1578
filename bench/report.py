"""The report as data and in its formats: how long it takes, and whether a hundred times the records show in it."""

from __future__ import annotations

import datetime as dt
import itertools
import re
import resource
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.taking import median_milliseconds, queries

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(__file__).resolve().parents[1] / "clusters" / "tsuruoka"
REPORTS = ((2017, "yearly"), (2022, "partnership"))
TIMES = 100
MILLISECONDS, RATIO = 200, 1.5
FORMATS = {"pdf": 500, "docx": 500, "xlsx": 500, "html": 300, "csv": 500}
MEGABYTES = 250
COMPARED, PREVIEW_MILLISECONDS = 5_000, 300
COPIES, LONG_MILLISECONDS = 17, 2000  # six pages each
MOMENT = dt.datetime(2024, 5, 1, tzinfo=dt.UTC)


def measure() -> Iterator[dict[str, Any]]:
    from bench.growing import multiply  # noqa: PLC0415
    from renkei.core.accounts.actors import COMMAND_LINE  # noqa: PLC0415
    from renkei.core.tables.service import load_package  # noqa: PLC0415

    load_package(PACKAGE, actor=COMMAND_LINE)
    before = {report: _taken(*report) for report in REPORTS}
    yield from _formats()
    yield from _compared()
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
    from renkei.core.accounts.actors import COMMAND_LINE  # noqa: PLC0415
    from renkei.reports.service import render  # noqa: PLC0415

    def made() -> bytes:
        return render(year, kind, "ja", "json", actor=COMMAND_LINE, at=dt.date(2024, 5, 1)).content

    return median_milliseconds(made, times=15), queries(made)


def _formats() -> Iterator[dict[str, Any]]:
    """Yield the time of each format of the two-year report from a warm process, of a long one, and the memory."""
    from renkei.core.accounts.actors import COMMAND_LINE  # noqa: PLC0415
    from renkei.reports.service import render  # noqa: PLC0415

    numbers = itertools.count()
    before = _megabytes()
    for form, target in FORMATS.items():

        def made(form: str = form) -> bytes:
            # A paper's number of its own, so that nothing is remembered whole from one to the next.
            number, day = f"資料{next(numbers)}", dt.date(2024, 5, 1)
            return render(2017, "yearly", "ja", form, actor=COMMAND_LINE, at=day, number=number).content

        size = len(made())
        if form == "pdf":
            yield _whole()
        taken = median_milliseconds(made, times=9)
        name = f"yearly 2017 as {form}, from the records"
        yield {"name": name, "value": taken, "unit": "ms", "target": target, "note": f"{size / 1000:,.0f} kB"}
    used, shared = _megabytes() - before, f"of {_megabytes():,.0f} MB; {_share():,.0f} MB as PSS"
    yield {
        "name": "memory that ten of each take",
        "value": used,
        "unit": "MB",
        "target": None,
        "note": shared,
    }
    yield from _long()


def _long() -> Iterator[dict[str, Any]]:
    """Yield the times of a report of a hundred pages."""
    from dataclasses import replace  # noqa: PLC0415

    from renkei.core.accounts.actors import COMMAND_LINE  # noqa: PLC0415
    from renkei.core.blocks.typesetting import Typeset  # noqa: PLC0415
    from renkei.reports.formats import render_report  # noqa: PLC0415
    from renkei.reports.service import report  # noqa: PLC0415

    found = report(2017, "yearly", language="ja", actor=COMMAND_LINE, at=dt.date(2024, 5, 1))
    assert found is not None  # noqa: S101
    numbers = itertools.count()

    def made(form: str) -> bytes:
        begun = next(numbers) * 100
        copies = range(begun, begun + COPIES)
        sections = tuple(
            replace(each, id=f"{each.id}-{copy}", blocks=_renamed(each.blocks, copy))
            for copy in copies
            for each in found.sections
        )
        return render_report(replace(found, sections=sections), form, made_at=MOMENT)

    pages = Typeset(made("pdf"), accessible=True).pages
    for form in ("pdf", "docx", "xlsx"):
        taken = median_milliseconds(partial(made, form), times=3)
        name = f"{pages} pages as {form}"
        yield {"name": name, "value": taken, "unit": "ms", "target": LONG_MILLISECONDS}
    yield {"name": f"most memory, {pages} pages", "value": _megabytes(), "unit": "MB", "target": None}


def _compared() -> Iterator[dict[str, Any]]:
    """Yield the time of setting five thousand figures beside each other, and of a section's preview."""
    from decimal import Decimal  # noqa: PLC0415

    from renkei.core.accounts.actors import COMMAND_LINE  # noqa: PLC0415
    from renkei.kernel.localised import Localised  # noqa: PLC0415
    from renkei.reports.comparing import Figure, Side, compare  # noqa: PLC0415
    from renkei.reports.definitions import starters  # noqa: PLC0415
    from renkei.reports.service import section_preview  # noqa: PLC0415

    said = Localised.both("数字", "figure")

    def side(more: int) -> Side:
        figures = [
            Figure(
                f"bench.figure.{number}",
                2020,
                said,
                Decimal(number + more),
                "exact",
                "project",
                "result",
                "prefecture",
                1,
                "computed",
                said,
                lines={
                    ("jointproject", f"p{line}"): (Decimal(1), said) for line in range(number % 20 + more)
                },
            )
            for number in range(COMPARED)
        ]
        return Side(said, "yearly", 2020, figures, {})

    before, after = side(0), side(1)
    taken = median_milliseconds(lambda: compare(before, after), times=5)
    yield {"name": f"compare {COMPARED:,} figures", "value": taken, "unit": "ms", "target": 1000}
    kinds, pieces = starters()
    piece = next(each for each in pieces if each.block == "budgets.pillars")
    piece.report = next(each for each in kinds if each.pk == piece.report_id)
    day = dt.date(2024, 5, 1)
    shown = partial(section_preview, piece, 2017, language="ja", actor=COMMAND_LINE, at=day)
    taken = median_milliseconds(lambda: shown().html("ja"), times=9)
    yield {"name": "preview of a section", "value": taken, "unit": "ms", "target": PREVIEW_MILLISECONDS}


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _whole() -> dict[str, Any]:
    """Return the most memory of the whole process that has made one PDF from the records."""
    note = f"{_share():,.0f} MB where shared pages are divided (PSS)"
    name = "most memory of the whole process, one PDF"
    return {"name": name, "value": _megabytes(), "unit": "MB", "target": MEGABYTES, "note": note}


def _share() -> float:
    """Return the memory of the process now, pages that others use too divided among them; 0 where nobody tells."""
    rollup = Path("/proc/self/smaps_rollup")
    told = rollup.read_text(encoding="utf-8") if rollup.exists() else ""
    found = re.search(r"^Pss:\s+(\d+) kB", told, re.MULTILINE)
    return int(found[1]) / 1024 if found else 0


def _renamed(blocks: Any, copy: int) -> Any:
    """Return blocks whose words differ from copy to copy, so that nothing is remembered from one to the next."""
    from dataclasses import replace  # noqa: PLC0415

    from renkei.core.blocks.model import Heading, Text  # noqa: PLC0415

    return tuple(
        replace(each, spans=(*each.spans, Text(f" {copy}"))) if isinstance(each, Heading) else each
        for each in blocks
    )
