"""Second factors from the first set-up to the day the telephone is lost."""

import datetime as dt
import re
import time

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core import mail
from django.db import transaction
from django.db.utils import ProgrammingError
from django.test import Client
from django.utils import timezone

from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.accounts.factors import SignInFactor
from renkei.core.accounts.models import User
from renkei.core.history.journal import journal
from renkei.directory.invitations import make_link
from renkei.directory.services import add_user
from tests.desk.codes import code_of, recovery_codes_on, secret_on
from tests.desk.conftest import signed_in
from tests.working import do_jobs

pytestmark = pytest.mark.django_db(transaction=False)
PASSWORD = "mihon no nagai aikotoba"
START = dt.datetime(2026, 4, 1, 9, tzinfo=dt.UTC)
WAYS = "/desk/settings/sign-in/"
CODES = f"{WAYS}codes/"
RECOVERY = f"{WAYS}recovery/"
NEXT = "/desk/governance/meeting/"


@pytest.fixture
def clock():
    with time_machine.travel(START, tick=False) as travelling:
        yield travelling


@pytest.fixture
def hanako(db):
    return add_user(
        actor=COMMAND_LINE, name="hanako", role="secretariat", email="hanako@example.jp", password=PASSWORD
    )


def enter(client, **more):
    return client.post("/desk/sign-in/", {"login": "hanako", "password": PASSWORD, **more})


@pytest.fixture
def secret(client, hanako, clock, django_capture_on_commit_callbacks):
    """Hanako sets up one-time codes and stays signed in."""
    enter(client)
    found = secret_on(client.get(CODES).text)
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(CODES, {"code": code_of(found)})
    assert response["Location"] == RECOVERY
    return found


def test_setting_up_shows_the_secret_as_a_picture_and_in_letters(client, hanako, clock):
    enter(client)
    assert client.get(f"{CODES}picture.svg").status_code == 404
    page = client.get(CODES)
    assert f'src="{CODES}picture.svg"' in page.text
    picture = client.get(f"{CODES}picture.svg")
    assert picture["Content-Type"] == "image/svg+xml"
    assert b"<path" in picture.content
    wrong = client.post(CODES, {"code": "000000"})
    assert wrong.status_code == 422
    assert secret_on(wrong.text) == secret_on(page.text)
    assert not Authenticator.objects.exists()


def test_after_the_password_the_code_is_asked_for_and_one_goes_on(secret, clock):
    clock.shift(60)
    client = Client()
    assert enter(client, next=NEXT)["Location"] == "/desk/sign-in/code/"
    assert client.get("/desk/").status_code == 302
    assert client.post("/desk/sign-in/code/", {"code": "000000"}).status_code == 422
    assert client.post("/desk/sign-in/code/", {"code": code_of(secret)})["Location"] == NEXT
    assert client.get("/desk/").status_code == 200


def test_a_code_that_was_used_does_not_work_again(secret, clock):
    clock.shift(60)
    code = code_of(secret)
    first, second = Client(), Client()
    enter(first)
    enter(second)
    assert first.post("/desk/sign-in/code/", {"code": code}).status_code == 302
    assert second.post("/desk/sign-in/code/", {"code": code}).status_code == 422


def test_a_code_of_a_slow_clock_works_and_an_old_one_does_not(secret, clock):
    clock.shift(600)
    client = Client()
    enter(client)
    old = code_of(secret, time.time() - 90)
    assert client.post("/desk/sign-in/code/", {"code": old}).status_code == 422
    slow = code_of(secret, time.time() - 30)
    assert client.post("/desk/sign-in/code/", {"code": slow}).status_code == 302


def test_the_step_between_ends_with_its_time(secret, clock):
    clock.shift(60)
    client = Client()
    enter(client)
    clock.shift(601)
    assert client.get("/desk/sign-in/code/")["Location"] == "/desk/sign-in/"


def test_too_many_codes_are_stopped_and_the_right_one_with_them(secret, clock):
    clock.shift(60)
    client = Client()
    enter(client)
    for _ in range(10):
        assert client.post("/desk/sign-in/code/", {"code": "000000"}).status_code == 422
    stopped = client.post("/desk/sign-in/code/", {"code": code_of(secret)})
    assert stopped.status_code == 429
    assert "15分" in stopped.text


def test_recovery_codes_are_shown_once_saved_as_a_file_and_used_once(client, secret, clock):
    codes = recovery_codes_on(client.get(RECOVERY).text)
    assert len(codes) == 10
    assert recovery_codes_on(client.get(RECOVERY).text) == []
    saved = client.post(f"{RECOVERY}file/", {"codes": " ".join(codes)})
    assert "attachment" in saved["Content-Disposition"]
    assert all(code in saved.text for code in codes)
    assert client.post(f"{RECOVERY}file/", {"codes": "12345678"}).status_code == 404
    clock.shift(60)
    first, second = Client(), Client()
    enter(first)
    enter(second)
    assert first.post("/desk/sign-in/code/", {"code": codes[3]}).status_code == 302
    assert second.post("/desk/sign-in/code/", {"code": codes[3]}).status_code == 422
    assert second.post("/desk/sign-in/code/", {"code": codes[4]}).status_code == 302


