"""Who must have a second factor is led to set one up; who has lost it is helped by an administrator."""

import datetime as dt

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.utils import timezone

from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.accounts.factors import SignInFactor
from renkei.core.accounts.second_factor import take_away_factors
from renkei.core.accounts.sessions import begin_session, goes_on, open_sessions
from renkei.core.history.journal import journal
from renkei.directory.services import add_user
from renkei.kernel.errors import RuleBroken
from tests.desk.conftest import signed_in
from tests.working import do_jobs

pytestmark = pytest.mark.django_db
PASSWORD = "mihon no nagai aikotoba"
WAYS = "/desk/settings/sign-in/"
NOW = dt.datetime(2026, 4, 1, 9, tzinfo=dt.UTC)


def user(name, role):
    return add_user(actor=COMMAND_LINE, name=name, role=role, email=f"{name}@example.jp", password=PASSWORD)


def entered(name):
    client = Client()
    client.post("/desk/sign-in/", {"login": name, "password": PASSWORD})
    return client


def give_factor(to, kind="totp"):
    with journal(actor=COMMAND_LINE, action="set up codes"):
        return Authenticator.objects.create(
            user=to, type=kind, data={"secret": "", "seed": "", "used_mask": 0}
        )


@pytest.mark.parametrize(
    ("setting", "role", "led"),
    [
        ("none", "administrator", False),
        ("administrators", "administrator", True),
        ("administrators", "secretariat", False),
        ("all", "administrator", True),
        ("all", "reader", True),
    ],
)
def test_who_must_have_one_is_led_to_set_it_up_before_anything_else(settings, setting, role, led):
    settings.SECOND_FACTOR = setting
    user("hanako", role)
    client = entered("hanako")
    for page in ("/desk/", "/desk/governance/meeting/", "/desk/settings/"):
        response = client.get(page)
        assert (response.status_code, response.get("Location")) == ((302, WAYS) if led else (200, None))
    assert client.get(WAYS).status_code == 200
    assert client.get(f"{WAYS}codes/").status_code == 200
    assert client.post("/desk/language/", {"language": "en"}).status_code == 302


def test_with_one_everything_opens_and_recovery_codes_alone_are_none(settings):
    settings.SECOND_FACTOR = "all"
    hanako = user("hanako", "reader")
    client = entered("hanako")
    give_factor(hanako, "recovery_codes")
    assert client.get("/desk/")["Location"] == WAYS
    assert "第二の手段が必要です" in client.get(WAYS).text
    give_factor(hanako, "webauthn")
    assert client.get("/desk/").status_code == 200


def test_nothing_is_written_before_it_is_set_up(settings):
    settings.SECOND_FACTOR = "all"
    user("hanako", "administrator")
    response = entered("hanako").post("/desk/users/invite/", {"name": "taro", "role": "reader"})
    assert response["Location"] == WAYS


def test_strangers_are_asked_to_sign_in_first_and_demonstration_users_are_let_be(settings, client):
    settings.SECOND_FACTOR = "all"
    assert client.get("/desk/")["Location"].startswith("/desk/sign-in/")
    assert signed_in("administrator").get("/desk/").status_code == 200


def test_an_administrator_takes_away_what_was_lost():
    hanako = user("hanako", "reader")
    theirs = entered("hanako")
    give_factor(hanako)
    give_factor(hanako, "recovery_codes")
    desk = signed_in("administrator")
    address = f"/desk/users/{hanako.pk}/factors/"
    assert desk.post(address, {"reason": ""}).status_code == 422
    taken = desk.post(address, {"reason": "電話で本人を確かめた"})
    assert taken["Location"] == f"/desk/users/{hanako.pk}/"
    do_jobs()
    assert not Authenticator.objects.exists()
    assert theirs.get("/desk/").status_code == 302
    assert mail.outbox[-1].to == ["hanako@example.jp"]
    assert "管理者が、第二の手段をすべて外しました" in mail.outbox[-1].body
    gone = SignInFactor.pgh_event_model.objects.filter(pgh_label="delete").select_related("pgh_context")
    assert {event.pgh_context.metadata["reason"] for event in gone} == {"電話で本人を確かめた"}
    assert desk.post(address, {"reason": "もう一度"}).status_code == 422


