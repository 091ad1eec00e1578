"""Work that waits for a worker. A job is a row, written in the transaction of the act that asks for it.

So a rolled-back act leaves no job, and a committed one cannot lose it. Arguments are identifiers, never words:
they stand in the database and in logs. A job may run twice (after a kill): every task allows for that.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Max
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker

from renkei.core.accounts.actors import Actor
from renkei.core.accounts.permissions import Verb, may_everywhere
from renkei.core.history.journal import journal
from renkei.core.jobs.models import Decision
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from collections.abc import Callable

WORKER = Actor("worker")
ALIVE = dt.timedelta(seconds=60)  # a worker tells that it lives every ten seconds
KEPT_HOURS = 30 * 24

_REFUSED = Localised.both("この操作をする権限がありません。", "You may not do this.")
_GONE = Localised.both(
    "この仕事は失敗していません。一覧を読み直してください。",
    "This job has not failed. Please read the list again.",
)


@dataclass(frozen=True)
class Tidings:
    """How the queue stands: jobs that wait now, that wait for their hour, that run, that failed; workers alive."""

    waiting: int
    later: int
    running: int
    failed: int
    workers: int
    last_seen: dt.datetime | None


def tidings(at: dt.datetime) -> Tidings:
    """Count jobs and workers in two queries."""
    counted = {"waiting": 0, "later": 0, "running": 0, "failed": 0}
    for status, scheduled in ProcrastinateJob.objects.filter(
        status__in=("todo", "doing", "failed")
    ).values_list("status", "scheduled_at"):
        if status == "todo":
            counted["later" if scheduled and scheduled > at else "waiting"] += 1
        else:
            counted["running" if status == "doing" else "failed"] += 1
    beats = list(ProcrastinateWorker.objects.values_list("last_heartbeat", flat=True))
    return Tidings(
        **counted,
        workers=sum(beat > at - ALIVE for beat in beats),
        last_seen=max(beats, default=None),
    )


def jobs(status: str) -> list[ProcrastinateJob]:
    """Return the latest hundred jobs of a status, each with the moment of its last event as `at`."""
    found = ProcrastinateJob.objects.filter(status=status).annotate(at=Max("procrastinateevent__at"))
    return list(found.order_by("-id")[:100])


def try_again(*, actor: Actor, job: int, at: dt.datetime) -> None:
    """Put a failed job back into the queue. Effects: the job, a decision with its author.

    Raises RuleBroken("permission.refused"), ("job.not_failed").
    """
    if not may_everywhere(actor, Verb.CHANGE, "user"):
        raise RuleBroken("permission.refused", _REFUSED)
    found = ProcrastinateJob.objects.filter(pk=job, status="failed").first()
    if found is None:
        raise RuleBroken("job.not_failed", _GONE)
    with journal(actor=actor, action="try job again", for_readers=False):
        Decision.objects.create(job=job, task=found.task_name, decided_at=at)
        app.job_manager.retry_job_by_id(job, retry_at=at)


def periodic(minutes: str, name: str) -> Callable[[Callable[[int], None]], object]:
    """Decorate a task that runs by the clock, written as cron; it gets the moment as a number of seconds."""

    def decorate(work: Callable[[int], None]) -> object:
        task = app.task(name=name, queueing_lock=name)(work)
        return app.periodic(cron=minutes, periodic_id=name)(task)

    return decorate
