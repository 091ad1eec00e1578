"""Two years after it was closed nothing personal is left of an inquiry, nor of its earlier states."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.core.files.storage import default_storage
from django.db import connection

from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.accounts.services import create_user
from renkei.core.files.services import stored_path
from renkei.core.history.journal import journal
from renkei.inquiries.models import Inquiry, InquiryFile, InquiryMessage
from renkei.inquiries.services import answering, asking
from renkei.privacy.services.disclosure import disclose
from renkei.privacy.services.erasure import erase_person
from renkei.privacy.services.retention import erase_what_is_due
from renkei.privacy.services.subjects import find_subject
from tests.inquiries.conftest import MORNING, TYPED, of_unit

pytestmark = pytest.mark.django_db
SECRET = ("himitsukanaria", "架空 花子", TYPED["email"], "架空食品", "秘密の日程")
TABLES = (
    "inquiries_inquiry",
    "inquiries_inquiryevent",
    "inquiries_inquirymessage",
    "inquiries_inquirymessageevent",
    "inquiries_inquiryfile",
    "core_searchentry",
)
WEEK = dt.timedelta(days=7)


@pytest.fixture
def closed(topic, settings, tmp_path):
    settings.MEDIA_ROOT = settings.HOME = tmp_path
    given = {"values": TYPED | {"text": "himitsukanaria 見学"}, "unit": topic.unit, "topic": topic}
    files = [(io.BytesIO(b"%PDF-1.7\nx"), "秘密の日程.pdf")]
    token = asking.keep_draft(**given, language="ja", at=MORNING, files=files)
    inquiry, _ = asking.send(token=token, at=MORNING)
    desk = of_unit("desk")
    answering.answer(actor=desk, inquiry=inquiry, revision=1, text="架空 花子 様 himitsukanaria", at=MORNING)
    answering.close(
        actor=desk, inquiry=inquiry, revision=2, reason="settled", why="himitsukanaria", at=MORNING
    )
    return inquiry


def told():
    """Every secret with the tables in which it stands."""
    found = set()
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT string_agg(t::text, ' ') FROM {table} t")  # noqa: S608 - names of tables
            text = cursor.fetchone()[0] or ""
            found |= {(table, word) for word in SECRET if word in text}
    return found


def test_after_two_years_and_not_before_what_is_personal_is_gone_everywhere(
    closed, django_capture_on_commit_callbacks
):
    path = stored_path(InquiryFile.objects.get().sha256)
    before = told()
    assert {table for table, _ in before} == set(TABLES)
    erase_what_is_due(actor=COMMAND_LINE, at=MORNING + dt.timedelta(days=730) - WEEK)
    assert told() == before
    with django_capture_on_commit_callbacks(execute=True):
        done = erase_what_is_due(actor=COMMAND_LINE, at=MORNING + dt.timedelta(days=730) + WEEK)
    assert told() == set()
    assert not default_storage.exists(path)
    found = Inquiry.objects.get()
    assert (found.number, found.unit_id, found.state) == ("2026-0001", "desk", "closed")
    assert done.erasures[-1].counts["rows"]["inquiries.inquiry"] == 1
    assert erase_what_is_due(actor=COMMAND_LINE, at=MORNING + dt.timedelta(days=730) + WEEK).erasures == []


def test_an_inquiry_that_is_still_open_is_kept(topic, closed):
    answering.reopen(actor=of_unit("desk"), inquiry=closed, revision=3, at=MORNING)
    erase_what_is_due(actor=COMMAND_LINE, at=MORNING + dt.timedelta(days=1500))
    assert "himitsukanaria" in Inquiry.objects.get().text


def test_a_persons_disclosure_shows_what_they_asked_and_their_erasure_takes_it_out(
    closed, django_capture_on_commit_callbacks
):
    user = create_user(actor=COMMAND_LINE, name="hanako.kakuu")
    with journal(actor=COMMAND_LINE, action="test"):
        user.email = TYPED["email"]
        user.is_active = False
        user.save()
    subject = find_subject("user", "hanako.kakuu")
    assert "himitsukanaria" in str(disclose(actor=COMMAND_LINE, subject=subject, at=MORNING))
    with django_capture_on_commit_callbacks(execute=True):
        erase_person(actor=COMMAND_LINE, subject=subject, at=MORNING, reason="請求", typed=subject.username)
    assert told() == set()
    assert not InquiryFile.objects.exists()
    assert {each.text for each in InquiryMessage.objects.all()} == {"（削除済み）"}
