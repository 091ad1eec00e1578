"""The two libraries of Japanese holidays the field uses agree, so that either may count working days."""

from datetime import date

import holidays
import jpholiday
import pytest


@pytest.mark.parametrize("year", [2019, 2024, 2026, 2027, 2028])
def test_the_libraries_of_holidays_agree(year):
    theirs = set(holidays.country_holidays("JP", years=year))
    assert {day for day, _ in jpholiday.year_holidays(year)} == theirs
    assert date(year, 1, 1) in theirs
