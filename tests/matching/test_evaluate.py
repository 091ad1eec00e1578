"""Judged sets made here; what the command prints is computed by hand."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from renkei.config.commands.matching import as_text, matching
from renkei.matching.engine.evaluate import SetUnreadable, evaluate, read_sets

if TYPE_CHECKING:
    from pathlib import Path

    from renkei.matching.engine.engine import Engine

WELD = {"id": "weld", "title": "", "text": "Defects inside welds are found by ultrasound.", "lang": "en"}
GAIT = {"id": "gait", "title": "歩行", "text": "歩き方の動画から転倒の危険を予測する。", "lang": "ja"}


def write(
    folder: Path, corpus: list[dict[str, str]], queries: list[dict[str, str]], judged: list[str]
) -> Path:
    folder.mkdir(parents=True)
    for name, rows in (("corpus.jsonl", corpus), ("queries.jsonl", queries)):
        (folder / name).write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    (folder / "qrels.tsv").write_text("\n".join(["qid\tdocid\trel", *judged, ""]), encoding="utf-8")
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(
        tmp_path / "sets" / "one",
        [WELD],
        [{"id": "q", "text": "溶接の欠陥を超音波で検査したい"}, {"id": "unjudged", "text": "光"}],
        ["q\tweld\t1"],
    )
    write(
        tmp_path / "sets" / "two",
        [GAIT],
        [{"id": "q", "text": "溶接の欠陥を超音波で検査したい"}],
        ["q\tgait\t2"],
    )
    return tmp_path / "sets"


def test_each_set_alone(engine: Engine, folder: Path) -> None:
    found = evaluate(engine, read_sets(folder), union=False, progress=lambda *_: None)
    perfect = {"ndcg@10": 1.0, "recall@10": 1.0, "recall@50": 1.0, "mrr@10": 1.0}
    assert found["sets"] == {"one": perfect, "two": perfect}
    assert found["mean_ndcg@10"] == 1.0
    assert found["seconds"] > 0
    assert found["peak_mb"] > 10


def test_the_union_searches_all_documents(engine: Engine, folder: Path) -> None:
    """In the union the weld comes before the gait: its set's only document is second."""
    found = evaluate(engine, read_sets(folder), union=True, progress=lambda *_: None)
    assert found["sets"]["one"]["ndcg@10"] == 1.0
    assert found["sets"]["two"] == {"ndcg@10": 0.63093, "recall@10": 1.0, "recall@50": 1.0, "mrr@10": 0.5}
    assert found["mean_ndcg@10"] == pytest.approx((1 + 0.63093) / 2, abs=1e-6)


def test_the_command_prints_json_and_a_table(home: Path, folder: Path) -> None:
    shown = CliRunner().invoke(matching, ["evaluate", str(folder / "one"), "--format", "json"])
    found = json.loads(shown.stdout)
    assert list(found) == ["sets", "mean_ndcg@10", "seconds", "peak_mb"]
    assert list(found["sets"]["one"]) == ["ndcg@10", "recall@10", "recall@50", "mrr@10"]
    table = as_text(found).splitlines()
    assert table[1].split() == ["one", "1.0000", "1.0000", "1.0000", "1.0000"]
    assert table[2].split() == ["mean", "1.0000"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("corpus.jsonl", "not json\n", r"corpus\.jsonl”, row 1: found “not json”"),
        ("corpus.jsonl", '{"id": "milk"}\n', r"corpus\.jsonl”, row 1"),
        ("corpus.jsonl", '{"id": 1, "text": "x"}\n', "strings"),
        ("corpus.jsonl", '{"id": "milk", "text": "x"}\n' * 2, "row 2.*used once"),
        ("qrels.tsv", "q\tweld\n", r"qrels\.tsv”, row 1"),
        ("qrels.tsv", "q\tnowhere\t1\n", r"“nowhere”.*corpus\.jsonl"),
        ("qrels.tsv", "nobody\tweld\t1\n", r"“nobody”.*queries\.jsonl"),
    ],
)
def test_a_wrong_layout_is_named(folder: Path, name: str, content: str, said: str) -> None:
    (folder / "one" / name).write_text(content, encoding="utf-8")
    with pytest.raises(SetUnreadable, match=said):
        read_sets(folder)


def test_a_missing_file_an_empty_folder_and_other_letters(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(SetUnreadable, match="expected a folder"):
        read_sets(tmp_path / "nowhere")
    (tmp_path / "empty").mkdir()
    with pytest.raises(SetUnreadable, match="folders with"):
        read_sets(tmp_path / "empty")
    (folder / "one" / "queries.jsonl").write_bytes("光".encode("cp932"))
    with pytest.raises(SetUnreadable, match="UTF-8"):
        read_sets(folder)
    (folder / "one" / "queries.jsonl").unlink()
    with pytest.raises(SetUnreadable, match=r"queries\.jsonl”: expected this file"):
        read_sets(folder)
