"""Review sheets of measures: rules, what the sheet says, its pages and its file."""

from __future__ import annotations

import io
import re
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from renkei.budgets.models import Fund, MeasureIndicator, MeasureReview
from renkei.budgets.rules import grades_say_why, staff_cost, staff_cost_is_whole, total_cost
from renkei.budgets.sheets import Money, review_sheet, reviewed_measures
from renkei.core.accounts.actors import COMMAND_LINE, STRANGER
from renkei.core.records.kinds import kind_of
from renkei.core.records.services import RecordRefused, add_record
from renkei.indicators.models import Target, VerdictLevel, VerdictScale
from tests.core.figures import rows
from tests.core.figures.rows import PUBLIC, TODAY, both, store
from tests.desk.conftest import signed_in

AMOUNTS = st.none() | st.integers(0, 10**12)
HOURS = st.none() | st.decimals(0, 10_000, places=1)


@given(AMOUNTS, AMOUNTS)
def test_a_total_is_known_exactly_where_its_parts_are(direct, staff):
    total = total_cost(direct, staff)
    assert (total is None) == (direct is None or staff is None)
    if total is not None:
        assert total - staff == direct


@given(HOURS, AMOUNTS)
def test_staff_cost_is_hours_times_their_average_to_the_nearest_unit(hours, hourly):
    cost = staff_cost(hours, hourly)
    assert (cost is None) == (hours is None or hourly is None)
    if cost is not None:
        assert abs(Decimal(cost) - hours * hourly) <= Decimal("0.5")


@pytest.mark.parametrize(
    ("hours", "hourly", "wrong"),
    [
        (None, None, []),
        (Decimal(1), 2, []),
        (Decimal(0), 0, []),
        (Decimal(1), None, [("hourly_cost", "review.staff_cost")]),
        (None, 2, [("staff_hours", "review.staff_cost")]),
        (Decimal(-1), 2, [("staff_hours", "review.below_zero")]),
        (Decimal(1), -2, [("hourly_cost", "review.below_zero")]),
    ],
)
def test_hours_and_their_cost_stand_together_and_are_never_below_zero(hours, hourly, wrong):
    assert [(name, flaw.code) for name, flaw in staff_cost_is_whole(hours, hourly)] == wrong


@pytest.mark.parametrize(
    ("grade", "said", "wrong"),
    [
        ("", False, []),
        ("high", True, []),
        ("low", False, [("why", "review.no_reason")]),
        ("", True, [("name", "review.no_grade")]),
    ],
)
def test_a_grade_has_its_reason(grade, said, wrong):
    assert [(name, flaw.code) for name, flaw in grades_say_why("name", "why", grade, given=said)] == wrong


def review(slug="review", measure="measure", **values):
    given = {"target": both("target"), "intent": both("intent"), "outcome": both("outcome")}
    return store(MeasureReview(slug=slug, measure_id=measure, **PUBLIC | given | values))


@pytest.fixture
def sheet(db):
    rows.cluster()
    rows.organisation()
    rows.document()
    rows.indicator()
    rows.stated()
    rows.pillar()
    rows.measure()
    store(Fund(slug="own", name=both("own"), **PUBLIC), Fund(slug="state", name=both("state"), **PUBLIC))
    rows.amount("first", 400, measure_id="measure", fund_id="own", basis="budget_initial")
    rows.amount("more", 100, measure_id="measure", fund_id="state", basis="budget_supplementary")
    rows.amount("spent", 300, measure_id="measure", fund_id="own", basis="actual_final")
    rows.amount("guess", 999, measure_id="measure", fund_id="own", basis="actual_preliminary")
    rows.amount("open", 50, measure_id="measure", basis="actual_final")
    store(VerdictScale(slug="scale", name=both("scale"), **PUBLIC))
    store(VerdictLevel(slug="level", scale_id="scale", name=both("reached"), at_least=90, **PUBLIC))
    given = {
        "indicator_id": "research.projects",
        "direction": "up",
        "document_id": "report",
        "place": both("1"),
    }
    store(Target(slug="target", fiscal_year=2017, value=20, scale_id="scale", **given, **PUBLIC))
    store(
        MeasureIndicator(
            slug="by", measure_id="measure", indicator_id="research.projects", role="outcome", **PUBLIC
        )
    )
    return review(staff_hours=Decimal("10.5"), hourly_cost=3)


