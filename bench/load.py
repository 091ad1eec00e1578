"""Loading: the whole of a cluster, and a hundred thousand rows whose number must not show in memory."""

from __future__ import annotations

import csv
import resource
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

CLUSTERS = Path(__file__).resolve().parents[1] / "clusters"
ROWS = 100_000
FEW = 10_000
PER_DOCUMENT = 120


def measure() -> list[dict[str, Any]]:
    """Return seconds and mebibytes with their upper limits."""
    from renkei.core.accounts.actors import COMMAND_LINE  # noqa: PLC0415
    from renkei.core.tables.service import load_package, new_package  # noqa: PLC0415

    found: list[dict[str, Any]] = []
    for package in sorted(path for path in CLUSTERS.iterdir() if (path / "cluster.csv").exists()):
        begun = time.perf_counter()
        load_package(package, actor=COMMAND_LINE, dry_run=True)
        found.append(_line(f"load clusters/{package.name}", time.perf_counter() - begun, "s", 2.0))
    with tempfile.TemporaryDirectory() as place:
        new_package(Path(place) / "few")
        write_rows(Path(place) / "few", FEW)
        load_package(Path(place) / "few", actor=COMMAND_LINE)
        before = _peak()
        new_package(Path(place) / "many")
        write_rows(Path(place) / "many", ROWS)
        begun = time.perf_counter()
        result = load_package(Path(place) / "many", actor=COMMAND_LINE)
        seconds = time.perf_counter() - begun
        grown = _peak() - before
        begun = time.perf_counter()
        load_package(Path(place) / "many", actor=COMMAND_LINE)
        again = time.perf_counter() - begun
    rows = result.added + result.unchanged
    return [
        *found,
        _line(f"load {rows:,} rows, with history", seconds, "s", 90.0),
        _line("load the same again: no change", again, "s", 90.0),
        _line(f"memory grown from {FEW:,} to {ROWS:,} rows", grown, "MiB", 20.0),
    ]


def _line(name: str, value: float, unit: str, target: float) -> dict[str, Any]:
    return {"name": name, "value": round(value, 2), "unit": unit, "target": target}


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def write_rows(package: Path, rows: int) -> None:
    """Fill an empty package with stated values of a made-up indicator."""
    documents = (
        {"slug": f"document-{number}", "title@ja": f"資料{number}"}
        for number in range(rows // PER_DOCUMENT + 1)
    )
    _fill(package, "organisations", iter([{"slug": "mihon", "name@ja": "見本県", "kind": "prefecture"}]))
    _fill(
        package,
        "indicators",
        iter(
            [
                {
                    "slug": "x.many",
                    "label@ja": "見本の数",
                    "definition@ja": "定義",
                    "unit": "person",
                    "kind": "flow",
                }
            ]
        ),
    )
    _fill(package, "documents", documents)
    _fill(package, "stated_values", (_value(number) for number in range(rows)))


def _value(number: int) -> dict[str, str]:
    return {
        "slug": f"value-{number}",
        "indicator": "x.many",
        "fiscal_year": str(1900 + number % PER_DOCUMENT),
        "state": "exact",
        "value": str(number),
        "precision": "1",
        "as_of": "2017-03-31" if number % 2 else "",
        "publisher": "mihon",
        "document": f"document-{number // PER_DOCUMENT}",
        "place@ja": f"{number}番目の表",
        "place@en": f"Table {number}",
        "publication": "public",
    }


def _fill(package: Path, table: str, rows: Iterator[dict[str, str]]) -> None:
    path = package / f"{table}.csv"
    heading = path.read_text(encoding="utf-8").partition("\n")[0].split(",")
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, heading, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
