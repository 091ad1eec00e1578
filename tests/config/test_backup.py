"""The drill: a backup brought back on an empty machine gives the same; half a backup brings nothing."""

import io
import json
import lzma
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import psycopg.sql
import pytest
from psycopg.rows import dict_row

from renkei.config.operation.archive import DATABASE, MANIFEST, verify
from renkei.config.operation.database import program
from renkei.config.postgres import Server
from renkei.kernel.errors import RuleBroken
from tests.prepared import put_data

RENKEI = Path(sys.executable).with_name("renkei")
PASSPHRASE = "見本の合言葉はとても長いもの"
STATE = Path(__file__).with_name("states") / "0001.backup.xz"


def taken_out(tar: tarfile.TarFile, folder: Path) -> None:
    """Write the database's own archive, the one member that is wanted, into a folder."""
    member = tar.extractfile(DATABASE)
    assert member is not None
    (folder / DATABASE).write_bytes(member.read())


def renkei(home: Path, *arguments: object, said: str = "") -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "RENKEI_HOME": str(home), "RENKEI_LANG": "both"}
    environment["DJANGO_SETTINGS_MODULE"] = "renkei.config.settings"
    environment.pop("DATABASE_URL", None)
    return subprocess.run(
        [RENKEI, *map(str, arguments)],
        env=environment,
        input=said,
        capture_output=True,
        text=True,
        check=False,
    )


def done(home: Path, *arguments: object, said: str = "") -> str:
    result = renkei(home, *arguments, said=said)
    assert result.returncode == 0, result.stderr
    return result.stdout + result.stderr


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    path = Path(tempfile.mkdtemp(prefix="renkei-backup-")).resolve()
    path.chmod(0o755)
    (path / "passphrase").write_text(f"{PASSPHRASE}\n", encoding="utf-8")
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture(scope="module")
def first(place: Path) -> Path:
    """A machine with the sample cluster, a user and a file."""
    home = put_data(place / "first", "mihon")
    done(home, "user", "add", "mihon", "--role", "administrator", "--password-stdin", said="mihon-mihon-1\n")
    return home


@pytest.fixture(scope="module")
def plain(place: Path, first: Path) -> Path:
    done(first, "backup", place / "plain.backup")
    return place / "plain.backup"


def dumped(home: Path) -> str:
    """The whole database as text: structure, triggers and every row in order, without what changes each time."""
    server = Server(home)
    server.ensure_running()
    try:
        command = [program("pg_dump"), f"--dbname={server.parameters()}"]
        text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    finally:
        server.release()
    text = re.sub(r"^\\(un)?restrict .*$", "", text, flags=re.MULTILINE)
    return re.sub(
        r"^(    CONSTRAINT .* CHECK|CREATE UNIQUE INDEX .* WHERE) .*$", simplified, text, flags=re.MULTILINE
    )


def simplified(line: re.Match[str]) -> str:
    """Leave out casts and brackets: PostgreSQL itself writes `x IN ('a')` anew each time it reads it."""
    return re.sub(r"::(character varying|text)(\[\])?|[()]", "", line[0])


def package(home: Path, place: Path) -> dict[str, bytes]:
    done(home, "dump", place)
    return {str(path.relative_to(place)): path.read_bytes() for path in place.rglob("*") if path.is_file()}


@pytest.mark.parametrize("sealed", [False, True])
def test_a_lost_machine_comes_back_whole(first: Path, place: Path, *, sealed: bool) -> None:
    file, home = place / f"drill-{sealed}.backup", place / f"second-{sealed}"
    secret = ["--passphrase-file", place / "passphrase"] if sealed else []
    assert "verified" in done(first, "backup", file, *secret)
    assert file.stat().st_mode & 0o077 == 0
    assert ("見本".encode() in file.read_bytes() or b"PGDMP" in file.read_bytes()) is not sealed
    assert "Restored" in done(home, "restore", file, *secret)
    assert dumped(home) == dumped(first)
    assert package(home, place / f"b-{sealed}") == package(first, place / f"a-{sealed}")
    assert not list(home.glob("backup-*"))


def test_the_manifest_names_every_member_and_what_made_it(plain: Path) -> None:
    with tarfile.open(plain) as tar:
        names = tar.getnames()
        manifest = json.load(tar.extractfile(MANIFEST))  # type: ignore[arg-type]
    assert names == [*(member["name"] for member in manifest["members"]), MANIFEST]
    assert names[0] == DATABASE
    assert len(names) > 2
    assert manifest["versions"].keys() == {"renkei", "python", "django", "postgresql"}
    assert "0001_initial" in manifest["migrations"]["core"]


def test_jobs_of_the_moment_are_left_out_and_mails_are_not(plain: Path, tmp_path: Path) -> None:
    with tarfile.open(plain) as tar:
        taken_out(tar, tmp_path)
    command = [program("pg_restore"), "--list", str(tmp_path / DATABASE)]
    listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    data = set(re.findall(r"TABLE DATA public (\w+)", listed))
    assert {"core_user", "core_notice", "core_longjobevent"} <= data
    assert not [table for table in data if table.startswith("procrastinate") or table == "core_longjob"]


