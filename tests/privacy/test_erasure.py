"""After an erasure no table of the database holds what was erased, and nobody else may rewrite history."""

import json

import pytest
from django.contrib.sessions.models import Session
from django.db import Error, connection, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.history.journal import journal
from renkei.core.notices.models import MailChoice, Notice, Told
from renkei.core.privacy.registry import MARK
from renkei.directory.models import Person, PostHolding
from renkei.governance.models import Meeting, Seat
from renkei.kernel.errors import RuleBroken
from renkei.privacy.guard import guarded_tables
from renkei.privacy.models import Erasure, Reading
from renkei.privacy.services import outside
from renkei.privacy.services.cases import hold
from renkei.privacy.services.erasure import erase_person, preview_erasure
from renkei.privacy.services.readings import broken_links
from renkei.privacy.services.subjects import find_subject
from tests.privacy.conftest import AT, seed

pytestmark = pytest.mark.django_db
# ruff: noqa: S608 - the names of tables are the catalogue's
IGNORE = (
    "SELECT set_config('pgtrigger.ignore', (SELECT '{' || string_agg(tgname, ',') || '}' "
    "FROM pg_trigger WHERE tgname LIKE 'pgtrigger%%'), true);"
)
EVERYTHING = """
SELECT table_name, string_agg(format('%I::text', column_name), ',') FROM information_schema.columns
WHERE table_schema = 'public' GROUP BY table_name
"""


def tables_that_hold(*strings):
    """Look at every column of every table, whatever its type; no code of the programme helps."""
    found = set()
    with connection.cursor() as cursor:
        cursor.execute(EVERYTHING)
        for table, columns in cursor.fetchall():
            for text in strings:
                cursor.execute(
                    f'SELECT 1 FROM "{table}" WHERE concat_ws(chr(10), {columns}) ILIKE %s LIMIT 1',
                    [f"%{text}%"],
                )
                if cursor.fetchone():
                    found.add((table, text))
    return found


WORDS = ("藤枝", "みずき", "フジエダ", "fujieda", "mizuki")


def erase(slug="fujieda-mizuki", **more):
    subject = find_subject("person", slug)
    return erase_person(
        actor=COMMAND_LINE, subject=subject, at=AT, typed=slug, **{"reason": "本人の請求", **more}
    )


def test_one_person_is_in_many_tables_before_and_in_none_after(somebody, home):
    held = {table for table, _ in tables_that_hold(*WORDS)}
    assert {
        "directory_person",
        "directory_personevent",
        "directory_postholding",
        "governance_seat",
        "core_user",
        "core_userevent",
        "pghistory_context",
        "governance_meeting",
        "governance_meetingevent",
        "core_notice",
        "core_told",
        "mfa_authenticator",
        "socialaccount_socialaccount",
        "core_signinidentityevent",
        "rounds_owner",
        "rounds_ownerevent",
        "privacy_reading",
    } <= held
    made = erase(reason="藤枝みずきさんの請求")
    assert tables_that_hold(*WORDS) == set()
    person = Person.objects.get()
    assert (person.family_name, person.given_name, person.pk) == (MARK, "", made.alias)
    assert PostHolding.objects.get().person_id == made.alias
    assert Seat.objects.get(person__isnull=False).person_id == made.alias
    assert "議長は（削除済み）。" in {each.note.text("ja") for each in Meeting.objects.all()}
    assert not Session.objects.exists()
    assert not MailChoice.objects.exists()
    kept = sorted(Notice.objects.values_list("address", "subject", "text"))
    assert kept == [("", "", ""), ("", "", ""), ("other@mihon.example", "x", f"{MARK}の件")]
    assert [(told.user.username, made.alias in told.what) for told in Told.objects.all()] == [("other", True)]


def test_files_follow_when_it_is_certain(somebody, home, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        made = erase()
    assert [path.name for path in (home / "mail").iterdir()] == ["2.log"]
    assert list((home / "uploads").glob("*/*")) == []
    assert made.counts["copies"] == {"mails": 1, "uploads": 1, "editions": 0}
    assert [(each.erasure, each.done) for each in outside.listed()] == [(str(made.pk), True)]
    text = outside.place().read_text()
    assert "fujieda" not in text
    assert outside.place().stat().st_mode & 0o077 == 0


def test_a_preview_says_the_same_and_changes_nothing(somebody, home):
    before = tables_that_hold(*WORDS)
    told = preview_erasure(actor=COMMAND_LINE, subject=find_subject("person", "fujieda-mizuki"), at=AT)
    assert tables_that_hold(*WORDS) == before
    assert not Erasure.objects.exists()
    assert not outside.place().exists()
    assert told.as_json() == erase().counts


def test_what_was_done_is_written_down_without_content(somebody, home):
    made = erase()
    assert made.counts["rows"]["directory.person"] == 1
    assert made.counts["history"]["directory.person"] == 3  # added, changed, and the blanking itself
    assert "藤枝" not in json.dumps(made.counts, ensure_ascii=False)
    made.refresh_from_db()
    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE privacy_erasure SET made_in = '1', reason = 'x' WHERE made_in = '1'; DELETE FROM privacy_erasure"
        )


