"""Requests, disclosure, time of keeping, what happens after a restore."""

import datetime as dt
import json

import pytest

from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.history.journal import journal
from renkei.directory.models import Invitation, Organisation, Person
from renkei.kernel.errors import RuleBroken
from renkei.kernel.periods import Period
from renkei.privacy.models import Erasure, PrivacyCase, Reading
from renkei.privacy.services import cases, outside
from renkei.privacy.services.breaches import duties, held_by, move_breach, record_breach
from renkei.privacy.services.disclosure import disclose
from renkei.privacy.services.erasure import erase_person
from renkei.privacy.services.readings import broken_links
from renkei.privacy.services.replay import missing_erasures, replay_erasures
from renkei.privacy.services.retention import erase_what_is_due
from renkei.privacy.services.subjects import find_subject
from tests.desk.conftest import record
from tests.privacy.conftest import AT

pytestmark = pytest.mark.django_db
DAY = AT.date()
NOW = Period(dt.date(2024, 4, 1), None)


def opened(kind="disclosure"):
    return cases.open_case(
        actor=COMMAND_LINE,
        kind=kind,
        subject_kind="person",
        subject="fujieda-mizuki",
        controller=Organisation.objects.get(pk="mihon-city"),
        received_on=DAY,
    )


def test_a_request_takes_its_steps_and_no_other(somebody):
    case = opened()
    assert (case.number, case.due_on) == ("2026-001", DAY + dt.timedelta(days=30))
    assert opened().number == "2026-002"
    with pytest.raises(RuleBroken, match="操作"):
        cases.complete(actor=COMMAND_LINE, case=case, result="開示した", at=DAY)
    with pytest.raises(RuleBroken, match="方法"):
        cases.identify(actor=COMMAND_LINE, case=case, how="")
    case = cases.extend(actor=COMMAND_LINE, case=case, reason="量が多い")
    assert case.due_on == DAY + dt.timedelta(days=60)
    with pytest.raises(RuleBroken, match="一度"):
        cases.extend(actor=COMMAND_LINE, case=case, reason="また")
    case = cases.identify(actor=COMMAND_LINE, case=case, how="photo")
    with pytest.raises(RuleBroken, match="結果"):
        cases.complete(actor=COMMAND_LINE, case=case, result=" ", at=DAY)
    assert cases.complete(actor=COMMAND_LINE, case=case, result="開示した", at=DAY).closed_on == DAY


def test_a_request_about_nobody_is_refused(mihon, home):
    with pytest.raises(RuleBroken, match="記録はありません"):
        opened()
    assert not PrivacyCase.objects.exists()


def test_a_disclosure_has_everything_and_masks_others(somebody, home):
    other = {"family_name": "別府", "given_name": "かおる", "controller_id": "mihon-city", "purpose": "x"}
    record("person", "beppu", **other)
    with journal(actor=COMMAND_LINE, action="test"):
        Person.objects.filter(pk="fujieda-mizuki").update(purpose="別府かおるさんと会議")
    found = disclose(actor=COMMAND_LINE, subject=find_subject("person", "fujieda-mizuki"), at=AT)
    said = found.as_json()
    tables = {each["table"] for each in said["records"]}
    assert {
        "directory.person",
        "directory.postholding",
        "directory.userperson",
        "directory.invitation",
        "directory.roleassignment",
        "governance.seat",
        "core.user",
        "core.signinfactor",
        "core.signinidentity",
        "rounds.owner",
        "sessions.session",
    } <= tables
    assert {each["table"] for each in said["mentioned_in"]} >= {"governance_meeting"}
    text = json.dumps(said, ensure_ascii=False, default=str)
    assert "藤枝" in text
    assert "別府" not in text
    assert "（ほかの人）" in text
    assert "password" not in text
    assert said["read_by"]
    assert Reading.objects.order_by("-id").first().way == "disclosure"


