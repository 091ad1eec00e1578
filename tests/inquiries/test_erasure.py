"""Two years after it was closed nothing personal is left of an inquiry, nor of its earlier states."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.core.files.storage import default_storage
from django.db import ProgrammingError, connection, transaction

from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.files.services import stored_path
from renkei.core.history.journal import journal
from renkei.core.history.states import events_of
from renkei.core.records.migrating import small_letters
from renkei.inquiries.models import Inquiry, InquiryFile, InquiryMessage
from renkei.inquiries.services import answering, asking
from renkei.kernel.errors import RuleBroken
from renkei.matching.models import Need
from renkei.privacy.models import Erasure, Reading
from renkei.privacy.services.cases import hold
from renkei.privacy.services.disclosure import disclose
from renkei.privacy.services.erasure import erase_person
from renkei.privacy.services.outside import confirm
from renkei.privacy.services.replay import missing_erasures, replay_erasures
from renkei.privacy.services.retention import erase_what_is_due
from renkei.privacy.services.subjects import find_subject
from tests.builders import both, make
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


def test_who_asked_is_found_by_their_address_shown_all_of_it_and_erased(
    closed, django_capture_on_commit_callbacks
):
    with pytest.raises(RuleBroken, match=r"privacy\.unknown_person"):
        find_subject("address", "nobody@firm.example.jp")
    subject = find_subject("address", TYPED["email"].upper())
    assert (subject.kind, subject.identifier) == ("address", TYPED["email"])
    assert "himitsukanaria" in str(disclose(actor=COMMAND_LINE, subject=subject, at=MORNING))
    assert list(Reading.objects.values_list("kind", "slug", "way")) == [
        ("address", TYPED["email"], "disclosure")
    ]
    with pytest.raises(RuleBroken, match=r"erasure\.not_confirmed"):
        erase_person(actor=COMMAND_LINE, subject=subject, at=MORNING, reason="請求", typed="hanako")
    with django_capture_on_commit_callbacks(execute=True):
        erase_person(actor=COMMAND_LINE, subject=subject, at=MORNING, reason="請求", typed=TYPED["email"])
    assert told() == set()
    assert not InquiryFile.objects.exists()
    assert {each.text for each in InquiryMessage.objects.all()} == {"（削除済み）"}
    assert not Reading.objects.filter(slug=TYPED["email"]).exists()
    with pytest.raises(RuleBroken, match=r"privacy\.unknown_person"):
        find_subject("address", TYPED["email"])


def test_an_older_backup_brings_back_nobody_who_was_an_address_alone(closed, topic):
    subject = find_subject("address", TYPED["email"])
    with transaction.atomic():
        erase_person(actor=COMMAND_LINE, subject=subject, at=MORNING, reason="請求", typed=TYPED["email"])
        erased = str(Erasure.objects.get().pk)
        transaction.set_rollback(True)  # the database of before
    confirm(erased)
    assert told()
    assert [each.erasure for each in missing_erasures()] == [erased]
    assert len(replay_erasures(actor=COMMAND_LINE, at=MORNING)) == 1
    assert told() == set()


def test_a_companys_contact_who_is_no_user_is_found_by_the_address_too(office, settings, tmp_path):
    settings.HOME = tmp_path
    need = make(
        Need, "need-x", title=both("x"), problem=both("x"), company_name="架空食品", contact_name="架空 花子",
        contact_email="Hanako@Firm.example.jp", received_on=dt.date(2026, 11, 25), publication="internal",
    )  # fmt: skip
    subject = find_subject("address", TYPED["email"])
    assert "架空 花子" in str(disclose(actor=COMMAND_LINE, subject=subject, at=MORNING))
    erase_person(actor=COMMAND_LINE, subject=subject, at=MORNING, reason="請求", typed=TYPED["email"])
    need.refresh_from_db()
    assert (need.contact_name, need.contact_email, need.company_name) == ("", "", "架空食品")
    assert not events_of(Need).exclude(contact_email="").exists()


def test_a_hold_on_an_address_hinders_its_erasure(closed):
    hold(actor=COMMAND_LINE, subject_kind="address", subject=TYPED["email"], why="係争中")
    subject = find_subject("address", TYPED["email"])
    with pytest.raises(RuleBroken, match=r"erasure\.hindered"):
        erase_person(actor=COMMAND_LINE, subject=subject, at=MORNING, reason="請求", typed=subject.identifier)
    assert "himitsukanaria" in Inquiry.objects.get().text


def test_addresses_of_before_are_written_small_by_the_migration_and_the_history_says_so(asked):
    with journal(actor=COMMAND_LINE, action="test"), connection.cursor() as cursor:
        cursor.execute("UPDATE inquiries_inquiry SET contact_email = 'Hanako@Firm.example.jp'")
    assert not Inquiry.objects.filter(contact_email=TYPED["email"]).exists()
    for _ in range(2):
        with connection.cursor() as cursor:
            cursor.execute(str(small_letters("inquiries_inquiry", "contact_email").sql))
    assert Inquiry.objects.get(contact_email="HANAKO@firm.example.jp").contact_email == TYPED["email"]
    last = events_of(Inquiry).select_related("pgh_context").order_by("-pgh_id").first()
    assert last.pgh_context.metadata["actor"] == "migration"
    assert events_of(Inquiry).count() == 3
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE inquiries_inquiry SET contact_email = 'x'")  # the act is over
