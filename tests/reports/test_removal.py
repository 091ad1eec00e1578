"""Names and photographs under the manifest: taken out by a withdrawn consent or an erasure, leaving a mark."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction

from renkei.budgets.models import Item
from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.history.journal import journal
from renkei.directory.models import Person
from renkei.kernel.errors import RuleBroken
from renkei.privacy.services.erasure import erase_person, preview_erasure
from renkei.privacy.services.subjects import find_subject
from renkei.reports.editions import remove_part
from renkei.reports.models import Edition, EditionPart, PartContent, Removal
from renkei.reports.reading import Book
from renkei.reports.verifying import verify
from tests.builders import both, make
from tests.reports.editing import NOON, published

pytestmark = pytest.mark.django_db
NAME, ROMAN = "見本太郎", "Taro Mihon"


TARO = {
    "family_name": "見本",
    "given_name": "太郎",
    "family_roman": "Mihon",
    "given_roman": "Taro",
    "controller_id": "mihon-prefecture",
    "purpose": "名簿",
}


def talk(text):
    where = {"pillar_id": "first", "fiscal_year": 2020, "side": "results", "position": 3}
    make(Item, "talk", text=text, kind="activity", state="done", **where)


@pytest.fixture
def named(clean_mihon):
    """A published edition in which one person is named in both languages, and another is not."""
    make(Person, "mihon-taro", **TARO)
    make(
        Person, "shiken-hanako", **(TARO | {"family_name": "試験", "given_name": "花子", "family_roman": ""})
    )
    talk(both(f"講演：{NAME}（見本大学）", f"A talk by {ROMAN} of Mihon University"))
    return published()


def everything():
    return b"".join(bytes(each) for each in PartContent.objects.values_list("content", flat=True))


def printed(edition, language):
    return Book(edition).file(language, "html").content.decode()


def test_a_name_is_a_content_of_its_own_and_printed_as_ever(named):
    texts = b"".join(
        bytes(each)
        for each in PartContent.objects.filter(part__role__in=["text", "figures"]).values_list(
            "content", flat=True
        )
    )
    assert NAME.encode() not in texts
    assert ROMAN.encode() not in texts
    assert NAME in printed(named, "ja")
    assert ROMAN in printed(named, "en")
    names = PartContent.objects.filter(part__role="name")
    assert {each.persons for each in names} == {" mihon-taro "}
    assert bytes(named.manifest).find(NAME.encode()) == -1


def test_a_withdrawn_consent_leaves_a_mark_and_an_edition_that_verifies(named):
    for part in EditionPart.objects.filter(role="name"):
        remove_part(actor=COMMAND_LINE, part=part, reason="同意の撤回", at=NOON)
    assert NAME.encode() not in everything()
    assert ROMAN.encode() not in everything()
    edition = Edition.objects.get(pk=named.pk)
    found = verify(edition)
    assert found.is_good
    assert {(each.role, each.state) for each in found.removed} == {
        ("name", "removed"),
        ("rendering", "removed"),
    }
    assert "（同意の撤回により削除）（見本大学）" in printed(edition, "ja")
    assert "A talk by (removed: consent withdrawn) of Mihon University" in printed(edition, "en")
    assert Book(edition).has_removals
    assert Book(edition).file("ja", "html").anew
    kept = Removal.objects.get(part__role="name", part__name="n1")
    assert (kept.cause, kept.removed_by, kept.reason, kept.removed_at) == (
        "consent",
        COMMAND_LINE.name,
        "同意の撤回",
        NOON,
    )


def test_only_files_that_hold_the_name_go(named):
    part = next(
        part
        for part in EditionPart.objects.filter(role="name")
        if ROMAN.encode() in bytes(part.content.content)
    )
    remove_part(actor=COMMAND_LINE, part=part, reason="撤回", at=NOON)
    assert not Book(named).file("ja", "html").anew
    assert Book(named).file("en", "html").anew


def test_nothing_else_is_removed_and_nothing_twice_or_without_a_reason(named):
    text = EditionPart.objects.get(role="text", name="ja")
    name = EditionPart.objects.filter(role="name").first()
    for part, reason, code in (
        (text, "x", "edition.not_personal"),
        (name, " ", "edition.no_reason"),
    ):
        with pytest.raises(RuleBroken) as refused:
            remove_part(actor=COMMAND_LINE, part=part, reason=reason, at=NOON)
        assert refused.value.code == code
    remove_part(actor=COMMAND_LINE, part=name, reason="撤回", at=NOON)
    with pytest.raises(RuleBroken) as refused:
        remove_part(actor=COMMAND_LINE, part=name, reason="撤回", at=NOON)
    assert refused.value.code == "edition.removed"


def test_a_name_does_not_go_without_a_row_that_says_why(named):
    part = EditionPart.objects.filter(role="name").first()
    assert refuses("DELETE FROM reports_partcontent WHERE persons <> ''")
    remove_part(actor=COMMAND_LINE, part=part, reason="撤回", at=NOON)
    assert refuses("DELETE FROM reports_removal")
    assert refuses("UPDATE reports_removal SET reason = 'another'")


def refuses(sql):
    act = journal(actor=COMMAND_LINE, action="test")
    try:
        with transaction.atomic(), act, connection.cursor() as cursor:
            cursor.execute(sql)
    except DatabaseError:
        return True
    return False


def test_a_person_who_was_not_known_then_is_erased_from_the_frozen_text_too(
    clean_mihon, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.HOME = tmp_path
    talk(both(f"講演：{NAME}（見本大学）", f"A talk by {ROMAN} of Mihon University"))
    edition = published()
    assert not EditionPart.objects.filter(role="name").exists()
    make(Person, "mihon-taro", **TARO)
    subject = find_subject("person", "mihon-taro")
    at = dt.datetime(2024, 6, 1, tzinfo=dt.UTC)
    with django_capture_on_commit_callbacks(execute=True):
        made = erase_person(actor=COMMAND_LINE, subject=subject, at=at, reason="請求", typed="mihon-taro")
    assert made.counts["copies"]["editions"] == 2
    assert NAME.encode() not in everything()
    assert ROMAN.encode() not in everything()
    found = verify(Edition.objects.get(pk=edition.pk))
    assert found.is_good
    assert {(each.role, each.state) for each in found.removed} == {
        ("text", "redacted"),
        ("rendering", "removed"),
    }
    assert "講演：（個人情報の消去により削除）（見本大学）" in printed(edition, "ja")
    assert "A talk by (removed: personal data erased) of Mihon University" in printed(edition, "en")


def test_no_text_is_replaced_without_an_erasure(named):
    text = EditionPart.objects.get(role="text", name="ja")
    assert refuses(
        "INSERT INTO reports_removal (part_id, cause, removed_at, removed_by, reason, redacted, made_in) "  # noqa: S608
        f"VALUES ({text.pk}, 'erasure', now(), 'somebody', '', 'x', '')"
    )


@pytest.mark.usefixtures("named")
def test_an_erasure_reaches_published_editions(settings, tmp_path):
    settings.HOME = tmp_path
    edition = Edition.objects.get()
    subject = find_subject("person", "mihon-taro")
    at = dt.datetime(2024, 6, 1, tzinfo=dt.UTC)
    seen = preview_erasure(actor=COMMAND_LINE, subject=subject, at=at)
    assert seen.rows["reports.partcontent"] == 2
    assert verify(edition).removed == ()
    made = erase_person(actor=COMMAND_LINE, subject=subject, at=at, reason="請求", typed="mihon-taro")
    assert NAME.encode() not in everything()
    edition = Edition.objects.get()
    assert verify(edition).is_good
    assert "（個人情報の消去により削除）" in printed(edition, "ja")
    assert {(each.cause, each.removed_at) for each in Removal.objects.all()} == {("erasure", made.at)}
    events = PartContent.pgh_event_model.objects.exclude(persons="")
    assert not events.filter(persons__contains="mihon-taro").exists()
