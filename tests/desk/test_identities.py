"""Signing in with an identity of the issuer: only whom an administrator has invited, and only what is proven."""

import html
import re
from urllib.parse import parse_qsl, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.db import transaction
from django.db.utils import ProgrammingError
from django.test import Client
from django.utils import timezone

from renkei.core.accounts.actors import COMMAND_LINE, Role
from renkei.core.accounts.factors import SignInIdentity
from renkei.core.accounts.models import User
from renkei.directory.invitations import use_link
from renkei.directory.services import Given, add_user, end_user, invite_user
from renkei.kernel.errors import RuleBroken
from renkei.kernel.periods import Period
from tests.desk.issuer import CLIENT, OTHER_KEY, issuing
from tests.working import do_jobs

pytestmark = pytest.mark.django_db
PASSWORD = "mihon no nagai aikotoba"
WAYS = "/desk/settings/sign-in/"
GO = "/desk/sign-in/with/oidc/"
BACK = f"{GO}back/"


@pytest.fixture
def issuer(settings):
    with issuing() as fake:
        app = {
            "provider_id": "oidc",
            "name": "見本大学",
            **CLIENT,
            "settings": {"server_url": fake.address, "oauth_pkce_enabled": True},
        }
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
        yield fake


@pytest.fixture
def hanako(db):
    return add_user(
        actor=COMMAND_LINE, name="hanako", role="secretariat", email="hanako@example.jp", password=PASSWORD
    )


