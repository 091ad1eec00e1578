"""renkei load, renkei dump, renkei new-package."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from renkei.config.terminal import FOLDER, list_flaws, progress, say, words

if TYPE_CHECKING:
    from renkei.core.tables.service import LoadResult


@click.command(short_help="表を読み込む / Load tables")
@click.argument("path", type=click.Path(path_type=Path, exists=True))
@click.option(
    "--dry-run", is_flag=True, help="何が変わるかを示すだけで、書き込みません / Only show what would change."
)
@click.option(
    "--replace",
    is_flag=True,
    help="パッケージにない記録を取り下げます / Withdraw records that the package lacks.",
)
def load(path: Path, *, dry_run: bool, replace: bool) -> None:
    """クラスターの表（フォルダ・ZIP・Excel）を読み込みます。全部か、まったく書かないかのどちらかです。

    Load a cluster's tables (folder, zip or workbook): everything or nothing is written.
    """
    from renkei.config.start import set_up  # noqa: PLC0415

    set_up()
    from renkei.core.accounts.actors import COMMAND_LINE  # noqa: PLC0415
    from renkei.core.tables.service import load_package  # noqa: PLC0415

    with progress() as shown:
        result = load_package(path, actor=COMMAND_LINE, dry_run=dry_run, replace=replace, progress=shown)
    click.echo(words(result.summary.text("ja"), result.summary.text("en")))
    for warning in result.warnings:
        say(warning.message("ja"), warning.message("en"))
    if result.flaws:
        list_flaws(result.flaws)
        raise SystemExit(2)
    if dry_run:
        show_changes(result)
        say("書き込んでいません（--dry-run）。", "Nothing was written (--dry-run).")


def show_changes(result: LoadResult) -> None:
    """Print the rows that would change, one a line, on stdout."""
    for change in result.changes:
        cells = "; ".join(f"{cell.column}: {cell.before} → {cell.after}" for cell in change.cells)
        click.echo(f"{change.what}\t{change.table}\t{change.slug}\t{cells}".rstrip())


@click.command(short_help="表に書き出す / Write tables")
@click.argument("path", type=FOLDER)
def dump(path: Path) -> None:
    """すべての記録をパッケージに書き出します（.xlsx ならワークブック、.zip なら ZIP、ほかはフォルダ）。

    Write all records as a package (.xlsx: a workbook, .zip: a zip file, else a folder).
    """
    from renkei.config.start import set_up  # noqa: PLC0415

    set_up()
    from renkei.core.accounts.actors import COMMAND_LINE  # noqa: PLC0415
    from renkei.core.tables.service import dump_package  # noqa: PLC0415

    dump_package(path, actor=COMMAND_LINE)
    say(f"書き出しました: {path}", f"Written: {path}")


@click.command("new-package", short_help="空の表をつくる / Make empty tables")
@click.argument("path", type=FOLDER)
def new_package(path: Path) -> None:
    """見出しと記入例と手引きの入った、空の表をつくります。

    Make empty tables with headings, an example row and a guide.
    """
    from renkei.config.start import set_up  # noqa: PLC0415

    set_up()
    from renkei.core.tables.service import new_package as write_package  # noqa: PLC0415

    write_package(path)
    say(f"空の表をつくりました: {path}", f"Empty tables made: {path}")
