"""A company follows what it asked by its private link: stages, promises and answers, and none of the office's notes."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core import mail

from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.history.journal import journal
from renkei.directory.models import Organisation
from renkei.matching.models import (
    Activity,
    Analysis,
    Case,
    CaseStage,
    CaseStep,
    ClosingReason,
    NeedMessage,
    PrivateLink,
)
from renkei.matching.services.cases import close_case
from tests.builders import both, make
from tests.portal.asking import FIRM, GIVEN, confirmed, link_in, new_need
from tests.portal.questions import questions

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mihon", "fresh")]


def carried(need):
    """A case of the need with its way, a promise, an analysis, and notes that are the office's own."""
    held = {"holder": need.holder, "publication": "internal"}
    case = make(
        Case, "carried", title=both("内部の件名"), need=need, stage=CaseStage.objects.get(pk="analysis"),
        opened_on=dt.date(2026, 11, 1), summary=both("内部の経緯"), next_step=both("内部の予定"), **held,
    )  # fmt: skip
    for number, (stage, day) in enumerate((("first-contact", 1), ("survey", 3), ("analysis", 9))):
        make(CaseStep, f"step-{number}", case=case, stage=CaseStage.objects.get(pk=stage),
             entered_on=dt.date(2026, 11, day), note=both("内部の注記"), **held)  # fmt: skip
    from renkei.directory.models import Person

    make(Activity, "visit-1", kind="visit", held_on=dt.date(2026, 11, 5), case=case, what=both("内部の訪問記録"),
         found=both("内部の所見"), promised=both("試料の送り先を知らせる"), promised_by=dt.date(2026, 11, 12),
         coordinator=Person.objects.get(pk="coordinator-ichi"), **held)  # fmt: skip
    make(Analysis, "analysis-1", case=case, title=both("離水の分析"), answer=both("まだ見せない答え"), **held)
    return case


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_firm_sees_stages_promises_and_answers_and_none_of_the_offices_notes(client, sends, language):
    page = confirmed(client, sends, language)
    case = carried(new_need())
    text = client.get(page).content.decode()
    assert ("予備分析をしています" if language == "ja" else "A preliminary analysis is under way") in text
    assert "試料の送り先を知らせる" in text
    assert "離水の分析" in text
    assert "内部の" not in text
    assert "まだ見せない答え" not in text  # it is not answered yet
    assert "架空 一" not in text  # the coordinator is no public person
    with journal(actor=COMMAND_LINE, action="test"):
        Analysis.objects.filter(pk="analysis-1").update(answered_on=dt.date(2026, 11, 20))
    assert "まだ見せない答え" in client.get(page).content.decode()
    few = questions(client, page)
    held = {"holder": case.holder, "publication": "internal", "case": case}
    for number in range(2, 6):
        make(Analysis, f"analysis-{number}", title=both("別の分析"), **held)
        make(
            CaseStep,
            f"more-{number}",
            stage=CaseStage.objects.get(pk="meeting"),
            entered_on=dt.date(2026, 11, 10),
            **held,
        )
    assert questions(client, page) == few


@pytest.mark.parametrize("publication", ["public", "internal"])
def test_the_firm_is_told_to_whom_it_is_passed(client, sends, publication):
    page = confirmed(client, sends)
    case = carried(new_need())
    passes_on = ClosingReason.objects.filter(passes_on=True).first()
    body = make(
        Organisation, "elsewhere", name=both("架空の別の窓口"), kind="foundation", publication=publication
    )
    close_case(
        actor=COMMAND_LINE, case=case, revision=1, why=passes_on, at=dt.date(2026, 11, 25), passed_to=body
    )
    text = client.get(page).content.decode()
    assert (passes_on.name.text("ja") in text, "架空の別の窓口" in text) == (True, publication == "public")


def test_the_firm_writes_and_withdraws(client, sends):
    page = confirmed(client, sends)
    assert sends(client, page, {"act": "write", "text": ""}).status_code == 422
    assert (
        sends(client, page, {"act": "write", "text": "試料は<b>三つ</b>あります"})
        .headers["Location"]
        .endswith("?written=1")
    )
    message = NeedMessage.objects.get(need=new_need())
    assert (message.sender, message.text) == ("company", "試料は<b>三つ</b>あります")
    assert "試料は&lt;b&gt;三つ" in client.get(page).content.decode()
    assert sends(client, page, {"act": "withdraw", "reason": "解決した"}).status_code == 422
    assert new_need().state == "open"
    assert (
        sends(client, page, {"act": "withdraw", "reason": "解決した", "sure": "on"})
        .headers["Location"]
        .endswith("?withdrawn=1")
    )
    assert new_need().state == "closed"
    assert "この相談は終わりました" in client.get(page).content.decode()
    assert sends(client, page, {"act": "withdraw", "reason": "", "sure": "on"}).status_code == 422


def test_a_link_is_sent_again_once_an_hour_and_the_one_before_ends(client, sends, time_machine):
    time_machine.move_to("2026-11-25T23:40:00+09:00")
    page = confirmed(client, sends)
    sent = len(mail.outbox)
    same = sends(client, "/ja/needs/link/", {"email": GIVEN["contact_email"].upper()}).content.decode()
    assert len(mail.outbox) == sent  # the link is a minute old
    time_machine.shift(dt.timedelta(hours=2))
    assert sends(client, "/ja/needs/link/", {"email": "nobody@example.jp"}).content.decode() == same
    sends(client, "/ja/needs/link/", {"email": GIVEN["contact_email"].upper()})
    assert len(mail.outbox) == sent + 1
    ended = client.get(page)
    assert ended.status_code == 410
    assert "/ja/needs/link/" in ended.content.decode()
    assert FIRM not in ended.content.decode()
    assert client.get(link_in(mail.outbox[-1])).status_code == 200
    time_machine.shift(dt.timedelta(days=181))
    assert client.get(link_in(mail.outbox[-1])).status_code == 410


@pytest.mark.parametrize(
    "path", ["follow/x/", "confirm/x/", f"follow/{'A' * 43}/", "follow/%E3%81%82/", "follow/x/file"]
)
def test_a_guessed_link_is_not_there(client, path):
    assert client.get(f"/ja/needs/{path}").status_code == 404


def test_a_link_opens_its_own_purpose_only(client, sends):
    sends(client, "/ja/needs/ask/", GIVEN)
    token = link_in(mail.outbox[-1]).rstrip("/").rpartition("/")[2]
    assert client.get(f"/ja/needs/follow/{token}/").status_code == 404
    assert PrivateLink.objects.filter(digest=token).count() == 0  # the token is kept nowhere
