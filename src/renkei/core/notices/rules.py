"""Rules of mails (pure): when to try again, when to give up, which days are working days."""

from __future__ import annotations

import datetime as dt
import smtplib

import jpholiday

PAUSES = (1, 2, 4, 8, 15, 30)  # minutes after the first attempts; an hour after all later ones
LONGEST_PAUSE = dt.timedelta(hours=1)
GIVEN_UP_AFTER = dt.timedelta(days=4)  # RFC 5321, 4.5.4.1: a sender goes on for four or five days
KEPT = dt.timedelta(days=90)
MORNING = dt.time(7, 0)
SATURDAY = 5
REFUSED = range(500, 600)


def pause_after(attempts: int) -> dt.timedelta:
    """Return how long to wait after so many attempts (from 1) that met no answer."""
    if attempts <= len(PAUSES):
        return dt.timedelta(minutes=PAUSES[attempts - 1])
    return LONGEST_PAUSE


def refusal(error: Exception) -> int:
    """Return the code with which a server refused a mail for good, or 0 where another attempt may help.

    RFC 5321, 4.2.1: 5yz is for good, 4yz for now. A refused sign-in is a matter of our settings: it may be mended.
    """
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return 0
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _ in error.recipients.values()]
        return min(codes) if codes and all(code in REFUSED for code in codes) else 0
    code = error.smtp_code if isinstance(error, smtplib.SMTPResponseException) else 0
    return code if code in REFUSED else 0


def is_working_day(day: dt.date, *, japanese: bool) -> bool:
    """Tell whether an office works: not on weekends, in Japan not on holidays and from 29 December to 3 January.

    行政機関の休日に関する法律 第1条.
    """
    if day.weekday() >= SATURDAY:
        return False
    if not japanese:
        return True
    new_year = (day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3)
    return not new_year and not jpholiday.is_holiday(day)


def is_first_of_week(day: dt.date, *, japanese: bool) -> bool:
    """Tell whether a day is the first working day of its week (Monday to Sunday)."""
    before = (day - dt.timedelta(days=n) for n in range(1, day.weekday() + 1))
    return is_working_day(day, japanese=japanese) and not any(
        is_working_day(each, japanese=japanese) for each in before
    )