def test_a_database_that_is_not_empty_is_left_alone(first: Path, plain: Path) -> None:
    before = dumped(first)
    refused = renkei(first, "restore", plain)
    assert refused.returncode == 2
    assert "空ではありません" in refused.stderr
    assert "not empty" in refused.stderr
    assert dumped(first) == before


@pytest.mark.parametrize("share", [0.0, 0.001, 0.5, 0.98])
def test_half_a_backup_brings_nothing(plain: Path, place: Path, share: float) -> None:
    data = plain.read_bytes()
    half, home = place / "half.backup", place / "nothing"
    half.write_bytes(data[: int(len(data) * share)])
    refused = renkei(home, "restore", half)
    assert refused.returncode == 2
    assert "Nothing was written" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert not home.exists()


def test_a_backup_says_which_files_were_not_there_to_back_up(first: Path, place: Path) -> None:
    (file,) = [path for path in (first / "files").glob("??/*") if path.is_file()]
    aside = place / "aside"
    file.rename(aside)
    try:
        said = done(first, "backup", place / "lacking.backup")
    finally:
        aside.rename(file)
    assert "0 files" in said
    assert "Documents whose file is missing (1)" in said


def changed(path: Path, target: Path, **members: bytes | None) -> Path:
    """Write the backup again with some members changed, or left out."""
    with tarfile.open(path) as tar, tarfile.open(target, "w") as out:
        for info in tar:
            held = tar.extractfile(info).read()  # type: ignore[union-attr]
            content = members.get(info.name.partition(".")[0].partition("/")[0], held)
            if content is not None:
                info.size = len(content)
                out.addfile(info, io.BytesIO(content))
    return target


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({"database": b"PGDMP"}, "backup.damaged"),
        ({"files": b"another file"}, "backup.damaged"),
        ({"database": None}, "backup.damaged"),
        ({"files": None}, "backup.damaged"),
        ({"manifest": None}, "backup.damaged"),
        ({"manifest": b"{"}, "backup.damaged"),
        ({"manifest": b"[]"}, "backup.damaged"),
        ({"manifest": b'{"format": 2, "versions": {"renkei": "9"}}'}, "backup.newer"),
    ],
)
def test_a_member_that_is_missing_or_differs_is_found(
    plain: Path, tmp_path: Path, members: dict[str, bytes | None], code: str
) -> None:
    verify(plain, str)
    with pytest.raises(RuleBroken) as refused:
        verify(changed(plain, tmp_path / "changed", **members), str)
    assert refused.value.code == code


@pytest.mark.parametrize("name", ["../outside", "/etc/passwd", "files/ab/../../x", "note.txt"])
def test_an_archive_with_anything_else_is_refused(tmp_path: Path, name: str) -> None:
    with tarfile.open(tmp_path / "strange", "w") as tar:
        tar.addfile(tarfile.TarInfo(name), io.BytesIO())
    with pytest.raises(RuleBroken) as refused:
        verify(tmp_path / "strange", str)
    assert refused.value.code == "backup.strange"


def test_a_backup_of_a_newer_version_is_refused(plain: Path, place: Path) -> None:
    with tarfile.open(plain) as tar:
        manifest = json.load(tar.extractfile(MANIFEST))  # type: ignore[arg-type]
    manifest["migrations"]["core"].append("9999_from_the_future")
    newer = changed(plain, place / "newer.backup", manifest=json.dumps(manifest).encode())
    refused = renkei(place / "older", "restore", newer)
    assert refused.returncode == 2
    assert "newer Renkei" in refused.stderr


def test_a_wrong_passphrase_and_a_file_in_the_way_are_refused(first: Path, plain: Path, place: Path) -> None:
    wrong = place / "wrong"
    wrong.write_text("another passphrase")
    sealed = place / "sealed.backup"
    done(first, "backup", sealed, "--passphrase-file", place / "passphrase")
    refused = renkei(place / "none", "restore", sealed, "--passphrase-file", wrong)
    assert (refused.returncode, "passphrase is wrong" in refused.stderr) == (2, True)
    before = plain.read_bytes()
    refused = renkei(first, "backup", plain)
    assert (refused.returncode, "already a file" in refused.stderr) == (2, True)
    assert plain.read_bytes() == before


def test_a_backup_that_cannot_be_written_leaves_nothing(first: Path, place: Path) -> None:
    refused = renkei(first, "backup", place / "no-such-folder" / "a.backup")
    assert refused.returncode == 2
    assert "Traceback" not in refused.stderr
    assert not list(first.glob("backup-*"))


def every_row(table: str) -> psycopg.sql.Composed:
    return psycopg.sql.SQL("SELECT * FROM {} ORDER BY 1").format(psycopg.sql.Identifier(table))


