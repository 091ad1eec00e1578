from __future__ import annotations

from django.utils import timezone

from renkei.core.jobs.queue import WORKER, periodic
from renkei.core.notices.hours import is_morning_of_work
from renkei.inquiries.services.keeping import close_quiet, remind


@periodic("47 18 * * *", "inquiries.keeping")
def look_after_inquiries(timestamp: int) -> None:  # noqa: ARG001
    """Close what has gone quiet, every night. What is past its time, drafts too, goes with `privacy.retain`."""
    close_quiet(actor=WORKER, at=timezone.now())


@periodic("*/10 * * * *", "inquiries.reminders")
def reminders(timestamp: int) -> None:  # noqa: ARG001
    """Tell of answers due and late, on the mornings of working days; what went out once does not go out again."""
    now = timezone.now()
    if is_morning_of_work(now):
        remind(actor=WORKER, at=now)
