"""What `renkei check` finds, and that it finds it."""

import json
import shutil
from pathlib import Path
from typing import NamedTuple

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from renkei.config.cli import run
from renkei.config.operation import checks
from renkei.config.operation.checks import State, check_disk, check_files, check_mail, check_migrations
from renkei.core.files.services import inspect_file, stored_path
from tests.desk.conftest import record

pytestmark = pytest.mark.django_db
CONTENT = b"the text of a document"


class Usage(NamedTuple):
    total: int
    used: int
    free: int


def states(found) -> dict[str, State]:
    return {each.code: each.state for each in found}


def test_all_is_said_in_both_languages_and_ends_with_0(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "--format", "json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["ok"] is True
    assert {
        "settings",
        "database",
        "database.migrations",
        "versions",
        "disk.space",
        "files",
        "mail",
        "jobs.worker",
        "privacy",
    } == {each["code"] for each in said["findings"]}
    assert all(each["message"]["ja"] and each["message"]["en"] for each in said["findings"])
    assert run(["--lang", "both", "check"]) == 0
    said = capsys.readouterr().out
    assert "データベースの構造は最新です" in said
    assert "The database is up to date" in said


def test_what_is_wrong_ends_with_2(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(1, 1, 1000))
    assert run(["check", "--format", "json"]) == 2
    assert json.loads(capsys.readouterr().out)["ok"] is False


@pytest.mark.parametrize(
    ("free", "state"),
    [(10 * 1024**3, State.FINE), (2 * 1024**3, State.WARNING), (100 * 1024**2, State.WRONG)],
)
def test_a_disk_is_told_before_it_is_full(monkeypatch: pytest.MonkeyPatch, free: int, state: State) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(1, 1, free))
    assert states(check_disk())["disk.space"] is state


def test_a_database_behind_or_ahead_of_the_programme_is_told() -> None:
    assert check_migrations().state is State.FINE
    recorder = MigrationRecorder(connection)
    recorder.record_applied("core", "9999_from_the_future")
    assert check_migrations().code == "database.newer"
    recorder.record_unapplied("core", "9999_from_the_future")
    recorder.record_unapplied("core", "0001_initial")
    assert (check_migrations().code, check_migrations().state) == ("database.migrations", State.WRONG)


@pytest.fixture
def held(settings, tmp_path: Path) -> Path:
    """A document whose file is held in a folder of the test's own."""
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path, "base_url": None},
        },
    }
    found = inspect_file(ContentFile(CONTENT), "a.txt")
    default_storage.save(stored_path(found.sha256), ContentFile(CONTENT))
    record(
        "document", "mihon-paper", title={"ja": "見本"}, file="a.txt", sha256=found.sha256, size=found.size
    )
    return tmp_path / stored_path(found.sha256)


def test_files_are_there_and_unchanged(held: Path) -> None:
    assert states(check_files()) == {"files": State.FINE}
    held.write_bytes(CONTENT.swapcase())  # the size is the same
    assert states(check_files()) == {"files.changed": State.WRONG}
    held.write_bytes(CONTENT[:3])
    assert states(check_files()) == {"files.changed": State.WRONG}
    held.unlink()
    assert states(check_files()) == {"files.missing": State.WRONG}


def test_of_many_files_a_sample_is_read_and_all_when_asked(
    held: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held.write_bytes(CONTENT.swapcase())
    monkeypatch.setattr(checks, "SAMPLE", 0)
    assert states(check_files()) == {"files": State.FINE}
    assert states(check_files(every=True)) == {"files.changed": State.WRONG}


@pytest.mark.parametrize(("production", "state"), [(False, State.FINE), (True, State.WARNING)])
def test_mails_that_go_nowhere_are_told_in_production(settings, *, production: bool, state: State) -> None:
    settings.PRODUCTION = production
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    assert states(check_mail()) == {"mail": state}


def test_a_mail_server_that_is_away_is_told(settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert states(check_mail()) == {"mail": State.WARNING}
