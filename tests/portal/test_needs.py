"""Public profiles of needs: what is approved is shown without the firm; interest goes to the office."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.cache import cache

from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.history.journal import journal
from renkei.directory.models import Organisation
from renkei.matching.models import ApplicationField, Need, NeedField, NeedMessage, NeedProfile
from tests.builders import both, make
from tests.portal.questions import questions

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mihon")]
SECRET = ("秘匿商会", "ヒトクショウカイ", "himitsu", "秘匿 花子", "himitsu.example")
TODAY = dt.date(2026, 11, 25)


@pytest.fixture(autouse=True)
def _fresh(time_machine):
    cache.clear()
    time_machine.move_to("2026-11-25T12:00:00+09:00")


def published(number=1, *, state="open", **values):
    """A need of a firm that must not be told, and its approved profile."""
    firm = Organisation.objects.filter(pk="himitsu").first() or make(
        Organisation, "himitsu", name=both("秘匿商会"), kana="ヒトクショウカイ", kind="company",
        website="https://himitsu.example", publication="internal",
    )  # fmt: skip
    need = make(
        Need, f"need-himitsu-{number}", title=both("秘匿商会の件名"), problem=both("秘匿商会の課題"), company=firm,
        contact_name="秘匿 花子", contact_email="h@himitsu.example", received_on=TODAY, channel="visit",
        kind="advice", holder="mihon-foundation", state=state, publication="internal",
    )  # fmt: skip
    subject = ApplicationField.objects.get(pk="food")
    make(
        NeedField,
        f"field-{number}",
        need=need,
        field=subject,
        holder="mihon-foundation",
        publication="internal",
    )
    given = {"publication": "public", "state": "approved", "approved_by": "b"} | values
    title = both(f"練り物の離水{number}", f"Drip of surimi {number}")
    given |= {"title": title, "summary": both("離水を減らしたい。"), "proposed_by": "a", "public_from": TODAY}
    return make(NeedProfile, f"shown-{number}", need=need, **(given | values))


@pytest.mark.parametrize("language", ["ja", "en"])
def test_no_byte_of_a_public_page_tells_who_the_firm_is(client, language):
    published()
    name = {"ja": "練り物の離水", "en": "Drip of surimi"}[language]
    for path in ("needs/", "needs/?field=food", "needs/shown-1/", f"search/?q={name}"):
        answer = client.get(f"/{language}/{path}")
        text = answer.content.decode()
        assert answer.status_code == 200, path
        assert f'href="/{language}/needs/shown-1/"' in text or path == "needs/shown-1/", path
        assert [word for word in SECRET if word in text] == [], path
    for word in SECRET:
        text = client.get(f"/{language}/search/?q={word}").content.decode()
        assert "/needs/shown-1/" not in text, word


@pytest.mark.parametrize(
    ("values", "state"),
    [
        ({"publication": "internal"}, "open"),
        ({"publication": "withdrawn"}, "open"),
        ({"public_until": TODAY - dt.timedelta(days=1)}, "open"),
        ({}, "closed"),
        ({}, "expired"),
        ({}, "unconfirmed"),
    ],
)
def test_what_is_not_approved_or_no_longer_open_is_not_there(client, values, state):
    published(state=state, **values)
    assert client.get("/ja/needs/shown-1/").status_code == 404
    assert "練り物の離水1" not in client.get("/ja/needs/").content.decode()


def test_the_list_is_narrowed_paged_and_asks_no_more_with_more(client):
    published(1)
    few = questions(client, "/ja/needs/?field=food")
    for number in range(2, 24):
        published(number)
    assert questions(client, "/ja/needs/?field=food") <= few + 1  # the one that counts the pages
    first = client.get("/ja/needs/?field=food").content.decode()
    assert "field=food&amp;page=2" in first
    assert "練り物の離水" not in client.get("/ja/needs/?field=information").content.decode()
    for page in ("0", "x", "999"):
        assert client.get(f"/ja/needs/?page={page}").status_code == 404


def test_interest_is_kept_for_the_office_and_goes_to_nobody_else(client):
    published()
    given = {"name": "見本大学 研究者", "email": "r@example.jp", "text": "<b>測れます</b>"}
    assert client.post("/ja/needs/shown-1/", given).headers["Location"].endswith("?sent=1")
    message = NeedMessage.objects.get()
    assert (message.need_id, message.sender, message.text) == (
        "need-himitsu-1",
        "interested",
        "<b>測れます</b>",
    )
    assert client.post("/ja/needs/shown-1/", given | {"email": ""}).status_code == 422
    client.post("/ja/needs/shown-1/", given | {"homepage": "http://spam.example"})
    assert NeedMessage.objects.count() == 1
    with journal(actor=COMMAND_LINE, action="test"):
        NeedProfile.objects.filter(pk="shown-1").update(publication="withdrawn")
    assert client.post("/ja/needs/shown-1/", given).status_code == 404
