"""Sites to try: embedded databases, a real cluster and what stands beside it, users who are roles without a person."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from contextlib import ExitStack, contextmanager
from typing import IO, TYPE_CHECKING

import click

from renkei.config import environment
from renkei.config.serve import check_port_is_free, run_site
from renkei.config.start import prepare
from renkei.config.terminal import progress, say, step
from renkei.config.worker import STOP_SECONDS, end_with, running_beside, worker_beside
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.matching.process.address import prepared_folder

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

HOST = "127.0.0.1"
LAST_PORT = 65535
# The site itself ends its own worker and matcher first.
LEAVE_SECONDS = 2 * STOP_SECONDS


def run_demo(port: int, packages: Sequence[Path], *, beside: int | None = None) -> None:
    """Prepare what is missing, keep what is there, serve, and print where to look.

    The first cluster is served here; each further one by a demonstration of its own on the next port, with a data
    folder and a database of its own inside this one's, and this one's matching engine. `beside` is the process this
    demonstration ends with. Raises RuleBroken `serve.*`, `demo.no_port`.
    """
    others = _beside(packages)
    _check_ports(port, len(others))
    if beside is not None:
        threading.Thread(target=end_with, args=(beside,), daemon=True).start()
    where = "DATABASE_URL" if environment.text("DATABASE_URL") else "RENKEI_HOME"
    os.environ["PORT"] = str(port)  # links in mails lead to this port
    say(
        f"連携の見本を始めます（データベース: {where}）。",
        f"Starting the Renkei demonstration (database: {where}).",
    )
    with ExitStack() as running:
        sites = [
            running.enter_context(_demo_beside(package, port + number))
            for number, package in enumerate(others, 1)
        ]
        prepare()
        running.enter_context(worker_beside())  # where this one is killed, the worker stops the database
        if packages:
            load_once(packages[0])
        users = demo_users()
        running.enter_context(matcher_beside())
        shown = [(package, port + number) for number, package in enumerate(others, 1)]
        try:
            run_site(HOST, port, lambda: print_addresses(port, users, shown))
        finally:
            for site in sites:  # told first, so that all end at the same time
                site.terminate()


def _beside(packages: Sequence[Path]) -> Sequence[Path]:
    """Return the clusters to serve beside the first: none where one database is named for all."""
    others = packages[1:]
    if others and environment.text("DATABASE_URL"):
        say(
            f"DATABASE_URL のデータベースには一つのクラスターだけが入ります。{packages[0]} だけを開きます。",
            f"The database of DATABASE_URL holds one cluster only: {packages[0]} alone is served.",
        )
        return ()
    return others


def _check_ports(port: int, others: int) -> None:
    if port + others > LAST_PORT:
        raise RuleBroken(
            "demo.no_port",
            Localised.both(
                f"並べて開くサイトのポートが {LAST_PORT} を超えます。"
                f"PORT={LAST_PORT - others} 以下を指定してください。",
                f"The sites beside it would need a port above {LAST_PORT}. Name PORT={LAST_PORT - others} or less.",
            ),
        )
    for each in range(port, port + others + 1):
        check_port_is_free(HOST, each)


@contextmanager
def _demo_beside(package: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    """Run the demonstration of another cluster while this one runs; its lines bear its name."""
    from renkei.config.settings import HOME  # noqa: PLC0415 - reads the environment

    name = package.resolve().name
    command = [sys.executable, "-m", "renkei.config", "demo", "--package", str(package), "--port", str(port)]
    command += ["--beside", str(os.getpid())]
    home = HOME.resolve()
    values = {"RENKEI_ENGINE": str(prepared_folder(home)), **os.environ}
    values |= {"RENKEI_HOME": str(home / name), "PORT": str(port)}
    site = subprocess.Popen(  # noqa: S603 - our own command
        command,
        env=values,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )
    telling = threading.Thread(target=_tell, args=(site.stdout, name), daemon=True)
    telling.start()
    try:
        yield site
    finally:
        site.terminate()
        try:
            site.wait(LEAVE_SECONDS)
        except subprocess.TimeoutExpired:
            site.kill()
            site.wait()
        telling.join(1)
        if site.stdout is not None:
            site.stdout.close()


def _tell(lines: IO[str] | None, name: str) -> None:
    for line in lines or ():
        if line.strip():
            click.echo(f"[{name}] {line.rstrip()}", err=True)


@contextmanager
def matcher_beside() -> Iterator[None]:
    """Run the matcher while the site runs. It sets itself up the first time; the site does not wait for it."""
    with running_beside("matcher"):
        yield


def load_once(package: Path) -> None:
    """Load the cluster into an empty database; data that are there stay as they are."""
    from renkei.core.accounts.actors import COMMAND_LINE  # noqa: PLC0415
    from renkei.core.records.kinds import kinds  # noqa: PLC0415
    from renkei.core.tables.service import load_package  # noqa: PLC0415

    if any(kind.model._default_manager.exists() for kind in kinds()):
        return
    if not package.exists():
        say(f"読み込むクラスターがありません: {package}", f"No cluster to load: {package}")
        return
    with (
        step(f"クラスターを読み込んでいます: {package}", f"loading the cluster: {package}"),
        progress() as shown,
    ):
        load_package(package, actor=COMMAND_LINE, dry_run=False, replace=False, progress=shown)


def demo_users() -> Sequence[tuple[str, str, str]]:
    """Make the demonstration users and return (user name, role in Japanese, role in English)."""
    from renkei.directory.services import ensure_demo_users  # noqa: PLC0415
    from renkei.matching.services.demo import ensure_demo_coordinators  # noqa: PLC0415

    return [*ensure_demo_users(), *ensure_demo_coordinators()]


def print_addresses(
    port: int, users: Sequence[tuple[str, str, str]], others: Sequence[tuple[Path, int]] = ()
) -> None:
    site = f"http://{HOST}:{port}"
    rows = [
        ("公開サイト（日本語）", "Public site (Japanese)", f"{site}/ja/"),
        ("公開サイト（英語）", "Public site (English)", f"{site}/en/"),
        ("事務局の机", "Desk", f"{site}/desk/"),
        *(
            (f"もう一つのクラスター: {package}", f"another cluster: {package}", f"http://{HOST}:{beside}/ja/")
            for package, beside in others
        ),
    ]
    click.echo("")
    for japanese, english, address in rows:
        click.echo(f"  {address:<36} {japanese} / {english}")
    click.echo(
        "\n  見本の利用者（サインイン画面で選べます） / Demonstration users (to choose on the sign-in page):"
    )
    for name, japanese, english in users:
        click.echo(f"    {name:<20} {japanese} / {english}")
    click.echo("\n  Ctrl-C で終わります。 / Ctrl-C ends it.\n")
