from __future__ import annotations

from django.utils import timezone

from renkei.core.jobs.queue import periodic
from renkei.core.notices.services import blank_old


@periodic("23 18 * * *", "notices.blank")
def blank(timestamp: int) -> None:  # noqa: ARG001
    """Blank what old mails said."""
    blank_old(timezone.now())
