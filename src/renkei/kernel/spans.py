"""A span of days with inclusive ends, as people say it; half-open bounds for storage."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from renkei.kernel.eras import MONTHS, format_date, format_year_of
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """From `start` to `end`, both included; None is an open end.

    Raises RuleBroken("period.ends_before_start").
    """

    start: date | None = None
    end: date | None = None

    def __post_init__(self) -> None:
        if self.start and self.end and self.end < self.start:
            raise RuleBroken(
                "period.ends_before_start",
                Localised.both(
                    "終わりの日（{end}）が始まりの日（{start}）より前です。",
                    "The last day ({end}) is before the first day ({start}).",
                ).filled(start=_both(self.start), end=_both(self.end)),
                start=self.start,
                end=self.end,
            )

    @classmethod
    def from_bounds(cls, lower: date | None, upper: date | None) -> Self:
        """Make a period from the half-open bounds [lower, upper) of a stored range."""
        return cls(lower, upper - _DAY if upper else None)

    @property
    def lower(self) -> date | None:
        return self.start

    @property
    def upper(self) -> date | None:
        """The first day after the period; None when open, or when no later day exists."""
        return self.end + _DAY if self.end and self.end < date.max else None

    def contains(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)

    def overlaps(self, other: Self) -> bool:
        return self.intersection(other) is not None

    def covers(self, other: Self) -> bool:
        return (self._first <= other._first) and (other._last <= self._last)

    def intersection(self, other: Self) -> Self | None:
        first, last = max(self._first, other._first), min(self._last, other._last)
        if last < first:
            return None
        start = first if self.start or other.start else None
        return type(self)(start, last if self.end or other.end else None)

    @property
    def days(self) -> int | None:
        """The number of days, both ends counted; None when an end is open."""
        return (self.end - self.start).days + 1 if self.start and self.end else None

    @property
    def _first(self) -> date:
        return self.start or date.min

    @property
    def _last(self) -> date:
        return self.end or date.max

    def label(self, language: str, era: bool = True) -> str:  # noqa: FBT001, FBT002 - the setting itself
        """Return 令和5年5月10日〜12日, 平成13年2月3日から; 10–12 May 2023, from 3 February 2001."""
        japanese = language.partition("-")[0] == "ja"
        if self.start and self.end:
            return _japanese(self.start, self.end, era=era) if japanese else _english(self.start, self.end)
        if self.start:
            said = format_date(self.start, language, era)
            return f"{said}から" if japanese else f"from {said}"
        if self.end:
            said = format_date(self.end, language, era)
            return f"{said}まで" if japanese else f"until {said}"
        return "期間の定めなし" if japanese else "no stated period"


def _both(day: date) -> Localised:
    return Localised.both(format_date(day, "ja", era=False), format_date(day, "en"))


def _japanese(start: date, end: date, *, era: bool) -> str:
    said = format_date(start, "ja", era)
    if start == end:
        return said
    if format_year_of(start, era=era) != format_year_of(end, era=era):
        return f"{said}〜{format_date(end, 'ja', era)}"
    return f"{said}〜{end.day}日" if start.month == end.month else f"{said}〜{end.month}月{end.day}日"


def _english(start: date, end: date) -> str:
    said = format_date(end, "en")
    if start == end:
        return said
    if start.year != end.year:
        return f"{format_date(start, 'en')} – {said}"
    if start.month != end.month:
        return f"{start.day} {MONTHS[start.month - 1]} – {said}"
    return f"{start.day}–{said}"
