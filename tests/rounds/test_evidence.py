"""Files of evidence, drafts and delegations: through the link and on the desk."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.files.models import Document
from renkei.core.files.services import open_document
from renkei.indicators.models import StatedValue
from renkei.kernel.errors import RuleBroken
from renkei.rounds.answers import answer, attach, by_link, delegate, draft_of, end_delegation, keep_draft
from renkei.rounds.decisions import approve, take_back
from renkei.rounds.links import token_of
from renkei.rounds.models import Draft, Evidence, Owner
from renkei.rounds.rules import file_name
from renkei.rounds.selectors import door_by_token
from renkei.rounds.services import move_round
from tests.desk.conftest import signed_in
from tests.rounds.conftest import BEFORE_DUE, GOOD

CODE = "research.projects"
PDF = b"%PDF-1.7\nsample"


@pytest.fixture(autouse=True)
def before_due():
    with time_machine.travel(dt.datetime(2024, 6, 1, 12, tzinfo=dt.UTC), tick=False):
        yield


def page(owner, tail="", language="ja"):
    return f"/{language}/answers/{token_of(owner)}/{tail}"


def form(code=CODE, **values):
    return {f"{code}:{name}": text for name, text in (GOOD | values).items()}


def put(owner, *files, at=BEFORE_DUE):
    given = [(io.BytesIO(content), name) for name, content in files]
    return attach(actor=by_link(owner), owner=owner, indicator=CODE, files=given, at=at)


def with_macros():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/vbaProject.bin", "x")
    return buffer.getvalue()


def test_a_file_sent_with_the_answer_becomes_the_document_of_the_stated_value(owner):
    sent = form() | {
        f"{CODE}:files": [SimpleUploadedFile("年報.pdf", PDF), SimpleUploadedFile("表.csv", b"a,b\n")]
    }
    assert Client().post(page(owner), sent).status_code == 302
    question = owner.questions.get(indicator=CODE)
    assert [file.name for file in question.files.order_by("pk")] == ["年報.pdf", "表.csv"]
    approve(actor=COMMAND_LINE, question=question, reason="照合した")
    document = StatedValue.objects.get(fiscal_year=2023).document
    with open_document(document) as kept:
        assert kept.read() == PDF
    assert (document.title["ja"], document.media_type, document.publication) == (
        "見本年報",
        "application/pdf",
        "internal",
    )
    other = question.files.get(name="表.csv").document
    assert (other.title["ja"], other.media_type) == ("見本年報（表.csv）", "text/csv")


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("見本.exe", b"MZ", "file.type_refused"),
        ("見本.pdf", b"<html><script>", "file.type_refused"),
        ("見本.png", PDF, "file.type_refused"),
        ("見本.svg", b"<svg/>", "file.type_refused"),
        ("見本.xlsx", with_macros(), "file.macros"),
        ("見本.pdf", b"%PDF-1.7\n" + b"0" * 2000, "file.too_large"),
        ("../../見本.pdf", PDF, "evidence.name"),
        ("a\\b.pdf", PDF, "evidence.name"),
        (".pdf", PDF, "evidence.name"),
        ("fdp\u202e.pdf", PDF, "evidence.name"),
        ("", PDF, "evidence.name"),
    ],
)
def test_a_file_that_is_not_what_it_may_be_is_refused_with_all_that_came_along(
    owner, settings, name, content, code
):
    settings.UPLOAD_LIMIT_BYTES = 1000
    with pytest.raises(RuleBroken) as refused:
        put(owner, ("よい.pdf", PDF), (name, content))
    assert refused.value.code == code
    assert not Evidence.objects.exists()


def test_at_most_five_files_and_the_same_content_once(owner):
    put(owner, *((f"{number}.pdf", PDF + bytes([number])) for number in range(5)))
    put(owner, ("again.pdf", PDF + bytes([0])))
    with pytest.raises(RuleBroken, match=r"evidence\.too_many"):
        put(owner, ("sixth.pdf", PDF))
    assert Evidence.objects.count() == 5


def test_a_long_name_keeps_its_ending():
    assert file_name("あ" * 500 + ".pdf").endswith("あ.pdf")
    assert len(file_name("あ" * 500 + ".pdf")) == 200
    assert len(file_name("あ" * 500)) == 200


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_refused_file_is_explained_and_what_was_typed_stays(owner, language):
    sent = form() | {f"{CODE}:files": SimpleUploadedFile("見本.exe", b"MZ")}
    response = Client().post(page(owner, language=language), sent)
    text = response.content.decode()
    assert response.status_code == 422
    assert ("形式は受け付けません" if language == "ja" else "is refused: only PDF") in text
    assert 'value="21件"' in text
    assert owner.questions.get(indicator=CODE).state == "asked"


def test_a_file_can_be_taken_away_until_the_answer_is_approved(owner):
    client = Client()
    client.post(page(owner, "keep/"), {f"{CODE}:files": SimpleUploadedFile("一.pdf", PDF)})
    [file] = Evidence.objects.all()
    other = Owner.objects.get(organisation="mihon-university")
    client.post(page(other, "keep/"), {"remove": str(file.pk)})
    assert Evidence.objects.count() == 1
    client.post(page(owner, "keep/"), {"remove": str(file.pk)})
    assert not Evidence.objects.exists()


def test_after_approval_and_after_closing_nothing_is_attached(owner):
    answer(actor=by_link(owner), owner=owner, answers={CODE: GOOD}, at=BEFORE_DUE)
    approve(actor=COMMAND_LINE, question=owner.questions.get(indicator=CODE), reason="見本")
    with pytest.raises(RuleBroken, match=r"answer\.approved"):
        put(owner, ("一.pdf", PDF))
    move_round(actor=COMMAND_LINE, asked=owner.round, verb="close")
    with pytest.raises(RuleBroken, match=r"round\.not_open"):
        put(owner, ("一.pdf", PDF))


def test_the_office_sees_the_file_and_hands_it_out_as_a_download(owner):
    [file] = put(owner, ("年報.pdf", PDF))
    url = f"/desk/rounds/mihon-2023/mihon-city/files/{file.pk}/"
    response = signed_in("secretariat").get(url)
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment")
    assert b"".join(response.streaming_content) == PDF
    assert signed_in("secretariat").get(url.replace("mihon-city", "mihon-university")).status_code == 404
    assert Client().get(url).status_code == 302


def test_the_office_enters_answers_and_files_for_an_owner(owner):
    sent = form() | {f"{CODE}:files": SimpleUploadedFile("年報.pdf", PDF)}
    desk = signed_in("secretariat")
    assert desk.post("/desk/rounds/mihon-2023/mihon-city/answer/", sent).status_code == 302
    assert owner.questions.get(indicator=CODE).files.count() == 1
    assert signed_in("reader").get("/desk/rounds/mihon-2023/mihon-city/answer/").status_code == 404


def test_the_office_neither_sees_nor_replaces_what_an_owner_has_not_sent(owner):
    Client().post(page(owner, "keep/"), form(place="書きかけ"))
    desk, address = signed_in("secretariat"), "/desk/rounds/mihon-2023/mihon-city/answer/"
    assert "書きかけ" not in desk.get(address).content.decode()
    attached = form(place="事務局") | {f"{CODE}:files": SimpleUploadedFile("年報.pdf", PDF)}
    shown = desk.post(f"{address}?keep=1", attached).content.decode()
    assert "年報.pdf" in shown
    assert 'value="事務局"' in shown
    assert draft_of(owner, None)[CODE]["place"] == "書きかけ"


def test_a_draft_is_kept_shown_again_and_gone_when_sent(owner):
    client = Client()
    kept = client.post(page(owner, "keep/"), form(place=""), headers={"Accept": "application/json"})
    assert kept.status_code == 204
    assert owner.questions.get(indicator=CODE).state == "asked"
    assert 'value="21件"' in Client().get(page(owner)).content.decode()
    assert draft_of(owner, None)[CODE]["source"] == "見本年報"
    client.post(page(owner), form())
    assert not Draft.objects.exists()


def test_a_draft_of_what_was_not_asked_or_in_a_closed_round_is_not_kept(owner):
    keep_draft(owner=owner, typed={"no.such": {"value": "1"}, CODE: {"value": "2\x00"}}, at=BEFORE_DUE)
    assert set(draft_of(owner, None)) == {CODE}
    assert draft_of(owner, None)[CODE]["value"] == "2 "
    with pytest.raises(RuleBroken, match=r"round\.late"):
        keep_draft(owner=owner, typed={}, at=dt.date(2030, 1, 1))
    owner.round.state = "closed"
    with pytest.raises(RuleBroken, match=r"round\.not_open"):
        keep_draft(owner=owner, typed={}, at=BEFORE_DUE)


def test_two_people_at_once_the_second_sees_what_the_first_has_answered(owner):
    client = Client()
    seen = {f"{CODE}:revision": "1"}
    client.post(page(owner), form() | seen)
    second = client.post(page(owner), form(value="33") | seen)
    text = second.content.decode()
    assert second.status_code == 422
    assert "開いたあとに別の人が回答しました" in text
    assert 'value="33"' in text
    assert owner.questions.get(indicator=CODE).value == 21
    assert client.post(page(owner), form(value="33") | {f"{CODE}:revision": "2"}).status_code == 302
    assert owner.questions.get(indicator=CODE).value == 33


def test_a_delegation_opens_its_questions_alone_and_ends(owner):
    made = delegate(actor=by_link(owner), owner=owner, name=" 企画課 ", indicators=[CODE], at=BEFORE_DUE)
    assert made.name == "企画課"
    shown = Client().get(page(made)).content.decode()
    assert f'name="{CODE}:value"' in shown
    assert "events.visits:value" not in shown
    other = form("events.visits", value="3")
    Client().post(page(made), form() | other)
    assert owner.questions.get(indicator=CODE).state == "answered"
    assert owner.questions.get(indicator="events.visits").state == "asked"
    assert Client().post(page(made, "pass-on/"), {"name": "x", "indicators": [CODE]}).status_code == 404
    event = owner.questions.model.pgh_event_model.objects.filter(state="answered").latest("pgh_id")
    assert event.pgh_context.metadata["actor"] == "mihon-city (link: 企画課)"
    link = page(made)
    end_delegation(actor=by_link(owner), owner=owner, delegation=made.pk, at=BEFORE_DUE)
    assert Client().get(link).status_code == 410
    assert owner.questions.get(indicator=CODE).delegation is None


def test_an_owner_passes_questions_on_and_takes_them_back_on_its_page(owner):
    client = Client()
    assert client.post(page(owner, "pass-on/"), {"name": "", "indicators": [CODE]}).status_code == 422
    assert client.post(page(owner, "pass-on/"), {"name": "企画課"}).status_code == 422
    client.post(page(owner, "pass-on/"), {"name": "企画課", "indicators": [CODE]})
    made = owner.delegations.get()
    assert token_of(made) in client.get(page(owner)).content.decode()
    assert door_by_token(token_of(made), BEFORE_DUE).delegation == made
    client.post(page(owner, "pass-on/"), {"end": str(made.pk)})
    assert door_by_token(token_of(made), BEFORE_DUE) is None


def test_an_approval_is_taken_back_unless_the_value_is_public(owner):
    answer(actor=by_link(owner), owner=owner, answers={CODE: GOOD}, at=BEFORE_DUE)
    question = owner.questions.get(indicator=CODE)
    approve(actor=COMMAND_LINE, question=question, reason="見本")
    with pytest.raises(RuleBroken, match=r"answer\.no_reason"):
        take_back(actor=COMMAND_LINE, question=question, reason="")
    take_back(actor=COMMAND_LINE, question=question, reason="数え違い")
    question.refresh_from_db()
    assert (question.state, question.returned_because) == ("returned", "数え違い")
    assert not StatedValue.objects.filter(fiscal_year=2023).exists()
    assert Document.objects.filter(title__ja="見本年報").exists()
    answer(actor=by_link(owner), owner=owner, answers={CODE: GOOD | {"value": "22"}}, at=BEFORE_DUE)
    approve(actor=COMMAND_LINE, question=owner.questions.get(indicator=CODE), reason="見本")
    value = StatedValue.objects.get(fiscal_year=2023)
    assert value.value == 22
    from renkei.core.history.journal import journal

    with journal(actor=COMMAND_LINE, action="test"):
        StatedValue.objects.filter(pk=value.pk).update(publication="public")
    with pytest.raises(RuleBroken, match=r"answer\.published"):
        take_back(actor=COMMAND_LINE, question=owner.questions.get(indicator=CODE), reason="数え違い")
