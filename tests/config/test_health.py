"""/healthz: a plain answer for machines and people, particulars for administrators only."""

import json

import pytest
from django.db import OperationalError, connection
from django.test import Client

from renkei.core.accounts.actors import Role
from tests.desk.conftest import mihon, signed_in

__all__ = ["mihon"]  # the fixture, shared with the desk's own tests
PARTICULARS = ("postgresql", "PostgreSQL", "GB", "django", "RENKEI_")


def ask(client: Client, accept: str = "*/*"):
    return client.get("/healthz", headers={"accept": accept})


@pytest.mark.django_db
def test_a_machine_is_told_in_one_word() -> None:
    response = ask(Client())
    assert response.status_code == 200
    assert response.json() == {"status": "ok", "checks": {"database": "ok", "disk": "ok"}}
    assert "no-store" in response["Cache-Control"]
    assert "Set-Cookie" not in response


@pytest.mark.django_db
def test_a_person_reads_it_in_both_languages() -> None:
    page = ask(Client(), "text/html").content.decode()
    assert "サイトは動いています" in page
    assert "The site is working" in page
    assert not [word for word in PARTICULARS if word in page]


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.SECRETARIAT, Role.READER])
def test_particulars_are_not_for_everybody_signed_in(role: Role, mihon) -> None:
    client = signed_in(role)
    assert "findings" not in ask(client).json()
    assert "管理者の方へ" not in ask(client, "text/html").content.decode()


@pytest.mark.django_db
def test_an_administrator_sees_the_particulars(mihon) -> None:
    client = signed_in(Role.ADMINISTRATOR)
    codes = {each["code"] for each in ask(client).json()["findings"]}
    assert {"database.migrations", "versions", "disk.space", "files"} <= codes
    assert "管理者の方へ" in ask(client, "text/html").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("accept", ["*/*", "text/html"])
def test_without_the_database_it_says_so_and_no_more(monkeypatch: pytest.MonkeyPatch, accept: str) -> None:
    def gone(*_args: object, **_kwargs: object) -> None:
        raise OperationalError("connection to server at db.example failed for user renkei")

    monkeypatch.setattr(connection, "cursor", gone)
    response = ask(Client(), accept)
    assert response.status_code == 503
    said = response.content.decode()
    assert "db.example" not in said
    if accept == "*/*":
        assert json.loads(said)["checks"] == {"database": "wrong", "disk": "ok"}
    else:
        assert "サイトに支障があります" in said
        assert "Something is wrong" in said


@pytest.mark.django_db
def test_nothing_is_written_to_it() -> None:
    assert Client().post("/healthz").status_code == 405
