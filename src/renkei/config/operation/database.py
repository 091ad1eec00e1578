"""PostgreSQL's own programs against the database of the settings, embedded or named by DATABASE_URL."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from psycopg.conninfo import make_conninfo

from renkei.config.operation.trouble import trouble
from renkei.config.postgres.programs import programs
from renkei.config.postgres.trouble import explained
from renkei.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

NOT_FOR_PROGRAMS = {"password", "client_encoding", "cursor_factory", "context", "prepare_threshold"}
# jobs of the moment: brought back, they would send mails a second time, or wait for ever
NOT_BUSINESS = ("procrastinate_*", "core_longjob")
NOT_OURS = " COMMENT - EXTENSION "
RELATIONS = """
    SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S') AND n.nspname !~ '^(pg_|information_schema)'
      AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
"""


@dataclass(frozen=True)
class Database:
    """An address for the programs; the password goes by their environment, never by the command line."""

    address: str
    password: str

    @classmethod
    def of_settings(cls) -> Database:
        from django.db import connection  # noqa: PLC0415 - needs the settings

        connection.ensure_connection()  # starts the embedded server
        parameters = {**connection.get_connection_params()}
        password = str(parameters.get("password") or "")
        named = {name: value for name, value in parameters.items() if name not in NOT_FOR_PROGRAMS}
        return cls(make_conninfo(**named), password)

    def dump(self, path: Path, told: Callable[[int], None]) -> None:
        """Write one consistent state of everything; others go on writing meanwhile. Raises RuleBroken."""
        options = ["--format=custom", "--no-owner", "--no-privileges", f"--file={path}"]
        options += [f"--exclude-table-data={each}" for each in NOT_BUSINESS]
        self._run("pg_dump", [*options, f"--dbname={self.address}"], path, told)

    def restore(self, path: Path, told: Callable[[int], None]) -> None:
        """Bring a dump into an empty database: everything or nothing. Raises RuleBroken."""
        contents = path.with_suffix(".list")
        self._run("pg_restore", ["--list", f"--file={contents}", str(path)], path, told)
        # an extension brings its comment with it, and only a superuser may write it again
        lines = contents.read_text(encoding="utf-8").splitlines(keepends=True)
        contents.write_text("".join(line for line in lines if NOT_OURS not in line), encoding="utf-8")
        options = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]
        wanted = [f"--use-list={contents}", f"--dbname={self.address}", str(path)]
        self._run("pg_restore", [*options, *wanted], path, told)

    def _run(self, name: str, arguments: Sequence[str], path: Path, told: Callable[[int], None]) -> None:
        log = path.with_suffix(".log")
        environment = {"PATH": os.environ.get("PATH", ""), "HOME": os.environ.get("HOME", ""), "LC_ALL": "C"}
        if self.password:
            environment["PGPASSWORD"] = self.password
        with log.open("wb") as said:
            process = subprocess.Popen(  # noqa: S603
                [program(name), *arguments],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
            )
            try:
                while process.poll() is None:
                    told(path.stat().st_size if path.exists() else 0)
                    time.sleep(0.05)
            finally:
                process.kill()
                process.wait()
        if process.returncode:
            _raise(name, log.read_text(encoding="utf-8", errors="replace"), path)


def _raise(name: str, said: str, path: Path) -> None:
    raise explained(said, path.parent) or trouble(
        "program_failed",
        f"{name} が終わりませんでした: {said.strip()}",
        f"{name} did not succeed: {said.strip()}",
    )


def program(name: str) -> str:
    """Return the path of a program of PostgreSQL: the wheel's, else the system's. Raises RuleBroken."""
    try:
        path = programs() / name
    except RuleBroken:
        path = None
    found = str(path) if path is not None and path.exists() else shutil.which(name)
    if found is None:
        raise trouble(
            "no_program",
            f"PostgreSQL のプログラム {name} がありません",
            f"PostgreSQL's program {name} is not here",
        )
    return found


def is_empty() -> bool:
    """Tell whether the database holds no table, view or sequence (those of extensions aside)."""
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute(RELATIONS)
        return int(cursor.fetchone()[0]) == 0


def server_version() -> str:
    """Return the server's version, such as 18.1."""
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return str(cursor.fetchone()[0]).split()[0]


def applied_migrations() -> dict[str, list[str]]:
    """Return the migrations the database has, by app."""
    from django.db import connection  # noqa: PLC0415
    from django.db.migrations.recorder import MigrationRecorder  # noqa: PLC0415

    found: dict[str, list[str]] = {}
    for app, name in sorted(MigrationRecorder(connection).applied_migrations()):
        found.setdefault(app, []).append(name)
    return found


def known_migrations() -> set[tuple[str, str]]:
    """Return the migrations this version of the programme knows."""
    from django.db.migrations.loader import MigrationLoader  # noqa: PLC0415

    return set(MigrationLoader(None).disk_migrations)
