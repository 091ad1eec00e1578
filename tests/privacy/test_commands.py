"""renkei privacy: what each command prints, how it ends, and that a refusal changes nothing."""

import datetime as dt
import io
import json

import pytest
from django.db import connection
from django.utils import timezone

from renkei.config.cli import run
from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.history.journal import journal
from renkei.directory.models import Person
from renkei.kernel.periods import Period
from renkei.privacy.enums import Way
from renkei.privacy.models import Erasure, Reading
from renkei.privacy.services import outside
from renkei.privacy.services.cases import hold
from renkei.privacy.services.erasure import preview_erasure
from renkei.privacy.services.readings import broken_links, note_reading
from renkei.privacy.services.subjects import find_subject
from tests.desk.conftest import record
from tests.privacy.conftest import AT

pytestmark = pytest.mark.django_db
SLUG = "fujieda-mizuki"
LANGUAGES = pytest.mark.parametrize("language", ["ja", "en"])


@pytest.fixture
def command(monkeypatch, capsys):
    """Run a command; return its exit code, what it printed as a result, and what it said."""

    def asked(*arguments, language="en", typed=""):
        monkeypatch.setenv("RENKEI_LANG", language)
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        capsys.readouterr()
        code = run(["privacy", *arguments])
        printed = capsys.readouterr()
        assert "Traceback" not in printed.err
        return code, printed.out, printed.err

    return asked


def state():
    """What no refusal may change: people, erasures, readings, the list outside."""
    people = list(Person.objects.order_by("pk").values_list("pk", "family_name", "revision"))
    kept = outside.place().read_bytes() if outside.place().exists() else b""
    return people, Erasure.objects.count(), Reading.objects.count(), kept


def values_in(out):
    """The JSON objects that were printed one after the other."""
    decoder, found, rest = json.JSONDecoder(), [], out.strip()
    while rest:
        value, end = decoder.raw_decode(rest)
        found.append(value)
        rest = rest[end:].lstrip()
    return found


UNKNOWN = {"ja": "この人の記録はありません。", "en": "There is no record of this person."}


@LANGUAGES
@pytest.mark.parametrize("arguments", [["disclose"], ["erase"], ["erase", "--dry-run"]], ids=" ".join)
@pytest.mark.parametrize("kind", ["person", "user", "address"])
def test_somebody_unknown_is_told_and_nothing_changes(somebody, command, language, arguments, kind):
    before = state()
    code, out, err = command(
        *arguments, "no-such-person", "--kind", kind, language=language, typed="no-such-person\n"
    )
    assert (code, out, err.strip()) == (2, "", UNKNOWN[language])
    assert state() == before


@LANGUAGES
@pytest.mark.parametrize(
    "arguments",
    [["disclose"], ["erase", SLUG, "--kind", "firm"], ["replay", "--erasures", "/nowhere"], ["x"]],
)
def test_a_wrong_use_is_explained(somebody, command, language, arguments):
    before = state()
    code, out, err = command(*arguments, language=language)
    assert (code, out) == (2, "")
    assert {"ja": "指定に誤りがあります", "en": "Wrong usage"}[language] in err
    assert state() == before


@pytest.mark.parametrize(("kind", "identifier"), [("person", SLUG), ("user", f"{SLUG}.1")])
def test_a_disclosure_is_printed_whole_and_logged_once(somebody, command, kind, identifier):
    before = Reading.objects.count()
    code, out, err = command("disclose", identifier, "--kind", kind)
    assert (code, err) == (0, "")
    (said,) = values_in(out)
    assert {"directory.person", "core.user", "governance.seat"} <= {each["table"] for each in said["records"]}
    assert "藤枝" in out
    assert Reading.objects.count() == before + 1
    last = Reading.objects.latest("pk")
    assert (last.way, last.actor, last.purpose) == (Way.DISCLOSURE, COMMAND_LINE.name, "renkei privacy")


@LANGUAGES
def test_a_dry_run_prints_what_would_go_and_changes_nothing(somebody, command, language):
    before = state()
    expected = preview_erasure(actor=COMMAND_LINE, subject=find_subject("person", SLUG), at=timezone.now())
    code, out, err = command("erase", SLUG, "--dry-run", language=language)
    assert (code, values_in(out), err) == (0, [expected.as_json()], "")
    assert expected.total > 10
    assert state() == before


@LANGUAGES
@pytest.mark.parametrize("typed", ["", "fujieda\n", f"{SLUG} \n", "y\n"])
def test_an_erasure_that_is_not_confirmed_does_not_happen(somebody, command, language, typed):
    before = state()
    code, out, err = command("erase", SLUG, language=language, typed=typed)
    assert code == 2
    assert len(values_in(out)) == 1
    stopped = {"ja": "中断しました。", "en": "Interrupted."}
    untyped = {"ja": "識別名をそのまま入力してください", "en": "type the identifier of the person"}
    assert (untyped if typed else stopped)[language] in err
    assert {"ja": "元に戻せません", "en": "No way back"}[language] in err
    assert state() == before


