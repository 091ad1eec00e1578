"""How time, queries and memory are taken."""

from __future__ import annotations

import statistics
import time
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import connection
from django.test.utils import CaptureQueriesContext

if TYPE_CHECKING:
    from collections.abc import Callable

AROUND = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


def seconds(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def median_milliseconds(act: Callable[[], object], *, times: int = 30, warm: int = 3) -> float:
    """Return the median of `times` runs in ms, after `warm` runs that do not count."""
    for _ in range(warm):
        act()
    return statistics.median(seconds(act) for _ in range(times)) * 1000


def queries(act: Callable[[], object]) -> int:
    """Return how many statements were sent; those that only begin or end a transaction ask nothing."""
    with CaptureQueriesContext(connection) as captured:
        act()
    return sum(not each["sql"].startswith(AROUND) for each in captured.captured_queries)


def memory_megabytes(process: int) -> float:
    """Return the proportional set size of a process in MB (Linux): shared memory counts in part."""
    for line in Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    raise LookupError(process)
