from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.test import Client

from renkei.core.accounts.actors import COMMAND_LINE
from renkei.rounds.decisions import approve
from renkei.rounds.links import token_of
from renkei.rounds.models import Owner
from renkei.rounds.selectors import owner_by_token
from renkei.rounds.services import move_round, renew_link
from tests.rounds.conftest import BEFORE_DUE, DUE, GOOD

CODE = "research.projects"


@pytest.fixture(autouse=True)
def before_due():
    with time_machine.travel(dt.datetime(2024, 6, 1, 12, tzinfo=dt.UTC), tick=False):
        yield


def page(owner, language="ja"):
    return f"/{language}/answers/{token_of(owner)}/"


def form(**values):
    return {f"{CODE}:{name}": text for name, text in (GOOD | values).items()}


def test_the_database_holds_no_token(owner):
    token = token_of(owner)
    assert len(token) == 43
    assert token not in str(Owner.objects.values().get(pk=owner.pk))
    assert {token_of(each) for each in Owner.objects.all()} & {token} == {token}
    assert len({token_of(each) for each in Owner.objects.all()}) == 3


@pytest.mark.parametrize("token", ["x", "0" * 43, "a" * 5000, "%00", "../../desk", "' OR 1=1"])
def test_a_token_that_never_was_opens_nothing(owner, token):
    assert owner_by_token(token, BEFORE_DUE) is None


def test_unknown_replaced_and_expired_links_get_the_same_answer(owner):
    client, old = Client(), page(owner)
    never = client.get(f"/ja/answers/{'0' * 43}/")
    renew_link(actor=COMMAND_LINE, owner=owner)
    replaced = client.get(old)
    with time_machine.travel(dt.datetime(2024, 7, 15, 12, tzinfo=dt.UTC)):
        expired = client.get(page(owner))
        posted = client.post(page(owner), form())
    assert {each.status_code for each in (never, replaced, expired, posted)} == {410}
    assert never.content == replaced.content == expired.content
    assert client.get(page(owner)).status_code == 200


def test_a_draft_is_not_shown_to_anybody(draft):
    assert Client().get(page(draft.owners.first())).status_code == 410


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_page_is_private_and_leaves_only_the_token_of_its_form(owner, language):
    response = Client().get(page(owner, language))
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in response["Cache-Control"]
    assert set(response.cookies) == {"csrftoken"}
    assert 'name="robots" content="noindex' in response.content.decode()


def test_a_form_of_another_site_is_refused(owner):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(page(owner), form()).status_code == 403
    assert strict.post(f"{page(owner)}upload/").status_code == 403


def test_the_owner_sees_its_own_last_value_and_answers(owner):
    client = Client()
    shown = client.get(page(owner)).content.decode()
    assert '<data value="19.0000"' in shown
    assert "見本のdefinition" in shown
    response = client.post(page(owner), form())
    assert (response.status_code, response["Location"]) == (302, f"{page(owner)}?done=1")
    question = owner.questions.get(indicator=CODE)
    assert (question.state, question.value) == ("answered", 21)
    assert "受け取りました" in client.get(f"{page(owner)}?done=1").content.decode()


def test_another_owner_does_not_see_it(owner):
    other = Owner.objects.get(organisation="mihon-university")
    assert '<data value="19.0000"' not in Client().get(page(other)).content.decode()


def test_a_mistake_comes_back_with_what_was_typed(owner):
    response = Client().post(page(owner), form(value="21人", place=""))
    text = response.content.decode()
    assert response.status_code == 422
    assert 'value="21人"' in text
    assert "資料の中の場所（頁・表など）" in text
    assert text.count('aria-invalid="true"') == 2


def test_questions_of_others_are_not_answered_by_a_forged_name(owner):
    Client().post(page(owner), {"no.such:value": "1", "no.such:source": "x", "no.such:place": "y"})
    assert not owner.questions.exclude(state="asked").exists()


def test_a_link_changes_nothing_that_is_approved_or_closed(owner):
    client = Client()
    client.post(page(owner), form())
    approve(actor=COMMAND_LINE, question=owner.questions.get(indicator=CODE), reason="見本")
    client.post(page(owner), form(value="99"))
    assert owner.questions.get(indicator=CODE).value == 21
    move_round(actor=COMMAND_LINE, asked=owner.round, verb="close")
    closed = client.post(
        page(owner),
        {
            "events.visits:value": "3",
            "events.visits:source": "見本",
            "events.visits:place": "1",
            "events.visits:note": "",
        },
    )
    assert closed.status_code == 422
    assert owner.questions.get(indicator="events.visits").state == "asked"
    assert owner_by_token(token_of(owner), DUE) is not None
