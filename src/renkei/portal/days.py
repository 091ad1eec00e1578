"""The days of a milestone, an event or a programme, as precise as their source."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from renkei.core.publication.selectors import is_public
from renkei.core.records.kinds import kind_of
from renkei.indicators.enums import YearKind
from renkei.kernel.periods import PartialDate, Period, YearCalendar

if TYPE_CHECKING:
    import datetime as dt

    from renkei.events.models import Event
    from renkei.indicators.models import Milestone
    from renkei.programmes.models import Programme


@dataclass(frozen=True)
class Days:
    """`unsure`: the kind of year is not stated. `address` leads to the milestone that tells them, where one does."""

    when: PartialDate | None = None
    until: PartialDate | None = None
    unsure: bool = False
    address: str = ""

    @property
    def period(self) -> Period | None:
        """Both ends as one period, where both are days."""
        if self.when is None or self.until is None or not (self.when.day and self.until.day):
            return None
        return Period(date.fromisoformat(self.when.isoformat()), date.fromisoformat(self.until.isoformat()))


def day_of(value: str, year_kind: str) -> PartialDate | None:
    """Return the date as stored: 2017-07-10, 2021-04, 2009 or a fiscal year."""
    if not value:
        return None
    return PartialDate.parse(
        value, YearKind(year_kind).calendar if value.isdecimal() else YearCalendar.CALENDAR
    )


def days_of_milestone(milestone: Milestone | None, language: str, at: dt.date) -> Days:
    """Return when a milestone happened, with its page; nothing where strangers may not know of it."""
    if milestone is None or not is_public(milestone, at):
        return Days()
    return replace(days_told_by(milestone), address=kind_of(milestone).portal_address(milestone.pk, language))


def days_told_by(milestone: Milestone) -> Days:
    return Days(
        day_of(milestone.happened, milestone.year_kind),
        day_of(milestone.ended, milestone.year_kind),
        milestone.year_kind == YearKind.NOT_STATED and milestone.happened.isdecimal(),
    )


def days_of_event(event: Event, language: str, at: dt.date) -> Days:
    """Return when an event is held: from its milestone, else from its own days."""
    if event.milestone_id:
        return days_of_milestone(event.milestone, language, at)
    return Days(day_of(event.opens, "calendar"), day_of(event.closes, "calendar"))


def days_of_programme(programme: Programme, language: str, at: dt.date) -> Days:
    """Return when a programme began, from its milestone, else from its own field, and when it ended.

    Its milestone tells the beginning alone: that may itself have taken days.
    """
    ended = day_of(programme.ended, "calendar")
    if programme.start_id:
        return replace(days_of_milestone(programme.start, language, at), until=ended)
    return Days(day_of(programme.began, "calendar"), ended)
