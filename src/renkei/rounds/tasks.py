from __future__ import annotations

from django.utils import timezone

from renkei.core.jobs.queue import periodic
from renkei.core.notices.hours import is_morning_of_work
from renkei.rounds.mails import remind


@periodic("*/10 * * * *", "rounds.remind")
def reminders(timestamp: int) -> None:  # noqa: ARG001
    """Write what is to be written today; what went out once does not go out again, however often this runs."""
    now = timezone.now()
    if is_morning_of_work(now):
        remind(at=now)
