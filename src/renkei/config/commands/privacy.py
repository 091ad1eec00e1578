"""renkei privacy: the procedures about personal data, each saying what it did."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from renkei.config.terminal import say, words

if TYPE_CHECKING:
    from renkei.privacy.models import Erasure

KIND = click.option(
    "--kind",
    type=click.Choice(["person", "user", "address"]),
    default="person",
    show_default=True,
    help="名簿の人か、利用者か、どちらでもない人のメールアドレスか / "
    "Person of the directory, user, or the mail address of who is neither.",
)


@click.group(short_help="個人情報の手続 / Procedures about personal data")
def privacy() -> None:
    """開示・消去・保存期間・閲覧の記録の手続を行い、何をしたかを示します。

    Disclosure, erasure, time of keeping, log of readings; each says what it did.
    """
    import django  # noqa: PLC0415

    django.setup()


@privacy.command(short_help="本人についての記録をすべて示す / Print all that is recorded of a person")
@click.argument("identifier")
@KIND
def disclose(identifier: str, kind: str) -> None:
    """IDENTIFIER の人についての記録を JSON で書き出します。閲覧として記録されます。

    Print all that is recorded of IDENTIFIER as JSON. The reading is logged.
    """
    from django.utils import timezone  # noqa: PLC0415

    from renkei.core.accounts.actors import COMMAND_LINE  # noqa: PLC0415
    from renkei.privacy.services import disclosure  # noqa: PLC0415
    from renkei.privacy.services.subjects import find_subject  # noqa: PLC0415

    found = disclosure.disclose(
        actor=COMMAND_LINE,
        subject=find_subject(kind, identifier),
        at=timezone.now(),
        purpose="renkei privacy",
    )
    click.echo(json.dumps(found.as_json(), ensure_ascii=False, indent=2))


@privacy.command(short_help="人の記録を消去する / Erase a person")
@click.argument("identifier")
@KIND
@click.option("--dry-run", is_flag=True, help="何が消えるかを示すだけです / Only show what would go.")
@click.option("--reason", default="", help="理由 / Reason.")
def erase(identifier: str, kind: str, *, dry_run: bool, reason: str) -> None:
    """IDENTIFIER の人を、履歴を含むすべての場所から消去します。元に戻せません。

    Erase IDENTIFIER everywhere, history included. This cannot be undone.
    """
    from django.utils import timezone  # noqa: PLC0415

    from renkei.core.accounts.actors import COMMAND_LINE  # noqa: PLC0415
    from renkei.privacy.services.erasure import erase_person, preview_erasure, what_hinders  # noqa: PLC0415
    from renkei.privacy.services.subjects import find_subject  # noqa: PLC0415

    subject, at = find_subject(kind, identifier), timezone.now()
    counts = preview_erasure(actor=COMMAND_LINE, subject=subject, at=at)
    click.echo(json.dumps(counts.as_json(), ensure_ascii=False, indent=2))
    for why in what_hinders(subject, at.date()):
        say(f"いまは消去できません: {why.text('ja')}", f"Cannot be erased now: {why.text('en')}")
    if dry_run:
        return
    prompt = words("元に戻せません。識別名を入力してください", "No way back. Type the identifier")
    typed = click.prompt(prompt.replace("\n", " / "), err=True)
    _tell(erase_person(actor=COMMAND_LINE, subject=subject, at=at, reason=reason, typed=typed))


@privacy.command(short_help="保存期間の過ぎたものを消去する / Erase what is due")
def retain() -> None:
    """保存期間の過ぎた記録とログを消去し、廃棄記録を残します。毎晩動かします。

    Erase records and logs whose time is over and keep a record of it. To be run every night.
    """
    from django.utils import timezone  # noqa: PLC0415

    from renkei.core.accounts.actors import COMMAND_LINE  # noqa: PLC0415
    from renkei.privacy.services.retention import erase_what_is_due  # noqa: PLC0415

    done = erase_what_is_due(actor=COMMAND_LINE, at=timezone.now())
    for made in done.erasures:
        _tell(made)
    for identifier, why in done.kept:
        say(f"残しました: {identifier}（{why.text('ja')}）", f"Kept: {identifier} ({why.text('en')})")
    if not done.erasures and not done.kept:
        say("期限の過ぎたものはありません。", "Nothing is due.")


@privacy.command(short_help="復元のあと消去をやり直す / Repeat erasures after a restore")
@click.option(
    "--erasures", type=click.Path(exists=True, dir_okay=False), help="消去の一覧 / List of erasures."
)
def replay(erasures: str | None) -> None:
    """消去の一覧にあって、データベースに戻っている人を、もう一度消去します。

    Erase again whoever the list of erasures names and the database has.
    """
    from pathlib import Path  # noqa: PLC0415

    from django.utils import timezone  # noqa: PLC0415

    from renkei.core.accounts.actors import COMMAND_LINE  # noqa: PLC0415
    from renkei.privacy.services.replay import replay_erasures  # noqa: PLC0415

    path = Path(erasures) if erasures else None
    made = replay_erasures(actor=COMMAND_LINE, at=timezone.now(), path=path)
    for each in made:
        _tell(each)
    say(f"消去をやり直しました: {len(made)} 人", f"Erased again: {len(made)} people")


@privacy.command(short_help="閲覧の記録が書き換えられていないか調べる / Check the log of readings")
def verify() -> None:
    """閲覧の記録のつながりを調べます。書き換えがあれば 2 で終わります。

    Check the chain of the log of readings; ends with 2 where it was tampered with.
    """
    from renkei.privacy.models import Reading  # noqa: PLC0415
    from renkei.privacy.services.readings import broken_links  # noqa: PLC0415

    broken = broken_links()
    total = Reading.objects.count()
    if broken:
        names = ", ".join(map(str, broken))
        say(f"書き換えられています: 番号 {names}", f"Tampered with: numbers {names}")
        raise SystemExit(2)
    say(f"異常はありません（{total:,} 件）", f"The chain holds ({total:,} readings)")


def _tell(made: Erasure) -> None:
    click.echo(json.dumps({"erasure": str(made.pk), "alias": made.alias, **made.counts}, ensure_ascii=False))
