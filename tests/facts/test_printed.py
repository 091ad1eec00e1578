"""Every figure, date and name of the prefecture's facts stands in the report's PDF, Word file and workbook."""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path

import openpyxl
import pytest
from django.db import transaction

from renkei.core.accounts.actors import COMMAND_LINE, STRANGER
from renkei.core.blocks.plain import blocks_to_text
from renkei.core.tables.service import load_package
from renkei.kernel.eras import format_date
from renkei.reports.service import render, report
from tests.reports.sample import read

pytestmark = pytest.mark.django_db

HERE = Path(__file__).parent
PACKAGE = HERE.parents[1] / "clusters" / "tsuruoka"
TODAY = dt.date(2026, 4, 1)
LANGUAGES = ("ja", "en")
FORMS = ("pdf", "docx", "html")


def rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


FACTS = {row["id"]: row for row in rows("tsuruoka.csv") if row["source"] != "keio"}
ASSIGNED = [row for row in rows("assignment.csv") if row["fact"] in FACTS]
FIGURES = [row for row in ASSIGNED if row["target"].startswith("figure:")]
DATES = [row for row in ASSIGNED if row["target"].startswith("meeting:") and row["field"] == "held_on"]
NAMES = [row for row in ASSIGNED if row["field"] in {"name", "title", "text"} and row["expected"]]


@pytest.fixture(scope="module")
def cluster(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        load_package(PACKAGE, actor=COMMAND_LINE, reason="test")
        yield
        transaction.set_rollback(True)


def rendered(form: str, language: str) -> bytes:
    return render(2017, "yearly", language, form, actor=STRANGER, at=TODAY).content


@pytest.fixture(scope="module")
def said(cluster):
    """What each file says, by format and language, without spaces."""
    return {(form, each): read(rendered(form, each), form) for form in FORMS for each in LANGUAGES}


@pytest.fixture(scope="module")
def figures(cluster):
    """The rows of the workbook's figures, by code and year."""
    book = openpyxl.load_workbook(io.BytesIO(rendered("xlsx", "en")))
    head, *others = book["figures"].iter_rows(values_only=True)
    told = [dict(zip(head, each, strict=True)) for each in others]
    return {(each["figure_code"], each["fiscal_year"]): each for each in told}


def test_there_is_something_to_look_for():
    assert (len(FIGURES), len(DATES)) == (22, 5)
    assert len(NAMES) > 40


@pytest.mark.parametrize("row", FIGURES, ids=lambda row: row["fact"])
def test_a_figure_stands_in_the_workbook(row, figures):
    fact = FACTS[row["fact"]]
    found = figures[row["target"].removeprefix("figure:"), int(row["fiscal_year"])]
    scale = 1000 if fact["unit"] == "thousand yen" else 1
    assert found["value"] == int(fact["value"]) * scale
    assert (found["unit_code"], found["state_code"]) == (row["unit"], "exact")
    assert (found["basis_code"], found["publisher_code"]) == (row["basis"], row["publisher"])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("row", FIGURES, ids=lambda row: row["fact"])
def test_a_figure_stands_on_paper(row, form, language, said):
    assert f"{int(FACTS[row['fact']]['value']):,}" in said[form, language]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("row", DATES, ids=lambda row: row["fact"])
def test_a_date_stands_on_paper(row, form, language, said):
    day = dt.date.fromisoformat(FACTS[row["fact"]]["value"])
    assert format_date(day, language).replace(" ", "") in said[form, language]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("row", NAMES, ids=lambda row: f"{row['fact']}-{row['target']}")
def test_a_name_stands_on_paper(row, form, said):
    for language, column in zip(LANGUAGES, ("expected", "expected_en"), strict=True):
        assert "".join(row[column].removeprefix("…").split()) in said[form, language]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", FORMS)
def test_every_sentence_stands_on_paper_word_for_word(form, language, said, cluster):
    found = report(2017, "yearly", language=language, actor=STRANGER, at=TODAY)
    lines = [line for section in found.sections for line in blocks_to_text(section.blocks).splitlines()]
    # What stands around a state, a caption or the cells of a table is each format's own.
    words = [
        "".join(line.lstrip(" -").split()) for line in lines if "\t" not in line and not line.startswith("[")
    ]
    missing = [line for line in words if line not in said[form, language]]
    assert all(
        any(word in line for word in ("図", "rawing", "drawn", "figure")) or line[0].isdigit()
        for line in missing
    ), missing
    assert len(words) > 80
