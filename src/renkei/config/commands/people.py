"""renkei user."""

from __future__ import annotations

import sys

import click

from renkei.config.terminal import say, words


@click.group(short_help="利用者を管理する / Manage users")
def user() -> None:
    """サインインできる利用者を管理します。

    Manage who may sign in.
    """


@user.command(short_help="利用者を登録する / Add a user")
@click.argument("name")
@click.option(
    "--role",
    type=click.Choice(["administrator", "secretariat", "reader"]),
    required=True,
    help="役割: 管理者・事務局・閲覧者 / Role.",
)
@click.option("--email", default="", help="電子メール / E-mail.")
@click.option(
    "--password-stdin", is_flag=True, help="パスワードを標準入力から読みます / Read the password from stdin."
)
def add(name: str, role: str, email: str, *, password_stdin: bool) -> None:
    """利用者 NAME を登録します。パスワードは尋ねます。

    Add the user NAME; the password is asked for.
    """
    from renkei.config.start import set_up  # noqa: PLC0415

    set_up()
    from renkei.core.accounts.actors import COMMAND_LINE  # noqa: PLC0415
    from renkei.directory.services import add_user  # noqa: PLC0415

    if password_stdin:
        password = sys.stdin.readline().rstrip("\n")
    else:
        prompt = words("パスワード（12文字以上）", "Password (12 characters or more)").replace("\n", " / ")
        password = click.prompt(prompt, hide_input=True, confirmation_prompt=True)
    add_user(actor=COMMAND_LINE, name=name, role=role, email=email, password=password)
    say(f"登録しました: {name}（{role}）", f"Added: {name} ({role})")
