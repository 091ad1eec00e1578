"""Mails are rows first: a day without a server loses nothing, and each goes out once."""

import datetime as dt
import socket

import pytest
import time_machine
from django.core import mail
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from renkei.core.accounts.actors import COMMAND_LINE, Actor, Role
from renkei.core.accounts.models import User
from renkei.core.accounts.services import create_user, deactivate
from renkei.core.history.journal import journal
from renkei.core.notices import letters
from renkei.core.notices.letters import Letter, one_line
from renkei.core.notices.models import Notice
from renkei.core.notices.rules import GIVEN_UP_AFTER, pause_after
from renkei.core.notices.sending import send
from renkei.core.notices.services import notices_of, send_again, write_mail
from renkei.kernel.errors import RuleBroken
from renkei.privacy.services.retention import erase_what_is_due
from tests.core.notices.server import MailServer
from tests.working import do_jobs, waiting

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 2, 9, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def mihon_letter():
    @letters.letter("mihon", "見本")
    def write(notice, at):
        if notice.about == "nothing":
            return None
        subject = notice.about or "見本のお知らせ"
        return Letter(subject, f"こんにちは {notice.language or 'both'} secret-word", ("secret-word",))

    yield
    del letters._kinds["mihon"]


@pytest.fixture
def smtp(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL = "127.0.0.1", False, False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""

    def at(port):
        settings.EMAIL_PORT = port

    return at


def written(address="mihon@example.jp", **options):
    return write_mail(actor=COMMAND_LINE, letter="mihon", address=address, at=NOW, **options)


def travel(hours=0.0):
    return time_machine.travel(NOW + dt.timedelta(hours=hours), tick=False)


def test_a_rolled_back_act_sends_nothing():
    def broken_off():
        with transaction.atomic():
            written()
            assert waiting()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        broken_off()
    assert waiting() == []
    assert not Notice.objects.exists()


def test_a_job_holds_an_identifier_and_nothing_else():
    notice = written()
    assert waiting() == [("notices.send", {"notice": str(notice.pk)})]


def test_a_mail_goes_out_once_however_often_its_job_runs():
    notice = written()
    with travel():
        do_jobs()
        # the same job again, as after a kill between sending and telling so

        send.func(notice=str(notice.pk))
    assert len(mail.outbox) == 1
    assert mail.outbox[0].extra_headers["Message-ID"].startswith(f"<{notice.pk}@")


def test_a_day_without_a_server_loses_nothing_and_sends_each_mail_once(smtp):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    smtp(port)  # nobody listens
    notices = [written(f"m{number}@example.jp") for number in range(3)]
    for minutes in range(0, 24 * 60 + 1, 15):
        with travel(minutes / 60):
            do_jobs()
    assert set(Notice.objects.values_list("state", flat=True)) == {"queued"}
    assert all(notice.attempts > 24 for notice in Notice.objects.all())
    assert len(waiting()) == len(notices)
    with MailServer(port) as server, travel(26):
        do_jobs()
        do_jobs()
        assert sorted(sent["To"] for sent in server.taken) == [f"m{number}@example.jp" for number in range(3)]
        assert {sent["Message-ID"].split("@")[0] for sent in server.taken} == {f"<{n.pk}" for n in notices}
    assert set(Notice.objects.values_list("state", flat=True)) == {"sent"}
    assert waiting() == []


def test_after_four_days_without_an_answer_it_is_given_up_and_said(smtp):
    smtp(1)
    notice = written()
    with time_machine.travel(NOW + GIVEN_UP_AFTER, tick=False):
        do_jobs()
    notice.refresh_from_db()
    assert (notice.state, notice.problem) == ("failed", "no answer (ConnectionRefusedError)")
    assert waiting() == []


@pytest.mark.parametrize("verb", ["RCPT", "DATA", "MAIL"])
def test_a_refusal_for_good_is_not_tried_again(smtp, verb):
    with MailServer() as server, travel():
        smtp(server.port)
        server.answers[verb] = "550 no such person mihon@example.jp"
        notice = written()
        do_jobs()
    notice.refresh_from_db()
    assert (notice.state, notice.problem, notice.attempts) == ("failed", "refused 550", 1)
    assert "mihon" not in notice.problem
    assert waiting() == []


def test_a_refusal_for_now_is_tried_again(smtp):
    with MailServer() as server:
        smtp(server.port)
        server.answers["RCPT"] = "451 later"
        notice = written()
        with travel():
            do_jobs()
        notice.refresh_from_db()
        assert (notice.state, notice.next_at) == ("queued", NOW + dt.timedelta(minutes=1))
        server.answers.clear()
        with travel(0.5):
            do_jobs()
        assert len(server.taken) == 1


def test_what_failed_can_be_sent_again_by_its_sender_only(smtp, reader):
    with MailServer() as server, travel():
        smtp(server.port)
        server.answers["RCPT"] = "550 no"
        notice = written()
        do_jobs()
        server.answers.clear()
        notice.refresh_from_db()
        with pytest.raises(RuleBroken, match=r"permission\.refused"):
            send_again(actor=reader, notice=notice, at=NOW)
        send_again(actor=COMMAND_LINE, notice=notice, at=NOW)
        do_jobs()
        assert len(server.taken) == 1
    notice.refresh_from_db()
    assert notice.state == "sent"
    with pytest.raises(RuleBroken, match=r"workflow\.no_such_step"):
        send_again(actor=COMMAND_LINE, notice=notice, at=NOW)


@given(st.text(max_size=60))
def test_a_subject_is_one_line_without_a_second_header(text):
    line = one_line(f"a{text}\r\nBcc: other@example.jp")
    assert len(line.splitlines()) == 1
    assert line.isprintable()


def test_headers_cannot_be_smuggled_in(smtp):
    with MailServer() as server, travel():
        smtp(server.port)
        written(about=("mihon", "hello\r\nBcc: other@example.jp"))
        do_jobs()
        [sent] = server.taken
    assert sent["Bcc"] is None
    assert sent["Subject"] == "hello Bcc: other@example.jp"
    for address in ("a@example.jp\nBcc: b@example.jp", "", "nobody", "a b@example.jp"):
        with pytest.raises(RuleBroken, match=r"notice\.address"):
            written(address)


def test_nothing_to_say_or_nobody_to_say_it_to_is_no_mail():
    user = create_user(actor=COMMAND_LINE, name="hanako", email="hanako@example.jp")
    said_nothing = written(about=("mihon", "nothing"))
    left = write_mail(actor=COMMAND_LINE, letter="mihon", user=user, at=NOW)
    with journal(actor=COMMAND_LINE, action="leave"):
        deactivate(user=user)
    do_jobs()
    assert mail.outbox == []
    for notice, problem in ((said_nothing, ""), (left, "no_recipient")):
        notice.refresh_from_db()
        assert (notice.state, notice.problem) == ("dropped", problem)


def test_a_user_is_written_to_in_their_language_at_their_present_address():
    user = create_user(actor=COMMAND_LINE, name="hanako", email="old@example.jp")
    user.language = "en"
    with journal(actor=COMMAND_LINE, action="choose"):
        user.save()
    write_mail(actor=COMMAND_LINE, letter="mihon", user=user, at=NOW)
    user.email = "new@example.jp"
    with journal(actor=COMMAND_LINE, action="move"):
        user.save()
    do_jobs()
    assert (mail.outbox[0].to, mail.outbox[0].body) == (["new@example.jp"], "こんにちは en secret-word")


def test_what_is_kept_holds_no_secret_and_is_blanked_after_ninety_days():
    notice = written()
    with travel():
        do_jobs()
    notice.refresh_from_db()
    assert notice.text == "こんにちは both …"
    assert "secret-word" in mail.outbox[0].body
    assert erase_what_is_due(actor=COMMAND_LINE, at=NOW + dt.timedelta(days=89)).erasures == []
    (made,) = erase_what_is_due(actor=COMMAND_LINE, at=NOW + dt.timedelta(days=91)).erasures
    assert made.counts["rows"] == {"core.notice": 1}
    assert erase_what_is_due(actor=COMMAND_LINE, at=NOW + dt.timedelta(days=92)).erasures == []
    notice.refresh_from_db()
    assert (notice.subject, notice.text, notice.address, notice.state) == ("", "", "", "sent")
    kept = {field.name for field in Notice.pgh_event_model._meta.get_fields()}
    assert not kept & {"subject", "text", "address"}


def test_what_may_be_written_once_is_written_once():
    assert written(once="x/1")
    assert written(once="x/1") is None
    assert Notice.objects.count() == len(waiting()) == 1


def test_own_mails_for_everybody_and_all_for_the_administrator(administrator):
    names = ("one", "two")
    one, two = (create_user(actor=COMMAND_LINE, name=name, email=f"{name}@example.jp") for name in names)
    by_one = Actor("one", frozenset({Role.READER}), one.pk)
    to_two = write_mail(actor=by_one, letter="mihon", user=two, at=NOW)
    other = written()
    assert set(notices_of(by_one)) == {to_two}
    assert set(notices_of(Actor("two", frozenset({Role.READER}), two.pk))) == {to_two}
    assert set(notices_of(administrator)) == {to_two, other}
    assert not notices_of(Actor("nobody")).exists()
    assert User.objects.count() == 2


@given(st.integers(1, 500))
def test_pauses_grow_and_last_longer_than_a_day_together(attempts):
    assert pause_after(attempts) <= pause_after(attempts + 1) <= dt.timedelta(hours=1)
    assert sum((pause_after(n) for n in range(1, 120)), dt.timedelta()) > GIVEN_UP_AFTER
