from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from renkei.kernel.eras import NotADate
from renkei.kernel.errors import RuleBroken
from renkei.kernel.periods import (
    PartialDate,
    Period,
    Precision,
    YearCalendar,
    ends_before_it_begins,
    parse_period,
)

# A small pool, so that ends meet, touch and miss by a day.
POOL = st.dates(date(2019, 4, 27), date(2019, 5, 5))
ENDS = st.none() | POOL
PROBES = [date(2019, 4, 25) + timedelta(days=number) for number in range(14)]


@st.composite
def periods(draw):
    start, end = draw(ENDS), draw(ENDS)
    assume(start is None or end is None or start <= end)
    return Period(start, end)


@given(ENDS, ENDS)
def test_only_an_end_before_the_start_is_refused(start, end):
    if start and end and end < start:
        with pytest.raises(RuleBroken) as refused:
            Period(start, end)
        assert refused.value.code == "period.ends_before_start"
        assert refused.value.context == {"start": start, "end": end}
    else:
        assert Period(start, end).contains(start or end or date(2019, 5, 1))


@given(periods(), periods())
def test_overlap_cover_and_intersection_are_about_the_days_themselves(one, other):
    mine = {day for day in PROBES if one.contains(day)}
    theirs = {day for day in PROBES if other.contains(day)}
    assert one.overlaps(other) == other.overlaps(one) == bool(mine & theirs)
    assert one.covers(other) == (
        theirs <= mine
        and (one.end is None or other.end is not None)
        and (one.start is None or other.start is not None)
    )
    common = one.intersection(other)
    assert {day for day in PROBES if common and common.contains(day)} == mine & theirs
    assert common is None or (one.covers(common) and other.covers(common))


@given(periods())
def test_the_stored_bounds_are_half_open(period):
    assert Period.from_bounds(period.lower, period.upper) == period
    for day in PROBES:
        inside = (period.lower is None or period.lower <= day) and (
            period.upper is None or day < period.upper
        )
        assert inside == period.contains(day)
    if period.start and period.end:
        assert period.days == (period.upper - period.lower).days
    else:
        assert period.days is None


def test_the_last_day_of_the_calendar_has_no_day_after():
    assert Period(None, date.max).upper is None


@pytest.mark.parametrize(
    ("start", "end", "ja", "en"),
    [
        ((2023, 5, 10), (2023, 5, 12), "令和5年5月10日〜12日", "10–12 May 2023"),
        ((2023, 5, 10), (2023, 9, 1), "令和5年5月10日〜9月1日", "10 May – 1 September 2023"),
        ((2023, 5, 10), (2024, 5, 9), "令和5年5月10日〜令和6年5月9日", "10 May 2023 – 9 May 2024"),
        ((2019, 4, 1), (2019, 9, 30), "平成31年4月1日〜令和元年9月30日", "1 April – 30 September 2019"),
        ((2023, 5, 10), (2023, 5, 10), "令和5年5月10日", "10 May 2023"),
        ((2001, 2, 3), None, "平成13年2月3日から", "from 3 February 2001"),
        (None, (2001, 2, 3), "平成13年2月3日まで", "until 3 February 2001"),
        (None, None, "期間の定めなし", "no stated period"),
    ],
)
def test_a_period_is_said_inclusive(start, end, ja, en):
    period = Period(start and date(*start), end and date(*end))
    assert (period.label("ja"), period.label("en")) == (ja, en)


def test_a_period_in_western_years():
    assert Period(date(2019, 4, 1), date(2019, 9, 30)).label("ja", era=False) == "2019年4月1日〜9月30日"


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2023-05-10/2023-05-12", (2023, 5, 10), (2023, 5, 12)),
        ("2001-02-03/..", (2001, 2, 3), None),
        ("2001-02-03/", (2001, 2, 3), None),
        ("../2001-02-03", None, (2001, 2, 3)),
        ("2001-02-03〜", (2001, 2, 3), None),
        ("〜R5.5.10", None, (2023, 5, 10)),
        ("令和5年5月10日 ～ 令和5年5月12日", (2023, 5, 10), (2023, 5, 12)),
        ("令和5年5月10日から令和5年5月12日まで", (2023, 5, 10), (2023, 5, 12)),
        ("令和5年5月10日から", (2023, 5, 10), None),
        ("令和5年5月10日まで", None, (2023, 5, 10)),
        ("10 May 2023 to 12 May 2023", (2023, 5, 10), (2023, 5, 12)),
        ("2023/5/10", (2023, 5, 10), (2023, 5, 10)),
    ],
)
def test_a_period_is_read(text, start, end):
    assert parse_period(text) == Period(start and date(*start), end and date(*end))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "/",
        "../..",
        "〜",
        "から",
        "まで",
        "2023-05-10/12",
        "2023〜2024",
        "1〜2〜3",
        "2023-05-10〜2023-05-11〜2023-05-12",
    ],
)
def test_what_is_no_period(text):
    with pytest.raises(NotADate):
        parse_period(text)


def test_a_period_read_backwards_is_refused_as_such():
    with pytest.raises(RuleBroken, match="ends_before_start"):
        parse_period("2023-05-12/2023-05-10")


