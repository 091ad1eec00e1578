from __future__ import annotations

from django.utils import timezone

from renkei.core.jobs.queue import WORKER, periodic
from renkei.reports.verifying import note_damage


@periodic("20 4 * * *", "reports.verify")
def verification(timestamp: int) -> None:  # noqa: ARG001
    """Recompute the hashes of every published edition each night; what is damaged waits on Today."""
    note_damage(actor=WORKER, day=timezone.localdate())
