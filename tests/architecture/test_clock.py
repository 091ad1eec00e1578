"""Rules, reads and writes are told the day; they do not ask for it."""

import ast
from pathlib import Path

from tests.architecture.source import SOURCE, calls, place, python_files

CLOCKS = {"today", "now", "utcnow", "localdate", "localtime", "time_ns", "monotonic"}
TIMELESS_ROOMS = {"rules", "workflow", "models", "selectors", "services", "figures", "enums", "permissions"}


def is_timeless(path: Path) -> bool:
    parts = path.relative_to(SOURCE).with_suffix("").parts
    if "views" in parts:  # the edge, where a request comes in: it tells the day to all that is inside
        return False
    return parts[0] == "kernel" or bool(TIMELESS_ROOMS & set(parts))


def asks_the_clock(call: ast.Call, name: str) -> bool:
    if name == "time":
        return isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value) == "time"
    return name in CLOCKS


def test_nothing_inside_asks_the_clock() -> None:
    asking = [
        place(path, call.lineno)
        for path in python_files()
        if is_timeless(path)
        for call, name in calls(path)
        if asks_the_clock(call, name)
    ]
    assert not asking