def test_secrets_stand_sealed_in_the_database_and_nowhere_in_the_history(secret, client):
    kept = str(list(Authenticator.objects.values("data")))
    assert secret not in kept
    assert Authenticator.objects.get(type="totp").data["secret"].startswith("gAAAA")
    events = SignInFactor.pgh_event_model.objects
    assert "data" not in {field.name for field in events.model._meta.get_fields()}
    assert {(event.type, event.pgh_label) for event in events.all()} == {
        ("totp", "insert"),
        ("recovery_codes", "insert"),
    }
    assert {event.pgh_context.metadata["actor"] for event in events.select_related("pgh_context")} == {
        "hanako"
    }


def test_with_another_key_of_the_site_no_code_fits(secret, settings, clock):
    clock.shift(60)
    settings.SECRET_KEY = "another key altogether, such as after a restore without the first"
    client = Client()
    enter(client)
    assert client.post("/desk/sign-in/code/", {"code": code_of(secret)}).status_code == 422


def test_the_old_key_may_stand_beside_the_new_one(secret, settings, clock):
    clock.shift(60)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key altogether, the first stands beside it"
    client = Client()
    enter(client)
    assert client.post("/desk/sign-in/code/", {"code": code_of(secret)}).status_code == 302


def test_no_factor_comes_or_goes_without_an_author(hanako):
    with pytest.raises(ProgrammingError, match="without author"), transaction.atomic():
        Authenticator.objects.create(user=hanako, type="totp", data={})


def test_no_factor_goes_without_an_author(secret, hanako):
    with pytest.raises(ProgrammingError, match="without author"), transaction.atomic():
        Authenticator.objects.all().delete()


def test_the_user_is_told_by_mail_in_both_languages(secret):
    do_jobs()
    [sent] = mail.outbox
    assert sent.to == ["hanako@example.jp"]
    assert "ワンタイムコードが登録されました" in sent.body
    assert "One-time codes were set up" in sent.body
    assert secret not in sent.body


def test_later_changes_ask_again_who_one_is_and_go_on(client, secret, clock):
    clock.shift(700)
    response = client.get(f"{CODES}remove/")
    assert response["Location"].startswith("/desk/confirm/?next=")
    page = client.get(response["Location"])
    assert "/desk/confirm/code/" in page.text
    assert client.post(response["Location"], {"password": "wrong"}).status_code == 422
    gone_on = client.post(response["Location"], {"password": PASSWORD})
    assert gone_on["Location"] == f"{CODES}remove/"
    assert client.get(f"{CODES}remove/").status_code == 200


def test_what_was_sent_too_late_is_done_after_confirming(client, secret, clock):
    clock.shift(700)
    response = client.post(f"{CODES}remove/")
    address = response["Location"].replace("/desk/confirm/", "/desk/confirm/code/")
    assert Authenticator.objects.count() == 2
    done = client.post(address, {"code": code_of(secret)})
    assert done["Location"] == WAYS
    assert not Authenticator.objects.exists()
    event = SignInFactor.pgh_event_model.objects.filter(pgh_label="delete").first()
    assert event.pgh_context.metadata["action"] == "stop codes"


def test_taking_codes_away_takes_the_recovery_codes_too(client, secret, clock):
    assert client.post(f"{CODES}remove/")["Location"] == WAYS
    do_jobs()
    assert not Authenticator.objects.exists()
    assert "ワンタイムコードが外されました" in mail.outbox[-1].body
    assert enter(Client())["Location"] == "/desk/"


def test_new_recovery_codes_end_the_old(client, secret, clock):
    old = recovery_codes_on(client.get(RECOVERY).text)
    assert client.post(f"{RECOVERY}new/")["Location"] == RECOVERY
    new = recovery_codes_on(client.get(RECOVERY).text)
    assert len(new) == 10
    assert not set(old) & set(new)


def test_a_link_for_a_new_password_does_not_pass_by_the_second_factor(secret, hanako, clock):
    _, token = make_link(actor=COMMAND_LINE, user=User.objects.get(pk=hanako.pk), at=START)
    client = Client()
    given = {"password": "another long password", "again": "another long password"}
    assert client.post(f"/desk/welcome/{token}/", given)["Location"] == "/desk/sign-in/code/"
    assert client.get("/desk/").status_code == 302
    clock.shift(60)
    assert client.post("/desk/sign-in/code/", {"code": code_of(secret)})["Location"] == "/desk/"


def test_the_password_is_changed_and_other_places_are_signed_out(client, hanako):
    other = Client()
    enter(client)
    enter(other)
    given = {"oldpassword": PASSWORD, "password1": "mihon no atarashii kotoba"}
    given["password2"] = given["password1"]
    assert client.post(f"{WAYS}password/", given | {"oldpassword": "x"}).status_code == 422
    assert (
        client.post(f"{WAYS}password/", given | {"password1": "short", "password2": "short"}).status_code
        == 422
    )
    assert client.post(f"{WAYS}password/", given)["Location"] == WAYS
    assert client.get("/desk/").status_code == 200
    assert other.get("/desk/").status_code == 302


