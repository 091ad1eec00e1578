"""Many fiscal years are asked with one statement, and answered as each year by itself."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from renkei.core.accounts.actors import COMMAND_LINE, STRANGER
from renkei.core.figures.asking import ask, years_with_values
from renkei.core.figures.registry import families
from renkei.core.figures.service import evidence, history_book
from renkei.directory.models import Organisation
from renkei.kernel.periods import Period
from renkei.matching.models import ExternalFund
from renkei.research.models import JointProject, JointProjectPartner, Presentation, ResearchResult
from tests.core.figures import rows
from tests.core.figures.rows import PUBLIC, TODAY, both

pytestmark = pytest.mark.django_db
YEARS = (2013, 2014, 2016, 2017, 2018, 2019, 2023, 2024, 2025)
GROUPED = ("budgets.to_date_by_party.mihon-city", "budgets.measure_actual.m1", "budgets.measure_budget.m1")


def day(text):
    return dt.date.fromisoformat(text)


@pytest.fixture
def records(sources):
    """Rows on both sides of every boundary: days, months, open periods, amounts at several stages."""
    rows.body("ended", existence=Period(day("2014-04-01"), day("2017-03-31")))
    rows.body("to-the-eve", existence=Period(day("2015-04-02"), day("2018-03-30")))
    rows.body("council", publication="internal")
    for number, held in enumerate(("2017-03-31", "2017-04-01", "2018-03-31", "2018-04-01", "2024-05-01")):
        rows.meeting(f"m{number}", day(held), state="held")
    rows.agreement("stated")
    rows.agreement("signed", term=Period(None, day("2018-03-31")), signed_on=day("2015-04-01"))
    rows.agreement("open", term=Period(None, None), signed_on=day("2024-04-02"))
    rows.agreement("unknown", term=Period(None, None))
    rows.contribution("c1", 500, agreement_id="stated")
    rows.contribution("c2", 700, agreement_id="stated", fiscal_year=2019)
    rows.partnership()
    money()
    research()
    rows.indicator("research.projects")
    rows.stated()


def money():
    rows.pillar()
    rows.pillar("two", 2)
    rows.measure("m1")
    rows.amount("whole", 1_000, fiscal_year=2016, party_id="mihon-city")
    rows.amount("final", 2_000, basis="actual_final", party_id="mihon-city", publication="internal")
    rows.amount("preliminary", 9_000, basis="actual_preliminary")
    rows.amount("by-measure", 300, pillar_id="two", measure_id="m1", basis="actual_final", precision=1)
    rows.amount("initial", 50, pillar_id="two", basis="budget_initial", fiscal_year=2019)
    rows.amount("added", 7, pillar_id="two", basis="budget_supplementary", fiscal_year=2019)
    rows.amount("later", 4_000, basis="actual_final", fiscal_year=2023, party_id="mihon-city")


def research():
    rows.store(Organisation(slug="firm", name=both("firm"), kind="company", **PUBLIC))
    given = {"organisation_id": "mihon-city", "state": "running"} | PUBLIC
    periods = {
        "short": ("2017-03-31", "2017-04-01"),
        "long": ("2016-04-01", None),
        "one": ("2018-04-01",) * 2,
    }
    for slug, (start, end) in periods.items():
        period = Period(day(start), day(end) if end else None)
        rows.store(
            JointProject(slug=slug, title=both(slug), period=period, signed_on=day(start), fee=100, **given)
        )
        place = {"in_prefecture": slug != "one", "is_local": slug == "long"}
        rows.store(JointProjectPartner(slug=slug, project_id=slug, organisation_id="firm", **place, **PUBLIC))
    for number, told in enumerate(("2017", "2017-03", "2017-04", "2018-03-31", "2018-04-01")):
        rows.store(
            ResearchResult(
                slug=f"r{number}", project_id="long", kind="paper", title=both("r"), day=told, **PUBLIC
            )
        )
    rows.store(Presentation(slug="p", title=both("p"), held_on=day("2018-03-31"), **PUBLIC))
    rows.store(
        ExternalFund(
            slug="f", title=both("f"), lead_id="mihon-city", call=both("c"), applied_on=day("2017-04-01")
        )
    )


def told(answer):
    parts = (answer.code, answer.fiscal_year, answer.value, answer.state, answer.precision, answer.basis)
    return (*parts, answer.publisher, answer.computed, answer.as_of)


@pytest.mark.parametrize("actor", [COMMAND_LINE, STRANGER], ids=["staff", "stranger"])
@pytest.mark.parametrize("codes", [None, frozenset(GROUPED)], ids=["listed", "grouped"])
def test_many_years_at_once_say_what_each_year_says_alone(records, actor, codes):
    at_once = ask(YEARS, codes, actor=actor, at=TODAY)
    alone = {year: ask([year], codes, actor=actor, at=TODAY).get(year, {}) for year in YEARS}
    assert {year: {code: told(one) for code, one in found.items()} for year, found in at_once.items()} == {
        year: {code: told(one) for code, one in found.items()} for year, found in alone.items()
    }
    found = {code for each in at_once.values() for code in each}
    assert found >= (set(GROUPED[:1]) if codes else {"governance.bodies", "research.joint_projects"})


def test_the_years_on_both_sides_of_a_boundary_are_told_apart(records):
    found = ask(YEARS, None, actor=COMMAND_LINE, at=TODAY)

    def values(code):
        return {year: int(each[code].value) for year, each in found.items() if code in each}

    assert values("governance.bodies") == {
        2013: 1, 2014: 2, 2016: 3, 2017: 1, 2018: 1, 2019: 1, 2023: 1, 2024: 1
    }  # fmt: skip
    assert values("governance.meetings_held") == {2016: 1, 2017: 2, 2018: 1, 2024: 1}
    assert values("agreements.agreements_in_force") == {2014: 1, 2016: 2, 2017: 2, 2018: 1, 2024: 1}
    assert values("research.joint_projects") == {
        2016: 2, 2017: 2, 2018: 1, 2019: 1, 2023: 1, 2024: 1
    }  # fmt: skip
    assert values("research.joint_projects_begun") == {2016: 2, 2018: 1}
    assert values("research.results.paper") == {2016: 1, 2017: 3, 2018: 1}
    assert values("budgets.actual") == {2016: 1000, 2017: 2300, 2023: 4000}
    assert values("budgets.budget") == {2019: 57}


def test_what_adds_up_counts_the_years_between_that_are_not_asked(records):
    code = GROUPED[0]
    found = ask([2016, 2023, 2024], frozenset({code}), actor=COMMAND_LINE, at=TODAY)
    assert {year: int(each[code].value) for year, each in found.items()} == {
        2016: 1000,
        2023: 7000,
        2024: 7000,
    }


def test_the_lines_behind_a_value_are_those_that_were_counted(records):
    for year, found in ask(YEARS, None, actor=COMMAND_LINE, at=TODAY).items():
        for code, answer in found.items():
            if answer.computed and "." not in code.partition(".")[2]:
                behind = evidence(code, year, actor=COMMAND_LINE, at=TODAY)
                assert behind.total_lines == answer.computed.lines, (code, year)


def test_more_years_are_no_more_statements(records):
    def sums(years):
        with CaptureQueriesContext(connection) as captured:
            ask(years, None, actor=COMMAND_LINE, at=TODAY)
        return sum(query["sql"].count("SUM(") for query in captured)

    assert (
        sums([2016, 2017, 2019])
        == sums(range(1990, 2025))
        > len([each for each in families() if each.listed])
    )


def test_a_book_of_figures_says_the_same_when_it_is_looked_up(records):
    codes = frozenset({"budgets.actual", "budgets.actual.one", "governance.bodies"})
    book = history_book(codes, actor=STRANGER, at=TODAY)
    years = years_with_values(actor=STRANGER, at=TODAY, codes=codes)
    found = ask(years, codes, actor=STRANGER, at=TODAY)
    for code in codes:
        assert [told(each) for each in book.past(code)] == [
            told(found[year][code]) for year in years if code in found[year]
        ]
    assert book.answer("budgets.actual", 1950) is None
    assert book.answer("no.such", 2017) is None
