"""What import-linter cannot see: relations, addresses and templates that are named by a text."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.source import (
    LADDER,
    PROJECT,
    RANK,
    SOURCE,
    calls,
    context_of,
    first_text,
    may_look_at,
    place,
    python_files,
    templates,
)

RELATIONS = {"ForeignKey", "OneToOneField", "ManyToManyField"}
ADDRESSES = {"reverse", "reverse_lazy", "redirect", "resolve_url"}
TEMPLATES = {"render", "render_to_string", "get_template"}
TAG = re.compile(r"""{%-?\s*(url|include|extends)\s+["']([^"']+)["']""")


def named_in_python(path: Path) -> Iterator[tuple[int, str]]:
    for call, name in calls(path):
        text = first_text(call)
        for names, separator in ((RELATIONS, "."), (ADDRESSES, ":"), (TEMPLATES, "/")):
            if name in names and separator in text:
                yield call.lineno, text.split(separator)[0]


def named_in_template(path: Path) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        for tag, text in TAG.findall(line):
            yield number, text.split(":" if tag == "url" else "/")[0]


def test_the_ladder_is_the_one_import_linter_holds() -> None:
    settings = (PROJECT / "pyproject.toml").read_text(encoding="utf-8")
    held = re.search(r"layers = \[(.*?)\]", settings, re.DOTALL)
    assert held is not None
    rows = [tuple(name.strip() for name in row.split("|")) for row in re.findall(r'"([^"]+)"', held[1])]
    assert rows == list(reversed(LADDER))
    folders = {path.name for path in SOURCE.iterdir() if (path / "__init__.py").exists()}
    assert folders <= set(RANK)


def test_nothing_named_by_a_text_points_up_or_sideways() -> None:
    wrong = [
        f"{place(path, line)}: {context_of(path)} names {other}"
        for paths, named in ((python_files(), named_in_python), (templates(), named_in_template))
        for path in paths
        for line, other in named(path)
        if other in RANK and not may_look_at(context_of(path), other)
    ]
    assert not wrong


@pytest.mark.parametrize(
    ("context", "other", "allowed"),
    [
        ("budgets", "directory", True),
        ("budgets", "budgets", True),
        ("directory", "budgets", False),
        ("portal", "desk", False),
        ("desk", "portal", False),
        ("core", "directory", False),
    ],
)
def test_looking_down_is_allowed_and_nothing_else(context: str, other: str, *, allowed: bool) -> None:
    assert may_look_at(context, other) is allowed
