"""renkei report, renkei figures."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from renkei.config.terminal import say
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from renkei.reports.formats import Rendered

FIRST_YEAR, LAST_YEAR = 1868, 2200
YEAR = click.IntRange(FIRST_YEAR, LAST_YEAR)


@click.command(short_help="報告をつくる / Make a report")
@click.argument("year", type=YEAR, required=False)
@click.option(
    "--kind",
    help="報告の種類の識別名（yearly、partnership など） / Identifier of the kind of report, such as yearly.",
)
@click.option(
    "--edition",
    "slug",
    help="公表した版の識別名（YEAR と --kind の代わり） / A published edition, in place of YEAR and --kind.",
)
@click.option(
    "--lang",
    "language",
    type=click.Choice(["ja", "en"]),
    default="ja",
    show_default=True,
    help="報告の言語 / Language of the report.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["html", "pdf", "docx", "xlsx", "json", "csv"]),
    default="html",
    show_default=True,
    help="出力の形式 / Form.",
)
@click.option(
    "--number",
    default="",
    help="右上に印字する資料番号（例：資料1） / Number of the paper, printed at the top right (such as Paper 1).",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="書き出すファイル（PDF・Word・Excelには必要） / File to write (needed for PDF, Word and Excel).",
)
def report(
    year: int | None,
    kind: str | None,
    slug: str | None,
    language: str,
    form: str,
    number: str,
    output: Path | None,
) -> None:
    """記録から報告をつくります。YEAR は実績の年度（開始の西暦年）です。

    --edition は、公表した版を公表したときのまま出します。

    Make a report from the records. YEAR is the fiscal year of the results (the year it starts in). --edition hands
    out a published edition as it was frozen.
    """
    if slug is None and (year is None or kind is None):
        raise click.UsageError("YEAR と --kind、または --edition / YEAR and --kind, or --edition")
    if output is None and form in {"pdf", "docx", "xlsx"}:
        message = Localised.both(
            f"{form} は画面に出せません。--output でファイルを指定してください。",
            f"{form} cannot be shown on the screen; name a file with --output.",
        )
        raise RuleBroken("report.needs_output", message)
    from renkei.config.start import set_up  # noqa: PLC0415

    set_up()

    made = _frozen(slug, language, form) if slug else _living(year, kind, language, form, number)
    if made.missing:
        letters = " ".join(made.missing)
        say(f"書体にない文字を〓にしました: {letters}", f"Letters no font has became 〓: {letters}")
    if not made.accessible:
        say("PDF/A・PDF/UA の規格に合いません。", "The file does not keep to PDF/A and PDF/UA.")
    if output is None:
        click.echo(made.content.decode("utf-8"), nl=False)
        return
    _write_whole(output, made.content)
    say(f"書き出しました: {output}", f"Written: {output}")


def _write_whole(path: Path, content: bytes) -> None:
    """Write beside the place and move there at the end, so that half a file is never seen."""
    with tempfile.TemporaryDirectory(prefix=".renkei-", dir=path.absolute().parent) as beside:
        part = Path(beside) / "part"
        part.write_bytes(content)
        part.chmod(0o644)
        part.replace(path)


def _living(year: int | None, kind: str | None, language: str, form: str, number: str) -> Rendered:
    from django.utils import timezone  # noqa: PLC0415

    from renkei.core.accounts.actors import COMMAND_LINE  # noqa: PLC0415
    from renkei.reports.service import render  # noqa: PLC0415

    at = timezone.localdate()
    return render(year or at.year, kind or "", language, form, actor=COMMAND_LINE, at=at, number=number)


def _frozen(slug: str, language: str, form: str) -> Rendered:
    from renkei.reports.formats import Rendered  # noqa: PLC0415
    from renkei.reports.reading import Book  # noqa: PLC0415
    from renkei.reports.selectors import frozen_edition  # noqa: PLC0415

    found = Book(frozen_edition(slug)).file(language, form)
    return Rendered(found.content, found.media_type)


@click.command(short_help="数値を JSON で示す / Print figures as JSON")
@click.option(
    "--fiscal-year", type=YEAR, required=True, help="年度（開始の西暦年） / Fiscal year it starts in."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["json"]),
    default="json",
    show_default=True,
    help="出力の形式 / Form.",
)
def figures(fiscal_year: int, form: str) -> None:  # noqa: ARG001  (json is the only form so far)
    """ある年度のすべての数値を、定義・根拠とともに JSON で示します。

    Print every figure of a fiscal year with definition and evidence, as JSON.
    """
    from renkei.config.start import set_up  # noqa: PLC0415

    set_up()
    from django.utils import timezone  # noqa: PLC0415

    from renkei.core.accounts.actors import COMMAND_LINE  # noqa: PLC0415
    from renkei.core.figures.service import answers_as_json  # noqa: PLC0415

    answers = answers_as_json(fiscal_year, actor=COMMAND_LINE, at=timezone.localdate())
    click.echo(json.dumps(answers, ensure_ascii=False, indent=2))