def test_an_erasure_prints_what_went_and_leaves_its_record(
    somebody, command, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        code, out, _ = command("erase", SLUG, "--reason", "本人の請求", typed=f"{SLUG}\n")
    assert code == 0
    preview, done = values_in(out)
    made = Erasure.objects.get()
    assert (done["erasure"], done["alias"], made.reason) == (str(made.pk), made.alias, "本人の請求")
    assert {name: done[name] for name in preview} == preview == made.counts
    assert not Person.objects.filter(pk=SLUG).exists()
    assert [(each.erasure, each.done) for each in outside.listed()] == [(str(made.pk), True)]


@LANGUAGES
def test_who_must_be_kept_is_said_before_and_after_the_confirmation(somebody, command, language):
    hold(
        actor=COMMAND_LINE,
        subject_kind="person",
        subject=SLUG,
        why="係争中",
        until=timezone.now().date() + dt.timedelta(days=9),
    )
    before, why = state(), {"ja": "消去の停止：係争中", "en": "On hold: 係争中"}[language]
    code, _, err = command("erase", SLUG, "--dry-run", language=language)
    assert (code, why in err) == (0, True)
    code, _, err = command("erase", SLUG, language=language, typed=f"{SLUG}\n")
    assert (code, why in err) == (2, True)
    assert state() == before


@LANGUAGES
def test_where_nothing_is_due_that_is_said(mihon, home, command, language):
    code, out, err = command("retain", language=language)
    assert (code, out) == (0, "")
    assert err.strip() == {"ja": "期限の過ぎたものはありません。", "en": "Nothing is due."}[language]


@LANGUAGES
def test_what_is_due_is_printed_and_who_is_kept_is_named(somebody, command, language):
    past = AT.date()
    record("person", "running", family_name="在任", controller_id="mihon-city", purpose="x", keep_until=past)
    now = Period(dt.date(2024, 4, 1), None)
    record("postholding", "running-post", post_id="mihon-mayor", person_id="running", period=now)
    with journal(actor=COMMAND_LINE, action="test"):
        Person.objects.filter(pk=SLUG).update(keep_until=past)
    code, out, err = command("retain", language=language)
    assert code == 0
    assert {each["erasure"] for each in values_in(out)} == {str(each.pk) for each in Erasure.objects.all()}
    said = {
        "ja": "残しました: running（在任中です：見本市長",
        "en": "Kept: running (Still holds a post: Mayor",
    }
    assert said[language] in err
    assert [pk for pk in Person.objects.values_list("pk", flat=True) if pk in {SLUG, "running"}] == [
        "running"
    ]


@LANGUAGES
def test_without_anybody_to_erase_again_that_is_said(somebody, command, language):
    before = state()
    code, out, err = command("replay", language=language)
    said = {"ja": "消去をやり直しました: 0 人", "en": "Erased again: 0 people"}
    assert (code, out, err.strip()) == (0, "", said[language])
    assert state() == before


@LANGUAGES
def test_a_damaged_list_erases_nobody(somebody, command, language, tmp_path):
    damaged, before = tmp_path / "damaged.jsonl", state()
    damaged.write_text('{"erasure": "a", "done": true}\n{"erasure": "b", "keys"\n', encoding="utf-8")
    code, out, err = command("replay", "--erasures", str(damaged), language=language)
    assert (code, out) == (2, "")
    assert {"ja": "2行目を読めません", "en": "cannot be read at line 2"}[language] in err
    assert state() == before


@LANGUAGES
def test_the_log_of_readings_holds_until_somebody_rewrites_it(somebody, command, language):
    total = Reading.objects.count()
    assert total == 2
    code, out, err = command("verify", language=language)
    said = {"ja": f"異常はありません（{total} 件）", "en": f"The chain holds ({total} readings)"}
    assert (code, out, err.strip()) == (0, "", said[language])
    first = Reading.objects.earliest("pk")
    note_reading(actor=COMMAND_LINE, kind="person", way=Way.PAGE, slug="x", at=AT)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE privacy_reading SET slug = 'another' WHERE id = %s", [first.pk])
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    numbers = ", ".join(map(str, broken_links()))
    assert numbers
    code, out, err = command("verify", language=language)
    said = {"ja": f"書き換えられています: 番号 {numbers}", "en": f"Tampered with: numbers {numbers}"}
    assert (code, out, err.strip()) == (2, "", said[language])
