"""The pages of mails and of the queue: own mails, what failed, and trying again."""

import datetime as dt

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from renkei.core.accounts.actors import COMMAND_LINE, Actor, Role
from renkei.core.accounts.models import User
from renkei.core.history.journal import journal
from renkei.core.jobs.models import Decision
from renkei.core.jobs.queue import tidings, try_again
from renkei.core.notices import letters
from renkei.core.notices.letters import Letter
from renkei.core.notices.models import Notice
from renkei.core.notices.sending import send
from renkei.core.notices.services import notices_of, send_again, write_mail
from renkei.directory.selectors import actor_of
from renkei.kernel.errors import RuleBroken
from tests.cast import narrowed, signed_in_as
from tests.desk.conftest import signed_in
from tests.working import do_jobs, waiting

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def mihon_letter():
    letters.letter("mihon", "見本")(lambda *_: Letter("見本の件名", "見本の本文"))
    yield
    del letters._kinds["mihon"]


def by(name, address):
    user = User.objects.get(username=name)
    actor = Actor(name, frozenset({Role(name)}), user.pk)
    return write_mail(actor=actor, letter="mihon", address=address, at=timezone.now())


@pytest.mark.parametrize("language", ["ja", "en"])
def test_everybody_sees_their_own_and_the_administrator_all(db, language):
    desk, reader, office = (signed_in(r, language) for r in ("secretariat", "reader", "administrator"))
    mine, other = by("secretariat", "one@example.jp"), by("reader", "two@example.jp")
    do_jobs()
    assert "one@example.jp" in (page := desk.get("/desk/mails/").text)
    assert "two@example.jp" not in page
    assert desk.get(f"/desk/mails/{other.pk}/").status_code == 404
    assert desk.post(f"/desk/mails/{other.pk}/again/").status_code == 404
    assert "見本の本文" in desk.get(f"/desk/mails/{mine.pk}/").text
    assert "one@example.jp" not in reader.get("/desk/mails/").text
    everything = office.get("/desk/mails/").text
    assert "one@example.jp" in everything
    assert "two@example.jp" in everything


def test_what_failed_is_said_on_today_and_can_be_sent_again(db):
    desk = signed_in("secretariat")
    notice = by("secretariat", "one@example.jp")
    fail(notice, "refused 550")
    assert "送れなかったメールが" in desk.get("/desk/").text
    assert "送れなかったメールが" not in signed_in("administrator").get("/desk/").text
    assert [row[1].value for row in desk.get("/desk/mails/?state=failed").context["table"].rows] == [
        "one@example.jp"
    ]
    page = desk.get(f"/desk/mails/{notice.pk}/").text
    assert "550" in page
    assert "宛先を確かめてください" in page
    desk.post(f"/desk/mails/{notice.pk}/again/")
    do_jobs()
    assert [sent.to for sent in mail.outbox] == [["one@example.jp"]]
    assert "送れなかったメールが" not in desk.get("/desk/").text


def fail(notice, problem):
    with journal(actor=COMMAND_LINE, action="fail"):
        Notice.objects.filter(pk=notice.pk).update(state="failed", problem=problem, ended_at=timezone.now())


def test_many_mails_are_paged_and_cost_no_more_queries(db, django_assert_max_num_queries):
    desk = signed_in("secretariat")
    for number in range(60):
        by("secretariat", f"m{number}@example.jp")
    desk.get("/desk/mails/")
    with django_assert_max_num_queries(10):
        page = desk.get("/desk/mails/")
    assert len(page.context["table"].rows) == 50
    assert len(desk.get("/desk/mails/?page=2").context["table"].rows) == 10
    assert desk.get("/desk/mails/?page=99999999999").status_code == 200


def broken_job():
    by("secretariat", "one@example.jp")
    [(_, arguments)] = waiting()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing'")
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed' RETURNING id")
        return cursor.fetchone()[0], arguments


def test_a_failed_job_is_tried_again_with_the_author_in_the_history(db):
    desk = signed_in("secretariat")
    office = signed_in("administrator")
    job, _ = broken_job()
    assert desk.get("/desk/jobs/").status_code == 404
    page = office.get("/desk/jobs/")
    assert [found.pk for found, _ in page.context["failed"]] == [job]
    assert "動いていません" in page.text
    assert "one@example.jp" not in page.text
    office.post(f"/desk/jobs/{job}/again/")
    assert do_jobs() == ["notices.send"]
    event = Decision.pgh_event_model.objects.get()
    assert event.pgh_context.metadata["actor"] == "administrator"
    office.post(f"/desk/jobs/{job}/again/")
    assert Decision.objects.count() == 1
    with pytest.raises(RuleBroken, match=r"permission\.refused"):
        try_again(actor=Actor("reader", frozenset({Role.READER})), job=job, at=timezone.now())


def test_the_queue_is_counted_by_what_it_waits_for(db):
    signed_in("secretariat")
    by("secretariat", "one@example.jp")
    later = timezone.now() + dt.timedelta(hours=1)
    send.configure(schedule_at=later).defer(notice=str(Notice.objects.get().pk))
    found = tidings(timezone.now())
    assert (found.waiting, found.later, found.failed, found.workers) == (1, 1, 0, 0)
    assert ProcrastinateJob.objects.count() == 2


def test_an_administrator_of_one_organisation_reads_nobodys_mails(mihon):
    signed_in("secretariat")
    other = by("secretariat", "one@example.jp")
    fail(other, "refused 550")
    user = narrowed("administrator")
    actor, desk = actor_of(user, timezone.localdate()), signed_in_as(user)
    assert not notices_of(actor).exists()
    assert desk.get(f"/desk/mails/{other.pk}/").status_code == 404
    assert "one@example.jp" not in desk.get("/desk/mails/").text
    with pytest.raises(RuleBroken):
        send_again(actor=actor, notice=other, at=timezone.now())
    with pytest.raises(RuleBroken):
        try_again(actor=actor, job=1, at=timezone.now())
    assert desk.get("/desk/jobs/").status_code == 404