@pytest.mark.parametrize(
    ("text", "stored", "precision", "ja", "en"),
    [
        ("2001-02-03", "2001-02-03", Precision.DAY, "平成13年2月3日", "3 February 2001"),
        ("平成13年2月3日", "2001-02-03", Precision.DAY, "平成13年2月3日", "3 February 2001"),
        ("2021-04", "2021-04", Precision.MONTH, "令和3年4月", "April 2021"),
        ("令和3年4月", "2021-04", Precision.MONTH, "令和3年4月", "April 2021"),
        ("2021/4", "2021-04", Precision.MONTH, "令和3年4月", "April 2021"),
        ("平成31年4月", "2019-04", Precision.MONTH, "平成31年4月", "April 2019"),
        ("令和元年5月", "2019-05", Precision.MONTH, "令和元年5月", "May 2019"),
        ("昭和64年1月", "1989-01", Precision.MONTH, "平成元年1月", "January 1989"),
        ("2009", "2009", Precision.YEAR, "平成21年", "2009"),
        ("平成21年", "2009", Precision.YEAR, "平成21年", "2009"),
        ("平成31年", "2019", Precision.YEAR, "令和元年", "2019"),
    ],
)
def test_a_date_as_precise_as_its_source(text, stored, precision, ja, en):
    found = PartialDate.parse(text)
    assert (str(found), found.precision, found.label("ja"), found.label("en")) == (stored, precision, ja, en)
    assert found.calendar is YearCalendar.CALENDAR
    assert found.note("ja") == ""


@pytest.mark.parametrize("text", ["平成21年度", "FY2009", "AY2009", "H21年度"])
def test_a_fiscal_year_says_so_itself(text):
    found = PartialDate.parse(text)
    assert found == PartialDate(2009, calendar=YearCalendar.FISCAL)
    assert (found.label("ja"), found.label("en")) == ("平成21年度", "FY2009")
    assert found.period() == Period(date(2009, 4, 1), date(2010, 3, 31))
    assert found.period(first_month=1) == Period(date(2009, 1, 1), date(2009, 12, 31))


def test_a_year_whose_kind_the_source_does_not_tell_says_so():
    found = PartialDate.parse("2009", "not_stated")
    assert found.label("ja", era=False) == "2009年"
    assert found.note("en") == "calendar or fiscal year not stated"
    assert found.period() == Period(date(2009, 1, 1), date(2010, 3, 31))
    assert PartialDate.parse("平成21年", "not_stated") == found
    assert PartialDate.parse("2021-04", "not_stated").calendar is YearCalendar.CALENDAR
    assert [kind.label["en"] for kind in YearCalendar][:2] == ["calendar year", "fiscal year"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "09",
        "2021-13",
        "2021-00",
        "2021年0月",
        "平成32年",
        "平成31年5月",
        "令和元年4月",
        "0009",
        "平成32年度末",
        "FY29",
        "29年度",
        "2021-04-31",
        "春",
    ],
)
def test_what_is_no_date_at_all(text):
    with pytest.raises(NotADate) as refused:
        PartialDate.parse(text)
    assert refused.value.found in {text, "2021-13", "2021-00", "0009"}


@pytest.mark.parametrize(
    "parts",
    [
        (2021, None, 3),
        (2021, 2, 30),
        (2021, 4, 0),
        (2021, 0),
        (999,),
        (3000,),
        (2021, 4, None, "fiscal"),
        (2021, 4, 1, "not_stated"),
    ],
)
def test_impossible_parts_are_refused(parts):
    with pytest.raises(NotADate):
        PartialDate(*parts)


@given(st.dates(date(1000, 1, 1), date(2999, 12, 31)), st.sampled_from(Precision))
def test_the_stored_form_is_read_back(day, precision):
    parts = {"day": (day.year, day.month, day.day), "month": (day.year, day.month), "year": (day.year,)}[
        precision
    ]
    found = PartialDate(*parts)
    assert PartialDate.parse(found.isoformat()) == found
    assert PartialDate.parse(found.label("ja", era=False)) == found
    assert found.precision is precision
    assert found.period().contains(day)


@given(st.dates(date(2019, 1, 1), date(2020, 3, 1)), st.dates(date(2019, 1, 1), date(2020, 3, 1)))
def test_they_sort_by_day_and_a_coarser_date_comes_first(one, other):
    assert (PartialDate.of(one).sort_key < PartialDate.of(other).sort_key) == (one < other)
    assert (
        PartialDate(one.year).sort_key
        < PartialDate(one.year, one.month).sort_key
        < PartialDate.of(one).sort_key
    )


@pytest.mark.parametrize(
    ("first", "last", "calendar", "before"),
    [
        ("2022-08-22", "2022-08-21", "calendar", True),
        ("2022-08-22", "2022-08-22", "calendar", False),
        ("2022-08-22", "2022-08", "calendar", False),
        ("2022-08-22", "2022-07", "calendar", True),
        ("2022", "2022-01-01", "calendar", False),
        ("2023-02", "2022", "calendar", True),
        ("2023-02", "2022", "fiscal", False),
        ("2023-04", "2022", "fiscal", True),
        ("2022", "2022-03", "fiscal", True),
        ("2023-02", "2022", "not_stated", False),
        ("", "2022", "calendar", False),
        ("2022", "", "calendar", False),
        ("2022-13", "2021", "calendar", False),
    ],
)
def test_an_end_lies_before_its_beginning_where_it_does_on_every_day_they_may_mean(
    first, last, calendar, before
):
    assert ends_before_it_begins(first, last, YearCalendar(calendar)) is before
