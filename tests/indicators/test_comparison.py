"""One figure as all publishers state it, and open values with the day on which they are expected."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client

from renkei.core.accounts.actors import COMMAND_LINE, STRANGER
from renkei.core.figures.service import history
from renkei.indicators.comparison import comparison_table, contradictions
from renkei.indicators.rules import expected_only_when_open, spread
from renkei.indicators.selectors import expected_on
from renkei.kernel.periods import PartialDate
from tests.core.figures import rows
from tests.core.figures.rows import TODAY
from tests.desk.conftest import signed_in

CODE = "research.projects"


@pytest.fixture
def known(db):
    rows.cluster()
    rows.organisation()
    rows.organisation("mihon-university")
    rows.document()
    rows.indicator()
    rows.stated()
    rows.stated("university", publisher_id="mihon-university", value=Decimal(18), basis="stated")
    rows.stated("plan", value=Decimal(30), basis="planned", fiscal_year=2018)
    rows.stated("agreeing", value=Decimal(30), fiscal_year=2018)


def past(actor=COMMAND_LINE):
    return history(frozenset({CODE}), actor=actor, at=TODAY)[CODE]


def test_all_publishers_and_bases_stand_side_by_side_with_the_largest_difference(known):
    table = comparison_table(past(), "ja", lambda code, year: f"/{code}/{year}", str)
    heads = [(column.label["en"], column.unit["en"]) for column in table.columns[1:-2]]
    assert sorted(heads) == [
        ("Sample mihon-city", "Planned"),
        ("Sample mihon-city", "Result"),
        ("Sample mihon-university", "As stated"),
    ]
    later, earlier = table.rows
    assert earlier[-2].value == (Decimal(1), "1件", f"/{CODE}/2017")
    assert "食い違っています" in str(earlier[-1].value)
    assert later[-2].value[0] == 0


def test_statements_that_differ_contradict_and_plans_do_not(known):
    assert [answer.fiscal_year for answer in contradictions(past())] == [2017]
    rows.stated("doubt", value=Decimal(31), state="about", fiscal_year=2018, publisher_id="mihon-university")
    assert [answer.fiscal_year for answer in contradictions(past())] == [2017]


def test_the_sentence_that_explains_a_difference_stands_beside_it(known):
    rows.choice(CODE, "stated", publisher_id="mihon-city", explanation=rows.both("reason"))
    table = comparison_table(past(), "ja", lambda *_: "", str)
    assert table.rows[-1][-1].value["en"] == "Sample reason"


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_public_page_warns_and_shows_what_is_public_alone(known, language):
    rows.stated(
        "inner", publisher_id="mihon-university", value=Decimal(7), fiscal_year=2016, publication="internal"
    )
    shown = Client().get(f"/{language}/figures/{CODE}/compare/").content.decode()
    assert ("食い違う年度" if language == "ja" else "contradict each other") in shown
    assert "2016" not in shown
    assert "2016" in signed_in("reader", "en").get(f"/desk/figures/{CODE}/compare/").content.decode()
    assert Client().get(f"/{language}/figures/no.such/compare/").status_code == 404


def test_the_number_of_questions_does_not_grow_with_publishers(known, django_assert_max_num_queries):
    client = Client()
    with django_assert_max_num_queries(40) as first:
        client.get(f"/ja/figures/{CODE}/compare/")
    for number in range(4):
        rows.organisation(f"more-{number}")
        rows.stated(f"more-{number}", publisher_id=f"more-{number}")
    with django_assert_max_num_queries(len(first)):
        client.get(f"/ja/figures/{CODE}/compare/")


def test_an_open_value_says_when_it_is_expected(known):
    rows.stated("open", state="not_yet_known", value=None, fiscal_year=2019, expected_on="2020-07")
    assert expected_on(CODE, 2019, actor=STRANGER, at=TODAY) == PartialDate.parse("2020-07")
    assert expected_on(CODE, 2017, actor=STRANGER, at=TODAY) is None
    shown = Client().get(f"/en/figures/{CODE}/2019/").content.decode()
    assert "not yet available" in shown
    assert "July 2020" in shown


def test_only_an_open_value_is_expected_on_a_day():
    assert [flaw.code for _, flaw in expected_only_when_open("exact", "2020")] == ["value.expected"]
    assert list(expected_only_when_open("not_yet_known", "2020")) == []
    assert list(expected_only_when_open("exact", "")) == []


def test_a_spread_needs_two_known_values():
    assert spread([Decimal(3), None, Decimal(1)]) == 2
    assert spread([Decimal(3), None]) is None
    assert spread([]) is None