@pytest.mark.parametrize(
    "next_", ["https://evil.example/", "//evil.example/", "/\\evil.example", "http://localhost/"]
)
def test_nobody_is_sent_to_another_site_by_any_of_the_doors(secret, next_, clock):
    clock.shift(60)
    client = Client()
    enter(client, next=next_)
    assert client.post("/desk/sign-in/code/", {"code": code_of(secret)})["Location"] == "/desk/"
    clock.shift(700)
    confirmed = client.post("/desk/confirm/", {"password": PASSWORD, "next": next_})
    assert confirmed["Location"] == "/desk/"
    assert client.post("/desk/sign-out/", {"next": next_})["Location"] == "/desk/sign-in/"


def test_somebody_without_a_user_learns_nothing_from_passkeys(client, db):
    asked = client.get("/desk/sign-in/passkey/", headers={"accept": "application/json"}).json()
    assert asked["request_options"]["publicKey"]["userVerification"] == "required"
    assert not asked["request_options"]["publicKey"].get("allowCredentials")
    for sent in ("", "[]", "{}", '{"id": "x", "response": {"userHandle": "MQ"}}'):
        response = client.post("/desk/sign-in/passkey/", {"credential": sent})
        assert response["Location"] == "/desk/sign-in/"
    assert client.get("/desk/").status_code == 302


def test_demonstration_users_are_shared_so_their_ways_stay():
    client = signed_in("secretariat")
    assert "見本の利用者はみなで使う" in client.get(WAYS).text
    for page in (CODES, f"{WAYS}passkeys/add/", f"{RECOVERY}new/", f"{WAYS}password/"):
        assert client.get(page)["Location"] == WAYS
        assert client.post(page, {})["Location"] == WAYS
    assert not Authenticator.objects.exists()


PASSWORD_CHANGED = {
    "oldpassword": PASSWORD,
    "password1": "mihon no atarashii kotoba",
    "password2": "mihon no atarashii kotoba",
}


def test_a_changed_password_stands_in_the_history_by_its_moment_alone(client, hanako):
    first = User.objects.get(pk=hanako.pk).password_set_at
    assert first is not None
    enter(client)
    assert client.post(f"{WAYS}password/", PASSWORD_CHANGED | {"oldpassword": "x"}).status_code == 422
    assert User.objects.get(pk=hanako.pk).password_set_at == first
    assert client.post(f"{WAYS}password/", PASSWORD_CHANGED)["Location"] == WAYS
    changed = User.objects.get(pk=hanako.pk).password_set_at
    assert changed > first
    events = User.pgh_event_model.objects.filter(pgh_obj_id=hanako.pk).order_by("pgh_id")
    assert [each.password_set_at for each in events] == [first, changed]
    last = events.last().pgh_context.metadata
    assert (last["action"], last["actor"]) == ("change password", "hanako")
    assert "password" not in {field.name for field in User.pgh_event_model._meta.fields}


def test_an_older_way_of_keeping_a_password_is_no_change_of_it(client, hanako, settings):
    first = User.objects.get(pk=hanako.pk).password_set_at
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
        *settings.PASSWORD_HASHERS,
    ]
    kept = User.objects.get(pk=hanako.pk).password
    enter(client)
    user = User.objects.get(pk=hanako.pk)
    assert user.password != kept
    assert user.password_set_at == first


@pytest.mark.parametrize(
    ("language", "label", "changed", "way", "unknown", "none"),
    [
        ("ja", "パスワードを決めた日時", "変更", "パスワード", "不明（記録を始める前）", "パスワードなし"),
        ("en", "Password set", "Changed", "Password", "Not known (before it was recorded)", "No password"),
    ],
)
def test_when_a_password_was_set_is_read_by_its_owner_and_the_auditor(
    client, hanako, language, label, changed, way, unknown, none
):
    enter(client)
    client.post("/desk/language/", {"language": language})
    client.post(f"{WAYS}password/", PASSWORD_CHANGED)
    auditor = signed_in("auditor", language)
    page = auditor.get(f"/desk/users/{hanako.pk}/")
    moment = timezone.localtime(User.objects.get(pk=hanako.pk).password_set_at)
    for shown in (client.get(WAYS), client.get("/desk/settings/"), page):
        assert re.search(rf"{label}</dt><dd>.*{moment:%H:%M}", shown.text), shown.text
    history = re.sub(r"<[^>]+>", " ", page.text.partition('id="factor-history')[2])
    assert re.search(rf"{moment:%H:%M}\s+{changed}\s+{way}\s+hanako", history), history
    update = User.objects.filter(pk=hanako.pk).update
    with journal(actor=COMMAND_LINE, action="test", reason="test"):
        update(password_set_at=None)
        assert unknown in auditor.get(f"/desk/users/{hanako.pk}/").text
        update(password="!")  # noqa: S106 - no password
        assert none in auditor.get(f"/desk/users/{hanako.pk}/").text
