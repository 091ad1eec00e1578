"""What is late in casework, and since when others are told of it. Plain Python; days are arguments."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from statistics import median
from typing import TYPE_CHECKING

from renkei.matching.enums import ActivityKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

FIRST_ANSWER_DAYS = 14  # where the cluster's first stage states no days
ESCALATES_AFTER = 7  # days late, after which the holder's other coordinators are told too
# What reaches the company answers it; an event or an entry for the log alone does not.
ANSWERS = frozenset({ActivityKind.VISIT, ActivityKind.CALL, ActivityKind.MAIL, ActivityKind.MEETING})


class Late(StrEnum):
    ANSWER = "answer"
    PROMISE = "promise"
    NEXT_STEP = "next_step"
    STAGE = "stage"


@dataclass(frozen=True)
class Clock:
    """The days of a case that can be missed. `promised_by` is the oldest promise not yet kept."""

    answer_due: dt.date | None = None
    answered_on: dt.date | None = None
    promised_by: dt.date | None = None
    next_due: dt.date | None = None
    entered_on: dt.date | None = None
    stage_days: int | None = None
    is_closed: bool = False


@dataclass(frozen=True)
class Mark:
    late: Late
    day: dt.date
    days: int


def first_answer_due(opened_on: dt.date, days: int | None) -> dt.date:
    """Return when the company is to have its first answer: `days` of the first stage after the opening."""
    return opened_on + dt.timedelta(days=FIRST_ANSWER_DAYS if days is None else days)


def late_marks(clock: Clock, at: dt.date) -> list[Mark]:
    """Return what is late on a day, the longest first; nothing of a closed case is.

    The last day of a period is still in time.
    """
    if clock.is_closed:
        return []
    ends = {
        Late.ANSWER: None if clock.answered_on else clock.answer_due,
        Late.PROMISE: clock.promised_by,
        Late.NEXT_STEP: clock.next_due,
        Late.STAGE: stage_ends(clock.entered_on, clock.stage_days),
    }
    found = [Mark(late, day, (at - day).days) for late, day in ends.items() if day and day < at]
    return sorted(found, key=lambda mark: (-mark.days, mark.late))


def stage_ends(entered_on: dt.date | None, days: int | None) -> dt.date | None:
    """Return the last day on which a case is in a stage no longer than usual; None where nothing is said of it."""
    if entered_on is None or days is None:
        return None
    return entered_on + dt.timedelta(days=days)


def waits_for(responsible: str | None, persons: Iterable[str], day: dt.date | None, at: dt.date) -> bool:
    """Tell whether a thing waits for one of these persons: it is theirs, nobody's, or late by more than a week."""
    if not responsible or responsible in set(persons):
        return True
    return day is not None and (at - day).days >= ESCALATES_AFTER


def median_days(days: Sequence[int]) -> float | None:
    """Return the median of waiting times in days; None where there are none."""
    return float(median(days)) if days else None
