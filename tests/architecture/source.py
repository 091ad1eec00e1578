"""The files of the project, as the rules about them see them."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
SOURCE = PROJECT / "src" / "renkei"
TESTS = PROJECT / "tests"

# lowest first; names in one row may not know each other
LADDER: tuple[tuple[str, ...], ...] = (
    ("kernel",),
    ("core",),
    ("directory",),
    ("privacy",),
    ("inquiries",),
    ("indicators",),
    ("rounds",),
    ("agreements",),
    ("governance",),
    ("budgets",),
    ("matching",),
    ("research",),
    ("catalogue",),
    ("events", "programmes", "ventures", "news"),
    ("reports",),
    ("portal", "desk"),
    ("config",),
)
RANK = {name: rank for rank, row in enumerate(LADDER) for name in row}


def context_of(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0]


def may_look_at(context: str, other: str) -> bool:
    return context == other or RANK[other] < RANK[context]


def python_files(*roots: Path) -> list[Path]:
    return sorted(
        path for root in roots or (SOURCE,) for path in root.rglob("*.py") if "migrations" not in path.parts
    )


def templates() -> list[Path]:
    return sorted(SOURCE.rglob("*.html"))


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def calls(path: Path) -> Iterator[tuple[ast.Call, str]]:
    """Yield every call with the last part of the name called."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Call):
            function = node.func
            if isinstance(function, ast.Attribute):
                yield node, function.attr
            elif isinstance(function, ast.Name):
                yield node, function.id


def first_text(call: ast.Call) -> str:
    """Return the beginning of the first text among a call's arguments; an empty one where there is none."""
    for argument in call.args:
        part = argument.values[0] if isinstance(argument, ast.JoinedStr) and argument.values else argument
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            return part.value
    return ""


def place(path: Path, line: int) -> str:
    return f"{path.relative_to(PROJECT)}:{line}"
