"""A company asks without an account: kept until it confirms by mail, followed by a link, nothing told to others."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.history.journal import journal
from renkei.directory.models import Organisation
from renkei.kernel.localised import Localised
from renkei.matching.models import (
    Need,
    NeedDocument,
    NeedField,
)
from tests.builders import both, make
from tests.portal.asking import CLEAR, FIRM, GIVEN, confirmed, link_in, new_need

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mihon", "fresh")]


@pytest.mark.parametrize(
    ("language", "said"),
    [("ja", "個人番号（マイナンバー）とみられる番号"), ("en", "looks like an Individual Number")],
)
@pytest.mark.parametrize("field", ["problem", "contact_name", "background"])
def test_an_individual_number_is_refused_beside_its_field(client, sends, language, said, field):
    given = GIVEN | {field: f"{GIVEN.get(field, '')} マイナンバー 1234 5678 9018"}  # invented
    answer = sends(client, f"/{language}/needs/ask/", given)
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.text
    assert said in answer.text
    assert not Need.objects.filter(company_name=FIRM).exists()
    assert not mail.outbox


@pytest.mark.parametrize("language", ["ja", "en"])
def test_what_is_asked_waits_for_its_confirmation_and_is_then_received(client, sends, language):
    more = {
        "fields": ["food"],
        "wanted_by": "令和9年3月31日",
        "wished_support": ["wants_analysis", "wants_subsidy"],
    }
    answer = sends(client, f"/{language}/needs/ask/", GIVEN | more)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/{language}/needs/asked/")
    need = new_need()
    assert (need.state, need.channel, need.holder) == ("unconfirmed", "web", "mihon-foundation")
    assert (need.publication, need.shared_with, need.contact_language) == ("internal", "", language)
    assert need.problem.to_dict() == {"ja": CLEAR}  # it is written in Japanese, wherever it was sent
    assert need.title.text(language).startswith("たらの冷凍すり身1トンで解凍後に離水が15%出る")
    assert need.wanted_by == dt.date(2027, 3, 31)
    wants = (need.wants_analysis, need.wants_joint_research, need.wants_subsidy, need.wants_personnel)
    assert wants == (True, False, True, False)
    field = NeedField.objects.get(need=need)
    assert (field.field_id, field.holder) == ("food", "mihon-foundation")
    assert [(letter.to, FIRM in letter.body) for letter in mail.outbox] == [
        (["taro@gyogyo.example.jp"], False)
    ]
    link = link_in(mail.outbox[0])
    shown = client.get(link)
    assert shown.status_code == 200
    assert CLEAR in shown.content.decode()
    assert new_need().state == "unconfirmed"  # looking confirms nothing
    followed = sends(client, link)
    need = new_need()
    assert need.state == "open"
    assert (need.expires_on - need.received_on).days == 365
    page = client.get(followed.headers["Location"])
    assert page.status_code == 200
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert client.get(link).status_code == 410
    assert sends(client, link).status_code == 410


def test_the_letter_that_asks_for_confirmation_says_nothing_that_somebody_typed(client, sends):
    evil = {
        "contact_name": "当選\nhttps://evil.example/ www.evil.example",
        "problem": f"evil.example {CLEAR}",
    }
    assert sends(client, "/ja/needs/ask/", GIVEN | evil).status_code == 302
    (letter,) = mail.outbox
    for word in ("evil.example", "当選", FIRM):
        assert word not in letter.subject + letter.body
    sends(client, link_in(letter))
    follow = next(each for each in mail.outbox[1:] if each.to == [GIVEN["contact_email"]])
    assert "\n当選 https://evil.example/ www.evil.example 様\n" in follow.body


def test_the_office_is_told_that_something_is_there_and_not_what(client, sends):
    from renkei.core.accounts.actors import Role
    from renkei.core.accounts.services import create_user
    from renkei.directory.services import assign_role

    for name, organisation in (("reiji", "mihon-foundation"), ("other", "mihon-technology-foundation")):
        user = create_user(actor=COMMAND_LINE, name=name)
        with journal(actor=COMMAND_LINE, action="test"):
            user.email = f"{name}@example.jp"
            user.save()
        given = Organisation.objects.get(pk=organisation)
        assign_role(actor=COMMAND_LINE, user=user, role=Role.COORDINATOR, organisation=given)
    confirmed(client, sends)
    office = [letter for letter in mail.outbox if letter.to != [GIVEN["contact_email"]]]
    assert [letter.to for letter in office] == [["reiji@example.jp"]]
    assert f"/desk/matching/need/{new_need().pk}/" in office[0].body
    for word in (FIRM, "すり身", "見本 太郎"):
        assert word not in office[0].body + office[0].subject


def test_a_vague_text_is_taken_and_told_what_would_help(client, sends):
    answer = sends(client, "/ja/needs/ask/", GIVEN | {"problem": "困っています。助けてください。"})
    assert answer.headers["Location"] == "/ja/needs/asked/?add=short,object,number,time"
    text = client.get(answer.headers["Location"]).content.decode()
    assert "数字がありません" in text
    hints = client.post("/en/needs/ask/hints/", {"problem": "We have a problem."}).json()["hints"]
    assert len(hints) == 4
    assert hints[0].startswith("This is short")
    assert client.post("/ja/needs/ask/hints/", {"problem": CLEAR}).json() == {"hints": []}
    assert "<script>," not in client.get("/ja/needs/asked/?add=<script>,short").content.decode()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("problem", ""),
        ("problem", "あ" * 100_000),
        ("problem", "a\0b"),
        ("company_name", ""),
        ("contact_name", ""),
        ("contact_email", "taro"),
        ("contact_email", "a@b.jp\nBcc: c@d.jp"),
        ("wished_confidence", "everybody"),
        ("wanted_by", "そのうち"),
        ("fields", "nothing"),
        ("wished_support", "password"),
    ],
)
def test_what_cannot_be_kept_is_said_and_changes_nothing(client, sends, name, value):
    before = Need.objects.count()
    answer = sends(client, "/ja/needs/ask/", GIVEN | {name: value})
    assert answer.status_code in {400, 422}
    if answer.status_code == 422:
        text = answer.content.decode()
        assert "直していただきたいところがあります" in text
        assert f'id="id_{name}_error"' in text
    assert (Need.objects.count(), mail.outbox) == (before, [])


@pytest.mark.parametrize(
    "text",
    [
        "🐟🐟🐟",
        "\ufdfa" * 50,
        "<script>alert(1)</script>",
        "#set page() $x^2$ @label",
        "[[figure:x]] ]]",
        "Ёлка 鱼 سمك",
    ],
)
def test_any_text_comes_out_as_text(client, sends, text):
    page = client.get(confirmed(client, sends, problem=text))
    assert page.status_code == 200
    shown = page.content.decode()
    assert "<script>alert" not in shown
    assert "[[" not in shown
    plain = {
        "<script>alert(1)</script>": "&lt;script&gt;alert(1)&lt;/script&gt;",
        "[[figure:x]] ]]": "［［figure:x］］ ］］",
    }
    assert plain.get(text, text) in shown


def test_a_programme_that_fills_the_hidden_field_is_thanked_and_nothing_is_kept(client, sends):
    before = Need.objects.count()
    answer = sends(client, "/ja/needs/ask/", GIVEN | {"homepage": "http://spam.example"})
    assert answer.headers["Location"] == "/ja/needs/asked/"
    assert (Need.objects.count(), mail.outbox) == (before, [])


def test_one_machine_and_one_address_are_held_back(client, sends):
    for _ in range(5):
        assert sends(client, "/ja/needs/ask/", GIVEN).status_code == 302
    held = sends(client, "/ja/needs/ask/", GIVEN)
    assert held.status_code == 422  # this address has five that wait
    for number in range(14):
        sends(client, "/ja/needs/ask/", GIVEN | {"contact_email": f"n{number}@example.jp"})
    late = sends(client, "/ja/needs/ask/", GIVEN | {"contact_email": "z@example.jp"})
    assert late.status_code == 429
    assert CLEAR in late.content.decode()  # what was typed is still there
    other = Client(REMOTE_ADDR="192.0.2.7")
    assert sends(other, "/ja/needs/ask/", GIVEN | {"contact_email": "z@example.jp"}).status_code == 302


def test_files_are_kept_as_confidential_as_the_need_and_macros_are_refused(client, sends):
    from renkei.core.files.models import Document

    documents = Document.objects.count()
    pdf = SimpleUploadedFile("図面.pdf", b"%PDF-1.7\nsecret")
    page = confirmed(client, sends, attachments=[pdf])
    kept = NeedDocument.objects.get(need=new_need())
    assert (kept.name, kept.media_type, kept.holder) == ("図面.pdf", "application/pdf", "mihon-foundation")
    assert Document.objects.count() == documents  # the library knows nothing of it
    answer = client.get(f"{page}{kept.pk}")
    assert b"".join(answer.streaming_content) == b"%PDF-1.7\nsecret"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    others = make(Need, "another", title=both("件名"), problem=both("課題"), company_name="x", publication="internal",
                  received_on=dt.date(2026, 1, 1), channel="web", kind="advice", holder="mihon-foundation")  # fmt: skip
    paper = make(NeedDocument, "another-file", need=others, holder="mihon-foundation", sha256=kept.sha256, name="x",
                 publication="internal")  # fmt: skip
    assert client.get(f"{page}{paper.pk}").status_code == 404


@pytest.mark.parametrize(
    "files",
    [
        [("x.docm", b"PK\x03\x04")],
        [("x.pdf", b"MZ")],
        [("x.exe", b"MZ")],
        [("名簿.txt", "個人番号 123456789018".encode())],  # invented
        [("a.txt", b"a"), ("b.txt", b"b"), ("c.txt", b"c"), ("d.txt", b"d")],
    ],
)
def test_a_file_of_another_kind_or_too_many_are_refused(client, sends, files):
    before = Need.objects.count()
    given = [SimpleUploadedFile(name, content) for name, content in files]
    answer = sends(client, "/ja/needs/ask/", GIVEN | {"attachments": given})
    assert answer.status_code == 422
    assert 'id="id_attachments_error"' in answer.content.decode()
    assert Need.objects.count() == before


def test_every_form_asks_for_its_token():
    strict = Client(enforce_csrf_checks=True)
    for path in ("ask/", "ask/hints/", "link/"):
        assert strict.post(f"/ja/needs/{path}", GIVEN).status_code == 403, path


def test_without_an_office_the_form_says_whom_to_ask(client, sends):
    from renkei.matching.models import Territory

    with journal(actor=COMMAND_LINE, action="test"):
        Territory.objects.all().delete()
    text = client.get("/ja/needs/ask/").content.decode()
    assert "いまは受け付ける窓口がありません" in text
    assert "<textarea" not in text
    assert sends(client, "/ja/needs/ask/", GIVEN).status_code == 422


def test_an_office_can_be_chosen(client, sends):
    sends(client, "/ja/needs/ask/", GIVEN | {"office": "mihon-technology-foundation"})
    assert new_need().holder == "mihon-technology-foundation"
    assert new_need().title == Localised({"ja": new_need().title["ja"]})
