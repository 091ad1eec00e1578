"""Somebody asks by the public site: the form, the look before it is sent, the page behind the link."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from renkei.catalogue.models import Partnership
from renkei.core.history.journal import journal
from renkei.inquiries.models import Inquiry, InquiryDraft, InquiryFile, InquiryLink, InquiryTopic
from renkei.inquiries.services import answering
from renkei.inquiries.services.links import token_of
from renkei.portal.limits import stamp
from tests.builders import both, make
from tests.inquiries.conftest import MORNING, TYPED, ask, of_unit
from tests.portal.questions import MOST, questions
from tests.working import do_jobs

pytestmark = pytest.mark.django_db
WRITE = "/ja/inquiries/write/"
TEN_SECONDS = dt.timedelta(seconds=10)


@pytest.fixture(autouse=True)
def _morning(time_machine, db):
    time_machine.move_to(MORNING, tick=False)
    cache.clear()


@pytest.fixture
def client() -> Client:
    """A stranger, for whom a fault is an answer of 500 and not an error of the test."""
    return Client(raise_request_exception=False)


def form(**values):
    return TYPED | {"about": "topic:visits", "agreed": "on", "stamp": stamp(MORNING - TEN_SECONDS)} | values


def sent(client, language="ja", **values):
    """Write, look over and send; return the address of one's own page."""
    looked = client.post(f"/{language}/inquiries/write/", form(**values))
    assert looked.status_code == 302, looked.content.decode()
    answer = client.post(looked["Location"])
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"].partition("?")[0]


def page_of(inquiry, language="ja"):
    return (
        f"/{language}/inquiries/follow/{token_of(InquiryLink.objects.get(inquiry=inquiry, revoked_at=None))}/"
    )


@pytest.mark.parametrize("language", ["ja", "en"])
def test_what_is_written_is_looked_over_sent_and_followed_without_script(client, topic, language):
    pdf = SimpleUploadedFile("日程.pdf", b"%PDF-1.7\nx")
    looked = client.post(f"/{language}/inquiries/write/", form(attachments=[pdf]))["Location"]
    shown = client.get(looked)
    for word in ("見学できますか", "架空 花子", "日程.pdf", TYPED["email"]):
        assert word in shown.content.decode()
    assert shown["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in shown["Cache-Control"]
    assert Inquiry.objects.count() == 0  # looking sends nothing
    answer = client.post(looked)
    inquiry = Inquiry.objects.get()
    assert (inquiry.language, inquiry.unit_id, inquiry.agreed_at) == (language, "desk", MORNING)
    page = client.get(answer["Location"])
    assert inquiry.number in page.content.decode()
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    do_jobs()
    link = re.search(r"https?://[^/\s]+(/\S+/follow/\S+)", mail.outbox[0].body).group(1)
    assert link == answer["Location"].partition("?")[0]
    file = InquiryFile.objects.get()
    assert b"".join(client.get(f"{link}{file.pk}").streaming_content) == b"%PDF-1.7\nx"
    assert client.post(looked).status_code == 404  # sent once
    assert Inquiry.objects.count() == 1


def test_what_is_mended_keeps_what_was_typed_and_attached(client, topic):
    pdf = SimpleUploadedFile("日程.pdf", b"%PDF-1.7\nx")
    looked = client.post(WRITE, form(attachments=[pdf]))["Location"]
    token = looked.rstrip("/").rpartition("/")[2]
    text = client.get(f"{WRITE}?draft={token}").content.decode()
    assert "12名です。" in text
    assert "日程.pdf" in text
    again = client.post(WRITE, form(text="20名です。", draft=token))["Location"]
    assert "20名です。" in client.get(again).content.decode()
    assert client.get(looked).status_code == 404
    assert (InquiryDraft.objects.count(), InquiryFile.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("text", ""),
        ("text", "   "),
        ("text", "あ" * 4001),
        ("name", ""),
        ("email", "hanako"),
        ("email", "a@b.jp\nBcc: c@d.jp"),
        ("about", "topic:nothing"),
        ("about", "unit:desk"),
        ("agreed", ""),
    ],
)
def test_what_cannot_be_kept_is_said_at_its_field_and_changes_nothing(client, topic, name, value):
    answer = client.post(WRITE, form(**{name: value}))
    assert answer.status_code == 422
    assert f'id="id_{name}_error"' in answer.content.decode()
    assert InquiryDraft.objects.count() == 0


