"""The worker as a process: it works, stops when told, ends with the site, and another takes its jobs over."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg
import pytest

from renkei.config.postgres import Server

RENKEI = [sys.executable, "-m", "renkei.config"]
PATIENCE = 90
PUT = """
import sys, django; django.setup()
from django.utils import timezone
from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.notices.services import write_mail
write_mail(actor=COMMAND_LINE, letter="round", address="mihon@example.jp", about=("round", "x/y"), at=timezone.now())
"""


def environment(home):
    kept = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    return kept | {
        "RENKEI_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "renkei.config.settings",
        "RENKEI_LANG": "en",
    }


@pytest.fixture(scope="module")
def home():
    """A data folder with its tables for all tests of this file, and the server kept up by them."""
    folder = Path(tempfile.mkdtemp(prefix="renkei-test-")).resolve()
    folder.chmod(0o755)
    home = folder / "home"
    server = Server(home, {"fsync": "off"})
    server.ensure_running()
    run(home, *RENKEI, "manage", "migrate", "-v0")
    yield home
    server.release()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(autouse=True)
def forgotten(home):
    """No worker, and no job of the test before."""
    ask_and_forget(home, "DELETE FROM procrastinate_workers; DELETE FROM procrastinate_jobs")


def run(home, *command):
    subprocess.run(command, env=environment(home), check=True, capture_output=True, timeout=PATIENCE)


@contextlib.contextmanager
def started(home, *arguments):
    process = subprocess.Popen(
        [*RENKEI, *arguments], env=environment(home), stderr=subprocess.PIPE, text=True
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate(timeout=PATIENCE)


def ask(home, question):
    with psycopg.connect(Server(home).parameters(), autocommit=True) as connection:
        row = connection.execute(question).fetchone()
    return row[0] if row else None


def ask_and_forget(home, command):
    with psycopg.connect(Server(home).parameters(), autocommit=True) as connection:
        connection.execute(command)


def until(home, question, wanted):
    ends = time.monotonic() + PATIENCE
    while ask(home, question) != wanted:
        assert time.monotonic() < ends, f"{question} is {ask(home, question)}, not {wanted}"
        time.sleep(0.1)


ALIVE = "SELECT count(*) FROM procrastinate_workers"
SENDING = (
    "SELECT status::text FROM procrastinate_jobs WHERE task_name = 'notices.send' ORDER BY id DESC LIMIT 1"
)


def test_a_worker_works_and_stops_when_told(home):
    for ending in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        with started(home, "worker") as worker, started(home, "worker"):
            until(home, ALIVE, 2)
            run(home, sys.executable, "-c", PUT)
            until(home, SENDING, "succeeded")
            worker.send_signal(ending)
            _, said = worker.communicate(timeout=PATIENCE)
            assert worker.returncode == 0, said
            assert "Traceback" not in said
            until(home, ALIVE, 1)
        ask_and_forget(home, "DELETE FROM procrastinate_workers")


def test_a_job_of_a_killed_worker_is_taken_up_again(home):
    run(home, sys.executable, "-c", PUT)
    with started(home, "worker") as worker:
        until(home, SENDING, "succeeded")
        worker.kill()
        worker.wait(PATIENCE)
    # as the kill would have left it in the middle of the job, half a minute ago
    ask_and_forget(home, "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '40 seconds'")
    ask_and_forget(
        home,
        "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, worker_id) "
        "SELECT queue_name, task_name, args, 'doing', (SELECT max(id) FROM procrastinate_workers) "
        "FROM procrastinate_jobs WHERE task_name = 'notices.send'",
    )
    assert ask(home, SENDING) == "doing"
    with started(home, "worker"):
        until(home, SENDING, "succeeded")


def test_a_worker_waits_for_a_database_that_was_killed(home):
    with started(home, "worker") as worker:
        until(home, ALIVE, 1)
        Server(home).kill()
        ends = time.monotonic() + PATIENCE
        while not Server(home)._listens():  # the worker brings it up again
            assert time.monotonic() < ends
            time.sleep(0.1)
        assert worker.poll() is None
        run(home, sys.executable, "-c", PUT)
        until(home, SENDING, "succeeded")


def test_a_worker_ends_with_its_parent_even_when_that_is_killed(home):
    code = (
        "import subprocess, sys, time, os\n"
        "subprocess.Popen([sys.executable, '-m', 'renkei.config', 'worker', '--parent', str(os.getpid())])\n"
        "time.sleep(600)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], env=environment(home), stderr=subprocess.DEVNULL)
    until(home, ALIVE, 1)
    child = next(
        int(path.parent.name)
        for path in Path("/proc").glob("[0-9]*/cmdline")
        if f"--parent\0{parent.pid}\0".encode() in path.read_bytes()
    )
    parent.kill()
    parent.wait(PATIENCE)
    ends = time.monotonic() + PATIENCE
    while is_running(child):
        assert time.monotonic() < ends
        time.sleep(0.1)
    assert ask(home, ALIVE) == 0  # it went in good order


def is_running(process):
    try:
        return ") Z" not in Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
    except FileNotFoundError:
        return False
