"""Periods, and dates known only to the month or the year."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Self

from renkei.kernel.eras import (
    ERA_NAMES,
    WESTERN_DIGITS,
    NotADate,
    era_named,
    format_date,
    format_year_of,
    parse_date,
    readable,
)
from renkei.kernel.fiscal import FIRST_YEAR, LAST_YEAR, FiscalYear, NotAFiscalYear, parse_fiscal_year
from renkei.kernel.localised import Localised
from renkei.kernel.spans import Period

__all__ = ["PartialDate", "Period", "Precision", "YearCalendar", "ends_before_it_begins", "parse_period"]

EXPECTED_PARTIAL = Localised.both(
    "日付、年月または年（例：2001-02-03、2021-04、2009、平成21年度）",
    "a day, a month or a year, such as 2001-02-03, 2021-04, 2009 or FY2009",
)
EXPECTED_PERIOD = Localised.both(
    "期間（例：2023-05-10/2023-05-12、2001-02-03/..、令和5年5月10日〜令和5年5月12日）",
    "a period such as 2001-02-03/.. or 2023-05-10/2023-05-12",
)
_ERA_YEAR = rf"(?:(?P<era>{ERA_NAMES})[. ]?)?(?P<year>\d{{1,4}})"
_MONTH = re.compile(_ERA_YEAR + r"(?:年(?P<month>\d{1,2})月|[-/.](?P<number>\d{1,2}))", re.IGNORECASE)
_YEAR = re.compile(_ERA_YEAR + "年?", re.IGNORECASE)
_OPEN = ".."
_ISO_INTERVAL = re.compile(r"(\d{4}-\d{2}-\d{2}|\.\.|)/(\d{4}-\d{2}-\d{2}|\.\.|)")
_WAVES = re.compile(r"\s*[〜～~]\s*|\s+(?:to|–|—)\s+")


class Precision(StrEnum):
    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class YearCalendar(StrEnum):
    """What kind of year a year alone is."""

    CALENDAR = "calendar"
    FISCAL = "fiscal"
    NOT_STATED = "not_stated"

    @property
    def label(self) -> Localised:
        return {
            "calendar": Localised.both("暦年", "calendar year"),
            "fiscal": Localised.both("年度", "fiscal year"),
            "not_stated": Localised.both("暦年か年度かの記載なし", "calendar or fiscal year not stated"),
        }[self.value]


@dataclass(frozen=True)
class PartialDate:
    """A date as precise as its source: 2001-02-03, 2021-04 or 2009. The calendar matters for a year alone.

    Raises NotADate for a day or month that does not exist, a day without its month, or a fiscal calendar on
    anything finer than a year.
    """

    year: int
    month: int | None = None
    day: int | None = None
    calendar: YearCalendar = YearCalendar.CALENDAR

    def __post_init__(self) -> None:
        object.__setattr__(self, "calendar", YearCalendar(self.calendar))
        known = FIRST_YEAR <= self.year <= LAST_YEAR
        month_with_day = self.day is None or self.month is not None
        calendar_of_year = self.month is None or self.calendar is YearCalendar.CALENDAR
        try:
            date(self.year, self.month or 1, 1 if self.day is None else self.day)
        except ValueError:
            known = False
        if not (known and month_with_day and calendar_of_year) or self.month == 0:
            raise NotADate(self.isoformat(), EXPECTED_PARTIAL)

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(day.year, day.month, day.day)

    @classmethod
    def parse(cls, text: str, calendar: YearCalendar | str = YearCalendar.CALENDAR) -> Self:
        """Read 2001-02-03, 2021-04, 令和3年4月, 2009, 平成21年; 平成21年度 and FY2009 are fiscal.

        `calendar` is what a bare year means. Raises NotADate.
        """
        plain = readable(text)
        if match := _MONTH.fullmatch(plain):
            return cls._month(text, match)
        if match := _YEAR.fullmatch(plain):
            year = _western(text, match["era"], match["year"])
            if match["era"] and not any(
                _in_era(match["era"], date(year, *end)) for end in ((1, 1), (12, 31))
            ):
                raise NotADate(text, EXPECTED_PARTIAL)
            return cls(year, calendar=YearCalendar(calendar))
        if plain.endswith("年度") or plain[:2].upper() in {"FY", "AY"}:
            try:
                return cls(parse_fiscal_year(text).year, calendar=YearCalendar.FISCAL)
            except NotAFiscalYear:
                raise NotADate(text, EXPECTED_PARTIAL) from None
        return cls.of(parse_date(text))

    @classmethod
    def _month(cls, text: str, match: re.Match[str]) -> Self:
        year, month = _western(text, match["era"], match["year"]), int(match["month"] or match["number"])
        found = cls(year, month)
        ends = found.period().start, found.period().end
        if match["era"] and not any(end and _in_era(match["era"], end) for end in ends):
            raise NotADate(text, EXPECTED_PARTIAL)
        return found

    @property
    def precision(self) -> Precision:
        if self.day is not None:
            return Precision.DAY
        return Precision.YEAR if self.month is None else Precision.MONTH

    def isoformat(self) -> str:
        """Return 2001-02-03, 2021-04 or 2009: what is stored and sorted; the calendar is stored beside it."""
        parts = [f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part is not None)]
        return "-".join(parts)

    __str__ = isoformat

    @property
    def sort_key(self) -> tuple[int, int, int]:
        """Order by the earliest day; a coarser date comes before the finer ones inside it."""
        return self.year, self.month or 0, self.day or 0

    def period(self, first_month: int = 4) -> Period:
        """Return every day it may mean; where the calendar is not stated, both kinds of year together."""
        if self.month is not None:
            start = date(self.year, self.month, self.day or 1)
            return Period(start, start if self.day else _next_month(start) - timedelta(days=1))
        fiscal = FiscalYear(self.year, first_month)
        if self.calendar is YearCalendar.FISCAL:
            return fiscal.period
        last = date(self.year, 12, 31)
        return Period(date(self.year, 1, 1), last if self.calendar is YearCalendar.CALENDAR else fiscal.end)

    def label(self, language: str, era: bool = True) -> str:  # noqa: FBT001, FBT002 - the setting itself
        """Return 平成13年2月3日, 令和3年4月, 平成21年, 平成21年度; 3 February 2001, April 2021, FY2009."""
        japanese = language.partition("-")[0] == "ja"
        if self.month is not None and self.day is not None:
            return format_date(date(self.year, self.month, self.day), language, era)
        if self.calendar is YearCalendar.FISCAL:
            return FiscalYear(self.year).label(language, era)
        if self.month is None:
            return f"{format_year_of(date(self.year, 12, 31), era=era)}年" if japanese else f"{self.year}"
        first = date(self.year, self.month, 1)
        last = _next_month(first) - timedelta(days=1)
        return f"{format_year_of(last, era=era)}年{self.month}月" if japanese else f"{first:%B} {self.year}"

    def note(self, language: str) -> str:
        """Return what a reader must know of a year whose kind the source does not tell; empty otherwise."""
        return self.calendar.label.text(language) if self.calendar is YearCalendar.NOT_STATED else ""


def _next_month(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def _in_era(name: str, day: date) -> bool:
    era = era_named(name)
    return era is not None and era.contains(day)


def _western(text: str, era_name: str | None, year: str) -> int:
    era = era_named(era_name) if era_name else None
    if era is None and len(year) != WESTERN_DIGITS:
        raise NotADate(text, EXPECTED_PARTIAL)
    return era.first.year + int(year) - 1 if era else int(year)


def ends_before_it_begins(
    first: str, last: str, calendar: YearCalendar = YearCalendar.CALENDAR, *, first_month: int = 4
) -> bool:
    """Tell whether an end lies before its beginning on every day that the two may mean.

    Both are stored partial dates; 2009 does not end before 2009-04. `calendar` is what a year alone means, at the
    beginning and at the end. An empty one says nothing, nor does one that is no date: another rule refuses that.
    """
    begin, end = _period_of(first, calendar, first_month), _period_of(last, calendar, first_month)
    return bool(begin and end and begin.start and end.end and end.end < begin.start)


def _period_of(text: str, calendar: YearCalendar, first_month: int) -> Period | None:
    try:
        return PartialDate.parse(text, calendar).period(first_month) if text else None
    except NotADate:
        return None


def parse_period(text: str) -> Period:
    """Read 2023-05-10/2023-05-12, 2001-02-03/.., 2001-02-03〜, 令和5年5月10日から令和5年5月12日まで.

    One day is a period, too. Raises NotADate where it cannot be read, RuleBroken("period.ends_before_start").
    """
    plain = text.strip()
    if match := _ISO_INTERVAL.fullmatch(plain):
        parts = [match[1], match[2]]
    elif "から" in plain or plain.endswith("まで"):
        before, mark, after = plain.partition("から")
        parts = [before if mark else "", (after if mark else before).removesuffix("まで")]
    else:
        parts = _WAVES.split(plain)
    ends = [None if part.strip() in {"", _OPEN} else parse_date(part) for part in parts]
    match ends:
        case [date() as day]:
            return Period(day, day)
        case [first, last] if first or last:
            return Period(first, last)
    raise NotADate(text, EXPECTED_PERIOD)
