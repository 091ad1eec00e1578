"""The life of the embedded server: made once, started by the first process, stopped by the last."""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import hashlib
import os
import shutil
import signal
import socket
import stat
import subprocess
import threading
import time
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import IO, TYPE_CHECKING

import psycopg
from psycopg.conninfo import make_conninfo

from renkei.config.postgres.programs import Account, account_for, make_reachable, run
from renkei.config.postgres.trouble import explained, is_passing, no_answer, trouble
from renkei.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Iterator

MAJOR = "18"
NAME = "renkei"
PORT = 5432  # names the socket's file; no network port is opened
LONGEST_SOCKET_PATH = 106
LOCK_SECONDS = 120
START_SECONDS = 60
LINGER_SECONDS = 15
LINGERING = ("still in use", "already exists")  # shared memory, lock files
LOG_BYTES = 2_000_000


@dataclass
class _Share:
    """A process's share of the server: a lock that the system drops by itself when the process is killed."""

    process: int
    file: IO[bytes]


@dataclass
class Server:
    """A PostgreSQL server in `home/postgres`.

    `options` go into its configuration: tests switch off the waiting for the disk.
    """

    home: Path
    options: dict[str, str] = field(default_factory=dict)
    _share: _Share | None = field(default=None, init=False, repr=False)
    _threads: threading.RLock = field(default_factory=threading.RLock, init=False, repr=False)

    @property
    def data(self) -> Path:
        return self.home / "postgres"

    @property
    def log(self) -> Path:
        return self.data / "server.log"

    @cached_property
    def sockets(self) -> Path:
        """The folder of the socket: the data folder, or a short one where the path would be too long."""
        if len(os.fsencode(self.data / f".s.PGSQL.{PORT}")) <= LONGEST_SOCKET_PATH:
            return self.data
        mark = hashlib.sha256(os.fsencode(self.data)).hexdigest()[:16]
        return Path("/tmp") / f"renkei-{mark}"  # noqa: S108  (owner and mode are checked where it is made)

    def parameters(self, database: str = NAME) -> str:
        return make_conninfo(
            host=str(self.sockets), port=PORT, user=NAME, dbname=database, connect_timeout=START_SECONDS
        )

    def ensure_running(self) -> None:
        """Start the server unless it runs, wait until it answers, and keep it as long as this process lives.

        Raises RuleBroken `postgres.*`.
        """
        with self._threads:
            if self._is_shared() and self._listens():
                return
            until = time.monotonic() + START_SECONDS
            while True:
                try:
                    self._start_and_share()
                    psycopg.connect(self.parameters("postgres")).close()
                except OSError as error:
                    raise explained(error, self.home) or error from error
                except psycopg.OperationalError as error:
                    if not is_passing(error) or time.monotonic() > until:
                        raise no_answer(error) from error
                    time.sleep(0.05)
                else:
                    return

    def release(self) -> None:
        """Give up this process's share, or a fork's hold on its parent's; the last one stops the server."""
        with self._threads:
            share, self._share = self._share, None
            if share is None:
                return
            share.file.close()  # never unlocked: a fork would unlock its parent's
            with contextlib.suppress(OSError, RuleBroken), self._alone(), self._users() as last:
                try:
                    fcntl.flock(last, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    return  # others still use the server
                self._stop()

    def kill(self) -> None:
        """Kill the server as a power cut would: for tests of recovery."""
        process = self._recorded_process()
        if process is not None and self._is_ours(process):
            os.kill(process, signal.SIGKILL)

    def _start_and_share(self) -> None:
        self.home.mkdir(parents=True, exist_ok=True)
        with self._alone():
            self._take_share()  # first, so that whoever is interrupted now still stops the server in the end
            if not self._listens():
                self._start()

    def _is_shared(self) -> bool:
        return self._share is not None and self._share.process == os.getpid()

    def _take_share(self) -> None:
        if self._is_shared():
            return
        file = self._users()
        fcntl.flock(file, fcntl.LOCK_SH)
        self._share = _Share(os.getpid(), file)
        atexit.register(self.release)

    def _users(self) -> IO[bytes]:
        return (self.home / "postgres.users").open("ab")

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """Only one process at a time starts or stops the server."""
        with (self.home / "postgres.lock").open("ab") as file:
            until = time.monotonic() + LOCK_SECONDS
            while True:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    if time.monotonic() > until:
                        raise trouble(
                            "busy",
                            f"別のプロセスがデータベースの起動・停止を続けています: {self.home}",
                            f"Another process has been starting or stopping the database: {self.home}",
                        ) from None
                    time.sleep(0.05)
                else:
                    break
            yield

    def _listens(self) -> bool:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
            try:
                probe.connect(os.fsencode(self.sockets / f".s.PGSQL.{PORT}"))
            except OSError:
                return False
        return True

    def _start(self) -> None:
        account = account_for(self.data)
        make_reachable(account, self.data)
        if not (self.data / "PG_VERSION").exists():
            self._initialise(account)
        self._check_version()
        self._configure(account)
        self._launch(account)
        self._create_database()

    def _initialise(self, account: Account) -> None:
        """Make the database beside its place and move it there whole: a kill leaves nothing half made."""
        if self.data.exists() and any(self.data.iterdir()):
            raise trouble(
                "strange_data",
                f"フォルダにデータベースでないものが入っています: {self.data}",
                f"The folder holds something that is not a database: {self.data}",
            )
        fresh = self.home / "postgres.new"
        shutil.rmtree(fresh, ignore_errors=True)
        account.make_folder(fresh)
        arguments = ["-D", str(fresh), "-U", NAME, "--auth=trust", "--encoding=UTF8", "--no-instructions"]
        arguments += ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        if self.options.get("fsync") == "off":
            arguments.append("--no-sync")
        try:
            run("initdb", arguments, account, self.log)
            with (fresh / "postgresql.conf").open("a", encoding="utf-8") as file:
                file.write("\ninclude_if_exists = 'renkei.conf'\n")
            fresh.rename(self.data)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)

    def _check_version(self) -> None:
        version = (self.data / "PG_VERSION").read_text(encoding="utf-8").strip()
        if version != MAJOR:
            raise trouble(
                "other_version",
                f"データは PostgreSQL {version} のものです（この版は {MAJOR}）。docs/handbook/run.md を参照",
                f"The data belong to PostgreSQL {version}, this is {MAJOR}: see docs/handbook/run.md",
            )

    def _configure(self, account: Account) -> None:
        if self.sockets != self.data:
            self._make_socket_folder(account)
        folder = str(self.sockets).replace('"', '""').replace("'", "''")
        lines = {
            "listen_addresses": "''",
            "unix_socket_directories": f"'\"{folder}\"'",
            "unix_socket_permissions": "0700",
            "port": str(PORT),
            "timezone": "'UTC'",
            "lc_messages": "'C'",  # is_passing() reads them
            "log_min_messages": "warning",
            "log_timezone": "'UTC'",
            "jit": "off",
            **self.options,
        }
        path = self.data / "renkei.conf"
        text = "".join(f"{name} = {value}\n" for name, value in lines.items())
        path.write_text(f"# written at every start\n{text}", encoding="utf-8")
        account.own(path)
        if self.log.exists() and self.log.stat().st_size > LOG_BYTES:
            self.log.replace(self.log.with_suffix(".old.log"))

    def _make_socket_folder(self, account: Account) -> None:
        with contextlib.suppress(FileExistsError):
            account.make_folder(self.sockets)
        found = self.sockets.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != account.owner or found.st_mode & 0o077:
            raise trouble(
                "socket_folder",
                f"ソケットのフォルダが別の利用者のものか、他人に開かれています: {self.sockets}",
                f"The socket's folder belongs to another user or is open to others: {self.sockets}",
            )

    def _launch(self, account: Account) -> None:
        """Start the server; right after a kill its children may hold the memory for a moment longer."""
        until = time.monotonic() + LINGER_SECONDS
        arguments = ["-D", str(self.data), "-l", str(self.log), "-w", "-t", str(START_SECONDS), "start"]
        while True:
            before = self.log.stat().st_size if self.log.exists() else 0
            self._clear_stale_process(account)
            try:
                run("pg_ctl", arguments, account, self.log)
            except RuleBroken as error:
                said = self.log.read_bytes()[before:].decode(errors="replace") if self.log.exists() else ""
                if not any(words in said for words in LINGERING) or time.monotonic() > until:
                    raise explained(said, self.home) or error from error
                time.sleep(0.1)
            else:
                return

    def _create_database(self) -> None:
        with psycopg.connect(self.parameters("postgres"), autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone():
                connection.execute(f"CREATE DATABASE {NAME}")

    def _stop(self) -> None:
        process = self._recorded_process()
        if process is None or not self._is_ours(process):
            return
        account = account_for(self.data)
        stop = ["-D", str(self.data), "-w", "-t", "30", "stop", "-m"]
        try:
            run("pg_ctl", [*stop, "fast"], account, self.log)
        except RuleBroken:
            run("pg_ctl", [*stop, "immediate"], account, self.log)

    def _recorded_process(self) -> int | None:
        try:
            return int((self.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()[0])
        except (OSError, ValueError, IndexError):
            return None

    def _is_ours(self, process: int) -> bool:
        """Tell whether the process is this folder's server: numbers are given out again after a restart."""
        try:
            said = Path(f"/proc/{process}/cmdline").read_bytes()
        except FileNotFoundError:
            if Path("/proc/self").exists():
                return False
            command = [shutil.which("ps") or "ps", "-o", "command=", "-p", str(process)]
            said = subprocess.run(command, capture_output=True, check=False).stdout  # noqa: S603
        return os.fsencode(self.data) in said

    def _clear_stale_process(self, account: Account) -> None:
        process = self._recorded_process()
        if process is None:
            return
        if self._is_ours(process):  # alive without a socket: somebody swept the folder of sockets
            run("pg_ctl", ["-D", str(self.data), "-m", "fast", "-w", "-t", "30", "stop"], account, self.log)
            return
        (self.sockets / f".s.PGSQL.{PORT}.lock").unlink(missing_ok=True)
        # PostgreSQL sees by itself that a number is dead, and that no child of the dead server is left. It
        # does not see that a living number is now somebody else's; its starter's counts as dead for it.
        path = self.data / "postmaster.pid"
        _, _, rest = path.read_text(encoding="utf-8").partition("\n")
        path.write_text(f"{os.getpid()}\n{rest}", encoding="utf-8")


_servers: dict[Path, Server] = {}


def server_in(home: Path) -> Server:
    """Return this process's one object for the server of a data folder."""
    return _servers.setdefault(home, Server(home))


def release_servers() -> None:
    """Give up this process's share of every server: for a process that ends without its exit functions."""
    for server in _servers.values():
        server.release()
