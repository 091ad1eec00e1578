import unicodedata
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from japanera import EraDate

from renkei.kernel.eras import (
    ERAS,
    WEEKDAYS,
    NotADate,
    era_named,
    era_of,
    format_date,
    parse_date,
)
from renkei.kernel.numerals import kanji_number, kanji_to_digits

FIRST_DAY, LAST_DAY = date(1868, 10, 23), date(2100, 12, 31)
DAYS = st.dates(FIRST_DAY, LAST_DAY)
KANJI = "〇一二三四五六七八九"


def in_kanji(number):
    """Write a number below 10,000 the classical way."""
    written = ""
    for weight, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, weight)
        if digit:
            written += ("" if digit == 1 and name else KANJI[digit]) + name
    return written


@pytest.mark.parametrize(
    "text",
    [
        "令和5年5月10日",
        "令和５年５月１０日",
        "令和 5年 5月10日",
        "令和五年五月十日",
        "㋿5年5月10日",
        "令5.5.10",
        "R5.5.10",
        "r5/5/10",
        "R05-05-10",
        "Ｒ５．５．１０",
        "Reiwa 5.5.10",
        "2023-05-10",
        "2023/5/10",
        "2023.5.10",
        "2023年5月10日",
        "２０２３年５月１０日",
        "二〇二三年五月十日",
        "2023年5月10日（水）",
        "2023年5月10日(水曜日)",
        "20230510",
        "2023-05-10 00:00:00",
        "2023-05-10T00:00:00",
        "2023-05-10 00:00:00.000",
        "2023/5/10 0:00",
        "2023年5月10日 0:00:00",
        "10 May 2023",
        "10 may, 2023",
        "May 10, 2023",
        "  2023-05-10\n",
        "2023−05−10",  # the minus sign of a word processor
    ],
)
def test_a_date_is_read_as_people_write_it(text):
    assert parse_date(text) == date(2023, 5, 10)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("H29/7/1", date(2017, 7, 1)),
        ("㍻29年7月1日", date(2017, 7, 1)),
        ("令和元年5月1日", date(2019, 5, 1)),
        ("R元.5.1", date(2019, 5, 1)),
        ("平成31年4月30日", date(2019, 4, 30)),
        ("昭和64年1月7日", date(1989, 1, 7)),
        ("大正15年12月25日", date(1926, 12, 25)),
        ("昭和元年12月25日", date(1926, 12, 25)),
        ("明治45年7月30日", date(1912, 7, 30)),
        ("明治元年10月23日", date(1868, 10, 23)),
        ("明治三十七年二月十日", date(1904, 2, 10)),
        ("令和6年2月29日", date(2024, 2, 29)),
        ("2 Sep. 2023", date(2023, 9, 2)),
    ],
)
def test_eras_and_their_edges(text, day):
    assert parse_date(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "　",
        "平成32年4月1日",
        "平成31年5月1日",
        "昭和64年1月8日",
        "令和元年4月30日",
        "平成0年1月1日",
        "明治元年10月22日",
        "2023-02-29",
        "令和5年2月29日",
        "2023-13-01",
        "2023-00-10",
        "0000-05-10",
        "R9999.1.1",
        "23/5/10",
        "10/5/2023",
        "10.5.2023",
        "5年5月10日",
        "2023-05/10",
        "2023-05",
        "2023年",
        "45056",
        "2023-05-10 13:30:00",
        "2023-05-10 00:00:01",
        "10 Mai 2023",
        "May 32, 2023",
        "2023年5月10日（木）",
        "2023-05-10 頃",
        "2 0 2 3-05-10",
        "未定",
        "X5.5.10",
        "二十十年五月十日",
    ],
)
def test_anything_else_is_refused_with_what_was_found_and_expected(text):
    with pytest.raises(NotADate) as refused:
        parse_date(text)
    assert refused.value.found == text
    assert not refused.value.expected.missing(["ja", "en"])


