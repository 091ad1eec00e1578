"""Every fact of the two sources stands where the assignment says, as a stranger reads it.

Figures are compared by code, year, unit, basis and publisher; records by their fields; titles, labels and navigation
on their page. `…` before an expected text means: the field holds it among other words. `∅` is an empty field.
"""

from __future__ import annotations

import csv
import datetime as dt
import html
import re
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from renkei.core.accounts.actors import COMMAND_LINE, STRANGER
from renkei.core.figures.service import answers
from renkei.core.publication.selectors import visible_to
from renkei.core.records.kinds import kind_of
from renkei.core.tables.columns import columns_of
from renkei.core.tables.service import dump_package, load_package

pytestmark = pytest.mark.django_db

HERE = Path(__file__).parent
PACKAGE = HERE.parents[1] / "clusters" / "tsuruoka"
TODAY = dt.date(2026, 4, 1)


def read(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


FACTS = {row["id"]: row for row in read("tsuruoka.csv")}
ASSIGNMENT = read("assignment.csv")
UNITS = {
    "joint research": {"joint_research"},
    "projects (件)": {"project"},
    "companies": {"venture"},
    "students": {"student"},
    "people": {"person"},
    "schools": {"school"},
    "grants": {"grant"},
    "thousand yen": {"yen"},
    "": {"job", "person"},
}
BASES = {
    "": "stated",
    "stated": "stated",
    "adopted": "adopted",
    "actual (実績額), stage not stated": "actual_stage_not_stated",
    "actual, stage not stated": "actual_stage_not_stated",
    "budget (予算額), stage not stated": "budget_stage_not_stated",
    "budget, stage not stated": "budget_stage_not_stated",
}
PUBLISHERS = {"keio": "keio-university", "yamagata": "yamagata-prefecture", "computed": "yamagata-prefecture"}
PAGES = {
    "partnership": ("portal:partnership", ["keio-regional-affairs-in-tsuruoka"]),
    "structure": ("portal:structure", []),
    "report": ("portal:report", ["yearly", 2017]),
}


def of(sort: str):
    return [
        pytest.param(row, id=f"{row['fact']}-{row['target']}-{row['field']}")
        for row in ASSIGNMENT
        if row["target"].startswith(f"{sort}:") or (sort == "record" and row["target"].split(":")[0] in KINDS)
    ]


KINDS = {row["target"].split(":")[0] for row in ASSIGNMENT} - {"figure", "page"}


@pytest.fixture(scope="module")
def cluster(django_db_setup, django_db_blocker):
    """Load the cluster once for all tests of the module, and take it back at its end."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_package(PACKAGE, actor=COMMAND_LINE, reason="test")
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def figures(cluster):
    years = {int(row["fiscal_year"]) for row in ASSIGNMENT if row["fiscal_year"]}
    return {year: answers(year, actor=STRANGER, at=TODAY) for year in years}


def test_every_fact_is_assigned():
    assert len(FACTS) == 106
    assert {row["fact"] for row in ASSIGNMENT} == set(FACTS)


def test_every_number_is_assigned_to_one_figure():
    numbers = {fact for fact, row in FACTS.items() if row["kind"] in {"indicator", "amount", "sum"}}
    figures = [row["fact"] for row in ASSIGNMENT if row["target"].startswith("figure:")]
    assert numbers <= set(figures)
    assert len(figures) == len(set(figures))


def test_one_figure_and_year_answers_for_one_fact_of_a_publisher():
    keys = [
        tuple(row[name] for name in ("target", "fiscal_year", "basis", "publisher"))
        for row in ASSIGNMENT
        if row["target"].startswith("figure:")
    ]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("row", of("figure"))
def test_a_figure_is_the_fact(row, figures):
    fact = FACTS[row["fact"]]
    assert row["fiscal_year"] == (fact["fiscal_year"] or "2022")
    assert row["unit"] in UNITS[fact["unit"]]
    assert row["basis"] == BASES[fact["basis"]]
    assert row["publisher"] == PUBLISHERS[fact["source"]]
    answer = figures[int(row["fiscal_year"])][row["target"].removeprefix("figure:")]
    assert answer.unit.value == row["unit"]
    assert answer.basis.code == row["basis"]
    assert answer.publisher.code == row["publisher"]
    if fact["value"] == "exists":
        assert (answer.state, answer.value) == ("not_stated", None)
    else:
        scale = 1000 if fact["unit"] == "thousand yen" else 1
        assert (answer.state, answer.value) == ("exact", Decimal(fact["value"]) * scale)
    assert answer.prints == ("stated" if "." in row["target"] and answer.stated else "computed")


def test_what_is_kept_apart_is_not_added_up(figures):
    assert figures[2018].get("grants.joint_research") is None, "one part of the sum is not stated"
    assert "research.joint_research_local" not in figures[2017]
    assert figures[2022]["ventures.formed"].computed is None, "a part is not the whole"
    assert figures[2018]["matching.coordinators"].computed is None


def test_the_package_comes_back_as_it_went_in(cluster, tmp_path):
    dump_package(tmp_path / "again", actor=COMMAND_LINE)
    for folder in (PACKAGE, tmp_path / "again"):
        assert (folder / "datapackage.json").exists()
    there = {path.relative_to(PACKAGE): path.read_bytes() for path in PACKAGE.rglob("*") if path.is_file()}
    back = {
        path.relative_to(tmp_path / "again"): path.read_bytes()
        for path in (tmp_path / "again").rglob("*")
        if path.is_file()
    }
    assert sorted(back) == sorted(there)
    assert [path for path in there if there[path] != back[path]] == []


def test_loading_again_changes_nothing(cluster):
    result = load_package(PACKAGE, actor=COMMAND_LINE, reason="test")
    assert not any(count.added or count.changed or count.withdrawn for count in result.counts.values())
    assert sum(count.unchanged for count in result.counts.values()) > 200


def cell(record, column) -> str:
    value = getattr(record, column.field.attname)
    if column.part in {"start", "end"}:
        day = getattr(value, column.part)
        return day.isoformat() if day else ".."
    if column.part:
        return str(value.get(column.part, "")) or "∅"
    if isinstance(value, bool):
        return str(value).lower()
    return "∅" if value in (None, "") else str(value)


def expect(found: str, expected: str) -> None:
    if expected.startswith("…"):
        assert expected[1:] in found
    else:
        assert found == expected


@pytest.mark.parametrize("row", of("record"))
def test_a_record_tells_the_fact(row, cluster):
    name, _, slug = row["target"].partition(":")
    kind = kind_of(name)
    record = visible_to(kind.model.objects.all(), STRANGER, TODAY).get(pk=slug)
    columns = {column.name: column for column in columns_of(kind, ("ja", "en"))}
    if f"{row['field']}@ja" in columns:
        expect(cell(record, columns[f"{row['field']}@ja"]), row["expected"])
        if row["expected_en"]:
            expect(cell(record, columns[f"{row['field']}@en"]), row["expected_en"])
        return
    found = "/".join(cell(record, columns[field]) for field in row["field"].split("/"))
    expect(found, row["expected"] or FACTS[row["fact"]]["value"])


def words_of(address: str) -> str:
    response = Client().get(address)
    assert response.status_code == 200
    body = response.content.decode().partition("</head>")[2]
    return without_spaces(html.unescape(re.sub(r"<[^>]+>", "", body)))


def without_spaces(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("row", of("page"))
def test_a_page_says_the_title_label_or_way(row, cluster):
    route, arguments = PAGES[row["target"].removeprefix("page:")]
    for language, column in (("ja", "expected"), ("en", "expected_en")):
        assert without_spaces(row[column]) in words_of(reverse(route, args=[language, *arguments]))
