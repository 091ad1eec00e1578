"""renkei report, renkei figures."""

from __future__ import annotations

import json
from pathlib import Path

import click

from renkei.config.terminal import say

FIRST_YEAR, LAST_YEAR = 1868, 2200
YEAR = click.IntRange(FIRST_YEAR, LAST_YEAR)


@click.command(short_help="報告をつくる / Make a report")
@click.argument("year", type=YEAR)
@click.option(
    "--kind",
    required=True,
    help="報告の種類の識別名（yearly、partnership など） / Identifier of the kind of report, such as yearly.",
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
    type=click.Choice(["html", "json"]),
    default="html",
    show_default=True,
    help="出力の形式 / Form.",
)
@click.option(
    "--output", type=click.Path(path_type=Path, dir_okay=False), help="書き出すファイル / File to write."
)
def report(year: int, kind: str, language: str, form: str, output: Path | None) -> None:
    """記録から報告をつくります。YEAR は実績の年度（開始の西暦年）です。

    Make a report from the records. YEAR is the fiscal year of the results (the year it starts in).
    """
    from renkei.config.start import set_up  # noqa: PLC0415

    set_up()
    from django.utils import timezone  # noqa: PLC0415

    from renkei.core.accounts.actors import COMMAND_LINE  # noqa: PLC0415
    from renkei.reports.service import render, stylesheet  # noqa: PLC0415

    text = render(year, kind, language, form, actor=COMMAND_LINE, at=timezone.localdate())
    if output is None:
        click.echo(text)
        return
    output.write_text(text, encoding="utf-8")
    if form == "html":
        output.with_name("report.css").write_text(stylesheet(), encoding="utf-8")
    say(f"書き出しました: {output}", f"Written: {output}")


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
