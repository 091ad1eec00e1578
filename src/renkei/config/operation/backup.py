"""Making a backup of database and files, and bringing one back into an empty place."""

from __future__ import annotations

import os
import platform
import shutil
import tempfile
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from renkei.config.operation.archive import DATABASE, FILE, Manifest, Writer, members, newer, verify
from renkei.config.operation.database import (
    Database,
    applied_migrations,
    is_empty,
    known_migrations,
    server_version,
)
from renkei.config.operation.trouble import damaged, trouble
from renkei.config.postgres.trouble import explained

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator

    Progress = Callable[[str, int, int | None], None]


def make_backup(path: Path, *, passphrase: str | None, at: dt.datetime, shown: Progress) -> Manifest:
    """Write a backup, read it back and compare it; only then does it get its name. Nobody need stop working.

    The files come after the database: they are named by their content and never change, so that every file the
    dump speaks of is there. Raises RuleBroken `backup.*`, `postgres.*`.
    """
    if path.exists():
        raise trouble("exists", f"すでにあります: {path}", f"There is already a file: {path}")
    part = path.with_name(f"{path.name}.part")
    with _explained(path.parent), _workplace() as place:
        try:
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                manifest = _write(Writer(file, passphrase), place, at, shown)
                file.flush()
                os.fsync(file.fileno())
            total = part.stat().st_size
            verify(part, lambda: passphrase or "", lambda read: shown("読み直し / verifying", read, total))
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    return manifest


def _write(writer: Writer, place: Path, at: dt.datetime, shown: Progress) -> Manifest:
    dump = place / DATABASE
    manifest = Manifest(at.isoformat(timespec="seconds"), versions(), applied_migrations(), writer.members)
    Database.of_settings().dump(
        dump, lambda size: shown("データベース（バイト） / database, bytes", size, None)
    )
    writer.add(DATABASE, dump)
    dump.unlink()
    found = sorted(held_files())
    for number, (name, file) in enumerate(found, 1):
        writer.add(name, file)
        shown("ファイル / files", number, len(found))
    writer.finish(manifest)
    return manifest


def held_files() -> Iterator[tuple[str, Path]]:
    """Yield each file held under its hash: its name in a backup and where it is."""
    folder = files_folder()
    for path in folder.glob("??/*"):
        name = f"files/{path.relative_to(folder).as_posix()}"
        if FILE.fullmatch(name) and path.is_file():
            yield name, path


def files_folder() -> Path:
    from django.core.files.storage import default_storage  # noqa: PLC0415

    return Path(default_storage.path(""))


def restore_backup(path: Path, *, passphrase: Callable[[], str], shown: Progress) -> Manifest:
    """Bring a backup into an empty database. The whole archive is checked before anything is written.

    Raises RuleBroken `backup.damaged`, `.wrong_passphrase`, `.strange`, `.newer`, `.not_empty`, `postgres.*`.
    """
    total = path.stat().st_size
    manifest = verify(path, passphrase, lambda read: shown("確かめています / checking", read, total))
    check_known(manifest)
    if not is_empty():
        raise trouble(
            "not_empty",
            "データベースが空ではありません。何も書き込んでいません。"
            "新しい空の RENKEI_HOME か、空のデータベースを指定してください。",
            "The database is not empty. Nothing was written. Name a new, empty RENKEI_HOME or an empty database.",
        )
    with _explained(files_folder().parent), _workplace() as place:
        _unpack(path, manifest, passphrase, place, shown)
        size = (place / DATABASE).stat().st_size
        Database.of_settings().restore(
            place / DATABASE, lambda _: shown("データベース（バイト） / database, bytes", size, None)
        )
    return manifest


def check_known(manifest: Manifest) -> None:
    """Raise RuleBroken `backup.newer` where the backup knows migrations or a PostgreSQL that are not here."""
    known = known_migrations()
    ours = {app for app, _ in known}
    applied = {(app, name) for app, names in manifest.migrations.items() for name in names if app in ours}
    if applied - known:
        raise newer(manifest.versions.get("renkei", "?"))
    made_by, here = manifest.versions.get("postgresql", "0"), server_version()
    if int(made_by.partition(".")[0]) > int(here.partition(".")[0]):
        raise trouble(
            "older_server",
            f"控えは PostgreSQL {made_by} のもので、ここは {here} です。同じか新しい版が要ります。",
            f"The backup is of PostgreSQL {made_by}, this is {here}; the same or a later one is needed.",
        )


def _unpack(
    path: Path, manifest: Manifest, passphrase: Callable[[], str], place: Path, shown: Progress
) -> None:
    from renkei.core.files.services import StoredFile, keep_content  # noqa: PLC0415

    wanted = {member.name: member for member in manifest.members}
    done = 0
    for name, _, content in members(path, passphrase):
        if name == DATABASE:
            with (place / DATABASE).open("wb") as file:
                shutil.copyfileobj(content, file, 1 << 20)
            if (place / DATABASE).stat().st_size != wanted[name].size:
                raise damaged(name)
        elif name in wanted:
            keep_content(content, StoredFile(wanted[name].sha256, "", wanted[name].size))
            done += 1
            shown("ファイル / files", done, len(wanted) - 1)


def versions() -> dict[str, str]:
    """Return the versions of what runs."""
    return {
        "renkei": version("renkei"),
        "python": platform.python_version(),
        "django": version("Django"),
        "postgresql": server_version(),
    }


@contextmanager
def _workplace() -> Iterator[Path]:
    """A folder for the database's dump, readable by nobody else, on the disk where the data lie anyway."""
    from django.conf import settings  # noqa: PLC0415

    home = Path(settings.HOME)
    home.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="backup-", dir=home) as place:
        yield Path(place)


@contextmanager
def _explained(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise explained(error, folder) or error from error
