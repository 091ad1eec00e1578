"""The number of queries depends on neither the figures nor the years nor the rows."""

from __future__ import annotations

import datetime as dt

import pytest

from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.figures.service import answers, history
from renkei.governance.models import Body, Meeting
from renkei.indicators.models import Indicator, StatedValue
from tests.core.figures import rows
from tests.core.figures.rows import TODAY, both

pytestmark = pytest.mark.django_db


def many_rows(many):
    rows.store(*[Body(slug=f"b{n}", name=both(f"b{n}"), legal_type="committee") for n in range(many)])
    rows.store(
        *[Meeting(slug=f"m{n}", body_id=f"b{n % many}", held_on=dt.date(2017, 5, 1)) for n in range(2 * many)]
    )
    rows.store(
        *[
            Indicator(slug=f"i.n{n}", label=both("i"), definition=both("d"), unit="project", kind="flow")
            for n in range(many)
        ]
    )
    rows.store(
        *[
            StatedValue(
                slug=f"v{n}",
                indicator_id=f"i.n{n}",
                fiscal_year=2017,
                state="exact",
                value=n,
                publisher_id="mihon-city",
                document_id="report",
                place=both("p"),
            )
            for n in range(many)
        ]
    )


@pytest.mark.parametrize("many", [3, 300])
def test_queries_do_not_grow_with_the_figures(sources, many, django_assert_num_queries):
    rows.agreement()
    rows.contribution("c", 5)
    rows.pillar()
    rows.amount("a", 5)
    rows.amount("b", 5, basis="budget_initial")
    many_rows(many)
    with django_assert_num_queries(11):
        found = answers(2017, actor=COMMAND_LINE, at=TODAY)
    assert found["governance.meetings_held"].value == 2 * many
    assert found["governance.meetings_held.b1"].value == 2
    assert len(found) == 2 * many + 9
    with django_assert_num_queries(7):
        found = answers(
            2017, actor=COMMAND_LINE, at=TODAY, codes=["governance.meetings_held.b1", "i.n1", "no.such"]
        )
    assert {code: one.value for code, one in found.items()} == {"governance.meetings_held.b1": 2, "i.n1": 1}


def test_the_database_does_the_counting(django_assert_max_num_queries):
    """No row of a computed figure is fetched: the statements return one row per figure."""
    rows.body()
    rows.store(*[Meeting(slug=f"m{n}", body_id="council", held_on=dt.date(2017, 5, 1)) for n in range(500)])
    with django_assert_max_num_queries(11) as captured:
        found = answers(2017, actor=COMMAND_LINE, at=TODAY)
    assert found["governance.meetings_held"].computed.lines == 500
    meetings = [query["sql"] for query in captured if "governance_meeting" in query["sql"]]
    assert len(meetings) == 1
    conditions = meetings[0].count("EXISTS(SELECT ") + meetings[0].count("ARRAY(SELECT asked.year ")
    assert meetings[0].count("SUM(") == meetings[0].count("SELECT ") - conditions


def test_queries_do_not_grow_with_the_years(sources, django_assert_num_queries):
    rows.indicator()
    rows.pillar()
    rows.body()
    for year in range(2000, 2020):
        rows.stated(f"s{year}", fiscal_year=year)
        rows.amount(f"a{year}", year, fiscal_year=year)
        rows.meeting(f"m{year}", dt.date(year, 5, 1))
    with django_assert_num_queries(11):
        points = history(
            ["research.projects", "budgets.actual.one", "governance.meetings_held"],
            actor=COMMAND_LINE,
            at=TODAY,
        )
    assert {code: len(found) for code, found in points.items()} == dict.fromkeys(
        ("research.projects", "budgets.actual.one", "governance.meetings_held"), 20
    )
