"""Days and thresholds; a day too many is a broken law."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renkei.privacy.rules import (
    PUBLIC_HOLDERS,
    case_due,
    final_due,
    months_before,
    must_report,
    preliminary_due,
    threshold,
)

DAY = dt.date(2026, 4, 1)
AGO = dt.datetime(1990, 1, 1)  # noqa: DTZ001 - any clock will do
GRAVE = {"sensitive": False, "property_damage": False, "malice": False}


def test_a_request_is_decided_within_thirty_days_once_put_off_by_thirty():
    assert case_due(DAY, "prefecture") == dt.date(2026, 5, 1)
    assert case_due(DAY, "municipality", extended=True) == dt.date(2026, 5, 31)
    assert case_due(DAY, "university") < dt.date(2026, 5, 1)


def test_reports_are_due_after_five_and_thirty_or_sixty_days():
    assert preliminary_due(DAY) == dt.date(2026, 4, 6)
    assert final_due(DAY, malice=False) == dt.date(2026, 5, 1)
    assert final_due(DAY, malice=True) == dt.date(2026, 5, 31)


@pytest.mark.parametrize(
    ("holder", "persons", "reports"),
    [
        ("prefecture", 100, False),
        ("prefecture", 101, True),
        ("university", 1000, False),
        ("university", 1001, True),
        ("foundation", 101, False),
    ],
)
def test_each_holder_has_its_own_threshold(holder, persons, reports):
    assert must_report(holder, persons, **GRAVE) is reports


@given(st.sampled_from(["prefecture", "university"]), st.integers(1, 5000), st.sampled_from(sorted(GRAVE)))
def test_what_is_grave_is_always_reported(holder, persons, grave):
    assert must_report(holder, persons, **GRAVE | {grave: True})
    assert not must_report(holder, 0, **GRAVE | {grave: True})


@given(st.integers(0, 400), st.datetimes(AGO))
def test_months_are_counted_back_and_never_too_far(months, at):
    before = months_before(at, months)
    assert (at.year - before.year) * 12 + at.month - before.month == months
    assert before.day <= at.day
    assert threshold(next(iter(PUBLIC_HOLDERS))) == 100