def test_the_sheet_adds_funds_of_the_stage_that_counts_and_staff(sheet):
    found = review_sheet("measure", actor=COMMAND_LINE, at=TODAY)
    assert [(one.name["en"], one.now.budget, one.now.actual) for one in found.funds] == [
        ("Sample own", 400, 300),
        ("Sample state", 100, None),
        ("Fund not stated", None, 50),
    ]
    assert (found.direct.now, found.staff.now) == (Money(500, 350), Money(32, 32))
    assert found.total.now == Money(532, 382)
    assert {one.before for one in (*found.funds, found.direct, found.staff, found.total)} == {Money()}
    assert found.previous is None


@pytest.fixture
def year_before(sheet):
    """The measure of the year before: renumbered, in the plan, with another fund, its own staff and a namesake."""
    same = both("measure")
    rows.measure("plan", fiscal_year=2016, side="plan", number=4, title=same)
    rows.measure("other", fiscal_year=2016)
    rows.measure("older", fiscal_year=2015, title=same)
    store(Fund(slug="former", name=both("former"), **PUBLIC))
    rows.amount("before", 70, measure_id="plan", fund_id="own", fiscal_year=2016, basis="budget_initial")
    rows.amount("before-2", 7, measure_id="plan", fund_id="former", fiscal_year=2016, basis="budget_initial")
    rows.amount("before-3", 60, measure_id="plan", fund_id="own", fiscal_year=2016, basis="actual_final")
    for slug in ("other", "older"):
        rows.amount(f"not-{slug}", 5000, measure_id=slug, fund_id="own", basis="actual_final")
    review("review-before", "plan", staff_hours=Decimal(10), hourly_cost=2)


def test_the_year_before_stands_beside_this_one(year_before):
    found = review_sheet("measure", actor=COMMAND_LINE, at=TODAY)
    assert found.previous.pk == "plan"
    assert [(one.name["en"], one.before, one.now) for one in found.funds] == [
        ("Sample former", Money(7, None), Money()),
        ("Sample own", Money(70, 60), Money(400, 300)),
        ("Sample state", Money(), Money(100, None)),
        ("Fund not stated", Money(), Money(None, 50)),
    ]
    assert (found.direct.before, found.staff.before) == (Money(77, 60), Money(20, 20))
    assert (found.total.before, found.total.now) == (Money(97, 80), Money(532, 382))


def test_of_the_year_before_the_same_side_comes_first_and_what_nobody_may_see_not_at_all(year_before):
    rows.measure("hidden", fiscal_year=2016, title=both("measure"), publication="internal")
    rows.amount("secret", 999, measure_id="hidden", fund_id="own", basis="actual_final")
    assert review_sheet("measure", actor=COMMAND_LINE, at=TODAY).direct.before == Money(None, 999)
    assert review_sheet("measure", actor=STRANGER, at=TODAY).direct.before == Money(77, 60)


def test_an_empty_record_of_the_same_side_does_not_hide_what_the_other_says(year_before):
    rows.measure("empty", fiscal_year=2016, title=both("measure"))
    assert review_sheet("measure", actor=COMMAND_LINE, at=TODAY).direct.before == Money(77, 60)


@pytest.mark.parametrize(
    ("language", "heads"),
    [
        ("ja", ["平成28年度 予算", "平成28年度 決算", "平成29年度 予算", "平成29年度 決算"]),
        ("en", ["FY2016 budget", "FY2016 actual", "FY2017 budget", "FY2017 actual"]),
    ],
)
def test_both_years_are_on_the_page_and_in_the_file(year_before, language, heads):
    client = signed_in("reader", language)
    page = client.get("/desk/budgets/sheets/measure/").text
    costs = page.partition('id="costs-title"')[2].partition("</table>")[0]
    said = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", costs))
    for head in heads:
        assert head in said
    book = openpyxl.load_workbook(io.BytesIO(client.get("/desk/budgets/sheets/measure/sheet.xlsx").content))
    lines = [[cell.value for cell in row if cell.value is not None] for row in book.active.iter_rows()]
    assert [line[1:] for line in lines if line[1:] == heads]
    assert ["97", "80", "532", "382"] in [line[1:] for line in lines]
    state = next(line for line in lines if "state" in line[0])
    assert state[1:3] == ["–", "–"]


