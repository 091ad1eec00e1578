"""Long jobs: one at a time, told step by step, ended early by who asked, taken up again after a kill."""

import datetime as dt
import io
from dataclasses import replace

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from renkei.core.accounts.actors import COMMAND_LINE, Actor, Role
from renkei.core.accounts.services import create_user
from renkei.core.files.attaching import attach_file
from renkei.core.files.checking import TASK, start_check
from renkei.core.files.models import Document
from renkei.core.files.services import stored_path
from renkei.core.history.journal import journal
from renkei.core.jobs import long
from renkei.core.jobs.long import carry_out, end_early, long_jobs_of, long_task, start
from renkei.core.jobs.models import LongJob
from renkei.core.jobs.queue import WORKER
from renkei.core.jobs.tasks import put_stalled_back
from renkei.core.jobs.workflow import LONG_JOB
from renkei.core.records.kinds import kind_of
from renkei.core.records.services import add_record
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.kernel.workflow import next_states
from tests.working import do_jobs, waiting

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2022, 8, 1, 9, tzinfo=dt.UTC)
SAID = Localised.both("済みました。", "Done.")


@pytest.fixture
def task():
    """A long job that a test gives its steps; what it did."""
    did = []

    def with_steps(*steps):
        @long_task("mihon.long", "見本")
        def do(work):
            for number, step in enumerate(steps, start=1):
                work.tell(number - 1, len(steps))
                step()
                did.append(number)
            work.tell(len(steps), len(steps))
            return SAID

        return did

    yield with_steps
    long._tasks.pop("mihon.long", None)


def asked(actor=COMMAND_LINE, **options):
    return start(actor=actor, task="mihon.long", at=NOW, **options)


def test_it_tells_how_far_it_is_and_what_it_found(task):
    seen = []
    job = None

    def look():
        now = LongJob.objects.get(pk=job.pk)
        seen.append((now.state, now.done, now.total))

    task(look, look, look)
    job = asked()
    assert waiting() == [("jobs.long", {"job": str(job.pk)})]
    assert do_jobs() == ["jobs.long"]
    assert seen == [("running", 0, 3), ("running", 1, 3), ("running", 2, 3)]
    job.refresh_from_db()
    assert (job.state, job.done, job.said) == ("done", 3, SAID)
    acts = LongJob.pgh_event_model.objects.filter(pgh_obj_id=job.pk).count()
    assert acts == 3  # asked, begun, ended: no step writes history


def test_one_at_a_time_of_what_is_about_the_same(task):
    task(lambda: None)
    first = asked()
    assert asked() == first
    assert asked(about="other") != first
    do_jobs()
    assert asked() != first
    assert LongJob.objects.count() == 3


def test_who_asked_ends_it_between_two_steps(task):
    user = create_user(actor=COMMAND_LINE, name="hanako", email="hanako@example.jp")
    mine, other = Actor("hanako", frozenset({Role.READER}), user.pk), Actor("taro", frozenset({Role.READER}))
    job = None
    did = task(lambda: None, lambda: end_early(actor=mine, job=job, at=NOW), lambda: None)
    job = asked(mine)
    assert list(long_jobs_of(mine)) == [job]
    assert not long_jobs_of(other).exists()
    with pytest.raises(RuleBroken) as refused:
        end_early(actor=other, job=job, at=NOW)
    assert refused.value.code == "permission.refused"
    do_jobs()
    job.refresh_from_db()
    assert (did, job.state, job.done, job.total) == ([1, 2], "ended", 2, 3)
    with pytest.raises(RuleBroken) as over:
        end_early(actor=mine, job=job, at=NOW)
    assert over.value.code == "long_job.over"


def test_one_that_waits_ends_at_once_and_is_never_begun(task):
    did = task(lambda: None)
    job = asked()
    end_early(actor=COMMAND_LINE, job=job, at=NOW)
    assert do_jobs() == ["jobs.long"]
    job.refresh_from_db()
    assert (did, job.state) == ([], "ended")


