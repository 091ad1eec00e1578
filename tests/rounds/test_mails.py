import datetime as dt
from zoneinfo import ZoneInfo

import time_machine
from django.core import mail

from renkei.core.accounts.actors import COMMAND_LINE, Actor, Role
from renkei.core.history.journal import journal
from renkei.core.notices.models import Notice
from renkei.directory.services import add_user
from renkei.rounds.answers import answer, by_link
from renkei.rounds.links import token_of
from renkei.rounds.mails import officer_of, remind, send_letter
from renkei.rounds.services import move_round
from tests.rounds.conftest import BEFORE_DUE, DUE, GOOD
from tests.working import do_jobs

NOON = dt.datetime(2024, 6, 30, 3, tzinfo=dt.UTC)


def test_a_letter_is_written_in_both_languages_and_its_day_is_kept(owner):
    with time_machine.travel(NOON, tick=False):
        assert send_letter(actor=COMMAND_LINE, owner=owner, at=NOON)
        assert do_jobs() == ["notices.send"]
    [sent] = mail.outbox
    assert sent.to == ["mihon-city@example.jp"]
    assert "御中" in sent.body
    assert "Please answer by 2024-06-30" in sent.body
    assert f"/ja/answers/{token_of(owner)}/" in sent.body
    assert token_of(owner) not in Notice.objects.get().text
    owner.refresh_from_db()
    assert owner.written_on == DUE


def test_a_round_that_was_closed_meanwhile_asks_nobody(owner):
    send_letter(actor=COMMAND_LINE, owner=owner, at=NOON)
    move_round(actor=COMMAND_LINE, asked=owner.round, verb="close")
    with time_machine.travel(NOON, tick=False):
        do_jobs()
    assert mail.outbox == []
    assert Notice.objects.get().state == "dropped"


def at(day, hour=9):
    return dt.datetime.combine(day, dt.time(hour), ZoneInfo("Asia/Tokyo"))


def letters():
    return sorted(Notice.objects.values_list("letter", flat=True))


def test_reminders_go_out_once_before_and_once_after_the_day(owner):
    days = [DUE + dt.timedelta(days=n) for n in range(-20, 13)]
    counted = [remind(at=at(day)) for day in days for _ in range(2)]
    assert letters() == ["round_after"] * 3 + ["round_before"] * 3
    assert counted.index(3) == days.index(DUE - dt.timedelta(days=7)) * 2
    assert sum(counted) == 6
    assert remind(at=at(owner.round.last_day + dt.timedelta(days=1))) == 0


def test_who_has_answered_and_who_has_no_address_is_not_reminded(owner):
    answers = dict.fromkeys(owner.questions.values_list("indicator", flat=True), GOOD)
    answers["events.visits"] = GOOD | {"value": "30人"}
    answer(actor=by_link(owner), owner=owner, answers=answers, at=BEFORE_DUE)
    with journal(actor=COMMAND_LINE, action="no address"):
        owner.round.owners.filter(organisation="mihon-works").update(contact="")
    assert remind(at=at(DUE)) == 1
    assert Notice.objects.get().address == "mihon-university@example.jp"


def test_a_late_round_is_reported_to_who_opened_it(owner):
    user = add_user(
        actor=COMMAND_LINE, name="officer", role="secretariat", email="officer@example.jp", password=None
    )
    asked = owner.round
    move_round(actor=COMMAND_LINE, asked=asked, verb="close")
    opener = Actor("officer", frozenset({Role.SECRETARIAT}), user.pk)
    move_round(actor=opener, asked=asked, verb="reopen", reason="見本")
    assert officer_of(asked) == user
    late = at(DUE + dt.timedelta(days=1))
    assert remind(at=late) == 4
    with time_machine.travel(late, tick=False):
        do_jobs()
    [report] = [sent for sent in mail.outbox if sent.to == ["officer@example.jp"]]
    assert owner.organisation.name.text("ja") in report.body
    assert remind(at=late + dt.timedelta(days=1)) == 0
