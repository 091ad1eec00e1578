"""Days of work, numbers, titles and templates."""

from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from renkei.core.notices.rules import is_working_day
from renkei.inquiries.enums import InquiryState
from renkei.inquiries.rules import LONGEST_TITLE, days_of_work_after, filled, number_after, plain, short_title
from renkei.inquiries.workflow import INQUIRY
from renkei.kernel.workflow import check_table

DAYS = st.dates(dt.date(2024, 1, 1), dt.date(2028, 12, 31))


def test_three_working_days_over_the_new_year_skip_holidays_and_the_closed_days_of_offices():
    friday = dt.date(2026, 12, 25)
    assert days_of_work_after(friday, 3, japanese=True) == dt.date(2027, 1, 5)
    assert days_of_work_after(friday, 3, japanese=False) == dt.date(2026, 12, 30)


@given(DAYS, st.integers(1, 30), st.booleans())
def test_between_a_day_and_its_deadline_lie_exactly_so_many_working_days(day, count, japanese):
    due = days_of_work_after(day, count, japanese=japanese)
    between = [day + dt.timedelta(days=n) for n in range(1, (due - day).days + 1)]
    assert is_working_day(due, japanese=japanese)
    assert sum(is_working_day(each, japanese=japanese) for each in between) == count


def test_a_number_is_a_year_and_a_count_and_goes_on_past_four_digits():
    assert number_after(None, 2026) == "2026-0001"
    assert number_after("2026-0009", 2026) == "2026-0010"
    assert number_after("2026-9999", 2026) == "2026-10000"


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=80))
def test_a_title_is_one_short_line_and_a_plain_text_has_no_controls(text):
    title = short_title(plain(text))
    assert len(title) <= LONGEST_TITLE
    assert not set(title) & set("\r\n\0")
    assert not set(plain(text)) & {"\0", "\r", "\x7f", "\ud800"}
    assert plain(plain(text)) == plain(text)


def test_a_template_is_filled_and_other_braces_stay():
    given = {"name": "{number}", "number": "2026-0001", "title": "見学"}
    assert filled("{name} 様 {number} {x} {title}", {**given, "name": "花子"}) == "花子 様 2026-0001 {x} 見学"


def test_every_state_is_reached_by_the_steps():
    check_table(INQUIRY, InquiryState.OPEN, InquiryState.values)