def rows(home: Path) -> dict[str, list[dict[str, object]]]:
    """Every row of every table of ours, by table."""
    server = Server(home)
    server.ensure_running()
    try:
        with psycopg.connect(server.parameters()) as connection:
            found = connection.execute(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
                " AND tablename !~ '^(django|auth|axes|short)_' ORDER BY 1"
            ).fetchall()
            cursor = connection.cursor(row_factory=dict_row)
            return {name: cursor.execute(every_row(name)).fetchall() for (name,) in found}
    finally:
        server.release()


def test_the_first_state_of_the_database_is_brought_up_to_date_with_all_it_held(place: Path) -> None:
    old, home, kept = place / "old.backup", place / "upgraded", place / "kept"
    old.write_bytes(lzma.decompress(STATE.read_bytes()))
    server = Server(kept)
    server.ensure_running()
    try:
        with tarfile.open(old) as tar:
            taken_out(tar, place)
        command = [
            program("pg_restore"),
            "--no-owner",
            f"--dbname={server.parameters()}",
            str(place / DATABASE),
        ]
        subprocess.run(command, check=True)
    finally:
        server.release()
    done(home, "restore", old)
    before, after = rows(kept), rows(home)
    assert len(before["governance_meeting"]) > 0
    for table, held in before.items():
        assert table in after
        columns = set(held[0]) & set(after[table][0]) if held else set()
        assert not held or len(columns) > 1
        now = [{name: row[name] for name in columns} for row in after[table]]
        lost = [row for row in ({name: row[name] for name in columns} for row in held) if row not in now]
        assert lost == [], table
    assert "No planned migration operations" in done(home, "manage", "migrate", "--plan")
    done(home, "dump", place / "upgraded-package")


ERASED = "researcher-soil"
NAMES = (ERASED, "仮名つち", "仮名 つち", "ツチ", "Tsuchi")


@pytest.fixture(scope="module")
def erasures(plain: Path, place: Path) -> Path:
    """The list of a machine where somebody was erased after the backup was made."""
    lived = place / "lived"
    done(lived, "restore", plain)
    assert set(names_in(lived)) > {ERASED, "ツチ", "Tsuchi"}
    erased = renkei(lived, "privacy", "erase", ERASED, "--reason", "本人の請求", said=f"{ERASED}\n")
    assert erased.returncode == 0, erased.stderr
    assert json.loads(erased.stdout.splitlines()[-1])["rows"]["directory.person"] == 1
    assert names_in(lived) == []
    return lived / "erasures.jsonl"


def names_in(home: Path) -> list[str]:
    """Which of the names stand anywhere in the database, history and index included."""
    text = dumped(home)
    assert "COPY public.directory_personevent" in text
    return [name for name in NAMES if name in text]


def privacy_state(home: Path) -> dict[str, str]:
    found = json.loads(renkei(home, "check", "--format", "json").stdout)["findings"]
    return {one["code"]: one["state"] for one in found if one["code"].startswith("privacy")}


def test_an_older_backup_brings_nobody_back_who_was_erased_since(
    plain: Path, place: Path, erasures: Path
) -> None:
    home = place / "erased-again"
    said = done(home, "restore", plain, "--erasures", erasures)
    assert "Erased again: 1 people" in said
    assert "消去をやり直しました: 1 人" in said
    assert names_in(home) == []
    for members in home.glob("files/??/*"):
        assert not [name for name in NAMES if name.encode() in members.read_bytes()]
    shutil.copy(erasures, home / "old.jsonl")
    assert "Erased again: 0 people" in done(home, "privacy", "replay", "--erasures", home / "old.jsonl")
    (home / "erasures.jsonl").write_bytes(erasures.read_bytes() + (home / "erasures.jsonl").read_bytes())
    assert set(privacy_state(home).values()) == {"ok"}


def test_without_the_list_it_is_said_and_the_check_finds_who_is_back(
    plain: Path, place: Path, erasures: Path
) -> None:
    home = place / "back-again"
    assert "no list of erasures" in done(home, "restore", plain)
    assert ERASED in names_in(home)
    shutil.copy(erasures, home / "erasures.jsonl")
    assert privacy_state(home)["privacy.erasures"] == "wrong"
    assert "Erased again: 1 people" in done(home, "privacy", "replay")
    assert names_in(home) == []
    assert set(privacy_state(home).values()) == {"ok"}


@pytest.mark.parametrize(
    "damage", [b'{"erasure": "x", "keys": 1}\n', b"{\n", b"[]\n", b"\xff\xfe\n"], ids=range(4)
)
def test_a_list_of_erasures_that_cannot_be_read_lets_nothing_be_restored(
    plain: Path, place: Path, erasures: Path, damage: bytes
) -> None:
    damaged, home = place / "damaged.jsonl", place / "never"
    damaged.write_bytes(erasures.read_bytes() + damage)
    refused = renkei(home, "restore", plain, "--erasures", damaged)
    assert refused.returncode == 2
    assert "cannot be read at line" in refused.stderr
    assert "行目を読めません" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert not home.exists()
