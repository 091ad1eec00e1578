"""What can go wrong in the middle of a load; nothing of it stays."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import threading

import psycopg
import pytest
from django.core.files.storage import FileSystemStorage
from django.db import connection

from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.records.cluster import Cluster
from renkei.core.tables import load as loading
from renkei.core.tables import packages
from renkei.core.tables.service import dump_package, load_package
from renkei.directory.models import Organisation
from renkei.kernel.errors import RuleBroken
from tests.core.tables.packages import CITY, folder

pytestmark = pytest.mark.django_db(transaction=True)
UNITS = [
    {"slug": "office", "organisation": "mihon-city", "name@ja": "課", "name@en": "Office", "kind": "office"}
]


@pytest.fixture(autouse=True)
def nothing_stays():
    yield
    connection.close()
    assert not Organisation.objects.exists()
    assert not Cluster.objects.exists()
    assert not Organisation.pgh_event_model.objects.exists()


def address() -> str:
    given = connection.settings_dict
    return f"postgresql://{given['USER']}:{given['PASSWORD']}@/{given['NAME']}?host={given['HOST']}"


@pytest.fixture
def beside():
    """Another connection to the same database."""
    with psycopg.connect(address(), autocommit=True) as other:
        yield other


def code_of(path, **options) -> str:
    with pytest.raises(RuleBroken) as error:
        load_package(path, actor=COMMAND_LINE, **options)
    assert {"ja", "en"} <= set(error.value.message)
    return error.value.code


def test_two_loads_at_once(tmp_path):
    path = folder(tmp_path / "p")
    codes = []

    def second() -> None:
        try:
            codes.append(code_of(path))
        finally:
            connection.close()

    def meanwhile(*_) -> None:
        if not codes:
            thread = threading.Thread(target=second)
            thread.start()
            thread.join()

    load_package(path, actor=COMMAND_LINE, dry_run=True, progress=meanwhile)
    assert codes == ["load.busy"]


def test_a_load_while_someone_writes(tmp_path, beside, monkeypatch):
    monkeypatch.setattr(loading, "_WAIT", "100ms")
    with beside.transaction():
        beside.execute(f"LOCK TABLE {Organisation._meta.db_table} IN ROW EXCLUSIVE MODE")
        assert code_of(folder(tmp_path / "p")) == "load.busy"


def test_a_lost_connection(tmp_path, beside):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (backend,) = cursor.fetchone()

    def cut(*_) -> None:
        beside.execute("SELECT pg_terminate_backend(%s)", [backend])

    assert code_of(folder(tmp_path / "p", units=UNITS), progress=cut) == "load.connection_lost"
    connection.close()


@pytest.fixture
def full_disk(beside):
    """The database's own way of saying that the disk is full, when the second table is written."""
    table = "directory_unit"
    beside.execute(
        "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS "
        "$$BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END$$"
    )
    beside.execute(f"CREATE TRIGGER no_room BEFORE INSERT ON {table} EXECUTE FUNCTION no_room()")
    yield
    connection.close()
    beside.execute(f"DROP TRIGGER no_room ON {table}")
    beside.execute("DROP FUNCTION no_room()")


def test_a_full_disk_of_the_database(tmp_path, full_disk):
    assert code_of(folder(tmp_path / "p", units=UNITS)) == "load.disk_full"


def test_a_full_disk_of_the_files(tmp_path, monkeypatch, settings):
    place = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": tmp_path / "f"},
    }
    settings.STORAGES = settings.STORAGES | {"default": place}
    documents = [{"slug": f"d-{name}", "title@ja": "資料", "file": f"{name}.txt"} for name in "ab"]
    path = folder(tmp_path / "p", documents=documents)
    (path / "documents").mkdir()
    for name in "ab":
        (path / "documents" / f"{name}.txt").write_text(name)
    save, saved = FileSystemStorage.save, []

    def no_room_for_a_second(storage, name, content, **options):
        if saved:
            raise OSError(errno.ENOSPC, "No space left on device")
        saved.append(name)
        return save(storage, name, content, **options)

    monkeypatch.setattr(FileSystemStorage, "save", no_room_for_a_second)
    assert code_of(path) == "load.disk_full"
    assert saved
    assert not [path for path in (tmp_path / "f").rglob("*") if path.is_file()]


def test_a_full_disk_while_writing_out(tmp_path, monkeypatch):
    def no_room(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(packages, "csv_text", no_room)
    with pytest.raises(RuleBroken) as error:
        dump_package(tmp_path / "out", actor=COMMAND_LINE)
    assert error.value.code == "load.disk_full"
    assert not list(tmp_path.iterdir())


KILLED = """
import os, signal, sys
from pathlib import Path
import django
django.setup()
from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.tables.service import load_package
def progress(table, done, total):
    if table == "units":
        os.kill(os.getpid(), signal.SIGKILL)
load_package(Path(sys.argv[1]), actor=COMMAND_LINE, progress=progress)
"""


def test_a_kill_in_the_middle(tmp_path):
    path = folder(tmp_path / "p", units=UNITS, organisations=[CITY])
    environment = os.environ | {
        "DATABASE_URL": address(),
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "RENKEI_HOME": str(tmp_path / "home"),
    }
    ended = subprocess.run(
        [sys.executable, "-c", KILLED, str(path)],
        env=environment,
        check=False,
        capture_output=True,
        text=True,
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr
