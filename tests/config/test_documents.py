"""Pages of the handbook that repeat what the code says must say the same."""

import ast
import re
import tomllib

import pytest

from renkei.config.cli import cli
from renkei.config.environment import VARIABLES
from tests.architecture.source import PROJECT, SOURCE, python_files, tree_of

HANDBOOK = PROJECT / "docs" / "handbook"


def rows_below(page: str, heading: str) -> list[list[str]]:
    """Return the cells of the first table below a heading."""
    text = (HANDBOOK / page).read_text(encoding="utf-8").split(f"## {heading}", 1)[1].split("\n## ", 1)[0]
    rows = [line.strip("|").split("|") for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip().replace("`", "") for cell in row] for row in rows[2:]]


def test_the_variables_stand_in_the_handbook_as_they_are_read() -> None:
    expected = [
        [name, variable.default or "—", variable.meaning.text("ja"), variable.meaning.text("en")]
        for name, variable in VARIABLES.items()
    ]
    assert rows_below("run.md", "環境変数") == expected


def test_no_variable_is_read_beside_the_table() -> None:
    read = {
        node.value
        for path in python_files(SOURCE)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and re.fullmatch(r"RENKEI_[A-Z_]+|PORT|DATABASE_URL", node.value)
    }
    assert read == set(VARIABLES)


def test_the_commands_stand_in_the_handbook() -> None:
    expected = [
        [f"renkei {name}", command.get_short_help_str(200)] for name, command in sorted(cli.commands.items())
    ]
    assert rows_below("run.md", "コマンド") == expected


@pytest.mark.parametrize("heading", ["動かすのに要るもの", "開発に要るもの"])
def test_every_dependency_is_explained(heading: str) -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    runs = project["project"]["dependencies"]
    wanted = runs if heading.startswith("動かす") else project["dependency-groups"]["dev"]
    names = [re.split(r"[^\w.-]", requirement)[0] for requirement in wanted]
    rows = rows_below("dependencies.md", heading)
    assert sorted(row[0] for row in rows) == sorted(names)
    assert all(len(row) == 4 and all(row) for row in rows)


def test_what_runs_may_be_passed_on() -> None:
    licences = {row[3] for row in rows_below("dependencies.md", "動かすのに要るもの")}
    assert not [licence for licence in licences if licence.startswith(("GPL", "AGPL"))]
