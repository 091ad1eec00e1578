"""The worker as a process: it works, stops when told, ends with the site, and another takes its jobs over."""

import contextlib
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
from tests.core.notices.server import MailServer
from tests.ports import free_port
from tests.prepared import environment_of, put_data

RENKEI = [sys.executable, "-m", "renkei.config"]
PATIENCE = 240
PUT = """
import sys, django; django.setup()
from django.utils import timezone
from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.notices.services import write_mail
write_mail(actor=COMMAND_LINE, letter="round", address="mihon@example.jp", about=("round", "x/y"), at=timezone.now())
"""

PUT_INVITATION = """
import sys, django; django.setup()
from uuid import uuid4
from django.utils import timezone
from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.accounts.services import create_user
from renkei.core.notices.services import write_mail
from renkei.directory.invitations import make_link
name = uuid4().hex[:10]
user = create_user(actor=COMMAND_LINE, name=name, email=f"{name}@example.jp")
link, _ = make_link(actor=COMMAND_LINE, user=user, at=timezone.now())
about = ("invitation", str(link.pk))
write_mail(actor=COMMAND_LINE, letter=str(link.purpose), user=user, about=about, at=timezone.now())
"""
NOTICE = "SELECT state || ' ' || attempts FROM core_notice ORDER BY made_at DESC LIMIT 1"
SILENT = "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '40 seconds'"


@pytest.fixture(scope="module")
def home():
    """A data folder with its tables for all tests of this file, and the server kept up by them."""
    folder = Path(tempfile.mkdtemp(prefix="renkei-test-")).resolve()
    folder.chmod(0o755)
    home = put_data(folder / "home")
    server = Server(home)
    server.ensure_running()
    yield home
    server.release()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(autouse=True)
def forgotten(home):
    """No worker, and no job of the test before."""
    ask_and_forget(home, "DELETE FROM procrastinate_workers; DELETE FROM procrastinate_jobs")


def run(home, *command, patience=PATIENCE):
    subprocess.run(command, env=environment_of(home), check=True, capture_output=True, timeout=patience)


@contextlib.contextmanager
def started(home, *arguments, more=None, quiet=False):
    told = subprocess.DEVNULL if quiet else subprocess.PIPE
    process = subprocess.Popen(
        [*RENKEI, *arguments], env=environment_of(home) | (more or {}), stderr=told, text=True
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


@pytest.mark.parametrize(("verb", "copies"), [("RCPT", 1), ("TAKEN", 2)])
def test_a_job_of_a_worker_killed_in_its_middle_is_taken_up_again(home, verb, copies):
    """Killed while the server hesitates: the next worker sends it; one that was taken goes out with the same number."""
    with MailServer() as server:
        server.hesitates.add(verb)
        mails = {"RENKEI_MAIL_HOST": "127.0.0.1", "RENKEI_MAIL_PORT": str(server.port)}
        run(home, sys.executable, "-c", PUT_INVITATION)
        with started(home, "worker", more=mails) as worker:
            assert server.hesitating.wait(PATIENCE)
            assert ask(home, SENDING) == "doing"
            worker.kill()
            worker.wait(PATIENCE)
        assert ask(home, SENDING) == "doing"
        assert ask(home, NOTICE) == "queued 0"
        server.go_on.set()
        # the worker that takes it up waits for half a minute of silence; here it has passed
        ask_and_forget(home, SILENT)
        with started(home, "worker", more=mails):
            until(home, SENDING, "succeeded")
        assert ask(home, NOTICE) == "sent 1"
        assert len(server.taken) == copies
        assert len({mail["Message-ID"] for mail in server.taken}) == 1


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


def test_a_worker_ends_with_the_demonstration_even_when_that_is_killed(home):
    with started(home, "demo", "--port", str(free_port()), quiet=True) as demonstration:
        until(home, ALIVE, 1)
        (worker,) = [
            int(path.parent.name)
            for path in Path("/proc").glob("[0-9]*/cmdline")
            if f"worker\0--parent\0{demonstration.pid}\0".encode() in path.read_bytes()
        ]
        demonstration.kill()
        demonstration.wait(PATIENCE)
        ends = time.monotonic() + PATIENCE
        while is_running(worker):
            assert time.monotonic() < ends
            time.sleep(0.1)
    assert ask(home, ALIVE) == 0  # it went in good order


def is_running(process):
    try:
        return ") Z" not in Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
    except FileNotFoundError:
        return False