def test_the_sheet_sets_target_beside_result_with_its_verdict(sheet):
    found = review_sheet("measure", actor=COMMAND_LINE, at=TODAY)
    [one] = found.followed
    assert [year.fiscal_year for year in one.years] == [2014, 2015, 2016, 2017]
    last = one.years[-1]
    assert (last.target, last.answer.value, last.share, last.verdict["en"]) == (20, 19, 95, "Sample reached")
    assert (one.years[0].target, one.years[0].answer, one.years[0].share) == (None, None, None)


def test_a_measure_without_money_or_review_has_no_total(db):
    rows.cluster()
    rows.pillar()
    rows.measure()
    found = review_sheet("measure", actor=COMMAND_LINE, at=TODAY)
    assert (found.review, found.funds, found.total.now.actual, found.followed) == (None, (), None, ())
    assert review_sheet("no-such", actor=COMMAND_LINE, at=TODAY) is None


def test_what_is_not_public_is_not_on_a_strangers_sheet(sheet):
    review("hidden", rows.measure("second", number=2).pk, publication="internal")
    assert review_sheet("second", actor=STRANGER, at=TODAY).review is None
    assert review_sheet("measure", actor=STRANGER, at=TODAY).review == sheet


def test_a_measure_is_reviewed_once_and_a_bare_grade_is_refused(sheet):
    kind = kind_of("measurereview")
    rows.measure("second", number=2)
    values = {"slug": "another", "measure_id": "second", "necessity": "high"}
    with pytest.raises(RecordRefused) as refused:
        add_record(actor=COMMAND_LINE, kind=kind, values=values, reason="見本")
    assert [(name, flaw.code) for name, flaw in refused.value.flaws] == [
        ("necessity_why", "review.no_reason")
    ]


def test_the_sheet_asks_the_same_number_of_questions_however_much_it_holds(
    sheet, django_assert_max_num_queries
):
    with django_assert_max_num_queries(15) as one:
        review_sheet("measure", actor=COMMAND_LINE, at=TODAY)
    few = len(one)
    for number in range(3):
        rows.indicator(f"research.more{number}")
        rows.stated(f"more-{number}", indicator_id=f"research.more{number}")
        store(
            MeasureIndicator(
                slug=f"by-{number}",
                measure_id="measure",
                indicator_id=f"research.more{number}",
                role="activity",
                **PUBLIC,
            )
        )
        rows.amount(f"extra-{number}", 5, measure_id="measure", basis="actual_final")
    with django_assert_max_num_queries(few):
        review_sheet("measure", actor=COMMAND_LINE, at=TODAY)


def test_measures_are_listed_by_the_policy_tree_and_by_section(sheet):
    rows.pillar("two", 2)
    rows.measure("later", pillar_id="two")
    found = reviewed_measures(2017, actor=COMMAND_LINE, at=TODAY)
    assert [(measure.pk, one and one.pk) for measure, one in found] == [
        ("measure", "review"),
        ("later", None),
    ]
    assert reviewed_measures(2017, actor=COMMAND_LINE, at=TODAY, section="nowhere") == []


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_pages_and_the_file_of_a_sheet(sheet, language):
    client = signed_in("reader", language)
    shown = client.get("/desk/budgets/sheets/measure/").content.decode()
    assert ("見本のtarget" if language == "ja" else "Sample target") in shown
    assert "382" in shown
    assert "95.0%" in shown
    for address in ("?year=2017", "?by=section", "?year=x&section=no-such"):
        assert client.get(f"/desk/budgets/sheets/{address}").status_code == 200, address
    assert client.get("/desk/budgets/sheets/no-such/").status_code == 404
    file = client.get("/desk/budgets/sheets/measure/sheet.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(file.content))
    texts = [str(cell.value) for row in book.active.iter_rows() for cell in row if cell.value]
    assert "95.0%" in texts
    assert "382" in texts
    assert not any(cell.data_type == "f" for row in book.active.iter_rows() for cell in row)
