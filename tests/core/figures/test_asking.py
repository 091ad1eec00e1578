"""What the service answers, on rows of a made-up cluster."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from renkei.core.accounts.actors import COMMAND_LINE, STRANGER
from renkei.core.figures.service import answer, answers, known_years
from renkei.kernel.localised import Localised
from renkei.kernel.periods import Period
from tests.core.figures import rows
from tests.core.figures.rows import TODAY, both

pytestmark = pytest.mark.django_db


def asked(code, year=2017, actor=COMMAND_LINE, at=TODAY):
    return answer(code, year, actor=actor, at=at)


def test_no_records_no_figures():
    assert answers(2017, actor=COMMAND_LINE, at=TODAY) == {}
    assert asked("governance.bodies") is None
    assert asked("no.such.figure") is None
    assert answers(99999, actor=COMMAND_LINE, at=TODAY) == {}


def test_meetings_count_when_held_in_the_year():
    rows.body()
    rows.body("committee")
    rows.meeting("a")
    rows.meeting("b", dt.date(2018, 3, 31))
    rows.meeting("c", dt.date(2018, 4, 1))
    rows.meeting("d", dt.date(2017, 9, 1), body_id="committee")
    rows.meeting("e", state="planned")
    found = answers(2017, actor=COMMAND_LINE, at=TODAY)
    values = {code: one.value for code, one in found.items() if code.startswith("governance.meetings")}
    assert values == {
        "governance.meetings_held": 3,
        "governance.meetings_held.council": 2,
        "governance.meetings_held.committee": 1,
    }
    one = found["governance.meetings_held.council"]
    assert (one.prints, one.as_of, one.computed.lines) == ("computed", None, 2)
    assert one.label["ja"] == "見本のcouncilの開催数"


def test_the_first_month_of_the_year_is_a_setting():
    rows.cluster(first_month=1)
    rows.body()
    rows.meeting("a", dt.date(2018, 3, 31))
    assert asked("governance.meetings_held") is None
    assert asked("governance.meetings_held", 2018).period.end == dt.date(2018, 12, 31)
    assert known_years(COMMAND_LINE, TODAY) == [2018]


def test_bodies_are_counted_at_the_end_of_the_year_or_today():
    rows.body("old", existence=Period(dt.date(2001, 4, 1), dt.date(2018, 3, 31)))
    rows.body("new", existence=Period(dt.date(2024, 5, 1)))
    rows.body("later", existence=Period(dt.date(2024, 7, 1)))
    assert (asked("governance.bodies").value, asked("governance.bodies").as_of) == (1, dt.date(2018, 3, 31))
    assert asked("governance.bodies", 2018) is None
    assert (asked("governance.bodies", 2024).value, asked("governance.bodies", 2024).as_of) == (1, TODAY)
    assert asked("governance.bodies", 2025) is None


def test_agreements_in_force():
    rows.agreement()
    rows.agreement("ended", term=Period(None, dt.date(2018, 3, 30)))
    rows.agreement("signed-before", term=Period(), signed_on=dt.date(2017, 4, 1))
    rows.agreement("signed-later", term=Period(), signed_on=dt.date(2018, 4, 1))
    rows.agreement("nobody-says-since-when", term=Period())
    assert asked("agreements.agreements_in_force").value == 2


def test_contributions_are_sums_of_money_that_is_stated(sources):
    rows.agreement()
    rows.contribution("a", 1_000_000)
    rows.contribution("b", 2_500_000)
    rows.contribution("c", None)
    rows.contribution("d", 9, fiscal_year=2018)
    one = asked("agreements.contributions.three-party")
    assert (one.value, one.computed.lines, one.printed("ja")) == (3_500_000, 2, "3,500千円")
    assert asked("agreements.contributions").value == 3_500_000


def test_partnerships(sources):
    rows.partnership()
    rows.partnership("over", period=Period(None, dt.date(2016, 1, 1)))
    assert asked("catalogue.partnerships").value == 1


def test_money_by_pillar_and_in_total(sources):
    for number, (slug, yen) in enumerate((("one", 40_373_000), ("two", 350_098_000), ("three", 150_490_000))):
        rows.pillar(slug, number)
        rows.amount(slug, yen, pillar_id=slug, publisher_id="mihon-city")
    total = asked("budgets.actual")
    assert (total.value, total.precision) == (540_961_000, 1000)
    assert (total.basis.code, total.publisher.code) == ("actual_stage_not_stated", "mihon-city")
    assert total.basis.label["en"] == "Actual, stage not stated"
    assert asked("budgets.actual.one").printed("ja") == "40,373千円"
    assert asked("budgets.budget") is None


def test_a_total_of_several_stages_says_so():
    rows.pillar("one")
    rows.pillar("two", 2)
    rows.amount("a", 10, basis="actual_preliminary")
    rows.amount("b", 11, basis="actual_final")
    rows.amount("c", 5, pillar_id="two", basis="actual_preliminary")
    total = asked("budgets.actual")
    assert (total.value, total.basis.code, total.basis.label["ja"]) == (16, "mixed", "段階が混在")
    assert asked("budgets.actual.one").basis.code == "actual_final"


def test_supplementary_budgets_add_and_measures_do_not_count_twice():
    rows.pillar()
    rows.measure()
    rows.amount("a", 100, basis="budget_initial")
    rows.amount("b", 60, basis="budget_initial", measure_id="measure")
    rows.amount("c", 7, basis="budget_supplementary", measure_id="measure")
    one = asked("budgets.budget.one")
    assert (one.value, one.computed.lines, one.basis.code) == (107, 2, "budget_with_supplementary")


def test_a_stated_value_with_its_source(sources):
    rows.indicator()
    rows.stated(value=None, state="not_yet_known", as_of=dt.date(2018, 3, 1))
    one = asked("research.projects")
    assert (one.prints, one.value, one.state, one.basis.code) == ("stated", None, "not_yet_known", "result")
    assert (one.publisher.code, one.stated[0].document, one.as_of) == (
        "mihon-city",
        "report",
        dt.date(2018, 3, 1),
    )


def test_of_several_publishers_the_first_is_printed_and_a_contradiction_flagged(sources):
    rows.organisation("a-university")
    rows.indicator()
    rows.stated()
    rows.stated("other", publisher_id="a-university", value=Decimal(20))
    one = asked("research.projects")
    assert (one.value, one.publisher.code, one.contradicts) == (20, "a-university", True)
    assert [value.publisher.code for value in one.stated] == ["a-university", "mihon-city"]
    rows.choice("research.projects", "stated", publisher_id="mihon-city")
    assert asked("research.projects").value == 19


@pytest.mark.parametrize(
    "other",
    [
        {"value": Decimal(20), "basis": "planned"},
        {"value": Decimal(20), "definition_version": 2},
        {"value": Decimal(20), "state": "about"},
        {"value": Decimal(19)},
        {"value": None, "state": "not_stated"},
    ],
)
def test_what_does_not_contradict(sources, other):
    rows.organisation("university")
    rows.indicator()
    rows.stated()
    rows.stated("other", publisher_id="university", **other)
    assert not asked("research.projects").contradicts


@pytest.fixture
def twofold(sources):
    """A figure that is both stated (3) and computed (2)."""
    rows.body()
    rows.meeting("a")
    rows.meeting("b")
    rows.indicator("governance.meetings_held", unit="meeting", label=both("stated label"))
    rows.stated(indicator_id="governance.meetings_held", value=Decimal(3))


def test_stated_stands_before_computed_and_the_difference_is_seen(twofold):
    one = asked("governance.meetings_held")
    assert (one.prints, one.value, one.computed.value, one.difference) == ("stated", 3, 2, -1)
    assert one.label["en"] == "Sample stated label"


def test_a_recorded_choice_prints_the_other(twofold):
    rows.choice("governance.meetings_held", "computed", explanation=both("reason"))
    one = asked("governance.meetings_held")
    assert (one.prints, one.value, one.difference) == ("computed", 2, -1)
    assert (one.choice.chosen_by, one.explanation["en"]) == ("見本課", "Sample reason")


def test_strangers_see_a_difference_once_it_is_explained(twofold):
    hidden = asked("governance.meetings_held", actor=STRANGER)
    assert (hidden.value, hidden.computed, hidden.difference) == (3, None, None)
    rows.choice("governance.meetings_held", "stated", explanation=both("reason"))
    shown = asked("governance.meetings_held", actor=STRANGER)
    assert (shown.value, shown.computed.value, shown.difference) == (3, 2, -1)
    assert shown.explanation["ja"] == "見本のreason"


def test_an_explanation_that_is_not_public_stays_inside(twofold):
    rows.choice("governance.meetings_held", "stated", explanation=both("reason"), publication="internal")
    assert asked("governance.meetings_held", actor=STRANGER).choice is None
    assert not asked("governance.meetings_held", actor=STRANGER).explanation
    assert asked("governance.meetings_held").explanation


def test_a_stated_value_within_its_printed_precision_is_no_difference(sources):
    rows.pillar()
    rows.amount("a", 40_372_810, precision=1)
    rows.indicator("budgets.actual", unit="yen")
    rows.stated(indicator_id="budgets.actual", value=Decimal(40_373_000), precision=Decimal(1000))
    one = asked("budgets.actual")
    assert (one.value, one.computed.value, one.difference) == (40_373_000, 40_372_810, None)


def test_another_unit_under_a_computed_code_is_not_compared(sources):
    rows.body()
    rows.meeting("a")
    rows.indicator("governance.meetings_held", unit="decision")
    rows.stated(indicator_id="governance.meetings_held")
    one = asked("governance.meetings_held")
    assert (one.value, one.computed, one.difference) == (19, None, None)


def test_strangers_see_what_is_public_only(sources):
    rows.body()
    rows.meeting("a", publication="internal")
    assert asked("governance.meetings_held", actor=STRANGER) is None
    rows.meeting("b")
    assert asked("governance.meetings_held", actor=STRANGER).value == 2
    rows.indicator(publication="internal")
    rows.stated()
    assert asked("research.projects", actor=STRANGER) is None
    assert asked("research.projects").value == 19


def test_strangers_see_no_figure_of_a_body_that_is_not_public():
    rows.body(publication="internal")
    rows.meeting("a")
    assert asked("governance.meetings_held.council", actor=STRANGER) is None
    assert asked("governance.meetings_held.council") is not None


def test_strangers_see_no_stated_value_and_no_document_that_is_not_public(sources):
    rows.document("draft", publication="internal")
    rows.organisation("a-university")
    rows.indicator()
    rows.stated("inside", publisher_id="a-university", value=Decimal(20), publication="internal")
    rows.stated(document_id="draft")
    one = asked("research.projects", actor=STRANGER)
    assert (one.value, [value.slug for value in one.stated]) == (19, ["projects-2017"])
    assert (one.stated[0].document, one.stated[0].document_title) == ("", Localised())
    assert asked("research.projects").value == 20


def test_strangers_get_no_other_value_in_place_of_a_chosen_one(sources):
    rows.organisation("university")
    rows.indicator()
    rows.stated()
    rows.stated("inside", publisher_id="university", value=Decimal(20), publication="internal")
    rows.choice("research.projects", "stated", publisher_id="university")
    assert asked("research.projects", actor=STRANGER) is None
    assert asked("research.projects").value == 20


def test_a_window_of_publication_follows_the_day(sources):
    rows.indicator(public_from=dt.date(2024, 7, 1))
    rows.stated()
    assert asked("research.projects", actor=STRANGER) is None
    assert asked("research.projects", actor=STRANGER, at=dt.date(2024, 7, 1)).value == 19


@pytest.mark.parametrize(
    ("prints", "publisher", "value"),
    [("computed", None, 19), ("stated", "university", 19), ("stated", None, 19)],
)
def test_a_choice_of_what_is_no_longer_there_falls_back(sources, prints, publisher, value):
    rows.organisation("university")
    rows.indicator()
    rows.stated()
    rows.choice("research.projects", prints, publisher_id=publisher)
    assert asked("research.projects").value == value