ODD = (
    "\0",
    "a\0b",
    "🐟" * 40,
    "\u202eabc",
    "شركة",
    "[[figure:x]]",
    "<script>x</script>",
    "{name}",
    "\ud800",
    "9" * 5000,
)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.dictionaries(
        st.sampled_from(["text", "name", "organisation", "email", "about", "stamp", "draft", "agreed"]),
        st.one_of(st.sampled_from(ODD), st.text(max_size=40)),
        max_size=3,
    )
)
@example({"text": "\0"})
@example({"text": "x" * 100_000, "name": "\u202e"})
@example({"text": "\x01", "organisation": "🐟"})
def test_any_text_is_taken_or_refused_in_words_and_never_a_fault(topic, values):
    cache.clear()
    client = Client(raise_request_exception=False)
    with transaction.atomic():
        given_values = form(
            **{name: text.encode("utf-8", "replace").decode() for name, text in values.items()}
        )
        answer = client.post(WRITE, given_values)
        assert answer.status_code in {302, 400, 422}
        if answer.status_code == 302:
            looked = client.get(answer["Location"])
            assert looked.status_code == 200
            done = client.post(answer["Location"])
            assert done.status_code == 302
            shown = client.get(done["Location"])
            assert shown.status_code == 200
            assert "<script>x" not in shown.content.decode()
        transaction.set_rollback(True)


def test_programmes_are_led_away_and_haste_is_asked_to_press_again(client, topic):
    trapped = client.post(WRITE, form(homepage="http://spam.example"))
    assert (trapped.status_code, trapped["Location"]) == (302, "/ja/inquiries/")
    for quick in (stamp(MORNING), stamp(MORNING - dt.timedelta(days=8)), "", "1:forged", "9" * 9000):
        answer = client.post(WRITE, form(stamp=quick))
        assert answer.status_code == 422
        assert "数秒おいて" in answer.content.decode()
        assert "12名です。" in answer.content.decode()
    assert InquiryDraft.objects.count() == 0


def test_one_machine_is_held_back_and_another_is_not(client, topic):
    for _ in range(30):
        client.post(WRITE, form(name=""))
    late = client.post(WRITE, form())
    assert late.status_code == 429
    assert "12名です。" in late.content.decode()
    assert Client(REMOTE_ADDR="192.0.2.7").post(WRITE, form()).status_code == 302


def test_on_the_pages_behind_a_link_one_machine_is_held_back_too(client, topic):
    page = sent(client)
    said = Inquiry.objects.get().messages
    for _ in range(20):
        assert client.post(page, {"act": "write", "text": ""}).status_code == 422
    late = client.post(page, {"act": "write", "text": "何時ですか"})
    assert late.status_code == 429
    assert "何時ですか" in late.content.decode()
    assert "短い時間に何度も" in late.content.decode()
    assert client.post(page, {"act": "end", "sure": "on"}).status_code == 429
    assert (said.count(), Inquiry.objects.get().state) == (0, "open")
    other = Client(REMOTE_ADDR="192.0.2.7").post(page, {"act": "write", "text": "何時ですか"})
    assert (other.status_code, said.count()) == (302, 1)


LINK = "/ja/inquiries/link/"


def test_links_are_sent_again_to_an_address_that_is_one_and_not_too_often(client, topic, time_machine):
    sent(client)
    time_machine.move_to(MORNING + dt.timedelta(hours=2), tick=False)
    for bad in ("", "hanako", "a@b.jp\nBcc: c@d.jp", "\0@firm.example.jp", "x" * 300 + "@firm.example.jp"):
        answer = client.post(LINK, {"email": bad})
        assert answer.status_code == 422, bad
        assert 'id="id_email_error"' in answer.content.decode()
    for _ in range(15):
        assert client.post(LINK, {"email": "nobody@firm.example.jp"}).status_code == 200
    late = client.post(LINK, {"email": TYPED["email"]})
    assert late.status_code == 429
    assert "短い時間に何度も" in late.content.decode()
    assert InquiryLink.objects.count() == 1
    trapped = Client(REMOTE_ADDR="192.0.2.7").post(LINK, {"email": TYPED["email"], "homepage": "x"})
    assert (trapped.status_code, InquiryLink.objects.count()) == (200, 1)
    assert Client(REMOTE_ADDR="192.0.2.7").post(LINK, {"email": TYPED["email"]}).status_code == 200
    assert InquiryLink.objects.count() == 2


def test_without_topics_it_goes_to_an_office_in_charge_of_what_is_public(client, office, topic):
    with journal(actor=of_unit("desk"), action="test"):
        InquiryTopic.objects.update(publication="internal")
    lab = office["lab"]
    make(Partnership, "together", title=both("見本の連携"), contact=lab, publisher=lab.organisation)
    assert '<option value="unit:lab"' in client.get(WRITE).content.decode()
    assert client.post(WRITE, form(about="unit:desk")).status_code == 422  # in charge of nothing public
    assert client.post(WRITE, form()).status_code == 422
    page = client.get(sent(client, about="unit:lab")).content.decode()
    inquiry = Inquiry.objects.get()
    assert (inquiry.unit_id, inquiry.holder_unit, inquiry.topic) == ("lab", "lab", None)
    assert inquiry.answer_due == dt.date(2026, 12, 2)  # five working days
    assert "見本lab" in page
    do_jobs()
    assert "用件：見本lab" in next(each for each in mail.outbox if each.to == [TYPED["email"]]).body


