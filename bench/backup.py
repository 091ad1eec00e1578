"""A backup of a hundred thousand records, with their history, written and verified; and brought back."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import Any

from bench.load import ROWS, write_rows


def measure() -> list[dict[str, Any]]:
    """Return seconds and mebibytes with their upper limits."""
    from django.utils import timezone  # noqa: PLC0415

    from renkei.config.operation.backup import make_backup  # noqa: PLC0415
    from renkei.core.accounts.actors import COMMAND_LINE  # noqa: PLC0415
    from renkei.core.tables.service import load_package, new_package  # noqa: PLC0415

    found: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as place:
        new_package(Path(place) / "many")
        write_rows(Path(place) / "many", ROWS)
        load_package(Path(place) / "many", actor=COMMAND_LINE)
        for name, passphrase in (("plain", None), ("encrypted", "a passphrase of the bench")):
            file = Path(place) / name
            begun = time.perf_counter()
            make_backup(file, passphrase=passphrase, at=timezone.localtime(), shown=lambda *_: None)
            seconds = time.perf_counter() - begun
            found.append(_line(f"backup of {ROWS:,} records, {name}, verified", seconds, "s", 20.0))
        found.append(_line("its size", file.stat().st_size / 1024**2, "MiB", 100.0))
    return found


def _line(name: str, value: float, unit: str, target: float) -> dict[str, Any]:
    return {"name": name, "value": round(value, 2), "unit": unit, "target": target}
