from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.core import mail
from django.test import Client

from renkei.core.inbox.registry import waiting_for
from renkei.indicators.models import StatedValue
from renkei.rounds.links import token_of
from renkei.rounds.models import Owner, Question, Round
from tests.desk.conftest import signed_in
from tests.rounds.conftest import ORGANISATIONS, draft, opened, owner
from tests.working import do_jobs

__all__ = ["draft", "opened", "owner"]  # the fixtures, shared with the tests of rounds
HOME = "/desk/rounds/"


@pytest.fixture(autouse=True)
def before_due():
    with time_machine.travel(dt.datetime(2024, 6, 1, 12, tzinfo=dt.UTC)):
        yield


def answers_of(organisation):
    return {
        "research.projects:value": "21件",
        "research.projects:source": f"{organisation}の年報",
        "research.projects:place": "3頁",
        "research.projects:note": "",
        "events.visits:value": "約1,200人",
        "events.visits:source": f"{organisation}の年報",
        "events.visits:place": "4頁",
        "events.visits:note": "",
    }


def test_a_round_over_three_organisations_from_request_to_lock(draft, desk):
    new = {"slug": "new", "title_ja": "令和5年度の照会", "fiscal_year": 2023, "due_on": "2024-06-30"}
    assert desk.post(f"{HOME}_new/", new | {"grace_days": 7}).status_code == 302
    for slug in ORGANISATIONS:
        asked = {"organisation": slug, "indicators": ["research.projects", "events.visits"]}
        response = desk.post(f"{HOME}new/ask/", asked | {"contact": f"{slug}@example.jp"})
        assert response["Location"] == f"{HOME}new/{slug}/"
    desk.post(f"{HOME}new/move/", {"verb": "open"})
    for each in Owner.objects.filter(round="new"):
        desk.post(f"{HOME}new/{each.organisation_id}/write/")
        do_jobs()
        sent = mail.outbox[-1].body
        link = f"/ja/answers/{token_of(each)}/"
        assert f"http://127.0.0.1:8000{link}" in sent
        assert Client().post(link, answers_of(each.organisation_id)).status_code == 302
    decide = f"{HOME}new/mihon-city/decide/"
    desk.post(decide, {"indicator": "events.visits", "verb": "return", "reason": "延べ数ですか"})
    link = f"/ja/answers/{token_of(Owner.objects.get(round='new', organisation='mihon-city'))}/"
    assert "延べ数ですか" in Client().get(link).content.decode()
    Client().post(link, answers_of("mihon-city"))
    for question in Question.objects.filter(owner__round="new").select_related("owner"):
        url = f"{HOME}new/{question.owner.organisation_id}/decide/"
        desk.post(url, {"indicator": question.indicator_id, "verb": "approve"})
    desk.post(f"{HOME}new/move/", {"verb": "close"})
    desk.post(f"{HOME}new/move/", {"verb": "lock"})
    assert Round.objects.get(pk="new").state == "locked"
    assert StatedValue.objects.filter(fiscal_year=2023).count() == 6
    assert "確定" in desk.get(f"{HOME}new/").content.decode()


@pytest.mark.parametrize("role", ["secretariat", "reader"])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_pages_of_a_round_open_and_readers_see_no_link(owner, role, language):
    client = signed_in(role, language)
    for address in (HOME, f"{HOME}mihon-2023/", f"{HOME}mihon-2023/mihon-city/"):
        assert client.get(address).status_code == 200, address
    shown = client.get(f"{HOME}mihon-2023/mihon-city/").content.decode()
    assert (token_of(owner) in shown) == (role == "secretariat")


def test_today_shows_who_owes_answers_and_leads_there(owner, desk, secretariat):
    items = waiting_for(secretariat, dt.date(2024, 6, 1))
    assert [item.slug for item in items] == [f"mihon-2023/{slug}" for slug in ORGANISATIONS]
    assert f"{HOME}mihon-2023/mihon-city/" in desk.get("/desk/").content.decode()


def test_the_overview_says_who_is_late(owner):
    with time_machine.travel(dt.datetime(2024, 7, 2, 12, tzinfo=dt.UTC)):
        assert signed_in("secretariat").get(f"{HOME}mihon-2023/").content.decode().count("遅れ") == 3


def test_a_refused_step_is_said_in_words(draft, desk):
    desk.post(f"{HOME}mihon-2023/move/", {"verb": "lock"})
    assert Round.objects.get().state == "draft"
    assert "できません" in desk.get(f"{HOME}mihon-2023/").content.decode()


def test_a_new_link_ends_the_old_one(owner, desk):
    before = token_of(owner)
    desk.post(f"{HOME}mihon-2023/mihon-city/link/")
    owner.refresh_from_db()
    assert token_of(owner) != before
    assert Client().get(f"/ja/answers/{before}/").status_code == 410


def test_what_a_round_asks_for_cannot_be_withdrawn_and_the_desk_says_so(owner, desk):
    url = "/desk/indicators/indicator/events.visits/withdraw/"
    shown = desk.get(url)
    assert shown.status_code == 200
    assert desk.post(url, {"revision": "1", "reason": "見本"}).status_code in {200, 409, 422}
