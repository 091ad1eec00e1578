"""renkei editions: published editions of reports and whether they still fit their hashes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from renkei.config.terminal import Damaged, say

if TYPE_CHECKING:
    from renkei.reports.models import Edition
    from renkei.reports.verifying import Verified

FORM = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="出力の形式 / Form.",
)


@click.group(short_help="報告の版 / Editions of reports")
def editions() -> None:
    """報告の版を一覧にし、公表した版がハッシュ値と合うかを確かめます。

    List editions of reports, and verify that published ones fit their hashes.
    """


@editions.command("list", short_help="版を一覧にする / List editions")
@FORM
def list_editions(form: str) -> None:
    """すべての版を、年度の新しい順に示します。

    List every edition, the latest year first.
    """
    from renkei.config.start import set_up  # noqa: PLC0415

    set_up()
    from renkei.reports.models import Edition  # noqa: PLC0415

    found = Edition.objects.order_by("-fiscal_year", "kind", "-number")
    if form == "json":
        click.echo(json.dumps([_plain(each) for each in found], ensure_ascii=False, indent=2))
        return
    for each in found:
        title = each.title.text("ja")
        click.echo(f"{each.pk}\t{each.state}\t{title}\t{each.decision_number}\t{each.manifest_sha256}")


def _plain(edition: Edition) -> dict[str, object]:
    return {
        "edition": edition.pk,
        "kind": edition.kind,
        "fiscal_year": edition.fiscal_year,
        "number": edition.number,
        "title": edition.title.to_dict(),
        "state": edition.state,
        "languages": list(edition.language_tags),
        "paper_number": edition.paper_number,
        "decision_number": edition.decision_number,
        "decided_on": edition.decided_on.isoformat() if edition.decided_on else None,
        "published_at": edition.published_at.isoformat() if edition.published_at else None,
        "corrects": edition.corrects_id,
        "sha256": edition.manifest_sha256,
    }


@editions.command("verify", short_help="ハッシュ値を確かめる / Verify the hashes")
@click.option(
    "--edition", "slug", help="版の識別名（省略時はすべて） / Identifier of one edition (else all)."
)
@FORM
def verify_editions(slug: str | None, form: str) -> None:
    """公表した版のハッシュ値を計算し直します。破損があれば 1 で終わり、事務局の「今日」に現れます。

    Recompute the hashes of published editions. Ends with 1 where one is damaged, which then waits on Today.
    """
    from renkei.config.start import set_up  # noqa: PLC0415

    set_up()
    from django.utils import timezone  # noqa: PLC0415

    from renkei.core.accounts.actors import COMMAND_LINE  # noqa: PLC0415
    from renkei.reports.selectors import frozen_edition  # noqa: PLC0415
    from renkei.reports.verifying import note_damage  # noqa: PLC0415

    wanted = frozen_edition(slug) if slug else None
    checked = note_damage(actor=COMMAND_LINE, day=timezone.localdate())
    found = [each for each in checked if wanted is None or each.edition.pk == wanted.pk]
    if form == "json":
        click.echo(json.dumps([each.as_json() for each in found], ensure_ascii=False, indent=2))
    else:
        _tell(found)
    if not all(each.is_good for each in found):
        raise Damaged


@editions.command("compare", short_help="二つの版を比べる / Compare two editions")
@click.argument("before")
@click.argument("after")
@FORM
def compare_editions(before: str, after: str, form: str) -> None:
    """公表した二つの版を比べ、違う数字と文を、理由とともに示します。

    Compare two published editions: the numbers and sentences that differ, with the reason.
    """
    from renkei.config.start import set_up  # noqa: PLC0415

    set_up()
    from renkei.reports.comparing import compare  # noqa: PLC0415
    from renkei.reports.comparison import as_plain  # noqa: PLC0415
    from renkei.reports.selectors import frozen_edition  # noqa: PLC0415
    from renkei.reports.sides import require_alike, side_of_edition  # noqa: PLC0415

    one, other = (side_of_edition(frozen_edition(slug)) for slug in (before, after))
    require_alike(one, other)
    found = as_plain(compare(one, other))
    if form == "json":
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    for each in found["differences"]:
        values = [side["printed"].get("ja", "") if side else "–" for side in (each["before"], each["after"])]
        click.echo("\t".join([each["sort"], each["code"], *values, each["explanation"].get("ja", "")]))
    for language, texts in found["texts"].items():
        for text in texts:
            click.echo("\t".join(["text", language, text["before"], text["after"]]))


def _tell(found: list[Verified]) -> None:
    for each in found:
        word = "good" if each.is_good else "DAMAGED"
        click.echo(f"{each.edition.pk}\t{word}\t{len(each.findings)}\t{each.edition.manifest_sha256}")
        if not each.manifest_fits:
            click.echo("  manifest\tdamaged")
        for part in each.damaged:
            click.echo(f"  {part.role}/{part.name}\t{part.state}")
    bad = sum(not each.is_good for each in found)
    if bad:
        say(f"破損した版があります: {bad}", f"Damaged editions: {bad}")
    else:
        say(
            f"すべての版がハッシュ値と合っています: {len(found)}",
            f"Every edition fits its hashes: {len(found)}",
        )
