"""Long jobs: somebody asks for one, its page tells how far it is, and it may be ended early.

A long job works in steps, each a transaction of its own, so that its page sees them and a kill loses one step at
most. After a kill it is called once more from the start: a step that was done must bear being done again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils import timezone
from procrastinate.contrib.django import app

from renkei.core.accounts.permissions import Verb, may_everywhere
from renkei.core.history.journal import journal
from renkei.core.jobs.enums import UNFINISHED, LongJobState
from renkei.core.jobs.models import LongJob
from renkei.core.jobs.queue import WORKER
from renkei.core.jobs.workflow import LONG_JOB
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.kernel.workflow import state_after

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from django.db.models import QuerySet

    from renkei.core.accounts.actors import Actor

_REFUSED = Localised.both("この操作をする権限がありません。", "You may not do this.")
_KILLED = Localised.both(
    "自動処理の係（worker）が、この仕事の途中で何度も止まりました。管理者に伝えてください。",
    "Workers died over this job again and again. Please tell the administrator.",
)
_OVER = Localised.both("この仕事はもう終わっています。", "This job is over already.")


class EndedEarly(Exception):  # noqa: N818 - no mistake: somebody wants it so
    """Somebody wants the job to end."""


@dataclass(frozen=True)
class Work:
    """What a long job is told of itself."""

    job: UUID
    about: str
    asked_by: int | None

    def tell(self, done: int, total: int, said: Localised | None = None) -> None:
        """Tell how far the work is, between two steps. Raises EndedEarly where it shall end."""
        row = LongJob.objects.filter(pk=self.job)
        values: dict[str, Any] = {"done": done, "total": total} | ({} if said is None else {"said": said})
        with journal(actor=WORKER, action="tell progress", for_readers=False):
            row.update(**values)
        if row.filter(shall_end=True).exists():
            raise EndedEarly


@dataclass(frozen=True)
class LongTask:
    code: str
    name: Any
    do: Callable[[Work], Localised]


_tasks: dict[str, LongTask] = {}


def long_task(code: str, name: Any) -> Callable[[Callable[[Work], Localised]], Callable[[Work], Localised]]:
    """Register a long job: it tells how far it is, and returns what it found in the end."""

    def register(do: Callable[[Work], Localised]) -> Callable[[Work], Localised]:
        _tasks[code] = LongTask(code, name, do)
        return do

    return register


def name_of(job: LongJob) -> Any:
    found = _tasks.get(job.task)
    return found.name if found else job.task


def start(*, actor: Actor, task: str, at: dt.datetime, about: str = "") -> LongJob:
    """Ask for a long job; one that is not over is returned instead of a second. The caller asks for the right.

    Effects: a row and a job, when the act around it is committed.
    """
    with journal(actor=actor, action="start long job", for_readers=False):
        known = {"task": task, "about": about, "state__in": UNFINISHED}
        job, new = LongJob.objects.get_or_create(
            **known,
            defaults={"state": LongJobState.WAITING, "asked_by_id": actor.user_id, "asked_at": at},
        )
        if new:
            run.configure(lock=str(job.pk)).defer(job=str(job.pk))
    return job


def long_jobs_of(actor: Actor) -> QuerySet[LongJob]:
    """Return the long jobs an actor may know of: those they asked for; all for who looks after users."""
    if may_everywhere(actor, Verb.CHANGE, "user"):
        return LongJob.objects.all()
    if actor.user_id is None:
        return LongJob.objects.none()
    return LongJob.objects.filter(asked_by=actor.user_id)


def end_early(*, actor: Actor, job: LongJob, at: dt.datetime) -> None:
    """End a job that waits; let one that runs end after its present step.

    Raises RuleBroken("permission.refused"), ("long_job.over").
    """
    with journal(actor=actor, action="end long job early", for_readers=False):
        found = long_jobs_of(actor).select_for_update(of=("self",)).filter(pk=job.pk).first()
        if found is None:
            raise RuleBroken("permission.refused", _REFUSED)
        if not found.is_unfinished:
            raise RuleBroken("long_job.over", _OVER)
        if found.state == LongJobState.WAITING:
            _end(found, "end_early", at)
        else:
            found.shall_end = True
            found.save(update_fields=["shall_end"])


@app.task(name="jobs.long")
def run(job: str) -> None:
    """Do a long job, or go on with one whose worker was killed."""
    carry_out(UUID(job), timezone.now)


def carry_out(pk: UUID, clock: Callable[[], dt.datetime]) -> None:
    """Do a long job and keep how it ended. What is no broken rule is raised, so that the queue tells it too."""
    job = _begun(pk)
    if job is None:
        return
    work = Work(job.pk, job.about, job.asked_by_id)
    try:
        found = _tasks[job.task].do(work)
    except EndedEarly:
        _ended(pk, "end_early", clock())
    except RuleBroken as broken:
        _ended(pk, "fail", clock(), said=broken.message, problem=broken.code)
    except Exception as error:
        _ended(pk, "fail", clock(), problem=type(error).__name__)
        raise
    else:
        _ended(pk, "finish", clock(), said=found)


def give_up(pk: UUID, at: dt.datetime) -> None:
    """Keep of a job that its workers died over it again and again."""
    if LongJob.objects.filter(pk=pk, state=LongJobState.RUNNING).exists():
        _ended(pk, "fail", at, said=_KILLED, problem="long_job.killed")


def _begun(pk: UUID) -> LongJob | None:
    with journal(actor=WORKER, action="begin long job", for_readers=False):
        job = LongJob.objects.select_for_update(of=("self",)).filter(pk=pk).first()
        if job is None or job.state in {LongJobState.DONE, LongJobState.ENDED}:
            return None
        if job.state != LongJobState.RUNNING:  # running: its worker was killed
            job.state = state_after(LONG_JOB, job.state, "begin")
        job.done, job.problem, job.ended_at = 0, "", None
        job.save()
    return job


def _ended(pk: UUID, verb: str, at: dt.datetime, said: Localised | None = None, problem: str = "") -> None:
    with journal(actor=WORKER, action="end long job", for_readers=False):
        job = LongJob.objects.select_for_update(of=("self",)).get(pk=pk)
        job.said, job.problem = said or job.said, problem[:100]
        if verb == "finish":
            job.done = job.total
        _end(job, verb, at)


def _end(job: LongJob, verb: str, at: dt.datetime) -> None:
    job.state, job.ended_at = state_after(LONG_JOB, job.state, verb), at
    job.save()
