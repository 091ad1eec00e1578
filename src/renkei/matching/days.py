"""The day of a moment where the office is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

if TYPE_CHECKING:
    import datetime as dt


def day_of(at: dt.datetime) -> dt.date:
    return timezone.localtime(at).date()
