import datetime as dt

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from renkei.core.accounts.actors import COMMAND_LINE, Role
from renkei.core.accounts.models import User
from renkei.core.accounts.permissions import PERMISSIONS
from renkei.core.accounts.services import create_user
from renkei.directory.services import add_user, ensure_demo_users
from tests.desk.conftest import signed_in

pytestmark = pytest.mark.django_db
PASSWORD = "mihon no nagai aikotoba"
WRONG = "wrong"
SIGN_IN = "/desk/sign-in/"


@pytest.fixture
def hanako(db):
    return add_user(actor=COMMAND_LINE, name="hanako", role="secretariat", password=PASSWORD)


def enter(client, name="hanako", password=PASSWORD, **more):
    return client.post(SIGN_IN, {"login": name, "password": password, **more})


def test_one_signs_in_and_goes_on_where_one_wanted_to(client, hanako):
    response = enter(client, next="/desk/governance/meeting/?state=held")
    assert response["Location"] == "/desk/governance/meeting/?state=held"
    assert client.get("/desk/").status_code == 200


@pytest.mark.parametrize(
    "address", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", ""]
)
def test_nobody_is_sent_to_another_site(client, hanako, address):
    assert enter(client, next=address)["Location"] == "/desk/"
    assert client.post("/desk/language/", {"language": "en", "next": address})["Location"] == "/desk/"


@pytest.mark.parametrize(("name", "password"), [("hanako", "wrong"), ("nobody", PASSWORD)])
def test_what_was_wrong_is_not_told(client, hanako, name, password):
    response = enter(client, name, password)
    assert response.status_code == 422
    assert "利用者名かパスワードが違います。" in response.text
    assert client.get("/desk/").status_code == 302


def test_too_many_failures_close_the_name_for_a_while(client, hanako):
    for _ in range(10):
        assert enter(client, password=WRONG).status_code == 422
    refused = enter(client)
    assert refused.status_code == 429
    assert "15分" in refused.text
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=16)):
        assert enter(client).status_code == 302


def test_the_names_of_others_stay_open(client, hanako):
    for _ in range(10):
        enter(client, "taro", WRONG)
    assert enter(client, "taro", WRONG).status_code == 429
    assert enter(client).status_code == 302


def test_one_caller_does_not_try_many_names(client, hanako):
    for number in range(60):
        enter(client, f"name{number}", WRONG)
        if number == 40:
            cache.delete_many(key for key in _short_memory() if ":login:" in key)  # the limit of all attempts
    assert enter(client).status_code == 429


def _short_memory():
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM short_memory")
        return [key.removeprefix(":1:") for (key,) in cursor.fetchall()]


def test_a_password_kept_by_an_older_rule_is_kept_anew(client, hanako, settings):
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
        "django.contrib.auth.hashers.MD5PasswordHasher",
    ]
    assert enter(client).status_code == 302
    kept = User.objects.get(username="hanako")
    assert kept.password.startswith("pbkdf2_sha256$")
    assert kept.check_password(PASSWORD)


def test_demonstration_roles_enter_by_a_button_in_a_demonstration_only(client, settings):
    ensure_demo_users()
    given = {"user": "secretariat", "next": "/desk/data/"}
    settings.DEMO = False
    assert "見本の役割で入る" not in client.get(SIGN_IN).text
    assert client.post("/desk/sign-in/demonstration/", given).status_code == 404
    settings.DEMO = True
    assert "見本の役割で入る" in client.get(SIGN_IN).text
    assert client.post("/desk/sign-in/demonstration/", given)["Location"] == "/desk/data/"
    assert client.get("/desk/").context["actor"]["name"] == "secretariat"


def test_a_real_user_never_enters_by_the_button(client, settings, hanako):
    settings.DEMO = True
    assert client.post("/desk/sign-in/demonstration/", {"user": "hanako"}).status_code == 404


def test_demonstration_users_have_no_password_to_enter_with(client):
    ensure_demo_users()
    assert enter(client, "administrator", "").status_code == 422
    assert enter(client, "administrator", "administrator").status_code == 422


def test_a_user_without_a_role_is_told_so_and_sees_nothing():
    user = create_user(actor=COMMAND_LINE, name="hima", password=PASSWORD)
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    response = client.get("/desk/", follow=True)
    assert response.redirect_chain[-1][0].startswith(SIGN_IN)
    assert "役割がありません" in response.text


def test_signing_out_needs_a_button(desk):
    assert desk.get("/desk/sign-out/").status_code == 405
    assert desk.get("/desk/").status_code == 200
    assert desk.post("/desk/sign-out/")["Location"] == SIGN_IN
    assert desk.get("/desk/").status_code == 302


def test_the_language_turns_and_stays(desk):
    response = desk.post("/desk/language/", {"language": "en", "next": "/desk/roles/"})
    assert response["Location"] == "/desk/roles/"
    assert '<html lang="en">' in desk.get("/desk/roles/").text
    desk.post("/desk/language/", {"language": "xx"})
    assert '<html lang="en">' in desk.get("/desk/").text
    desk.post("/desk/sign-out/")
    assert "Sign in" in desk.get(SIGN_IN).text


def test_ones_own_settings_are_kept_and_followed(desk):
    assert desk.post("/desk/settings/", {"language": "en"})["Location"] == "/desk/settings/"
    user = User.objects.get(username="secretariat")
    assert (user.language, user.shortcuts) == ("en", False)
    page = desk.get("/desk/settings/").text
    assert 'data-shortcuts="off"' in page
    assert "Your settings are saved." in page or "設定を保存しました。" in page


def test_a_user_comes_in_with_the_language_of_their_settings(client, hanako):
    from renkei.core.accounts.services import change_settings

    change_settings(actor=COMMAND_LINE, user=hanako, language="en", shortcuts=True)
    enter(client)
    assert '<html lang="en">' in client.get("/desk/").text


def test_the_page_of_roles_shows_the_table_that_is_checked():
    page = signed_in("reader", "en").get("/desk/roles/")
    for row in PERMISSIONS.values():
        for verbs in row.values():
            assert verbs == verbs & set(verbs)
    assert "Decide on publication" in page.text
    assert len(page.context["table"].rows) == 1 + len(
        {kind for row in PERMISSIONS.values() for kind in row} - {"*"}
    )
    assert len(page.context["table"].columns) == 1 + len(Role)
