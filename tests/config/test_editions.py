"""`renkei editions` and `renkei report --edition`: what was frozen, and an exit code that tells of damage."""

from __future__ import annotations

import json

import pytest
from django.db import connection

from renkei.config import start
from renkei.config.cli import run
from renkei.reports.models import Edition
from renkei.reports.reading import Book
from tests.reports.conftest import clean_mihon, mihon, places
from tests.reports.editing import draft, published

__all__ = ["clean_mihon", "mihon", "places"]  # fixtures
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def set_up(monkeypatch):
    """The settings are those of the tests already."""
    monkeypatch.setattr(start, "set_up", lambda: None)
    monkeypatch.setenv("RENKEI_LANG", "both")


def test_editions_are_listed_with_their_hash(clean_mihon, capsys):
    edition = published()
    assert run(["editions", "list", "--format", "json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)
    assert (told["edition"], told["state"], told["sha256"]) == (
        "yearly-2020-1",
        "published",
        edition.manifest_sha256,
    )
    assert run(["editions", "list"]) == 0
    assert capsys.readouterr().out.split("\t")[0] == "yearly-2020-1"


def test_verifying_ends_with_1_on_damage_and_says_where(clean_mihon, capsys):
    published()
    assert run(["editions", "verify"]) == 0
    assert run(["editions", "verify", "--edition", "yearly-2020-1", "--format", "json"]) == 0
    capsys.readouterr()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE reports_partcontent SET content = 'x'")
        cursor.execute("SET LOCAL session_replication_role = origin")
    assert run(["editions", "verify", "--format", "json"]) == 1
    (told,) = json.loads(capsys.readouterr().out)
    assert not told["good"]
    assert {each["state"] for each in told["damaged"]} == {"damaged"}
    assert Edition.objects.get().damaged_on is not None
    assert run(["editions", "verify"]) == 1
    assert "text/ja\tdamaged" in capsys.readouterr().out
    assert run(["report", "--edition", "yearly-2020-1"]) == 2
    assert "ハッシュ値と合わない" in capsys.readouterr().err


def test_a_frozen_edition_is_handed_out_as_it_was(clean_mihon, capsys, tmp_path):
    edition = published()
    content = Book(edition).file("en", "html").content
    file = tmp_path / "report.html"
    assert run(["report", "--edition", edition.pk, "--lang", "en", "--output", str(file)]) == 0
    assert file.read_bytes() == content
    assert run(["report", "--edition", edition.pk, "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["year"] == 2020


@pytest.mark.parametrize(
    "arguments",
    [
        ["report", "2020"],
        ["report", "--kind", "yearly"],
        ["report", "--edition", "yearly-1999-1"],
        ["editions", "verify", "--edition", "nothing"],
    ],
)
def test_what_is_not_there_is_said(clean_mihon, capsys, arguments):
    draft()
    assert run(arguments) == 2
    assert capsys.readouterr().err
    assert run(["report", "--edition", "yearly-2020-1"]) == 2  # a draft is not handed out
