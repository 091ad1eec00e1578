"""renkei backup, renkei restore, renkei check."""

from __future__ import annotations

import functools
import json
from pathlib import Path

import click

from renkei.config.terminal import progress, say, words

FILE = click.Path(path_type=Path, dir_okay=False)
passphrase_file = click.option(
    "--passphrase-file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="合言葉の入ったファイル（省略時は尋ねます） / File with the passphrase (else it is asked for).",
)


def _asked(file: Path | None, *, twice: bool) -> str:
    if file is not None:
        return file.read_text(encoding="utf-8").rstrip("\r\n")
    prompt = words("合言葉", "Passphrase").replace("\n", " / ")
    return str(click.prompt(prompt, hide_input=True, confirmation_prompt=twice, err=True))


@click.command(short_help="控えをとる / Make a backup")
@click.argument("file", type=FILE)
@click.option("--encrypt", is_flag=True, help="合言葉で暗号化します / Encrypt it with a passphrase.")
@passphrase_file
def backup(file: Path, *, encrypt: bool, passphrase_file: Path | None) -> None:
    """データベースとファイルを一つの FILE に控え、読み直して確かめます。サイトを止める必要はありません。

    Write the database and the files into one FILE and read it back to make sure. The site may go on running.
    """
    import django  # noqa: PLC0415

    django.setup()
    from django.utils import timezone  # noqa: PLC0415

    from renkei.config.operation.backup import make_backup  # noqa: PLC0415
    from renkei.config.operation.checks import State, check_files  # noqa: PLC0415
    from renkei.config.operation.sealing import check_passphrase  # noqa: PLC0415

    sealed = encrypt or passphrase_file is not None
    passphrase = check_passphrase(_asked(passphrase_file, twice=True)) if sealed else None
    with progress() as shown:
        made = make_backup(file, passphrase=passphrase, at=timezone.localtime(), shown=shown)
    files, size = len(made.members) - 1, file.stat().st_size
    say(
        f"控えをとり、確かめました: {file}（{size:,} バイト、ファイル {files:,} 個）",
        f"Backed up and verified: {file} ({size:,} bytes, {files:,} files)",
    )
    for finding in check_files():
        if finding.state is State.WRONG:  # the backup is as good as what there was
            say(f"注意: {finding.message.text('ja')}", f"Take note: {finding.message.text('en')}")


@click.command(short_help="控えから戻す / Restore a backup")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@passphrase_file
@click.option(
    "--erasures",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="消去の一覧（erasures.jsonl） / List of erasures.",
)
def restore(file: Path, *, passphrase_file: Path | None, erasures: Path | None) -> None:
    """控えの FILE を、空のデータベースに戻します。全体を確かめてから書き込み、構造を最新にします。

    Bring the backup FILE into an empty database. The whole of it is checked first; then it is brought up to date.
    """
    import django  # noqa: PLC0415

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    from renkei.config.operation.backup import restore_backup  # noqa: PLC0415
    from renkei.privacy.services import outside  # noqa: PLC0415

    if erasures is not None:
        outside.listed(erasures)  # a list that cannot be read is told before anything is written
    asked = functools.cache(lambda: _asked(passphrase_file, twice=False))
    with progress() as shown:
        made = restore_backup(file, passphrase=asked, shown=shown)
    call_command("migrate", interactive=False, verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    _erase_again(erasures)
    say(
        f"戻しました: {made.made_at} の控え（Renkei {made.versions['renkei']}、ファイル {len(made.members) - 1:,} 個）",
        f"Restored: the backup of {made.made_at} (Renkei {made.versions['renkei']}, {len(made.members) - 1:,} files)",
    )


def _erase_again(path: Path | None) -> None:
    """Erase whoever was erased after the backup was made, or say that nobody can know."""
    from django.utils import timezone  # noqa: PLC0415

    from renkei.core.accounts.actors import COMMAND_LINE  # noqa: PLC0415
    from renkei.privacy.services import outside  # noqa: PLC0415
    from renkei.privacy.services.replay import replay_erasures  # noqa: PLC0415

    if path is None and not outside.place().exists():
        say(
            "注意: 消去の一覧（erasures.jsonl）がありません。控えのあとに消去した人が戻っていないか確かめてください。",
            "Take note: there is no list of erasures (erasures.jsonl). Make sure that nobody erased is back.",
        )
        return
    made = replay_erasures(actor=COMMAND_LINE, at=timezone.now(), path=path)
    say(f"消去をやり直しました: {len(made)} 人", f"Erased again: {len(made)} people")


@click.command(short_help="動いているか調べる / Check that all is well")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="出力の形式 / Form.",
)
@click.option(
    "--all-files",
    is_flag=True,
    help="抜き取りでなく、すべてのファイルの内容を読みます / Read every file, not a sample.",
)
def check(form: str, *, all_files: bool) -> None:
    """設定・データベース・版・ディスク・ファイル・メールを調べます。誤りが一つでもあれば 2 で終わります。

    Check settings, database, versions, disk, files and mail; ends with 2 where anything is wrong.
    """
    from renkei.config.operation.checks import State, run_checks  # noqa: PLC0415

    found = []
    for finding in run_checks(every_file=all_files):
        found.append(finding)
        if form == "text":
            lines = words(finding.message.text("ja"), finding.message.text("en")).split("\n")
            click.echo("\n".join(f"{' ' if at else finding.sign} {line}" for at, line in enumerate(lines)))
    passed = all(finding.state is not State.WRONG for finding in found)
    if form == "json":
        body = {"ok": passed, "findings": [each.as_json() for each in found]}
        click.echo(json.dumps(body, ensure_ascii=False, indent=2))
    if not passed:
        raise SystemExit(2)
