"""Measure speed and size against their targets: a table for people, bench.json for comparisons.

Every module here with a function `measure()` is one suite. It returns dictionaries with name, value, unit and
target (an upper limit, or None), and runs in a process of its own on an empty, migrated database.
Milliseconds are printed and compared, never asserted: a machine that is busy is not a mistake.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

BENCH = Path(__file__).resolve().parent
RENKEI = Path(sys.executable).with_name("renkei")
ONE_SUITE = """
import contextlib, importlib, json, sys, django
django.setup()
with contextlib.redirect_stdout(sys.stderr):
    measures = list(importlib.import_module("bench." + sys.argv[1]).measure())
print(json.dumps(measures))
"""
Measures = list[dict[str, Any]]


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("suites", nargs="*", default=suites(), metavar="suite")
    parser.add_argument("--output", type=Path, default=BENCH.parent / "bench.json")
    chosen = parser.parse_args(arguments)
    measures: Measures = []
    for name in chosen.suites:
        print(f"… {name}", file=sys.stderr, flush=True)  # noqa: T201
        measures += run_suite(name)
    print(table(measures))  # noqa: T201
    result = {"machine": machine(), "measures": [{**one, "state": state(one)} for one in measures]}
    chosen.output.write_text(json.dumps(result, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return 0


def suites() -> list[str]:
    return sorted(
        path.stem for path in BENCH.glob("*.py") if "\ndef measure(" in path.read_text(encoding="utf-8")
    )


def machine() -> dict[str, object]:
    return {"processors": os.cpu_count(), "python": platform.python_version(), "system": platform.system()}


def run_suite(name: str) -> Measures:
    """Run one suite; where it fails, that is a line of the table and not the end of the others."""
    with tempfile.TemporaryDirectory(prefix="renkei-bench-", ignore_cleanup_errors=True) as home:
        Path(home).chmod(0o755)
        environment = {**os.environ, "RENKEI_HOME": home, "DJANGO_SETTINGS_MODULE": "renkei.config.settings"}
        environment.pop("DATABASE_URL", None)
        commands = ([str(RENKEI), "manage", "migrate", "-v0"], [sys.executable, "-c", ONE_SUITE, name])
        for command in commands:
            done = subprocess.run(  # noqa: S603
                command,
                cwd=BENCH.parent,
                env=environment,
                capture_output=True,
                text=True,
                check=False,
            )
            if done.returncode:
                said = done.stderr.strip().splitlines() or ["nothing was said"]
                return [
                    {"name": name, "value": None, "unit": "", "target": None, "note": f"failed: {said[-1]}"}
                ]
    measures: Measures = json.loads(done.stdout.splitlines()[-1])
    return [{"note": "", **one, "name": f"{name}: {one['name']}"} for one in measures]


def state(one: dict[str, Any]) -> str:
    if one["value"] is None or one["target"] is None:
        return ""
    return "ok" if one["value"] <= one["target"] else "OVER"


def table(measures: Iterable[dict[str, Any]]) -> str:
    rows = [("measure", "value", "target", "", "note")]
    for one in measures:
        value = "—" if one["value"] is None else f"{one['value']:,.1f} {one['unit']}"
        target = "" if one["target"] is None else f"≤ {one['target']:,g} {one['unit']}"
        rows.append((one["name"], value, target, state(one), one["note"]))
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(line.rstrip() for line in lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
