"""renkei serve, renkei worker, renkei demo, renkei manage."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from renkei.config.terminal import FOLDER

if TYPE_CHECKING:
    from pathlib import Path

port_option = click.option(
    "--port",
    type=click.IntRange(1, 65535),
    envvar="PORT",
    default=8000,
    show_default=True,
    help="待ち受けるポート（環境変数 PORT でも可） / Port to listen on (or PORT).",
)
host_option = click.option(
    "--host",
    envvar="RENKEI_BIND",
    default="127.0.0.1",
    show_default=True,
    help="待ち受けるアドレス / Address to listen on.",
)


@click.command(short_help="サイトを配信する / Serve the site")
@port_option
@host_option
def serve(port: int, host: str) -> None:
    """移行（マイグレーション）を済ませ、サイトを配信します。

    Bring the database up to date and serve the site.
    """
    from renkei.config.serve import check_address, run_site  # noqa: PLC0415
    from renkei.config.start import prepare  # noqa: PLC0415

    check_address(host, port)
    prepare()
    run_site(host, port)


@click.command(short_help="自動処理をする / Do the background jobs")
@click.option(
    "--parent", type=int, hidden=True, help="このプロセスと一緒に終わります / End with this process too."
)
def worker(parent: int | None) -> None:
    """メール・督促・お知らせのまとめなどの自動処理をします。いくつ動かしても構いません。

    Do the background jobs: mails, reminders, digests. Any number of workers may run.
    """
    from renkei.config.start import set_up  # noqa: PLC0415
    from renkei.config.worker import run_worker  # noqa: PLC0415

    set_up()
    run_worker(parent)


@click.command(short_help="見本のサイトを開く / Open a demonstration site")
@port_option
@click.option(
    "--package",
    "packages",
    type=FOLDER,
    multiple=True,
    help="空のデータベースに読み込むクラスター。二つめからは次のポートで並べて開きます / "
    "Cluster to load into an empty database; further ones are served beside it on the next ports.",
)
@click.option("--beside", type=int, hidden=True, help="並べて開いた見本 / The demonstration it ends with.")
def demo(port: int, packages: tuple[Path, ...], beside: int | None) -> None:
    """見本の利用者で試せるサイトを 127.0.0.1 に開きます。Ctrl-C で終わります。

    Open a site on 127.0.0.1 to try, with demonstration users. Ctrl-C ends it.
    """
    os.environ["RENKEI_DEMO"] = "1"  # before the settings are read; they refuse it in production
    from renkei.config.demo import run_demo  # noqa: PLC0415

    run_demo(port, packages, beside=beside)


@click.command(
    short_help="Django の管理コマンド / Django's own commands",
    context_settings={"ignore_unknown_options": True, "help_option_names": []},
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """Django の管理コマンドを実行します（例: renkei manage migrate）。

    Run one of Django's own commands, such as: renkei manage migrate
    """
    from django.core.management import execute_from_command_line  # noqa: PLC0415

    execute_from_command_line(["renkei manage", *arguments])
