"""Rules of inquiries (pure): days of work, titles, numbers, templates."""

from __future__ import annotations

import datetime as dt
import unicodedata
from typing import TYPE_CHECKING

from renkei.core.notices.rules import is_working_day

if TYPE_CHECKING:
    from collections.abc import Mapping

ANSWER_DAYS = 5  # working days where the topic names none; this office's own measure
MOST_FILES = 3
LONGEST_TEXT = 4000
LONGEST_TITLE = 40
LONGEST_NAME = 200
QUIET_AFTER = dt.timedelta(days=30)
KEPT_MONTHS = 24
KEPT = dt.timedelta(days=730)
DRAFT_LASTS = dt.timedelta(hours=24)
FOLLOW_LASTS = dt.timedelta(days=180)
BETWEEN_TWO = dt.timedelta(minutes=1)
A_DAY = dt.timedelta(days=1)
MOST_A_DAY = 5
PLACES = ("{name}", "{number}", "{title}")


def days_of_work_after(day: dt.date, count: int, *, japanese: bool) -> dt.date:
    """Return the day that is so many working days after a day; the day itself does not count."""
    found, left = day, count
    while left > 0:
        found += dt.timedelta(days=1)
        left -= is_working_day(found, japanese=japanese)
    return found


def short_title(text: str) -> str:
    """Return the first line of a text as a title, cut where it is long."""
    line = next((each.strip() for each in text.splitlines() if each.strip()), "")
    return line if len(line) <= LONGEST_TITLE else f"{line[: LONGEST_TITLE - 1]}…"


def plain(text: str) -> str:
    """Return a text without controls and with plain ends of lines; letters of all scripts stay as they are."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        each for each in lines if each in "\n\t" or unicodedata.category(each) not in "Cc Cs"
    ).strip()


def filled(template: str, values: Mapping[str, str]) -> str:
    """Return a template with its places filled: {name}, {number}, {title}. What is in braces otherwise stays."""
    for place in PLACES:
        template = template.replace(place, values.get(place.strip("{}"), ""))
    return template


def number_after(last: str | None, year: int) -> str:
    """Return the next number of a fiscal year, such as 2026-0012. It says nothing of who asked or what."""
    return f"{year}-{int(last.rpartition('-')[2]) + 1 if last else 1:04}"
