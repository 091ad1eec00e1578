"""The worker: takes jobs from the database, one after another, until it is told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING, Any

from renkei.config.postgres import release_servers
from renkei.config.terminal import say

if TYPE_CHECKING:
    from collections.abc import Iterator

ENDINGS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)  # the last: a terminal that is closed
PAUSE = 2.0
LOOK_SECONDS = 0.5
GRACE = 10.0  # for the job at hand; less than what systemd and the demonstration wait
STOP_SECONDS = 20


def run_worker(parent: int | None = None) -> None:
    """Work until SIGTERM, SIGINT or SIGHUP; the job at hand is finished first. `parent`: end with that process too.

    Where the database goes away, wait and go on. Several workers may run beside each other.
    """
    end_beside(parent)
    _wait_for_migrations()
    say("仕事を待っています（worker）。", "Waiting for jobs (worker).")
    while not _work():
        _end_at_once_by_signal()
        time.sleep(PAUSE)


def end_beside(parent: int | None) -> None:
    """End by a signal through the exit functions, and together with `parent` where there is one.

    The parent's number is given, not asked for: it may be gone before this process has come so far.
    """
    _end_at_once_by_signal()
    if parent is not None:
        threading.Thread(target=end_with, args=(parent,), daemon=True).start()


def _end_at_once_by_signal() -> None:
    for each in ENDINGS:
        signal.signal(each, lambda *_: sys.exit(0))


def _wait_for_migrations() -> None:
    """Wait until the tables are those of this version: whoever serves the site brings them up to date."""
    from renkei.config.operation.checks import State, check_migrations  # noqa: PLC0415

    told = False
    while check_migrations().state is not State.FINE:
        if not told:
            say(
                "データベースの構造が最新になるのを待っています。",
                "Waiting for the database to be brought up to date.",
            )
        told = True
        time.sleep(PAUSE)


def _work() -> bool:
    """Work until told to stop (True), or until the database is gone (False)."""
    from django.db import DatabaseError, connection  # noqa: PLC0415 - needs the settings
    from procrastinate.exceptions import ConnectorException  # noqa: PLC0415
    from psycopg import Error  # noqa: PLC0415

    from renkei.core.jobs.tasks import put_stalled_back  # noqa: PLC0415

    try:
        connection.ensure_connection()  # starts the embedded server, or waits for its recovery
        put_stalled_back()
        connection.close()
        return asyncio.run(_until_told())
    except (ConnectorException, DatabaseError, Error, OSError) as error:
        what = type(error).__name__
        say(f"データベースを待っています（{what}）", f"Waiting for the database ({what})")
        connection.close()
        return False


async def _until_told() -> bool:
    from asgiref.sync import sync_to_async  # noqa: PLC0415
    from django.db import connections  # noqa: PLC0415

    main, told = asyncio.current_task(), False

    def stop() -> None:
        nonlocal told
        if not told and main is not None:
            told = True
            main.cancel()

    for each in ENDINGS:
        asyncio.get_running_loop().add_signal_handler(each, stop)
    await sync_to_async(connections.close_all)()  # of the thread that defers periodic jobs: it may have died
    worker = _app()
    with contextlib.suppress(asyncio.CancelledError):
        async with worker.open_async():
            await worker.run_worker_async(install_signal_handlers=False, shutdown_graceful_timeout=GRACE)
    return told


def _app() -> Any:
    """Return an app that takes jobs by connections of its own.

    The tasks stay those of Django's app: what they put into the queue belongs to the transaction they write in.
    """
    from procrastinate import App, PsycopgConnector  # noqa: PLC0415
    from procrastinate.contrib.django import app  # noqa: PLC0415
    from procrastinate.contrib.django.utils import connector_params  # noqa: PLC0415

    connector = PsycopgConnector(kwargs=connector_params(), min_size=1, max_size=4)
    worker = App(connector=connector, worker_defaults=app.worker_defaults)
    worker.tasks, worker.periodic_registry = app.tasks, app.periodic_registry
    return worker


def end_with(parent: int) -> None:
    """End when the parent is gone, also when it was killed: nothing may stay behind."""
    while os.getppid() == parent:
        time.sleep(LOOK_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(STOP_SECONDS)
    release_servers()
    os._exit(1)


@contextlib.contextmanager
def worker_beside() -> Iterator[None]:
    """Let a worker run beside this process, as long as it runs."""
    with running_beside("worker"):
        yield


@contextlib.contextmanager
def running_beside(command: str) -> Iterator[None]:
    """Let a command of ours run, and end it at the end: asked first, killed where it does not go."""
    words = [sys.executable, "-m", "renkei.config", command, "--parent", str(os.getpid())]
    process = subprocess.Popen(words, stdin=subprocess.DEVNULL)  # noqa: S603
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