def test_after_a_kill_it_is_done_from_the_start(task):
    did = task(lambda: None)
    job = asked()
    with journal(actor=WORKER, action="begin long job"):
        LongJob.objects.filter(pk=job.pk).update(state="running", done=1)  # as a kill leaves it
    carry_out(job.pk, timezone.now)
    job.refresh_from_db()
    assert (did, job.state, job.done) == ([1], "done", 1)
    carry_out(job.pk, timezone.now)
    assert did == [1]


def test_a_broken_rule_is_said_and_a_mistake_is_a_failed_job_that_may_be_tried_again(task):
    def refuse():
        raise RuleBroken("mihon.no", Localised.both("できません。", "No."))

    task(refuse)
    job = asked()
    do_jobs()
    job.refresh_from_db()
    assert (job.state, job.problem, job.said.text("ja")) == ("failed", "mihon.no", "できません。")
    task(lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        carry_out(job.pk, timezone.now)
    job.refresh_from_db()
    assert (job.state, job.problem) == ("failed", "ZeroDivisionError")
    task(lambda: None)
    carry_out(job.pk, timezone.now)
    job.refresh_from_db()
    assert (job.state, job.problem) == ("done", "")


def test_the_check_of_files_names_what_is_gone_and_what_changed(settings, tmp_path, administrator, reader):
    slugs = ("whole", "gone", "changed")
    for number, slug in enumerate(slugs):
        title = Localised.both(slug, slug)
        add_record(
            actor=COMMAND_LINE,
            kind=kind_of("document"),
            values={"slug": slug, "title": title},
            reason="見本",
        )
        content = io.BytesIO(b"%PDF-1.7\n" + bytes([number]))
        attach_file(
            actor=COMMAND_LINE, slug=slug, revision=1, stream=content, name=f"{slug}.pdf", reason="見本"
        )
    gone, changed = (stored_path(Document.objects.get(pk=slug).sha256) for slug in ("gone", "changed"))
    default_storage.delete(gone)
    default_storage.delete(changed)
    default_storage.save(changed, io.BytesIO(b"%PDF-1.7\nX"))
    with pytest.raises(RuleBroken):
        start_check(actor=reader, at=NOW)
    job = start_check(actor=replace(administrator, user_id=None), at=NOW)
    do_jobs()
    job.refresh_from_db()
    assert (job.task, job.state, job.done) == (TASK, "done", 3)
    assert "(1): gone." in job.said.text("en")
    assert "(1): changed." in job.said.text("en")
    assert "whole" not in job.said.text("ja")


@given(st.sampled_from(["waiting", "running", "done", "ended", "failed"]))
def test_what_is_over_stays_over_unless_it_failed(state):
    assert bool(next_states(LONG_JOB, state)) == (state in {"waiting", "running", "failed"})


def stalled(attempts):
    """A job whose worker has died: nobody tells of it any more."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH dead AS (INSERT INTO procrastinate_workers (last_heartbeat) "
            "VALUES (now() - interval '1 hour') RETURNING id) "
            "UPDATE procrastinate_jobs SET status = 'doing', attempts = %s, worker_id = (SELECT id FROM dead)",
            [attempts],
        )


@pytest.mark.parametrize(
    ("attempts", "state", "problem"), [(1, "running", ""), (2, "failed", "long_job.killed")]
)
def test_a_job_that_kills_its_workers_is_given_up_at_the_third(task, attempts, state, problem):
    task()
    job = asked()
    with journal(actor=WORKER, action="begin"):
        LongJob.objects.update(state="running")
    stalled(attempts)
    assert put_stalled_back() == (1 if state == "running" else 0)
    job.refresh_from_db()
    assert (job.state, job.problem) == (state, problem)
    assert bool(waiting()) is (state == "running")
