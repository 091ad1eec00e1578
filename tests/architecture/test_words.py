"""Words that must not stand in the project."""

import re
import subprocess

import pytest

from tests.architecture.source import PROJECT, SOURCE, place, python_files, templates

TEXT = {".py", ".md", ".html", ".css", ".js", ".toml", ".txt", ".csv", ".json", ".yml", ".yaml", ".sh", ""}
# put together here, so that this file does not hold them itself
UNFINISHED = re.compile(r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "X" + "XX", "HA" + "CK"]) + r")\b")
OUR_MACHINES = re.compile("|".join(["/wo" + "rk/", "/ro" + "ot/", "/ho" + "me/[a-z]"]))
ONE_CLUSTER = re.compile("鶴" + "岡|Tsuru" + "oka|庄" + "内|山形" + "県|慶" + "應|Ke" + "io", re.IGNORECASE)


def project_files() -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=PROJECT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    return [name for name in listed.stdout.splitlines() if (PROJECT / name).is_file() and name != "uv.lock"]


@pytest.mark.parametrize("pattern", [UNFINISHED, OUR_MACHINES], ids=["unfinished", "machines"])
def test_no_file_holds_the_words(pattern: re.Pattern[str]) -> None:
    holding = [
        f"{name}: {found.group()}"
        for name in project_files()
        if (PROJECT / name).suffix in TEXT and "/vendor/" not in name
        for found in [pattern.search((PROJECT / name).read_text(encoding="utf-8", errors="replace"))]
        if found
    ]
    assert not holding


def test_code_knows_no_cluster() -> None:
    knowing = [
        f"{place(path, number)}: {line.strip()}"
        for path in [*python_files(), *templates()]
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if ONE_CLUSTER.search(line)
    ]
    assert not knowing


def test_words_stand_side_by_side_not_in_a_catalogue() -> None:
    assert not [
        path
        for path in python_files()
        if re.search(r"import .*\bn?gettext", path.read_text(encoding="utf-8"))
    ]
    assert not list(SOURCE.rglob("*.po"))
