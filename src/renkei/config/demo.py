"""A site to try: embedded database, a real cluster, demonstration users who are roles without a person."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from renkei.config import environment
from renkei.config.serve import check_port_is_free, run_site
from renkei.config.start import prepare
from renkei.config.terminal import progress, say, step
from renkei.config.worker import worker_beside

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

HOST = "127.0.0.1"


def run_demo(port: int, package: Path | None) -> None:
    """Prepare what is missing, keep what is there, serve, and print where to look."""
    check_port_is_free(HOST, port)
    where = "DATABASE_URL" if environment.text("DATABASE_URL") else "RENKEI_HOME"
    os.environ["PORT"] = str(port)  # links in mails lead to this port
    say(
        f"連携の見本を始めます（データベース: {where}）。",
        f"Starting the Renkei demonstration (database: {where}).",
    )
    prepare()
    if package is not None:
        load_once(package)
    users = demo_users()
    with worker_beside(), matcher_beside():
        run_site(HOST, port, lambda: print_addresses(port, users))


@contextmanager
def matcher_beside() -> Iterator[None]:
    """Run the matcher while the site runs. It sets itself up the first time; the site does not wait for it."""
    command = [sys.executable, "-c", "from renkei.config.cli import main; main()", "matcher", "--with-parent"]
    matcher = subprocess.Popen(command)  # noqa: S603 - our own command
    try:
        yield
    finally:
        matcher.terminate()
        matcher.wait()


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


def print_addresses(port: int, users: Sequence[tuple[str, str, str]]) -> None:
    site = f"http://{HOST}:{port}"
    rows = [
        ("公開サイト（日本語）", "Public site (Japanese)", f"{site}/ja/"),
        ("公開サイト（英語）", "Public site (English)", f"{site}/en/"),
        ("事務局の机", "Desk", f"{site}/desk/"),
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
