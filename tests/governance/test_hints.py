"""Hints of the layout in a package: what is wrong with them is said with its place, and nothing is written."""

import csv
import shutil
from pathlib import Path

import pytest

from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.tables.service import load_package
from renkei.governance.models import DrawingHint

pytestmark = pytest.mark.django_db
MIHON = Path(__file__).parents[2] / "clusters" / "mihon"
ROWS: tuple[tuple[dict[str, str], str], ...] = (
    ({"function": "no-such-function"}, "function"),
    ({"body": "mihon-council", "row": "-1"}, "row"),
    ({"body": "mihon-council", "row": "0"}, "row"),
    ({"body": "mihon-council", "function": "needs"}, "body"),
    ({}, "body"),
)
SEVERAL_ROWS: tuple[tuple[dict[str, str], str], ...] = (
    ({"laboratory": "mihon-laboratory"}, "laboratory"),
    ({"drawing": "three-party-scheme", "function": "needs"}, "function"),
    ({"drawing": "three-party-scheme", "body": "mihon-council", "inside": "structure-council"}, "inside"),
    ({"drawing": "three-party-scheme", "organisation": "mihon-city", "inside": "bad-03"}, "inside"),
)


def with_rows(folder, table, rows):
    path = folder / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        heading = csv.DictReader(file).fieldnames
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, heading, restval="", lineterminator="\n").writerows(rows)


@pytest.fixture
def package(tmp_path):
    return Path(shutil.copytree(MIHON, tmp_path / "mihon"))


@pytest.mark.parametrize("bad", [ROWS, SEVERAL_ROWS])
def test_bad_hints_are_refused_with_their_place_and_what_was_expected(package, bad):
    given = {"drawing": "structure", "left_out": "false", "publication": "internal"}
    rows = [{"slug": f"bad-{at:02}"} | given | values for at, (values, _) in enumerate(bad)]
    first = 1 + len((package / "drawing_hints.csv").read_text("utf-8").splitlines())
    with_rows(package, "drawing_hints", rows)
    found = load_package(package, actor=COMMAND_LINE, dry_run=True, reason="test").flaws
    assert {flaw.file for flaw in found} == {"drawing_hints.csv"}
    assert {(flaw.row, flaw.column) for flaw in found} == {
        (first + at, column) for at, (_, column) in enumerate(bad)
    }
    for flaw in found:
        for language in ("ja", "en"):
            assert flaw.expected.text(language)
    assert not DrawingHint.objects.exists()


def test_two_hints_about_one_box_are_refused(package):
    row = {"drawing": "structure", "body": "mihon-council", "left_out": "false", "publication": "internal"}
    with_rows(package, "drawing_hints", [{"slug": "twice"} | row])
    found = load_package(package, actor=COMMAND_LINE, dry_run=True, reason="test").flaws
    assert {flaw.code for flaw in found} == {"row.repeated"}


def test_a_scheme_of_nothing_is_refused(package):
    row = {
        "slug": "empty",
        "title@ja": "図",
        "title@en": "A drawing",
        "state": "drawn",
        "publication": "internal",
    }
    with_rows(
        package,
        "drawings",
        [
            row | {"subject": "scheme", "direction": "down"},
            row
            | {
                "slug": "strange",
                "subject": "structure",
                "laboratory": "mihon-laboratory",
                "direction": "down",
            },
        ],
    )
    found = load_package(package, actor=COMMAND_LINE, dry_run=True, reason="test").flaws
    assert {(flaw.column, flaw.code) for flaw in found} == {
        ("subject", "drawing.of_nothing"),
        ("laboratory", "drawing.not_a_scheme"),
    }
