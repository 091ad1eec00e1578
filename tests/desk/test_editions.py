"""Editions on the desk: from the draft to the publication, by the pages that people use."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from renkei.budgets.models import Item
from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.accounts.models import User
from renkei.core.history.journal import journal
from renkei.core.inbox.registry import waiting_for
from renkei.core.jobs import long
from renkei.core.jobs.models import LongJob
from renkei.directory.models import RoleAssignment
from renkei.kernel.periods import Period
from renkei.reports import freezing
from renkei.reports.checking import agree, answer_check, ask_check
from renkei.reports.comments import comment_on
from renkei.reports.editions import begin_edition, record_decision
from renkei.reports.models import Edition, EditionComment, EditionPart
from renkei.reports.sentences import sentences
from renkei.reports.service import report
from tests.builders import both
from tests.desk.conftest import signed_in
from tests.reports.mihon import everything
from tests.working import do_jobs, waiting

pytestmark = pytest.mark.django_db
HOME = "/desk/editions/yearly-2020-1/"
HOSTILE = "<script>alert(1)</script>{{ 7|add:7 }}"


@pytest.fixture
def records(db):
    everything()
    with journal(actor=COMMAND_LINE, action="test"):
        Item.objects.filter(pk__in=["japanese-only", "photograph"]).delete()


@pytest.fixture
def edition(records):
    return begin_edition(actor=COMMAND_LINE, kind="yearly", year=2020, at=timezone.localdate())


@pytest.fixture
def foundation(db):
    """The secretariat of the foundation alone."""
    with journal(actor=COMMAND_LINE, action="test"):
        user = User.objects.create(username="fund-office", language="ja")
        RoleAssignment.objects.create(
            user=user,
            role="secretariat",
            organisation_id="mihon-fund",
            period=Period(dt.date(2000, 1, 1), None),
        )
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


def made_ready(edition):
    at = timezone.now()
    ask_check(actor=COMMAND_LINE, edition=edition, organisations=[], at=at)
    agree(actor=COMMAND_LINE, edition=edition, reason="確認先なし")
    record_decision(actor=COMMAND_LINE, edition=edition, number="1", on=at.date(), at=at.date())


def test_pressed_twice_it_is_published_once(edition, desk):
    made_ready(edition)
    first, second = (desk.post(f"{HOME}publish/")["Location"] for _ in range(2))
    assert first == second
    assert len([name for name, _ in waiting() if name == "jobs.long"]) == 1
    assert "公表の準備をしています" in desk.get(HOME).text
    assert not desk.get(f"{HOME}publish/").context["ready"]
    other = signed_in("administrator")
    assert other.post(f"{HOME}publish/")["Location"] == first
    do_jobs()
    assert EditionPart.objects.filter(role="about").count() == 1
    again = desk.post(f"{HOME}publish/")
    assert again.status_code == 422
    long.carry_out(LongJob.objects.get().pk, timezone.now)
    assert LongJob.objects.get().state == "done"


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_renderer_that_dies_is_told_and_the_draft_stays(edition, monkeypatch, language):
    desk = signed_in("secretariat", language)
    made_ready(edition)
    progress = desk.post(f"{HOME}publish/")["Location"]
    told = []

    def dies(found, name, **how):
        told.append(LongJob.objects.get())
        if len(told) > 1:
            raise OSError("typst was killed")
        return b""

    monkeypatch.setattr(freezing, "render_report", dies)
    do_jobs()
    assert [(job.done, job.total) for job in told] == [(0, 12), (1, 12)]
    job = LongJob.objects.get()
    assert (job.state, job.problem) == ("failed", "edition.rendering_failed")
    said = {"ja": "つくれませんでした", "en": "could not be made"}[language]
    for path in (progress, HOME, f"{HOME}publish/"):
        assert said in desk.get(path).text, path
    stored = Edition.objects.get()
    assert (stored.state, stored.published_at) == ("agreed", None)
    assert desk.get(f"{HOME}publish/").context["ready"]
    monkeypatch.undo()
    desk.post(f"{HOME}publish/")
    do_jobs()
    assert Edition.objects.get().state == "published"


def test_who_may_publish_no_more_when_the_worker_comes_does_not(edition, desk):
    made_ready(edition)
    desk.post(f"{HOME}publish/")
    with journal(actor=COMMAND_LINE, action="test"):
        RoleAssignment.objects.filter(user__username="secretariat").delete()
    do_jobs()
    assert LongJob.objects.get().problem == "permission.refused"
    assert Edition.objects.get().state == "agreed"


def first_sentence():
    found = report(2020, "yearly", language="ja", actor=COMMAND_LINE, at=timezone.localdate())
    return next(each for each in sentences(found) if "共同研究" in each.text)


def test_from_the_draft_to_the_publication(records, desk, foundation):
    assert "年次報告" not in desk.get("/desk/editions/").context["table"].rows
    made = desk.post("/desk/editions/_new/", {"report": "yearly/2020", "paper_number": "資料3"})
    assert made["Location"] == HOME
    due = (timezone.localdate() + dt.timedelta(days=7)).isoformat()
    desk.post(f"{HOME}act/", {"verb": "ask", "organisation": ["mihon-fund"], "due_on": due})
    check = Edition.objects.get().checks.get()
    assert "報告の版を確認する" in foundation.get("/desk/").text
    foundation.post(f"{HOME}answers/{check.pk}/", {"answer": "agrees", "remarks": ""})
    assert "報告の版を確認する" not in foundation.get("/desk/").text
    assert "合意とする" in desk.get("/desk/").text
    desk.post(f"{HOME}act/", {"verb": "agree"})
    desk.post(f"{HOME}act/", {"verb": "decision", "number": "産第12号", "decided_on": "2024-05-01"})
    summary = desk.get(f"{HOME}publish/")
    assert summary.context["ready"]
    progress = desk.post(f"{HOME}publish/")["Location"]
    assert "worker" in desk.get(progress).text  # none is alive
    assert Edition.objects.get().state == "agreed"
    do_jobs()
    done = desk.get(progress)
    assert "公表しました" in done.text
    assert f'href="{HOME}"' in done.text
    found = Edition.objects.get()
    assert (found.state, found.paper_number, found.published_by) == ("published", "資料3", "secretariat")
    assert "すべての部分がハッシュ値と合っています" in desk.get(f"{HOME}manifest/").text
    told = desk.post(f"{HOME}correct/", {"reason_ja": "数の誤り", "reason_en": "A wrong number"})
    assert told["Location"] == "/desk/editions/yearly-2020-2/"
    gone = desk.post(f"{HOME}withdraw/", {"reason_ja": "誤った資料", "reason_en": "A wrong document"})
    assert gone["Location"] == HOME
    assert Edition.objects.get(pk="yearly-2020-1").state == "withdrawn"


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("path", ["", "text/", "checks/", "publish/", "correct/", "withdraw/"])
def test_every_page_opens_in_both_languages(edition, language, path):
    page = signed_in("secretariat", language).get(f"{HOME}{path}")
    assert page.status_code == 200
    assert f'<html lang="{language}">' in page.text
    assert "{%" not in page.text


def test_what_is_refused_is_said_and_changes_nothing(edition, desk):
    for sent in (
        {"verb": "agree"},
        {"verb": "take_back", "reason": "x"},
        {"verb": "discard"},
        {"verb": "decision"},
    ):
        desk.post(f"{HOME}act/", sent)
        assert Edition.objects.get().state == "draft"
        assert "message" in desk.get(HOME).text
    assert desk.post(f"{HOME}act/", {"verb": "publish"}).status_code == 404
    refused = desk.post(f"{HOME}publish/")
    assert refused.status_code == 422
    assert Edition.objects.get().state == "draft"


def test_hostile_words_come_out_as_words(edition, desk):
    sentence = first_sentence()
    where = f"{HOME}text/ja/{sentence.section}/{sentence.anchor}/"
    assert desk.get(where).context["sentence"].text == sentence.text
    assert desk.post(where, {"text": HOSTILE})["Location"].endswith(f"#s-{sentence.anchor}")
    text = desk.get(f"{HOME}text/").text
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7|add:7 }}" in text
    assert desk.post(where, {"text": " "}).status_code == 422
    assert desk.post(where, {"text": "x" * 2001}).status_code == 422
    assert EditionComment.objects.count() == 1


def test_a_comment_on_a_sentence_that_changed_keeps_its_words(edition, desk):
    sentence = first_sentence()
    where = f"{HOME}text/ja/{sentence.section}/{sentence.anchor}/"
    desk.post(where, {"text": "数を確かめてください"})
    with journal(actor=COMMAND_LINE, action="test"):
        Item.objects.filter(pk="projects").update(text=both("研究の数は多い", "Many"))
    page = desk.get(f"{HOME}text/").text
    assert "文が変わっています" in page
    assert sentence.text in page
    late = desk.post(where, {"text": "もう一つ、長く書いたコメント"})
    assert late.status_code == 422
    assert "もう一つ、長く書いたコメント" in late.text
    comment = EditionComment.objects.get()
    desk.post(f"{HOME}comments/{comment.pk}/", {"outcome": "直した"})
    comment.refresh_from_db()
    assert (comment.resolved_by, comment.outcome) == ("secretariat", "直した")


def test_a_party_answers_for_itself_alone(edition, desk, foundation):
    desk.post(f"{HOME}act/", {"verb": "ask", "organisation": ["mihon-fund", "mihon-prefecture"]})
    other = Edition.objects.get().checks.get(organisation="mihon-prefecture")
    foundation.post(f"{HOME}answers/{other.pk}/", {"answer": "agrees"})
    other.refresh_from_db()
    assert other.answer == ""
    foundation.post(f"{HOME}act/", {"verb": "agree", "reason": "x"})
    assert Edition.objects.get().state == "checking"
    sentence = first_sentence()
    foundation.post(f"{HOME}text/ja/{sentence.section}/{sentence.anchor}/", {"text": "よい"})
    assert EditionComment.objects.get().organisation == "mihon-fund"
    assert "自分のコメントが未対応" in foundation.get("/desk/").text


def test_a_text_that_changed_after_the_check_is_a_warning(edition, desk):
    at = timezone.now()
    ask_check(actor=COMMAND_LINE, edition=edition, organisations=["mihon-fund"], at=at)
    check = Edition.objects.get().checks.get()
    answer_check(actor=COMMAND_LINE, check=check, answer="agrees", remarks="", at=at)
    assert "見本財団が確認したあとで" not in desk.get(f"{HOME}checks/").text
    with journal(actor=COMMAND_LINE, action="test"):
        Item.objects.filter(pk="projects").update(text=both("別の文", "Another"))
    page = desk.get(f"{HOME}checks/")
    assert "見本財団が確認したあとで" in page.text
    (row,) = page.context["warnings"]
    desk.post(f"{HOME}checks/acknowledge/", {"key": row["finding"].key, "reason": "軽い直し"})
    after = desk.get(f"{HOME}checks/")
    assert "軽い直し" in after.text
    assert after.context["checked"].passes


def test_pages_ask_as_often_for_many_comments_as_for_one(edition, desk):
    def asked(path):
        desk.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(path).status_code == 200
        return len(queries)

    def comment(count):
        sentence = first_sentence()
        for number in range(count):
            comment_on(
                actor=COMMAND_LINE,
                edition=edition,
                language="ja",
                section=sentence.section,
                anchor=sentence.anchor,
                text=f"コメント{number}",
                at=timezone.now(),
            )

    comment(1)
    paths = (HOME, f"{HOME}text/", f"{HOME}checks/", "/desk/editions/", "/desk/")
    before = {path: asked(path) for path in paths}
    comment(4)
    assert {path: asked(path) for path in paths} == before


def test_a_damaged_edition_waits_for_the_secretariat(edition, secretariat, reader):
    with journal(actor=COMMAND_LINE, action="test"):
        Edition.objects.update(damaged_on=dt.date(2026, 1, 1))
    told = [each.text.text("ja") for each in waiting_for(secretariat, dt.date(2026, 1, 2))]
    assert any("破損" in text for text in told)
    assert not [each for each in waiting_for(reader, dt.date(2026, 1, 2)) if each.kind == "edition"]
