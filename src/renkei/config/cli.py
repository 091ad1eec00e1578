"""The command `renkei`. It ends with 0 (done), 2 (not done, with the reason) or 1 (done, and damage was found)."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from typing import TYPE_CHECKING, NoReturn

import click

from renkei.config.commands.editions import editions
from renkei.config.commands.matching import matcher, matching
from renkei.config.commands.operation import backup, check, restore
from renkei.config.commands.people import user
from renkei.config.commands.privacy import privacy
from renkei.config.commands.reading import figures, report
from renkei.config.commands.running import demo, manage, serve, worker
from renkei.config.commands.searching import search
from renkei.config.commands.tables import dump, load, new_package
from renkei.config.terminal import LANGUAGES, Damaged, list_flaws, say
from renkei.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Sequence

NOT_DONE = 2
DAMAGE_FOUND = 1
NOT_THERE = {"42P01", "42703"}  # PostgreSQL's undefined_table and undefined_column
# errors of Django and of its commands, by name: `--help` does not wait for Django to be imported
BY_NAME = {
    "ImproperlyConfigured": ("設定に誤りがあります", "Wrong settings"),
    "OperationalError": ("データベースを使えません", "The database cannot be used"),
    "CommandError": ("実行できません", "The command cannot be run"),
}


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.option(
    "--lang",
    "language",
    type=click.Choice(LANGUAGES),
    default=None,
    help="メッセージの言語（省略時は RENKEI_LANG） / Language of the messages (else RENKEI_LANG).",
)
def cli(language: str | None) -> None:
    """連携（Renkei）: 地域研究クラスターの記録・業務・公開の基盤。

    Renkei: records, work and publications of a regional research cluster.

    終了コードは 0（完了）か 2（できなかった。理由を表示）です。editions verify は破損を見つけると 1 で終わります。

    The exit code is 0 (done) or 2 (not done; the reason is shown). editions verify ends with 1 where it finds damage.
    """
    if language:
        os.environ["RENKEI_LANG"] = language  # outlives click's context, which an error message does not have


for command in (
    serve,
    worker,
    demo,
    load,
    dump,
    new_package,
    report,
    editions,
    figures,
    matching,
    matcher,
    user,
    privacy,
    check,
    backup,
    restore,
    search,
    manage,
):
    cli.add_command(command)


def main() -> NoReturn:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "renkei.config.settings")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(NOT_DONE))  # so that what was started is stopped again
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code; every error becomes a readable message and 2."""
    try:
        cli.main(arguments, standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        return NOT_DONE
    except Damaged:
        return DAMAGE_FOUND
    except SystemExit as end:
        return NOT_DONE if end.code else 0
    except BaseException as error:  # noqa: BLE001  (the one place where all errors end)
        explain(error)
        return NOT_DONE
    return 0


def explain(error: BaseException) -> None:
    """Say on stderr what went wrong, for a person."""
    if isinstance(error, RuleBroken):
        say(error.message.text("ja"), error.message.text("en"))
        list_flaws(getattr(error, "flaws", ()))
    elif isinstance(error, (KeyboardInterrupt, click.exceptions.Abort)):
        say("中断しました。", "Interrupted.")
    elif isinstance(error, click.ClickException):
        said = error.format_message()
        say(f"指定に誤りがあります: {said}", f"Wrong usage: {said}")
        if isinstance(error, click.UsageError) and error.ctx:
            click.echo(error.ctx.get_usage(), err=True)
    elif isinstance(error, OSError):
        say(f"ファイルを読み書きできません: {error}", f"A file cannot be read or written: {error}")
    elif getattr(error.__cause__, "sqlstate", "") in NOT_THERE:
        say(
            f"データベースの構造が古いか、まだありません。renkei serve か renkei manage migrate で整います: {error}",
            f"The tables of the database are out of date or not there yet; renkei serve or renkei manage migrate "
            f"makes them: {error}",
        )
    elif type(error).__name__ in BY_NAME:
        japanese, english = BY_NAME[type(error).__name__]
        say(f"{japanese}: {error}", f"{english}: {error}")
    else:
        say("予期しない誤りです。次の記録を添えてお知らせください。", "Unexpected error; please report this:")
        traceback.print_exception(error)