def test_a_second_inquiry_within_the_minute_is_refused_in_words_and_can_be_sent_later(
    client, topic, time_machine
):
    sent(client)
    looked = client.post(WRITE, form())["Location"]
    assert client.post(looked).status_code == 429
    time_machine.move_to(MORNING + dt.timedelta(minutes=2), tick=False)
    assert client.post(looked).status_code == 302


@pytest.mark.parametrize("language", ["ja", "en"])
def test_who_asked_sees_answers_and_no_notes_writes_and_ends_it(client, office, topic, language):
    page = sent(client, language)
    inquiry = Inquiry.objects.get()
    answering.note(actor=of_unit("desk"), inquiry=inquiry, revision=1, text="内部のメモ", at=MORNING)
    answering.hand_over(
        actor=of_unit("desk"),
        inquiry=inquiry,
        revision=2,
        unit=office["lab"],
        why="内部の申し送り",
        at=MORNING,
    )
    inquiry.refresh_from_db()
    answering.answer(actor=of_unit("lab"), inquiry=inquiry, revision=3, text="<b>どうぞ</b>", at=MORNING)
    text = client.get(page).content.decode()
    assert "&lt;b&gt;どうぞ" in text
    assert "内部の" not in text
    assert of_unit("lab").name not in text
    assert ("見本lab" if language == "ja" else "Unit lab") in text
    assert client.post(page, {"act": "write", "text": " "}).status_code == 422
    assert client.post(page, {"act": "write", "text": "何時ですか"})["Location"] == f"{page}?written=1"
    assert client.post(page, {"act": "end", "last": "x"}).status_code == 422
    assert client.post(page, {"act": "end", "sure": "on"})["Location"] == f"{page}?ended=1"
    assert client.post(page, {"act": "write", "text": "まだ"}).status_code == 422
    inquiry.refresh_from_db()
    assert (inquiry.state, inquiry.closing_reason) == ("closed", "by_asker")


def test_a_link_opens_its_own_inquiry_only_ends_and_is_sent_again(client, topic, time_machine):
    page = sent(client)
    other = ask(topic, email="other@firm.example.jp")
    with journal(actor=of_unit("desk"), action="test"):
        file = InquiryFile.objects.create(inquiry=other, name="x", sha256="0" * 64, media_type="x", size=1)
    assert client.get(f"{page}{file.pk}").status_code == 404
    assert client.get("/ja/inquiries/follow/nothing/").status_code == 404
    do_jobs()
    mail.outbox.clear()
    time_machine.move_to(MORNING + dt.timedelta(days=181), tick=False)
    ended = client.get(page)
    assert ended.status_code == 410
    assert "/ja/inquiries/link/" in ended.content.decode()
    known = client.post("/ja/inquiries/link/", {"email": TYPED["email"]}).content.decode()
    unknown = client.post("/ja/inquiries/link/", {"email": "nobody@firm.example.jp"}).content.decode()
    assert re.sub(r"nonce=\S+|csrf\S+", "", known) == re.sub(r"nonce=\S+|csrf\S+", "", unknown)
    do_jobs()
    assert [letter.to for letter in mail.outbox] == [[TYPED["email"]]]
    assert client.get(page_of(Inquiry.objects.get(contact_email=TYPED["email"]))).status_code == 200


def test_strangers_and_the_search_know_nothing_of_what_was_asked(client, topic):
    sent(client, text="himitsukanaria tsuzuki")
    for path in ("inquiries/", "search/?q=himitsukanaria", "search/?q=2026-0001", "inquiries/write/"):
        answer = client.get(f"/ja/{path}")
        assert answer.status_code == 200
        for word in ("tsuzuki", "架空 花子", TYPED["email"]):
            assert word not in answer.content.decode(), path


def test_a_topic_that_is_not_public_is_not_offered_and_without_any_the_form_says_so(client, topic):
    make(InquiryTopic, "secret", name=both("内々の用件"), unit=topic.unit, publication="internal")
    for path in ("inquiries/", "inquiries/write/"):
        text = client.get(f"/ja/{path}").content.decode()
        assert "視察・見学" in text
        assert "内々の用件" not in text
    with journal(actor=of_unit("desk"), action="test"):
        InquiryTopic.objects.update(publication="internal")
    assert "窓口がありません" in client.get(WRITE).content.decode()
    assert client.post(WRITE, form()).status_code == 422


def test_pages_ask_the_database_the_same_for_one_topic_and_message_and_for_many(client, office, topic):
    page = sent(client)
    inquiry = Inquiry.objects.get()
    answering.answer(actor=of_unit("desk"), inquiry=inquiry, revision=1, text="一", at=MORNING)
    paths = ("/ja/inquiries/", WRITE, page)
    few = [questions(client, path) for path in paths]
    for number in range(4):
        unit = office[("desk", "lab", "far")[number % 3]]
        make(InquiryTopic, f"topic-{number}", name=both(f"用件{number}"), unit=unit)
        inquiry.refresh_from_db()
        answering.answer(
            actor=of_unit("desk"), inquiry=inquiry, revision=inquiry.revision, text="x", at=MORNING
        )
    assert [questions(client, path) for path in paths] == few
    assert max(few) <= MOST
