"""The digest says what waits, to those it waits for, when they want it, and only what they may see."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from renkei.core.accounts.actors import COMMAND_LINE, Role
from renkei.core.accounts.services import change_settings
from renkei.core.history.journal import journal
from renkei.core.inbox import waiting
from renkei.core.inbox.registry import waiting_for
from renkei.core.notices.models import MailChoice, Notice
from renkei.core.notices.rules import is_first_of_week, is_working_day
from renkei.core.notices.services import choose_rhythm
from renkei.core.records.cluster import Cluster
from renkei.core.records.kinds import kind_of
from renkei.core.records.services import withdraw_record
from renkei.desk.digest import stop_address, write_digests
from renkei.directory.selectors import actor_of
from renkei.directory.services import add_user, end_role
from tests.desk.conftest import record
from tests.working import do_jobs

pytestmark = pytest.mark.django_db
TOKYO = ZoneInfo("Asia/Tokyo")
PASSWORD = "mihon no nagai aikotoba"
MONDAY = dt.date(2022, 8, 1)


def at(day=MONDAY, hour=7, minute=10):
    return dt.datetime(day.year, day.month, day.day, hour, minute, tzinfo=TOKYO)


def person(name, role=Role.SECRETARIAT, rhythm="", language="ja"):
    user = add_user(actor=COMMAND_LINE, name=name, role=role, email=f"{name}@example.jp")
    if language != user.language:
        change_settings(actor=COMMAND_LINE, user=user, language=language, shortcuts=True)
    if rhythm:
        choose_rhythm(actor=COMMAND_LINE, user=user, rhythm=rhythm)
    return user


def mails(moment):
    """Write and send what is due at a moment; return (to, mail) of what went out."""
    del mail.outbox[:]
    with time_machine.travel(moment, tick=False):
        write_digests(at=moment)
        do_jobs()
    return {sent.to[0].partition("@")[0]: sent for sent in mail.outbox}


@pytest.mark.parametrize(
    ("language", "words"),
    [("ja", ("遅れているもの", "2日超過", "見本協定")), ("en", ("Late", "2 days late", "Mihon"))],
)
def test_a_digest_names_what_is_late_with_owner_and_link_in_the_users_language(mihon, language, words):
    person("hanako", language=language)
    sent = mails(at())["hanako"]
    for word in words:
        assert word in sent.body
    assert "http://127.0.0.1:8000/desk/agreements/duty/mihon-evaluation/" in sent.body
    assert ("見本市" if language == "ja" else "Mihon City") in sent.body
    assert "2" in sent.subject


def test_each_working_day_once_from_seven_on(mihon):
    person("hanako")
    assert mails(at(hour=6, minute=59)) == {}
    assert set(mails(at())) == {"hanako"}
    assert mails(at(hour=7, minute=20)) == mails(at(hour=18)) == {}
    assert set(mails(at(dt.date(2022, 8, 2), hour=15))) == {"hanako"}  # the worker slept at seven
    assert mails(at(dt.date(2022, 8, 6))) == {}  # Saturday
    assert mails(at(dt.date(2022, 8, 11))) == {}  # 山の日


def test_the_rhythm_is_the_users_own(mihon):
    for rhythm in ("daily", "weekly", "none", "at_once"):
        person(rhythm.replace("_", "-"), rhythm=rhythm)
    assert set(mails(at(hour=3))) == {"at-once"}
    assert set(mails(at())) == {"daily", "weekly"}
    assert set(mails(at(dt.date(2022, 8, 2)))) == {"daily"}
    record("meeting", "mihon-new", body_id="mihon-council", held_on=dt.date(2022, 8, 9), state="planned")
    assert set(mails(at(dt.date(2022, 8, 3), hour=15))) == {"at-once", "daily"}
    assert mails(at(dt.date(2022, 8, 3), hour=16)) == {}


def test_nothing_to_say_is_no_mail(db):
    person("hanako")
    assert mails(at()) == {}
    assert not Notice.objects.exists()


def test_a_digest_holds_only_what_waits_for_its_reader(mihon):
    person("secretary")
    person("reader", role=Role.READER)
    person("keeper", role=Role.FINANCE)
    assert set(mails(at())) == {"secretary"}  # what nobody may change waits for nobody


def test_what_is_said_is_what_is_true_when_it_is_sent(mihon):
    user = person("hanako")
    with time_machine.travel(at(), tick=False):
        write_digests(at=at())
        withdraw_record(
            actor=COMMAND_LINE, kind=kind_of("duty"), slug="mihon-evaluation", revision=1, reason="誤り"
        )
        do_jobs()
        assert "中間評価" not in mail.outbox[0].body
        del mail.outbox[:]
        tomorrow = at(dt.date(2022, 8, 2))
        write_digests(at=tomorrow)
    with time_machine.travel(tomorrow, tick=False):
        [role] = user.role_assignments.all()
        add_user(actor=COMMAND_LINE, name="other", role=Role.ADMINISTRATOR, password=PASSWORD)
        end_role(actor=COMMAND_LINE, assignment=role, last_day=MONDAY)
        do_jobs()
    assert mail.outbox == []
    assert set(Notice.objects.filter(state="dropped").values_list("letter", flat=True)) == {"digest"}


def test_a_role_that_sees_less_is_told_less(mihon, monkeypatch):
    """One scope for lists and mails: what the scope of records hides, the inbox hides."""
    everything = {item.key for item in waiting_for(actor_of(person("hanako"), MONDAY), MONDAY)}
    for scope in ("visible_to", "within_reach"):
        monkeypatch.setattr(waiting, scope, lambda records, *_: records.exclude(pk="mihon-evaluation"))
    less = {item.key for item in waiting_for(actor_of(person("taro"), MONDAY), MONDAY)}
    assert everything - less == {"duty/mihon-evaluation/2022-07-30"}


def test_mails_are_stopped_without_signing_in_and_not_by_looking(mihon):
    user = person("hanako")
    sent = mails(at())["hanako"]
    stop = stop_address(user)
    assert sent.extra_headers["List-Unsubscribe"] == f"<{stop}>"
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert stop in sent.body
    assert stop not in Notice.objects.get().text
    path = stop.removeprefix("http://127.0.0.1:8000")
    strict = Client(enforce_csrf_checks=True)
    assert strict.get(path).status_code == 200
    assert not MailChoice.objects.exists()
    assert strict.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert MailChoice.objects.get().rhythm == "none"
    assert mails(at(dt.date(2022, 8, 2))) == {}
    assert strict.get(path[:-2] + "x/").status_code == 404
    assert strict.post("/mails/stop/1:forged/").status_code == 404


def test_who_goes_by_no_japanese_calendar_works_on_japanese_holidays(mihon):
    person("hanako")
    holiday = dt.date(2022, 8, 11)
    assert mails(at(holiday)) == {}
    with journal(actor=COMMAND_LINE, action="another country"):
        Cluster.objects.update(languages="en")
    assert set(mails(at(holiday))) == {"hanako"}


@given(st.dates(dt.date(2019, 1, 1), dt.date(2030, 12, 31)), st.booleans())
def test_a_week_has_at_most_one_first_working_day(day, japanese):
    week = [day - dt.timedelta(days=day.weekday()) + dt.timedelta(days=n) for n in range(7)]
    firsts = [each for each in week if is_first_of_week(each, japanese=japanese)]
    working = [each for each in week if is_working_day(each, japanese=japanese)]
    assert firsts == working[:1]
