"""The embedded server's life. Sockets in the file system are no network."""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psycopg
import pytest

from renkei.config.postgres import Server
from renkei.config.postgres.server import PORT
from renkei.config.postgres.trouble import is_passing
from renkei.kernel.errors import RuleBroken

HOLD = """
import sys
from pathlib import Path
from typing import Any
from renkei.config.postgres import Server
server = Server(Path(sys.argv[1]), {"fsync": "off"})
server.ensure_running()
print("running", flush=True)
sys.stdin.read()
"""
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can change into another user")


def ask(server: Server, question: str) -> object:
    with psycopg.connect(server.parameters()) as connection:
        row = connection.execute(question).fetchone()
    return row[0] if row else None


def patiently(server: Server, question: str) -> object:
    """Ask as the database backend does: a server that was just killed may listen for a last moment."""
    for _ in range(50):
        server.ensure_running()
        try:
            return ask(server, question)
        except psycopg.OperationalError as error:
            if not is_passing(error):
                raise
    pytest.fail("the server did not come back")


def other_process(
    server: Server, python: Path = Path(sys.executable), **options: Any
) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [python, "-c", HOLD, str(server.home)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        **options,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "running\n"
    return process


def leave(process: subprocess.Popen[str]) -> None:
    process.communicate("", timeout=30)
    assert process.returncode == 0


def is_listening(server: Server) -> bool:
    return (server.sockets / f".s.PGSQL.{PORT}").exists()


def test_data_outlive_the_server(server: Server) -> None:
    server.ensure_running()
    with psycopg.connect(server.parameters()) as connection:
        connection.execute("CREATE TABLE kept AS SELECT '連携'::text AS value")
    server.release()
    assert not is_listening(server)
    server.ensure_running()
    assert ask(server, "SELECT value FROM kept") == "連携"


def test_no_network_port_is_opened(server: Server) -> None:
    server.ensure_running()
    assert ask(server, "SHOW listen_addresses") == ""
    assert ask(server, "SHOW unix_socket_permissions") == "0700"


def test_a_killed_server_recovers_and_keeps_what_was_committed(server: Server) -> None:
    server.ensure_running()
    with psycopg.connect(server.parameters()) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS value")
    for _ in range(3):
        server.kill()
        assert patiently(server, "SELECT value FROM kept") == 7


def test_two_processes_share_one_server_and_the_last_one_stops_it(server: Server) -> None:
    first = other_process(server)
    second = other_process(server)
    server.ensure_running()
    leave(first)
    assert ask(server, "SELECT 1") == 1
    server.release()
    assert is_listening(server)
    leave(second)
    assert not is_listening(server)


def test_a_killed_process_does_not_keep_the_server_for_ever(server: Server) -> None:
    killed = other_process(server)
    killed.kill()
    killed.wait()
    assert killed.stdin is not None
    killed.stdin.close()
    assert killed.stdout is not None
    killed.stdout.close()
    assert is_listening(server)
    leave(other_process(server))
    assert not is_listening(server)


def test_a_fork_does_not_stop_its_parents_server(server: Server) -> None:
    server.ensure_running()
    child = os.fork()
    if child == 0:
        server.release()
        os._exit(0)
    os.waitpid(child, 0)
    assert ask(server, "SELECT 1") == 1


def test_a_fork_that_outlives_its_parent_stops_the_server(server: Server) -> None:
    """A fork that never asked anything still holds the server, and is the last to leave it."""
    reading, writing = os.pipe()
    parent = os.fork()
    if parent == 0:
        server.ensure_running()
        if os.fork() == 0:
            gone = int(os.read(reading, 20))
            while os.getppid() == gone:
                time.sleep(0.05)
            server.release()
            os._exit(0)
        os.write(writing, str(os.getpid()).encode())
        os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(parent, 0)
    until = time.monotonic() + 60
    while is_listening(server) and time.monotonic() < until:
        time.sleep(0.1)
    os.close(reading)
    os.close(writing)
    assert not is_listening(server)


def test_a_process_number_that_now_belongs_to_another_is_no_server(server: Server) -> None:
    server.ensure_running()
    record = (server.data / "postmaster.pid").read_text()
    server.release()
    _, _, rest = record.partition("\n")
    stranger = subprocess.Popen(["sleep", "60"])
    try:
        (server.data / "postmaster.pid").write_text(f"{stranger.pid}\n{rest}")
        (server.sockets / f".s.PGSQL.{PORT}.lock").write_text(f"{stranger.pid}\n{rest}")
        server.ensure_running()
        assert ask(server, "SELECT 1") == 1
        server.release()
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_a_swept_socket_is_made_again(server: Server) -> None:
    server.ensure_running()
    (server.sockets / f".s.PGSQL.{PORT}").unlink()
    server.ensure_running()
    assert ask(server, "SELECT 1") == 1


def test_a_killed_first_start_leaves_nothing_half_made(server: Server) -> None:
    (server.home / "postgres.new" / "base").mkdir(parents=True)
    server.ensure_running()
    assert ask(server, "SELECT 1") == 1
    assert not (server.home / "postgres.new").exists()


@pytest.mark.parametrize("depth", [1, 12])
def test_the_sockets_path_is_short_however_deep_the_folder(folder: Path, depth: int) -> None:
    server = Server(folder.joinpath(*["とても 深い'ところ"] * depth), {"fsync": "off"})
    try:
        server.ensure_running()
        assert len(os.fsencode(server.sockets / f".s.PGSQL.{PORT}")) < 107
        assert ask(server, "SELECT 1") == 1
    finally:
        server.release()
        if server.sockets != server.data:
            shutil.rmtree(server.sockets)


def test_somebody_elses_socket_folder_is_refused(folder: Path) -> None:
    server = Server(folder.joinpath(*["deep-folder"] * 12), {"fsync": "off"})
    server.sockets.mkdir(mode=0o755)
    try:
        with pytest.raises(RuleBroken) as caught:
            server.ensure_running()
        assert caught.value.code == "postgres.socket_folder"
    finally:
        server.release()
        server.sockets.rmdir()


def test_a_folder_with_other_things_is_left_alone(server: Server) -> None:
    server.data.mkdir(parents=True)
    (server.data / "letter.txt").write_text("mine")
    with pytest.raises(RuleBroken) as caught:
        server.ensure_running()
    assert caught.value.code == "postgres.strange_data"
    assert (server.data / "letter.txt").read_text() == "mine"


def test_data_of_another_version_are_left_alone(server: Server) -> None:
    server.data.mkdir(parents=True)
    (server.data / "PG_VERSION").write_text("15\n")
    with pytest.raises(RuleBroken) as caught:
        server.ensure_running()
    assert caught.value.code == "postgres.other_version"
    assert "15" in caught.value.message.text("ja")
    assert "15" in caught.value.message.text("en")


def test_a_file_in_the_folders_place_is_named(folder: Path) -> None:
    (folder / "home").write_text("")
    with pytest.raises(RuleBroken) as caught:
        Server(folder / "home").ensure_running()
    assert caught.value.code == "postgres.not_a_folder"
    assert str(folder / "home") in caught.value.message.text("en")


def test_a_server_that_cannot_start_says_where_the_log_is(server: Server) -> None:
    server.options["shared_buffers"] = "'nonsense'"
    with pytest.raises(RuleBroken) as caught:
        server.ensure_running()
    assert caught.value.code == "postgres.failed"
    assert str(server.log) in caught.value.message.text("ja")


@needs_root
def test_a_full_disk_is_named(folder: Path) -> None:
    small = folder / "small"
    small.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=8m,mode=755", "renkei", str(small)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("no right to mount a small disk here")
    server = Server(small / "home", {"fsync": "off"})
    try:
        with pytest.raises(RuleBroken) as caught:
            server.ensure_running()
        assert caught.value.code == "postgres.disk_full"
        assert str(server.home) in caught.value.message.text("ja")
    finally:
        server.release()
        subprocess.run(["umount", str(small)], check=True)


@needs_root
def test_as_root_the_server_runs_without_rights_and_its_folder_is_closed(server: Server) -> None:
    server.ensure_running()
    found = server.data.stat()
    assert found.st_uid != 0
    assert found.st_mode & 0o077 == 0
    process = int((server.data / "postmaster.pid").read_text().splitlines()[0])
    assert Path(f"/proc/{process}").stat().st_uid == found.st_uid


@needs_root
def test_as_root_only_passing_is_granted_on_the_folders_above(folder: Path) -> None:
    private = folder / "private"
    private.mkdir(mode=0o700)
    server = Server(private / "home", {"fsync": "off"})
    try:
        server.ensure_running()
    finally:
        server.release()
    assert private.stat().st_mode & 0o777 == 0o711


def nobody() -> tuple[Path, dict[str, Any]]:
    """Return a Python that a plain user may run, and how to become that user."""
    entry = pwd.getpwnam("nobody")
    options: dict[str, Any] = {
        "user": entry.pw_uid,
        "group": entry.pw_gid,
        "extra_groups": [],
        "cwd": "/",
        "env": {"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    }
    this = f"python{sys.version_info.major}.{sys.version_info.minor}"
    for python in (Path(sys.executable), Path("/usr/bin") / this, Path("/usr/local/bin") / this):
        try:
            subprocess.run(
                [str(python), "-c", "import psycopg, renkei"], check=True, capture_output=True, **options
            )
        except (OSError, subprocess.CalledProcessError):
            continue
        return python, options
    pytest.skip("a plain user cannot run this Python")


@needs_root
def test_a_plain_user_needs_no_rights_and_keeps_the_data(folder: Path, server: Server) -> None:
    python, options = nobody()
    os.chown(folder, int(str(options["user"])), -1)
    for _ in range(2):
        leave(other_process(server, python, **options))
        assert server.data.stat().st_uid == options["user"]
        assert not is_listening(server)


@needs_root
def test_root_leaves_a_plain_users_data_theirs(folder: Path, server: Server) -> None:
    python, options = nobody()
    os.chown(folder, int(str(options["user"])), -1)
    leave(other_process(server, python, **options))
    server.ensure_running()
    assert ask(server, "SELECT 1") == 1
    server.release()
    leave(other_process(server, python, **options))


@needs_root
def test_a_folder_that_cannot_be_written_is_named(server: Server) -> None:
    python, options = nobody()
    shown = subprocess.run(
        [python, "-c", HOLD, str(server.home)], capture_output=True, text=True, check=False, **options
    )
    assert "postgres.not_writable" in shown.stderr