def leave(client, issuer, **more):
    """Press the button; return what the browser would carry to the issuer."""
    page = client.post(GO, more)
    assert page.status_code == 200
    address = html.unescape(re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', page.text)[1])
    assert address.startswith(f"{issuer.address}/authorize?")
    issuer.asked = dict(parse_qsl(urlsplit(address).query))
    return issuer.asked


def come_back(client, issuer, **more):
    return client.get(BACK, {"code": "right", "state": issuer.asked["state"], **more})


def link(client, issuer):
    client.post("/desk/sign-in/", {"login": "hanako", "password": PASSWORD})
    leave(client, issuer, process="connect")
    assert come_back(client, issuer)["Location"] == WAYS


def test_one_is_sent_with_everything_that_guards_the_way(client, issuer, hanako):
    asked = leave(client, issuer)
    assert asked["response_type"] == "code"
    assert asked["code_challenge_method"] == "S256"
    assert asked["redirect_uri"] == f"http://testserver{BACK}"
    assert len(asked["nonce"]) == 64
    assert len(asked["state"]) >= 16


def test_a_linked_identity_signs_in_and_goes_on(issuer, hanako):
    link(Client(), issuer)
    do_jobs()
    client = Client()
    leave(client, issuer, next="/desk/data/")
    assert come_back(client, issuer)["Location"] == "/desk/data/"
    assert client.get("/desk/").context["actor"]["name"] == "hanako"
    assert "外部のサインインが結ばれました" in mail.outbox[0].body


def test_linking_is_an_act_of_the_user_and_keeps_the_identifier_only(client, issuer, hanako):
    issuer.person |= {"email": "hanako@example.jp", "name": "見本 花子"}
    link(client, issuer)
    [event] = SignInIdentity.pgh_event_model.objects.select_related("pgh_context")
    assert event.uid == "person-1"
    assert event.pgh_context.metadata["actor"] == "hanako"
    assert event.pgh_context.metadata["action"] == "link identity"
    assert SocialAccount.objects.get().extra_data == {}


@pytest.mark.parametrize(
    "spoil",
    [
        {"iss": "http://127.0.0.1:9/"},
        {"aud": "another site"},
        {"nonce": "0" * 64},
        {"nonce": None},
        {"exp": 1_600_000_000},
        {"sub": "person-2"},
    ],
    ids=["issuer", "audience", "nonce", "no nonce", "expired", "another person"],
)
def test_what_the_issuer_did_not_say_to_us_now_of_this_person_lets_nobody_in(issuer, hanako, spoil):
    link(Client(), issuer)
    client = Client()
    leave(client, issuer)
    issuer.spoil, issuer.told_openly = spoil, {"sub": "person-1"}
    response = come_back(client, issuer)
    assert response.status_code == 401
    assert "確かめられませんでした" in response.text
    assert client.get("/desk/").status_code == 302


def test_an_answer_signed_by_another_key_lets_nobody_in(issuer, hanako):
    link(Client(), issuer)
    client = Client()
    leave(client, issuer)
    issuer.key = OTHER_KEY
    assert come_back(client, issuer).status_code == 401
    assert client.get("/desk/").status_code == 302


@pytest.mark.parametrize("state", ["", "wrong", "0" * 16])
def test_an_answer_that_was_not_asked_for_is_refused(client, issuer, hanako, state):
    leave(client, issuer)
    assert client.get(BACK, {"code": "right", "state": state}).status_code == 401
    assert client.get(BACK).status_code == 401


def test_an_answer_is_taken_once_and_by_the_browser_that_asked(issuer, hanako):
    link(Client(), issuer)
    client, thief = Client(), Client()
    leave(client, issuer)
    assert come_back(thief, issuer).status_code == 401
    assert come_back(client, issuer).status_code == 302
    client.post("/desk/sign-out/")
    assert come_back(client, issuer).status_code == 401


def test_a_wrong_code_is_refused(client, issuer, hanako):
    leave(client, issuer)
    assert come_back(client, issuer, code="wrong").status_code == 401
    assert len(issuer.refused) == 1


def test_who_was_not_invited_does_not_come_in_and_no_user_is_made(client, issuer, hanako):
    issuer.person |= {"email": "hanako@example.jp", "email_verified": True}
    leave(client, issuer)
    refused = come_back(client, issuer)
    assert refused.status_code == 403
    assert "結ばれた利用者はいません" in refused.text
    assert User.objects.count() == 1
    assert not SocialAccount.objects.exists()


def test_where_the_issuer_is_trusted_a_verified_address_is_the_invited_user(client, issuer, settings):
    settings.OIDC_TRUST_EMAIL = True
    user, _, token = invite_user(
        actor=COMMAND_LINE,
        name="taro",
        email="Taro@example.jp",
        given=Given(Role.READER, Period(timezone.localdate(), None)),
        person=None,
        at=timezone.now(),
    )
    issuer.person |= {"email": "taro@example.jp", "email_verified": True}
    leave(client, issuer)
    assert come_back(client, issuer).status_code == 302
    assert client.get("/desk/").context["actor"]["name"] == "taro"
    [event] = SignInIdentity.pgh_event_model.objects.select_related("pgh_context")
    assert event.pgh_context.metadata["actor"] == "taro"
    with pytest.raises(RuleBroken, match=r"link\.cancelled"):
        use_link(token, PASSWORD, timezone.now())
    assert SocialAccount.objects.get().user_id == user.pk


@pytest.mark.parametrize(
    "person",
    [{"email_verified": False}, {}, {"email_verified": "true"}, {"email": "", "email_verified": True}],
)
def test_an_address_that_was_not_verified_is_nobody(client, issuer, hanako, settings, person):
    settings.OIDC_TRUST_EMAIL = True
    issuer.person |= {"email": "hanako@example.jp"} | person
    leave(client, issuer)
    assert come_back(client, issuer).status_code == 403


def test_an_address_that_two_users_have_is_nobody(client, issuer, hanako, settings):
    settings.OIDC_TRUST_EMAIL = True
    add_user(actor=COMMAND_LINE, name="hana2", role="reader", email="hanako@example.jp", password=PASSWORD)
    issuer.person |= {"email": "hanako@example.jp", "email_verified": True}
    leave(client, issuer)
    assert come_back(client, issuer).status_code == 403


def test_an_identity_of_another_user_is_not_taken(issuer, hanako):
    link(Client(), issuer)
    add_user(actor=COMMAND_LINE, name="taro", role="reader", password=PASSWORD)
    client = Client()
    client.post("/desk/sign-in/", {"login": "taro", "password": PASSWORD})
    leave(client, issuer, process="connect")
    assert "ほかの利用者と結ばれています" in client.get(come_back(client, issuer)["Location"]).text
    assert SocialAccount.objects.get().user.username == "hanako"


def test_a_link_is_taken_away_again_as_an_act(client, issuer, hanako):
    link(client, issuer)
    assert client.post(f"{WAYS}identity/", {"account": SocialAccount.objects.get().pk})["Location"] == WAYS
    assert not SocialAccount.objects.exists()
    gone = SignInIdentity.pgh_event_model.objects.get(pgh_label="delete")
    assert gone.pgh_context.metadata["action"] == "unlink identity"


def test_no_identity_is_linked_without_an_author(hanako):
    with pytest.raises(ProgrammingError, match="without author"), transaction.atomic():
        SocialAccount.objects.create(user=hanako, provider="oidc", uid="1")


def test_an_ended_user_does_not_come_in_by_an_identity(issuer, hanako):
    link(Client(), issuer)
    user = User.objects.get(pk=hanako.pk)
    end_user(actor=COMMAND_LINE, user=user, at=timezone.now(), day=timezone.localdate(), reason="見本")
    client = Client()
    leave(client, issuer)
    assert come_back(client, issuer)["Location"] == "/desk/sign-in/"
    assert client.get("/desk/").status_code == 302


def test_one_may_think_better_of_it(client, issuer, hanako):
    leave(client, issuer)
    response = client.get(BACK, {"error": "access_denied", "state": issuer.asked["state"]})
    assert response["Location"] == "/desk/sign-in/cancelled/"
    assert "やめました" in client.get(client.get(response["Location"])["Location"]).text


def test_an_issuer_that_is_away_or_calls_itself_otherwise_is_told(client, issuer, settings):
    issuer.calls_itself = "https://elsewhere.example"
    assert client.post(GO).status_code == 502
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    app["settings"]["server_url"] = "http://127.0.0.1:9"
    refused = client.post(GO)
    assert refused.status_code == 502
    assert "応答しません" in refused.text


def test_without_an_issuer_there_is_no_such_door(client, db):
    assert client.post(GO).status_code == 404
    assert client.get(BACK).status_code == 404
    assert "外部のサインイン" not in client.get("/desk/sign-in/").text


def test_the_button_names_the_issuer_in_both_languages(client, issuer, db):
    assert "見本大学で入る" in client.get("/desk/sign-in/").text
    client.post("/desk/language/", {"language": "en"})
    assert "Sign in with 見本大学" in client.get("/desk/sign-in/").text
    assert client.get(GO)["Location"] == "/desk/sign-in/"
