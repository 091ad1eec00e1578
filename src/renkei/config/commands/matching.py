"""renkei matching prepare, renkei matching evaluate, renkei matcher."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

import click

from renkei.config import environment
from renkei.config.terminal import FOLDER, progress, say

STEPS = {
    "weights": "照合のモデルを整えています / setting up the model of matching",
    "dictionary": "照合の辞書を整えています / setting up the dictionary of matching",
    "sample": "照合の基準を測っています / measuring the sample of matching",
}


@click.group(short_help="照合の準備と評価 / Set up and measure matching")
def matching() -> None:
    """企業のニーズと研究シーズの照合を準備し、評価します。

    Set up and measure the matching of companies' needs with researchers' seeds.
    """


@matching.command(short_help="モデルと辞書を整える / Set up model and dictionary")
@click.option("--again", is_flag=True, help="あってもつくり直します / Make them anew.")
def prepare(again: bool) -> None:  # noqa: FBT001 - click passes flags so
    """入れてある部品から、照合のモデルと辞書を整えます。通信はしません。

    Set up the model and the dictionary of matching from installed packages, without any network.
    """
    manifest = prepare_engine(again=again)
    say(f"照合の準備ができています（{manifest.id}）。", f"Matching is set up ({manifest.id}).")


@matching.command(short_help="照合を評価する / Measure matching")
@click.argument("folder", type=FOLDER)
@click.option("--union", is_flag=True, help="全部の文書から探します / Search the documents of all sets.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="出力の形式 / Form.",
)
def evaluate(folder: Path, union: bool, form: str) -> None:  # noqa: FBT001 - click passes flags so
    """正解のついた集まりで、照合の良さを測ります。

    FOLDER は corpus.jsonl・queries.jsonl・qrels.tsv のあるフォルダか、それらを含むフォルダです。

    Measure matching on judged sets: FOLDER holds corpus.jsonl, queries.jsonl and qrels.tsv, or folders that do.
    """
    from renkei.matching.engine.engine import Engine  # noqa: PLC0415
    from renkei.matching.engine.evaluate import evaluate as measure  # noqa: PLC0415
    from renkei.matching.engine.evaluate import read_sets  # noqa: PLC0415

    sets = read_sets(folder)
    prepare_engine()
    engine = Engine(engine_folder(), threads=os.cpu_count() or 1)
    with progress() as shown:
        found = measure(
            engine,
            sets,
            union=union,
            progress=lambda done, total: shown("文を読んでいます / reading texts", done, total),
        )
    click.echo(json.dumps(found, ensure_ascii=False, indent=2) if form == "json" else as_text(found))


def as_text(found: dict[str, Any]) -> str:
    """Return the measures as a table."""
    names = ["ndcg@10", "recall@10", "recall@50", "mrr@10"]
    width = max([len(name) for name in found["sets"]] + [4])
    rows = ["  ".join([" " * width, *(f"{name:>9}" for name in names)])]
    for name, result in found["sets"].items():
        rows.append("  ".join([name.ljust(width), *(f"{result[measure]:9.4f}" for measure in names)]))
    rows.append("  ".join(["mean".ljust(width), f"{found['mean_ndcg@10']:9.4f}"]))
    rows.append(f"{found['seconds']} s, {found['peak_mb']} MB")
    return "\n".join(rows)


@matching.command(short_help="ニーズとシーズの文を照合用に整える / Make needs and seeds ready")
def index() -> None:
    """変わったニーズとシーズの文を読み、照合できるようにします。照合プロセスが動いている必要があります。

    ふだんは worker が毎分行います。

    Read the texts of needs and seeds that changed, so that they can be matched. The matcher must be running. A worker
    does it every minute.
    """
    from renkei.config.start import set_up  # noqa: PLC0415

    set_up()
    from renkei.matching.matcher import present_client  # noqa: PLC0415
    from renkei.matching.services.indexing import make_ready  # noqa: PLC0415

    with progress() as shown:
        count = make_ready(
            present_client(), lambda done, total: shown("文を読んでいます / reading texts", done, total)
        )
    say(f"{count}件を整えました。", f"{count} records were made ready.")


@click.command(short_help="照合プロセスを動かす / Run the matcher")
@click.option(
    "--parent", type=int, hidden=True, help="このプロセスと一緒に終わります / End with this process too."
)
def matcher(parent: int | None) -> None:
    """照合プロセスを動かします。サイトとは RENKEI_HOME のソケットで話します。

    Run the matcher, which the site asks over a socket in RENKEI_HOME.
    """
    import django  # noqa: PLC0415

    from renkei.config.worker import end_beside  # noqa: PLC0415
    from renkei.matching.engine.engine import Engine  # noqa: PLC0415
    from renkei.matching.process.address import socket_path  # noqa: PLC0415
    from renkei.matching.process.answers import Matcher  # noqa: PLC0415
    from renkei.matching.process.server import serve  # noqa: PLC0415

    end_beside(parent)  # first: also while the engine is being prepared
    prepare_engine()
    django.setup()
    from django.db import Error  # noqa: PLC0415

    from renkei.matching.stored import StoredTexts  # noqa: PLC0415

    made = Matcher(Engine(engine_folder()), StoredTexts())
    with suppress(Error):  # no database yet: it is read with the first question
        made.warm()
    serve(
        socket_path(home()),
        made,
        ready=lambda: say("照合の用意ができました。", "The matcher is ready."),
    )


def home() -> Path:
    from renkei.config.settings import HOME  # noqa: PLC0415

    return HOME


def engine_folder() -> Path:
    """Return where the prepared engine lies: RENKEI_ENGINE, or below RENKEI_HOME."""
    from renkei.matching.process.address import prepared_folder  # noqa: PLC0415

    given = environment.text("RENKEI_ENGINE")
    return Path(given).resolve() if given else prepared_folder(home())


def prepare_engine(*, again: bool = False) -> Any:
    """Set the engine up where it is missing or out of date, showing how far it has come. Two at once wait in turn."""
    from renkei.matching.engine.prepare import prepare as make  # noqa: PLC0415

    folder = engine_folder()
    with progress() as shown:
        return make(folder, lambda name, done, total: shown(STEPS[name], done, total), again=again)