def test_nobody_without_the_right_discloses(somebody, home, reader, stranger):
    before = Reading.objects.count()
    for actor in (reader, stranger):
        with pytest.raises(RuleBroken) as broken:
            disclose(actor=actor, subject=find_subject("person", "fujieda-mizuki"), at=AT)
        assert broken.value.code == "permission.refused"
    assert Reading.objects.count() == before


def test_what_is_due_goes_once_and_what_must_stay_is_named(somebody, home):
    record("person", "running", family_name="在任", controller_id="mihon-city", purpose="x", keep_until=DAY)
    record("postholding", "running-post", post_id="mihon-mayor", person_id="running", period=NOW)
    with journal(actor=COMMAND_LINE, action="test"):
        Person.objects.filter(pk="fujieda-mizuki").update(keep_until=DAY - dt.timedelta(days=1))
    later = AT + dt.timedelta(days=30)
    done = erase_what_is_due(actor=COMMAND_LINE, at=later)
    assert [identifier for identifier, _ in done.kept] == ["running"]
    assert not Person.objects.filter(pk="fujieda-mizuki").exists()
    assert {each.cause for each in done.erasures} == {"retention"}
    again = erase_what_is_due(actor=COMMAND_LINE, at=later)
    assert again.erasures == []


def test_logs_go_when_their_time_is_over_and_the_chain_holds(somebody, home):
    far = AT + dt.timedelta(days=365 * 4)
    kept = Reading.objects.create(at=far, kind="person", way="page")
    done = erase_what_is_due(actor=COMMAND_LINE, at=far)
    assert [each.pk for each in Reading.objects.all()] == [kept.pk]
    assert not Invitation.objects.exists()
    assert done.erasures[-1].counts["rows"]["privacy.reading"] == 2
    assert broken_links() == []


def test_an_older_backup_brings_nobody_back(somebody, home, django_capture_on_commit_callbacks):
    listed = home / outside.NAME
    with django_capture_on_commit_callbacks(execute=True):
        from django.db import transaction

        point = transaction.savepoint()
        subject = find_subject("person", "fujieda-mizuki")
        erase_person(actor=COMMAND_LINE, subject=subject, at=AT, reason="x", typed="fujieda-mizuki")
        number = str(Erasure.objects.get().pk)
        transaction.savepoint_rollback(point)  # as if the database of before were restored
    outside.confirm(number)
    assert Person.objects.filter(pk="fujieda-mizuki").exists()
    assert [each.erasure for each in missing_erasures()] == [number]
    made = replay_erasures(actor=COMMAND_LINE, at=AT, path=listed)
    assert [each.cause for each in made] == ["replay"]
    assert not Person.objects.filter(pk="fujieda-mizuki").exists()
    assert made[0].alias == subject.alias
    assert replay_erasures(actor=COMMAND_LINE, at=AT, path=listed) == []


def test_a_breach_is_counted_holder_by_holder(somebody, home):
    assert held_by() == {"mihon-city": 1}
    said = {"happened": "誤送信", "items": "氏名", "malice": True}
    breach = record_breach(
        actor=COMMAND_LINE, known_on=DAY, persons={"mihon-city": 3, "mihon-university": 900}, **said
    )
    assert [(each.organisation.pk, each.threshold, each.reports) for each in duties(breach)] == [
        ("mihon-city", 100, True),
        ("mihon-university", 1000, True),
    ]
    with pytest.raises(RuleBroken, match="速報"):
        move_breach(actor=COMMAND_LINE, breach=breach, verb="close")
    small = record_breach(
        actor=COMMAND_LINE, known_on=DAY, persons={"mihon-university": 900}, happened="x", items="x"
    )
    assert not duties(small)[0].reports
    assert move_breach(actor=COMMAND_LINE, breach=small, verb="close", reason="基準未満").state == "closed"
    with pytest.raises(RuleBroken, match="概要"):
        record_breach(actor=COMMAND_LINE, known_on=DAY, persons={}, happened=" ", items="x")