def test_the_refusal_tells_the_reason():
    with pytest.raises(NotADate, match=r"平成31年4月30日まで.*to 30 April 2019"):
        parse_date("平成32年4月1日")
    with pytest.raises(NotADate, match=r"令和元年5月1日から.*1 May 2019"):
        parse_date("令和元年4月30日")
    with pytest.raises(NotADate, match=r"水曜日.*Wednesday"):
        parse_date("2023年5月10日（木）")
    with pytest.raises(NotADate, match=r"暦にある.*exists"):
        parse_date("2023-02-29")


def test_every_day_since_meiji_is_written_and_read_back():
    for ordinal in range(FIRST_DAY.toordinal(), LAST_DAY.toordinal() + 1):
        day = date.fromordinal(ordinal)
        assert parse_date(format_date(day, "ja")) == day


@given(DAYS)
@example(FIRST_DAY)
@example(date(1912, 7, 30))
@example(date(1926, 12, 25))
@example(date(1989, 1, 8))
@example(date(2019, 5, 1))
def test_all_ways_of_writing_one_day_are_read_alike(day):
    era = era_of(day)
    year = era.year_of(day.year)
    written = [
        format_date(day, "ja"),
        format_date(day, "ja", era=False),
        format_date(day, "en"),
        day.isoformat(),
        f"{era.letter}{year}.{day.month}.{day.day}",
        f"{era.ja[0]}{year:02}/{day.month:02}/{day.day:02}",
        f"{era.ja}{in_kanji(year)}年{in_kanji(day.month)}月{in_kanji(day.day)}日",
        f"{format_date(day, 'ja')}（{WEEKDAYS[day.weekday()]}）",
        f"{in_kanji(day.year)}年{in_kanji(day.month)}月{in_kanji(day.day)}日",
    ]
    assert {parse_date(text) for text in written} == {day}
    assert parse_date(format_date(day, "ja").translate({48 + n: chr(0xFF10 + n) for n in range(10)})) == day


@given(DAYS)
def test_the_display_agrees_with_japanera(day):
    theirs = EraDate.from_date(day)
    ours = era_of(day)
    assert ours.ja == theirs.era.kanji
    assert ours.en[0] == theirs.era.english[0]
    number = int(theirs.strftime("%-Y")) if theirs.strftime("%-Y").isdigit() else 1
    assert ours.year_of(day.year) == number


@given(st.text())
def test_no_text_breaks_the_reader(text):
    try:
        assert isinstance(parse_date(text), date)
    except NotADate as refused:
        assert refused.found == text  # noqa: PT017 - either outcome is right, a third is not


def test_dates_before_the_eras_are_western():
    assert era_of(date(1868, 10, 22)) is None
    assert format_date(date(1868, 10, 22), "ja") == "1868年10月22日"


def test_languages():
    day = date(2023, 5, 10)
    assert format_date(day, "ja") == "令和5年5月10日"
    assert format_date(day, "ja-JP", era=False) == "2023年5月10日"
    assert format_date(day, "en") == format_date(day, "fr") == "10 May 2023"
    assert format_date(date(2019, 5, 1), "ja") == "令和元年5月1日"


def test_eras_follow_one_another():
    for older, younger in pairwise(ERAS):
        assert younger.first - older.last in {timedelta(days=0), timedelta(days=1)}
    assert ERAS[-1].last is None
    assert {era_named(name) for name in ("令和", "令", "R", "r", "Reiwa", "REIWA")} == {ERAS[-1]}
    assert era_named("慶応") is None
    assert all(unicodedata.normalize("NFKC", era.ja) == era.ja for era in ERAS)


@given(st.integers(1, 9999))
def test_numbers_in_chinese_characters(number):
    assert kanji_number(in_kanji(number)) == number
    assert kanji_number("".join(KANJI[int(digit)] for digit in str(number))) == number
    assert kanji_to_digits(f"第{in_kanji(number)}回") == f"第{number}回"


@pytest.mark.parametrize("text", ["", "十十", "百千", "一二十", "元", "12"])
def test_what_is_no_number_in_chinese_characters(text):
    with pytest.raises(ValueError, match="not a number"):
        kanji_number(text)


def test_zero_has_two_signs():
    assert kanji_number("零") == kanji_number("〇") == 0
    assert kanji_to_digits("十十") == "十十"