@pytest.mark.parametrize("typed", ["", "fujieda", "FUJIEDA-MIZUKI"])
def test_without_the_typed_confirmation_nothing_happens(somebody, home, typed):
    with pytest.raises(RuleBroken, match="入力"):
        erase_person(
            actor=COMMAND_LINE,
            subject=find_subject("person", "fujieda-mizuki"),
            at=AT,
            reason="x",
            typed=typed,
        )
    assert Person.objects.filter(pk="fujieda-mizuki").exists()


def test_a_hold_and_a_running_post_hinder(somebody, home):
    hold(actor=COMMAND_LINE, subject_kind="person", subject="fujieda-mizuki", why="係争中")
    with journal(actor=COMMAND_LINE, action="test"):
        PostHolding.objects.update(period="[2020-04-01,)")
    with pytest.raises(RuleBroken) as broken:
        erase()
    said = broken.value.message
    assert "在任中" in said.text("ja")
    assert "係争中" in said.text("ja")
    assert "Still holds a post" in said.text("en")
    assert Person.objects.filter(pk="fujieda-mizuki").exists()


def test_only_those_with_the_right_erase(somebody, home, reader, stranger):
    subject = find_subject("person", "fujieda-mizuki")
    for actor in (reader, stranger):
        with pytest.raises(RuleBroken) as broken:
            erase_person(actor=actor, subject=subject, at=AT, reason="x", typed="fujieda-mizuki")
        assert broken.value.code == "permission.refused"


def refused(sql, params=()):
    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)


def test_every_table_of_history_is_guarded():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgname LIKE 'renkei_guard%'"
        )
        guards = set(cursor.fetchall())
    wanted = {
        (t, n) for t in [*guarded_tables(), "privacy_erasure"] for n in ("renkei_guard", "renkei_guard_whole")
    }
    assert wanted <= guards
    assert len(guarded_tables()) > 40


@pytest.mark.parametrize(
    "table", ["directory_personevent", "core_userevent", "pghistory_context", "privacy_reading"]
)
@pytest.mark.parametrize("ignoring", [False, True])
def test_plain_sql_rewrites_no_history(somebody, home, table, ignoring):
    """Not even where the switch of the trigger library is thrown."""
    key = guarded_tables()[table]
    prefix = IGNORE if ignoring else ""
    with journal(actor=COMMAND_LINE, action="test"):
        refused(f"{prefix} UPDATE {table} SET {key} = {key}")
        refused(f"{prefix} DELETE FROM {table}")
        refused(f"{prefix} TRUNCATE {table} CASCADE")


def test_the_setting_alone_opens_nothing(somebody, home):
    """It must name an erasure of the same transaction, the table and the row; what an event is never changes."""
    event = Person.pgh_event_model.objects.first()
    table, row = "directory_personevent", str(event.pgh_id)
    open_ = (
        IGNORE + "SELECT set_config('renkei.erasure', %s, true), set_config('renkei.erasure_rows', %s, true);"
    )
    change = f"UPDATE {table} SET family_name = 'x' WHERE pgh_id = {row}"
    nobody = "00000000-0000-4000-8000-000000000000"
    refused(open_ + change, [nobody, f"{{{table},{row}}}"])
    made = Erasure.objects.create(at=AT, cause="request", actor="x")
    refused(open_ + change, [str(made.pk), f"{{{table},0}}"])
    refused(open_ + change, [str(made.pk), f"{{core_userevent,{row}}}"])
    refused(
        open_ + change.replace("family_name = 'x'", "pgh_label = 'x'"), [str(made.pk), f"{{{table},{row}}}"]
    )
    refused(open_ + f"DELETE FROM {table} WHERE pgh_id = {row}", [str(made.pk), f"{{{table},{row}}}"])


def test_the_chain_of_readings_holds_through_an_erasure_and_breaks_by_a_change(somebody, home):
    assert broken_links() == []
    erase()
    assert broken_links() == []
    assert {each.slug for each in Reading.objects.all()} == {"", Erasure.objects.get().alias}
    with connection.cursor() as cursor:
        cursor.execute(
            "SET LOCAL session_replication_role = replica; UPDATE privacy_reading SET count = 7 WHERE count = 1"
        )
    assert broken_links() != []


LETTERS = st.text(st.sampled_from("壱弐参肆伍陸漆捌玖拾佰仟萬"), min_size=2, max_size=4)
LATIN = st.text(st.sampled_from("QXZVWqxzvw"), min_size=4, max_size=8)


@settings(
    max_examples=8,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(family=LETTERS, given_name=LETTERS, roman=st.tuples(LATIN, LATIN))
def test_whatever_the_name_nothing_of_it_stays(mihon, home, family, given_name, roman):
    slug = f"{roman[0]}-{roman[1]}7".lower()
    with transaction.atomic():
        seed(family, given_name, roman, slug, f"{roman[0]}.{roman[1]}@mihon.example")
        erase(slug)
        assert (
            tables_that_hold(
                f"{family}{given_name}",
                f"{family} {given_name}",
                f"{family}　{given_name}",
                roman[0] + "." + roman[1],
                slug,
            )
            == set()
        )
        transaction.set_rollback(True)
