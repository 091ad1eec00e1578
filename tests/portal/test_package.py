"""The package of all tables: made once for each state of the records, by one at a time, and handed out from disk."""

from __future__ import annotations

import fcntl
import io
import zipfile

import pytest

from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.records.cluster import Cluster
from renkei.core.records.kinds import kind_of
from renkei.core.records.services import change_record
from renkei.governance.models import Body
from renkei.portal.open_data import package
from tests.builders import both, make
from tests.portal.questions import body_of

pytestmark = pytest.mark.django_db
ADDRESS = "/open-data/datapackage.zip"


@pytest.fixture(autouse=True)
def body():
    make(Cluster, "mihon", name=both("見本クラスター", "Mihon"), languages="ja en")
    return make(Body, "mihon-body", name=both("見本会議", "Mihon Council"), legal_type="committee")


@pytest.fixture
def made(monkeypatch):
    """How often the package has been made, and for which day."""
    days, write = [], package.write_package

    def counted(path, at):
        days.append(at)
        write(path, at)

    monkeypatch.setattr(package, "write_package", counted)
    return days


def bodies(answer):
    with zipfile.ZipFile(io.BytesIO(body_of(answer))) as archive:
        names = archive.namelist()
        return archive.read("bodies.csv").decode() if "bodies.csv" in names else ""


def change(body, **values):
    body.refresh_from_db()
    kind = kind_of(body)
    change_record(
        actor=COMMAND_LINE, kind=kind, slug=body.pk, revision=body.revision, values=values, reason="test"
    )


def test_a_second_reader_gets_the_same_file(client, made, open_data_folder):
    first, second = client.get(ADDRESS), client.get(ADDRESS)
    assert "見本会議" in bodies(first)
    assert body_of(second)
    assert second.headers["ETag"] == first.headers["ETag"]
    assert int(second.headers["Content-Length"]) == next(open_data_folder.glob("*.zip")).stat().st_size
    assert second.headers["Cache-Control"] == "no-cache"
    assert len(made) == 1


def test_an_edit_makes_it_new_and_takes_the_old_file_away(client, body, made, open_data_folder):
    first = client.get(ADDRESS)
    change(body, name=both("見本協議会", "Mihon Board"))
    second = client.get(ADDRESS)
    assert "見本協議会" in bodies(second)
    assert "見本協議会" not in bodies(first)  # whoever was reading the old one reads it to its end
    assert second.headers["ETag"] != first.headers["ETag"]
    assert len(made) == 2
    assert sorted(each.suffix for each in open_data_folder.iterdir()) == ["", ".zip"]


def test_who_has_it_is_told_so_and_nothing_is_made(client, made, open_data_folder):
    first = client.get(ADDRESS)
    assert body_of(first)
    etag = first.headers["ETag"]
    next(open_data_folder.glob("*.zip")).unlink()
    answer = client.get(ADDRESS, headers={"if-none-match": etag})
    assert (answer.status_code, answer.content) == (304, b"")
    assert len(made) == 1


def test_what_is_withdrawn_is_not_in_it(client, body):
    make(Body, "other", name=both("見本部会", "Other"), legal_type="committee")
    body_of(client.get(ADDRESS))
    change(body, publication="withdrawn")
    found = bodies(client.get(ADDRESS))
    assert "見本部会" in found
    assert "見本会議" not in found


def test_another_day_is_another_file(client, made, time_machine):
    for day in ("2026-11-25", "2026-11-26"):
        time_machine.move_to(f"{day}T09:00:00+09:00")
        body_of(client.get(ADDRESS))
    assert [each.isoformat() for each in made] == ["2026-11-25", "2026-11-26"]


def test_while_another_makes_it_a_reader_is_asked_to_come_back(client, made, monkeypatch, open_data_folder):
    monkeypatch.setattr(package, "LONGEST_WAIT", 0.2)
    open_data_folder.mkdir()
    with (open_data_folder / "making").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        answer = client.get(ADDRESS)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
        assert answer.headers["Cache-Control"] == "no-store"
        assert made == []
    assert "見本会議" in bodies(client.get(ADDRESS))


def test_what_was_made_while_one_waited_is_taken(client, made, monkeypatch, open_data_folder):
    body_of(client.get(ADDRESS))
    found = []
    opened = package._opened

    def late(folder, name):
        found.append(name)
        return opened(folder, name) if len(found) > 1 else None

    monkeypatch.setattr(package, "_opened", late)
    assert "見本会議" in bodies(client.get(ADDRESS))
    assert len(made) == 1


def test_a_package_that_fails_leaves_nothing(client, monkeypatch, open_data_folder):
    def broken(path, _at):
        path.write_bytes(b"half")
        raise OSError("no space left")

    write = package.write_package
    monkeypatch.setattr(package, "write_package", broken)
    assert client.get(ADDRESS).status_code == 500
    assert [each.name for each in open_data_folder.iterdir()] == ["making"]
    monkeypatch.setattr(package, "write_package", write)
    assert "見本会議" in bodies(client.get(ADDRESS))
