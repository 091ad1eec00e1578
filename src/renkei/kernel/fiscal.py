"""Fiscal and academic years: an integer, the year they start in; eras only when shown or read."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, Self

from renkei.kernel.eras import ERA_NAMES, ERAS, WESTERN_DIGITS, Era, era_named, era_year, readable
from renkei.kernel.errors import NotUnderstood, RuleBroken
from renkei.kernel.localised import Localised
from renkei.kernel.spans import Period

DEFAULT_FIRST_MONTH = 4
FIRST_YEAR, LAST_YEAR = 1000, 2999
EXPECTED_YEAR = Localised.both(
    "元号か西暦の付いた年度（例：平成29年度、H29、2017年度、FY2017）",
    "a fiscal year with its era or four digits, such as 2017, FY2017 or 平成29年度",
)
_YEAR = re.compile(
    rf"(?:(?P<style>FY|AY)\s?)?(?:(?P<era>{ERA_NAMES})[. ]?)?(?P<year>\d{{1,4}})(?P<word>年度|年)?",
    re.IGNORECASE,
)
_SPAN = re.compile(r"(?:(?P<style>FY|AY)\s?)?(?P<year>\d{4})[-/](?P<next>\d{4}|\d{2})", re.IGNORECASE)
_TWO_NAMES = re.compile(r"(?P<one>[^()]+)\((?P<other>[^()]+)\)(?P<word>年度)?")
_MONTHS = 12


class NotAFiscalYear(NotUnderstood):
    code = "fiscal_year.not_understood"


@dataclass(frozen=True)
class ParsedYear:
    """`warning` is set where the year was understood and yet is worth a look."""

    year: int
    as_printed: str
    warning: Localised | None = None


@dataclass(frozen=True, order=True)
class FiscalYear:
    """The year that starts in `first_month` of `start_year`; April 2017 to March 2018 is 2017."""

    start_year: int
    first_month: int = DEFAULT_FIRST_MONTH

    def __post_init__(self) -> None:
        if not 1 <= self.first_month <= _MONTHS:
            raise RuleBroken(
                "fiscal_year.first_month",
                Localised.both(
                    "年度の始まりの月は1から12までです。", "The first month of the fiscal year is 1 to 12."
                ),
                first_month=self.first_month,
            )
        if not FIRST_YEAR <= self.start_year <= LAST_YEAR:
            raise RuleBroken(
                "fiscal_year.out_of_range",
                Localised.both(
                    "年度は西暦{first}年から{last}年までです。",
                    "A fiscal year lies between {first} and {last}.",
                ).filled(first=FIRST_YEAR, last=LAST_YEAR),
                start_year=self.start_year,
            )

    @classmethod
    def of(cls, day: date, first_month: int = DEFAULT_FIRST_MONTH) -> Self:
        return cls(day.year if day.month >= first_month else day.year - 1, first_month)

    @property
    def start(self) -> date:
        return date(self.start_year, self.first_month, 1)

    @property
    def end(self) -> date:
        """The last day of the year, included."""
        return date(self.start_year + 1, self.first_month, 1) - timedelta(days=1)

    @property
    def period(self) -> Period:
        return Period(self.start, self.end)

    @property
    def next(self) -> Self:
        return type(self)(self.start_year + 1, self.first_month)

    @property
    def previous(self) -> Self:
        return type(self)(self.start_year - 1, self.first_month)

    def contains(self, day: date) -> bool:
        return self.start <= day <= self.end

    @property
    def eras(self) -> tuple[Era, ...]:
        """The eras the year may be named by; first the usual one, which fills most of it until December.

        平成31年度 and 令和元年度 are one year; 平成元年度 starts in April 1989 and has no second name.
        """
        last = date(self.start_year, 12, 31)

        def days(era: Era) -> int:
            return (min(era.last or last, last) - max(era.first, self.start)).days

        return tuple(sorted((era for era in ERAS if days(era) >= 0), key=days, reverse=True))

    def label(
        self,
        language: str,
        era: bool = True,  # noqa: FBT001, FBT002 - the setting itself
        style: Literal["FY", "AY"] = "FY",
    ) -> str:
        """Return 平成29年度 or 2017年度 in Japanese; FY2017 or AY2017 in every other language."""
        return self.labels(language, era, style)[0]

    def labels(
        self,
        language: str,
        era: bool = True,  # noqa: FBT001, FBT002 - the setting itself
        style: Literal["FY", "AY"] = "FY",
    ) -> tuple[str, ...]:
        """Return every name of the year, the usual one first: ("令和元年度", "平成31年度") for 2019."""
        if language.partition("-")[0] != "ja":
            return (f"{style}{self.start_year}",)
        named = tuple(f"{era_year(each, self.start_year)}年度" for each in self.eras) if era else ()
        return named or (f"{self.start_year}年度",)


def parse_fiscal_year(text: str, first_month: int = DEFAULT_FIRST_MONTH) -> ParsedYear:
    """Read 平成29年度, H29, 2017, 2017年度, FY2017, AY2017, FY2017/18, 平成31（令和元）年度.

    A year its era never reached (平成33年度) is understood, kept as printed and warned of; so is a calendar
    year (平成29年) read as a fiscal year. Raises NotAFiscalYear for 29年度 without an era and all else.
    """
    plain = readable(text)
    if match := _TWO_NAMES.fullmatch(plain):
        word = match["word"] or ""
        one, other = (
            _one_year(name.removesuffix("年度") + word if word else name, text, first_month)
            for name in (match["one"], match["other"])
        )
        if one.year != other.year:
            raise NotAFiscalYear(text, _same_year())
        return ParsedYear(one.year, text.strip(), one.warning or other.warning)
    return _one_year(plain, text, first_month)


def _one_year(plain: str, text: str, first_month: int) -> ParsedYear:
    if match := _SPAN.fullmatch(plain):
        return ParsedYear(_spanned(match, text), text.strip())
    match = _YEAR.fullmatch(plain)
    era = era_named(match["era"]) if match and match["era"] else None
    if not match or (era is None and len(match["year"]) != WESTERN_DIGITS) or (era and match["style"]):
        raise NotAFiscalYear(text, EXPECTED_YEAR)
    number = int(match["year"])
    year = era.first.year + number - 1 if era else number
    if not FIRST_YEAR <= year <= LAST_YEAR or (era and not 1 <= number < 100):  # noqa: PLR2004 - two digits
        raise NotAFiscalYear(text, EXPECTED_YEAR)
    if era and era not in FiscalYear(year, first_month).eras:
        return ParsedYear(year, text.strip(), _never_reached(era, number, FiscalYear(year, first_month)))
    return ParsedYear(year, text.strip(), _calendar_year() if match["word"] == "年" else None)


def _spanned(match: re.Match[str], text: str) -> int:
    """FY2017/18 and 2017/2018; not 2011/12, which is as likely a month."""
    year, following = int(match["year"]), match["next"]
    if following != str(year + 1)[-len(following) :] or (
        len(following) < WESTERN_DIGITS and not match["style"]
    ):
        raise NotAFiscalYear(text, EXPECTED_YEAR)
    return year


def _never_reached(era: Era, number: int, year: FiscalYear) -> Localised:
    return Localised.both(
        f"{era.ja}{number}年度という年度はありません。{year.label('ja')}（{year.start_year}年度）と読みました。",
        f"There was no {era.en} {number}; it is read as {year.label('en')} ({year.label('ja')}).",
    )


def _calendar_year() -> Localised:
    return Localised.both(
        "「年」とありますが、年度と読みました。", "It says calendar year; it is read as a fiscal year."
    )


def _same_year() -> Localised:
    return Localised.both(
        "同じ年度の二つの呼び名（例：平成31年度（令和元年度））",
        "two names of one year, such as 平成31年度（令和元年度）",
    )
