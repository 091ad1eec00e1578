"""Needs on the desk: entered quickly, seen by whom, published by two people, imported from a workbook."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pytest

from renkei.core.accounts.actors import COMMAND_LINE, Role
from renkei.core.accounts.services import create_user
from renkei.core.history.journal import journal
from renkei.core.inbox.registry import waiting_for
from renkei.directory.models import Organisation, Person, UserPerson
from renkei.directory.selectors import actor_of, actors_on
from renkei.directory.services import assign_role
from renkei.matching.models import Need, NeedMessage, NeedProfile
from renkei.matching.services.profiles import propose
from tests.builders import both, make
from tests.cast import signed_in_as

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 25)
NOW = dt.datetime(2026, 11, 25, 3, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def people(time_machine):
    """Two coordinators of a foundation who are people, one of another, and a firm."""
    time_machine.move_to("2026-11-25T12:00:00+09:00")
    users = {}
    for slug in ("foundation", "other"):
        make(Organisation, slug, name=both(slug), kind="foundation")
    make(Organisation, "firm", name=both("架空フーズ"), kind="company")
    for name, home in (("ichi", "foundation"), ("ni", "foundation"), ("shi", "other")):
        user = create_user(actor=COMMAND_LINE, name=name)
        person = make(
            Person, name, family_name=name, controller_id=home, purpose="業務", publication="internal"
        )
        with journal(actor=COMMAND_LINE, action="test"):
            UserPerson.objects.create(user=user, person=person)
        given = Organisation.objects.get(pk=home)
        assign_role(actor=COMMAND_LINE, user=user, role=Role.COORDINATOR, organisation=given)
        users[name] = user
    return users


def a_need(**values):
    held = {"holder": "foundation", "publication": "internal"}
    return make(Need, "need", title=both("離水"), problem=both("課題"), company_id="firm", received_on=TODAY,
                channel="web", kind="advice", contact_email="f@example.jp", coordinator_id="ichi",
                expires_on=TODAY + dt.timedelta(days=20), **(held | values))  # fmt: skip


BASE = "/desk/matching/need/"


def test_a_need_is_entered_on_one_short_page(people):
    client = signed_in_as(people["ichi"])
    page = client.get(f"{BASE}_quick/").content.decode()
    assert "受付日" in page
    given = {"problem": "乾燥の温度を下げたい", "channel": "telephone", "kind": "advice", "holder": "foundation",
             "received_on": "R8.11.25", "level": "private"}  # fmt: skip
    assert client.post(f"{BASE}_quick/", given).status_code == 422  # no company yet
    assert not Need.objects.exists()
    answer = client.post(f"{BASE}_quick/", given | {"company_id": "firm"})
    need = Need.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{BASE}{need.pk}/")
    assert (need.holder, need.holder_person, need.coordinator_id) == ("foundation", "ichi", "ichi")
    assert (need.received_on, need.company_id) == (TODAY, "firm")
    assert signed_in_as(people["ni"]).get(f"{BASE}{need.pk}/").status_code == 404
    elsewhere = given | {"company_id": "firm", "holder": "other"}
    assert client.post(f"{BASE}_quick/", elsewhere).status_code == 422


def test_the_page_of_a_need_says_who_sees_it_now(people):
    need = a_need()
    create_user(actor=COMMAND_LINE, name="nobody")
    text = signed_in_as(people["ichi"]).get(f"{BASE}need/").content.decode()
    assert "いま見える人：" in text
    assert [actor.name for actor in actors_on(TODAY)] == ["ichi", "ni", "shi"]
    assert actors_on(TODAY)[0] == actor_of(people["ichi"], TODAY)
    client = signed_in_as(people["ichi"])
    given = {"level": "shared", "organisations": ["other"], "reason": "相談する", "revision": need.revision}
    assert client.post(f"{BASE}need/confidence/", given | {"organisations": []}).status_code == 422
    assert client.post(f"{BASE}need/confidence/", given | {"reason": ""}).status_code == 422
    assert signed_in_as(people["shi"]).get(f"{BASE}need/").status_code == 404
    assert client.post(f"{BASE}need/confidence/", given).status_code == 302
    other = signed_in_as(people["shi"])
    assert other.get(f"{BASE}need/").status_code == 200
    assert other.get(f"{BASE}need/confidence/").status_code == 404  # who only sees changes nothing
    assert client.post(f"{BASE}need/confidence/", given).status_code == 422  # opened before the change


def test_who_sees_it_takes_no_question_more_with_more_users(people, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    need = a_need()
    client = signed_in_as(people["ichi"])
    client.get(f"{BASE}{need.pk}/")
    with CaptureQueriesContext(connection) as before:
        client.get(f"{BASE}{need.pk}/")
    home = Organisation.objects.get(pk="foundation")
    for number in range(6):
        user = create_user(actor=COMMAND_LINE, name=f"more-{number}")
        assign_role(actor=COMMAND_LINE, user=user, role=Role.READER, organisation=home)
    with CaptureQueriesContext(connection) as after:
        client.get(f"{BASE}{need.pk}/")
    assert len(after) == len(before)


def test_a_profile_is_warned_about_proposed_and_approved_by_another(people):
    need = a_need()
    client = signed_in_as(people["ichi"])
    given = {"title_ja": "練り物の離水", "summary_ja": "架空フーズが困っている", "reason": "企業の希望"}
    warned = client.post(f"{BASE}need/profile/", given)
    assert warned.status_code == 422
    assert 'value="架空フーズ"' in warned.content.decode()
    assert not NeedProfile.objects.exists()
    client.post(f"{BASE}need/profile/", given | {"summary_ja": "離水を減らしたい"})
    profile = NeedProfile.objects.get()
    decide = f"/desk/matching/needprofile/{profile.pk}/decide/"
    own = client.get(f"/desk/matching/needprofile/{profile.pk}/").content.decode()
    assert "起案した本人は確認できません" in own
    client.post(decide, {"act": "approve"})
    profile.refresh_from_db()
    assert (profile.state, profile.publication) == ("proposed", "internal")
    assert signed_in_as(people["shi"]).post(decide, {"act": "approve"}).status_code == 404
    second = signed_in_as(people["ni"])
    assert any(item.kind == "needprofile" for item in waiting_for(actor_of(people["ni"], TODAY), TODAY))
    assert not any(item.kind == "needprofile" for item in waiting_for(actor_of(people["ichi"], TODAY), TODAY))
    second.post(decide, {"act": "approve"})
    profile.refresh_from_db()
    assert (profile.state, profile.publication, profile.approved_by) == ("approved", "public", "ni")
    client.post(f"{BASE}need/profile/", {"act": "end", "reason": "終わり"})
    profile.refresh_from_db()
    assert (profile.state, profile.publication) == ("ended", "withdrawn")
    assert need.pk == profile.need_id


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.SECRETARIAT, Role.ADMINISTRATOR])
def test_no_form_lets_one_person_publish_a_profile_alone(people, role):
    need = a_need()
    texts = {"title": both("離水"), "summary": both("離水")}
    profile = propose(actor=actor_of(people["ichi"], TODAY), need=need, texts=texts, reason="x")
    user = create_user(actor=COMMAND_LINE, name="alone")
    assign_role(
        actor=COMMAND_LINE, user=user, role=role, organisation=Organisation.objects.get(pk="foundation")
    )
    client = signed_in_as(user)
    assert client.get(f"/desk/matching/needprofile/{profile.pk}/").status_code == 200
    assert client.get(f"/desk/matching/needprofile/{profile.pk}/edit/").status_code == 404
    assert client.get("/desk/matching/needprofile/_new/").status_code == 404


def test_what_waits_is_told_to_those_who_can_do_it(people):
    need = a_need()
    with journal(actor=COMMAND_LINE, action="test"):
        NeedMessage.objects.create(
            need=need, sender="company", text="x", written_at=dt.datetime(2026, 11, 25, tzinfo=dt.UTC)
        )
    told = [
        item.text.text("en").partition(":")[0] for item in waiting_for(actor_of(people["ni"], TODAY), TODAY)
    ]
    assert told == ["A company asks", "Renew or let end", "Read a message"]
    assert waiting_for(actor_of(people["shi"], TODAY), TODAY) == []
    client = signed_in_as(people["ni"])
    assert client.post(f"{BASE}need/renew/").status_code == 302
    assert client.post(f"{BASE}need/answer/", {"text": "お送りください"}).status_code == 302
    assert [message.text for message in need.messages.all()] == ["x", "お送りください"]
    told = [
        item.text.text("en").partition(":")[0] for item in waiting_for(actor_of(people["ni"], TODAY), TODAY)
    ]
    assert told == ["A company asks"]
    assert signed_in_as(people["shi"]).post(f"{BASE}need/renew/").status_code == 404


HEADS = (
    "slug", "title@ja", "problem@ja", "company_name", "received_on", "channel", "kind", "holder", "holder_person",
)  # fmt: skip


def workbook(*rows):
    book = openpyxl.Workbook()
    for row in (HEADS, *rows):
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    file.name = "needs.xlsx"
    return file


def line(slug, company, holder, person=""):
    return slug, "件名", "課題", company, "2026-11-01", "visit", "advice", holder, person


def test_a_workbook_of_needs_goes_in_with_its_holders(people):
    client = signed_in_as(people["ichi"])

    def load(*rows):
        sent = client.post(f"{BASE}_load/", {"table": workbook(*rows), "reason": "表から"})
        return client.post(sent["Location"], {"take": "all", "reason": "表から"})

    own = line("need-a", "会社甲", "foundation", "ichi"), line("need-b", "会社乙", "foundation")
    assert load(*own).status_code == 302
    kept = {need.pk: (need.holder, need.holder_person) for need in Need.objects.all()}
    assert kept == {"need-a": ("foundation", "ichi"), "need-b": ("foundation", "")}
    assert load(line("need-c", "会社丙", "other")).status_code == 422
    assert load(line("need-d", "会社丁", "foundation", "nobody")).status_code == 422
    assert load(line("need-a", "会社甲の二", "foundation", "ichi")).status_code in {302, 422}
    assert Need.objects.count() == 2
    stranger = signed_in_as(people["shi"])
    assert not stranger.get(f"{BASE}need-a/").content.decode().count("会社甲")
