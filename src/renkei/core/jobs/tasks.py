"""The queue's own upkeep."""

from __future__ import annotations

from uuid import UUID

from asgiref.sync import async_to_sync
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Status

from renkei.core.jobs.long import give_up, run
from renkei.core.jobs.queue import KEPT_HOURS, periodic

MOST_ATTEMPTS = 3
STALLED_SECONDS = 30  # three heartbeats were missed


@periodic("* * * * *", "jobs.rescue")
def rescue(timestamp: int) -> None:  # noqa: ARG001 - what stalled is a matter of now
    """Put the jobs of workers that were killed back into the queue."""
    put_stalled_back()


def put_stalled_back() -> int:
    """Return how many jobs of dead workers wait again. What runs by the clock is dropped: it comes by itself.

    A job whose worker died at every attempt is given up as failed, so that it takes no further worker with it.
    """
    manager = app.job_manager
    stalled = list(async_to_sync(manager.get_stalled_jobs)(seconds_since_heartbeat=STALLED_SECONDS))
    back = 0
    for job in stalled:
        if job.queueing_lock:
            async_to_sync(manager.finish_job)(job, status=Status.ABORTED, delete_job=True)
        elif job.attempts + 1 >= MOST_ATTEMPTS:
            async_to_sync(manager.finish_job)(job, status=Status.FAILED, delete_job=False)
            if job.task_name == run.name:
                arguments = ProcrastinateJob.objects.values_list("args", flat=True).get(pk=job.id)
                give_up(UUID(arguments["job"]), timezone.now())
        else:
            async_to_sync(manager.retry_job)(job, retry_at=timezone.now())
            back += 1
    return back


@periodic("17 18 * * *", "jobs.tidy")
def tidy(timestamp: int) -> None:  # noqa: ARG001
    """Forget jobs that ended well, or were given up, thirty days ago."""
    async_to_sync(app.job_manager.delete_old_jobs)(
        nb_hours=KEPT_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
    )
