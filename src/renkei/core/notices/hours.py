"""When an office works: the cluster's own days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from renkei.core.notices.rules import MORNING, is_working_day
from renkei.core.records.selectors import present_cluster

if TYPE_CHECKING:
    import datetime as dt


def day_of(at: dt.datetime) -> dt.date:
    """Return the day of a moment where the office is."""
    return timezone.localtime(at).date()


def works_in_japan() -> bool:
    """Tell whether Japan's holidays count: the first language of the cluster is Japanese."""
    return present_cluster().languages.startswith("ja")


def is_morning_of_work(at: dt.datetime) -> bool:
    """Tell whether it is seven or later on a working day, in the site's time zone."""
    local = timezone.localtime(at)
    return local.time() >= MORNING and is_working_day(local.date(), japanese=works_in_japan())
