"""Japanese eras, and dates as people write and read them."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from renkei.kernel.errors import NotUnderstood
from renkei.kernel.localised import Localised
from renkei.kernel.numerals import kanji_to_digits


class NotADate(NotUnderstood):
    code = "date.not_understood"


@dataclass(frozen=True)
class Era:
    """An era in civil use. `last` is its last day; 30 July 1912 and 25 December 1926 bear two names."""

    slug: str
    ja: str
    en: str
    letter: str
    first: date
    last: date | None

    def year_of(self, year: int) -> int:
        return year - self.first.year + 1

    def contains(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


ERAS = (
    Era("meiji", "明治", "Meiji", "M", date(1868, 10, 23), date(1912, 7, 30)),
    Era("taisho", "大正", "Taisho", "T", date(1912, 7, 30), date(1926, 12, 25)),
    Era("showa", "昭和", "Showa", "S", date(1926, 12, 25), date(1989, 1, 7)),
    Era("heisei", "平成", "Heisei", "H", date(1989, 1, 8), date(2019, 4, 30)),
    Era("reiwa", "令和", "Reiwa", "R", date(2019, 5, 1), None),
)
_BY_NAME = {name.casefold(): era for era in ERAS for name in (era.ja, era.ja[0], era.letter, era.en)}

MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)
_MONTH_NUMBERS = {
    name.casefold(): number
    for number, month in enumerate(MONTHS, 1)
    for name in (month, month[:3], month[:3] + ".")
}
WESTERN_DIGITS = 4
WEEKDAYS = "月火水木金土日"

EXPECTED_DATE = Localised.both(
    "日付（例：2023-05-10、令和5年5月10日、R5.5.10）",
    "a date such as 2023-05-10, 10 May 2023 or 令和5年5月10日",
)

ERA_NAMES = "明治|大正|昭和|平成|令和|Meiji|Taisho|Showa|Heisei|Reiwa|[明大昭平令MTSHR]"
_FIRST_YEAR = re.compile(r"(?<=[治正和成明大昭平令MTSHRmtshr])元")
_MIDNIGHT = re.compile(r"(?:[T ]|(?<=日))0?0:00(:00([.,]0+)?)?$")
_WEEKDAY = re.compile(r"\(([月火水木金土日])(?:曜日?)?\)$")
_ERA_YEAR = rf"(?:(?P<era>{ERA_NAMES})[. ]?)?(?P<year>\d{{1,4}})"
_JAPANESE = re.compile(_ERA_YEAR + r"年(?P<month>\d{1,2})月(?P<day>\d{1,2})日", re.IGNORECASE)
_PUNCTUATED = re.compile(
    _ERA_YEAR + r"(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})", re.IGNORECASE
)
_COMPACT = re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})")
_ENGLISH = re.compile(r"(?P<day>\d{1,2}) (?P<month>[A-Za-z]{3,9}\.?),? (?P<year>\d{4})")
_AMERICAN = re.compile(r"(?P<month>[A-Za-z]{3,9}\.?) (?P<day>\d{1,2}),? (?P<year>\d{4})")
_HYPHENS = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))


def era_of(day: date) -> Era | None:
    """Return the era a day is named by: the younger where a day bears two; None before 23 October 1868."""
    return next((era for era in reversed(ERAS) if era.first <= day), None)


def era_named(name: str) -> Era | None:
    """Find an era by 令和, 令, R or Reiwa."""
    return _BY_NAME.get(name.casefold())


def era_year(era: Era, year: int) -> str:
    """Return 令和元年, 令和4年 without the word year: 令和元, 令和4."""
    number = era.year_of(year)
    return f"{era.ja}{'元' if number == 1 else number}"


def format_date(day: date, language: str, era: bool = True) -> str:  # noqa: FBT001, FBT002 - the setting itself
    """Return 令和5年5月10日 or 2023年5月10日 in Japanese, 10 May 2023 in every other language."""
    if language.partition("-")[0] != "ja":
        return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    return f"{format_year_of(day, era=era)}年{day.month}月{day.day}日"


def format_year_of(day: date, *, era: bool) -> str:
    named = era_of(day) if era else None
    return era_year(named, day.year) if named else str(day.year)


def readable(text: str) -> str:
    """Bring a written date or year to plain digits: width, ligatures, Chinese numerals, first year."""
    plain = unicodedata.normalize("NFKC", text).translate(_HYPHENS).strip()
    plain = " ".join(plain.split())
    if not re.search(r"[A-Za-z]{3}|\d[T ]\d", plain):
        plain = re.sub(r"(?<=\D) | (?=\D)", "", plain)
    return _FIRST_YEAR.sub("1", kanji_to_digits(plain))


def parse_date(text: str) -> date:
    """Read a date as people write it; Meiji dates are read in the Gregorian calendar.

    Raises NotADate for anything else: a day an era or a month does not have, a weekday that does not fit, a
    time of day, two-digit years without an era, days before months.
    """
    plain = _MIDNIGHT.sub("", readable(text))
    weekday = _WEEKDAY.search(plain)
    plain = _WEEKDAY.sub("", plain)
    day = _matched(plain, text)
    if day is None:
        raise NotADate(text, EXPECTED_DATE)
    if weekday and WEEKDAYS[day.weekday()] != weekday.group(1):
        raise NotADate(text, _wrong_weekday(day))
    return day


def _matched(plain: str, text: str) -> date | None:
    for pattern in (_JAPANESE, _PUNCTUATED, _COMPACT):
        if match := pattern.fullmatch(plain):
            parts = match.groupdict()
            return _dated(text, parts.get("era"), parts["year"], int(parts["month"]), int(parts["day"]))
    for pattern in (_ENGLISH, _AMERICAN):
        if (match := pattern.fullmatch(plain)) and (month := _MONTH_NUMBERS.get(match["month"].casefold())):
            return _dated(text, None, match["year"], month, int(match["day"]))
    return None


def _dated(text: str, era_name: str | None, year: str, month: int, day: int) -> date:
    era = era_named(era_name) if era_name else None
    if era is None and len(year) != WESTERN_DIGITS:
        raise NotADate(text, EXPECTED_DATE)
    number = int(year)
    western = era.first.year + number - 1 if era else number
    try:
        found = date(western, month, day)
    except ValueError:
        raise NotADate(text, _no_such_day()) from None
    if era and (number < 1 or not era.contains(found)):
        raise NotADate(text, _outside(era))
    return found


def _outside(era: Era) -> Localised:
    first = format_date(era.first, "en")
    if era.last is None:
        return Localised.both(
            f"{era.ja}の日付は{era_year(era, era.first.year)}年{era.first.month}月{era.first.day}日から",
            f"a date from {first} for {era.en}",
        )
    return Localised.both(
        f"{era.ja}の日付は{era_year(era, era.first.year)}年{era.first.month}月{era.first.day}日から"
        f"{era_year(era, era.last.year)}年{era.last.month}月{era.last.day}日まで。その後は次の元号",
        f"a date from {first} to {format_date(era.last, 'en')} for {era.en}; later dates bear the next era",
    )


def _no_such_day() -> Localised:
    return Localised.both(
        "暦にある日付（例：2023-05-10、令和5年5月10日）",
        "a day that exists, such as 2023-05-10 or 令和5年5月10日",
    )


def _wrong_weekday(day: date) -> Localised:
    return Localised.both(
        f"日付と合う曜日（{format_date(day, 'ja', era=False)}は{WEEKDAYS[day.weekday()]}曜日）",
        f"a weekday that fits the date ({format_date(day, 'en')} is a {day:%A})",
    )
