"""Review sheets of measures: rules, what the sheet says, its pages and its file."""

from __future__ import annotations

import io
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from renkei.budgets.models import Fund, MeasureIndicator, MeasureReview
from renkei.budgets.rules import grades_say_why, staff_cost, staff_cost_is_whole, total_cost
from renkei.budgets.sheets import review_sheet, reviewed_measures
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
    assert [(one.name["en"], one.budget, one.actual) for one in found.funds] == [
        ("Sample own", 400, 300),
        ("Sample state", 100, None),
        ("Fund not stated", None, 50),
    ]
    assert (found.direct.budget, found.direct.actual, found.staff) == (500, 350, 32)
    assert (found.total.budget, found.total.actual) == (532, 382)


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
    assert (found.review, found.funds, found.total.actual, found.followed) == (None, (), None, ())
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
    with django_assert_max_num_queries(14) as one:
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
