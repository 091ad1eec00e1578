"""The caseload across employers, and the month's report as a workbook."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pytest
import time_machine
from django.urls import reverse

from renkei.matching.models import Territory
from tests.builders import both, make
from tests.desk.test_casework import logged, signed
from tests.matching.casework import SHI, a_case, office

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _november(db):
    with time_machine.travel(dt.datetime(2026, 11, 25, 3, tzinfo=dt.UTC), tick=False):
        office()
        yield


def test_the_caseload_counts_across_employers_and_names_only_what_is_seen():
    for person, employer in (("ichi", "foundation"), ("shi", "other")):
        make(
            Territory,
            f"area-{person}",
            coordinator_id=person,
            organisation_id=employer,
            area=both(f"地区{person}"),
        )
    a_case("mine", days_ago=10)
    theirs = a_case(
        "theirs", actor=SHI, title=both("秘密の件名", "Secret"), holder="other", coordinator_id="shi"
    )
    logged(a_case("visited", days_ago=2))
    page = signed("ichi", "foundation").get(reverse("desk:caseload"))
    rows = {row[0].value: [cell.value for cell in row[3:]] for row in page.context["table"].rows}
    assert rows == {"ichi": [2, 2, 1, 1], "shi": [1, 0, 0, 0]}
    assert "地区shi" in page.text
    assert theirs.pk not in page.text
    assert "秘密" not in page.text


def test_the_months_workbook_says_what_the_page_says():
    case = a_case(days_ago=10, title=both("=1+1の件名", "Title"))
    logged(case)
    client = signed("ichi", "foundation")
    page = client.get(reverse("desk:month", args=["2026-11"]))
    said = {view.count.name.text("ja"): view.count for view in page.context["counts"]}
    book = openpyxl.load_workbook(
        io.BytesIO(client.get(reverse("desk:month_workbook", args=["2026-11"])).content)
    )
    counts, lines, log = (list(sheet.iter_rows(min_row=2, values_only=True)) for sheet in book.worksheets)
    assert {row[0]: (row[1], row[2]) for row in counts} == {
        name: (count.number, count.rule.text("ja")) for name, count in said.items()
    }
    assert {(row[0], row[1]) for row in lines} == {
        (name, line.pk) for name, count in said.items() for line in count.lines
    }
    assert [row[4] for row in log] == ["訪問した"]