def test_an_auditor_reads_who_added_and_took_away_which_factor_when():
    hanako = user("hanako", "reader")
    give_factor(hanako)
    take_away_factors(actor=COMMAND_LINE, user=hanako, reason="紛失", at=timezone.now())
    auditor = signed_in("auditor")
    page = auditor.get(f"/desk/users/{hanako.pk}/")
    assert [[str(cell.value) for cell in row[1:]] for row in page.context["factor_history"].rows] == [
        ["外す", "ワンタイムコード", "コマンド", "紛失"],
        ["登録", "ワンタイムコード", "コマンド", "None"],
        ["登録", "パスワード", "コマンド", "None"],
    ]
    act = auditor.get(page.context["factor_history"].rows[0][0].url)
    assert "第二の手段をすべて外す" in act.text
    assert "hanako" in act.text


@pytest.mark.parametrize("role", ["secretariat", "reader", "stranger"])
def test_only_administrators_take_factors_away(role, request):
    hanako = user("hanako", "reader")
    give_factor(hanako)
    with pytest.raises(RuleBroken, match=r"permission\.refused"):
        take_away_factors(actor=request.getfixturevalue(role), user=hanako, reason="x", at=NOW)
    assert Authenticator.objects.exists()


def test_a_session_ends_after_a_working_day_however_busy_it_was(settings):
    user("hanako", "reader")
    with time_machine.travel(NOW, tick=False) as clock:
        client = entered("hanako")
        for _ in range(11):
            clock.shift(dt.timedelta(hours=1))
            assert client.get("/desk/").status_code == 200
        clock.shift(dt.timedelta(hours=1))
        assert client.get("/desk/")["Location"].startswith("/desk/sign-in/")
        assert "長い時間がたった" in client.get("/desk/sign-in/").text


def test_a_session_ends_after_a_time_without_use():
    user("hanako", "reader")
    with time_machine.travel(NOW, tick=False) as clock:
        client = entered("hanako")
        clock.shift(dt.timedelta(minutes=119))
        assert client.get("/desk/").status_code == 200
        clock.shift(dt.timedelta(minutes=119))
        assert client.get("/desk/").status_code == 200
        clock.shift(dt.timedelta(minutes=121))
        assert client.get("/desk/").status_code == 302


def test_use_is_remembered_by_the_minute_and_not_by_the_request():
    session = Client().session
    hanako = user("hanako", "reader")
    begin_session(session, user=hanako, user_agent="", at=NOW)
    session.modified = False
    assert goes_on(session, NOW + dt.timedelta(seconds=59))
    assert not session.modified
    assert goes_on(session, NOW + dt.timedelta(seconds=60))
    assert session.modified
    assert not goes_on(session, NOW + dt.timedelta(hours=12))


def test_one_session_is_ended_from_another():
    hanako = user("hanako", "reader")
    here, there = entered("hanako"), entered("hanako")
    assert len(open_sessions(hanako, timezone.now())) == 2
    rows = here.get("/desk/settings/").context["sessions"].rows
    [ends] = [row[-1].url for row in rows if row[-1].url]
    assert here.get(ends).status_code == 200
    assert there.get("/desk/").status_code == 200
    assert here.post(ends)["Location"] == "/desk/settings/"
    assert there.get("/desk/").status_code == 302
    assert here.get("/desk/").status_code == 200
    assert Session.objects.count() >= 1


def test_a_session_of_somebody_else_is_not_there():
    hanako = user("hanako", "reader")
    user("taro", "reader")
    entered("hanako")
    [theirs] = open_sessions(hanako, timezone.now())
    assert entered("taro").post(f"/desk/settings/sessions/{theirs.digest}/").status_code == 404
    assert len(open_sessions(hanako, timezone.now())) == 1
