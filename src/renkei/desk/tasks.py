from __future__ import annotations

from django.utils import timezone

from renkei.core.jobs.queue import periodic
from renkei.desk.digest import write_digests


@periodic("*/10 * * * *", "desk.digests")
def digests(timestamp: int) -> None:  # noqa: ARG001
    """Write the digests that are due. Every ten minutes, so that a worker that slept at seven loses no day."""
    write_digests(at=timezone.now())
