"""`renkei report`: six formats, written whole or not at all, warnings and errors in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from renkei.config.cli import run
from renkei.core.blocks import report_paper
from tests.builders import both
from tests.reports import mihon as cluster
from tests.reports.sample import read

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.django_db
MADE = ["report", "2020", "--kind", "yearly"]


@pytest.fixture
def reports(db):
    cluster.everything()


@pytest.mark.parametrize("form", ["html", "pdf", "docx", "xlsx", "json", "csv"])
def test_a_file_is_written(reports, tmp_path: Path, form, capsys):
    path = tmp_path / f"report.{form}"
    path.write_bytes(b"older")
    assert run([*MADE, "--lang", "en", "--format", form, "--number", "Paper 7", "--output", str(path)]) == 0
    assert read(path.read_bytes(), form)
    assert ("Paper7" in read(path.read_bytes(), form)) == (form in {"pdf", "docx"})
    assert [each.name for each in tmp_path.iterdir()] == [path.name]
    said = capsys.readouterr().err
    assert "書き出しました" in said
    assert "Written" in said


@pytest.mark.parametrize("form", ["html", "json", "csv"])
def test_what_is_text_may_go_to_the_screen(reports, form, capsys):
    assert run([*MADE, "--format", form]) == 0
    assert "共同研究" in capsys.readouterr().out


@pytest.mark.parametrize("form", ["pdf", "docx", "xlsx"])
def test_what_is_no_text_needs_a_file(reports, form, capsys):
    assert run([*MADE, "--format", form]) == 2
    said = capsys.readouterr()
    assert "--output でファイルを指定" in said.err
    assert "name a file with --output" in said.err
    assert not said.out


def test_letters_without_a_font_are_told(reports, tmp_path: Path, capsys):
    cluster.item("odd", both("菌😀", "odd"))
    assert run([*MADE, "--format", "pdf", "--output", str(tmp_path / "r.pdf")]) == 0
    said = capsys.readouterr().err
    assert "書体にない文字を〓にしました: 😀" in said
    assert "Letters no font has became 〓: 😀" in said


def test_a_typesetter_that_dies_leaves_the_older_file(reports, tmp_path: Path, capsys, monkeypatch):
    def dies(*_given, **_named):
        raise RuntimeError("the typesetter broke")

    monkeypatch.setattr(report_paper, "set_in_type", dies)
    path = tmp_path / "report.pdf"
    path.write_bytes(b"older")
    assert run([*MADE, "--format", "pdf", "--output", str(path)]) == 2
    assert path.read_bytes() == b"older"
    assert [each.name for each in tmp_path.iterdir()] == ["report.pdf"]
    said = capsys.readouterr().err
    assert "PDFを組めませんでした" in said
    assert "could not be typeset" in said


def test_a_folder_that_is_not_there_is_told(reports, tmp_path: Path, capsys):
    assert run([*MADE, "--format", "csv", "--output", str(tmp_path / "no" / "r.csv")]) == 2
    assert "読み書きできません" in capsys.readouterr().err
