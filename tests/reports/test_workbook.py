"""A report as a workbook and as CSV: tables for machines, numbers as numbers, every figure with all it means."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import openpyxl
import pytest

from renkei.core.blocks.model import TableBlock, TableColumn, TableRow
from renkei.core.blocks.plain import blocks_to_text
from renkei.core.readability.checking import check_file
from tests.reports.sample import made, number, said, sample


@pytest.fixture(scope="module")
def book():
    return openpyxl.load_workbook(io.BytesIO(made(sample(), "xlsx")))


def rows(sheet):
    head, *others = sheet.iter_rows(values_only=True)
    return [dict(zip(head, each, strict=True)) for each in others]


def test_there_is_a_sheet_for_figures_for_each_table_and_for_definitions(book):
    assert book.sheetnames == ["数値", "表1", "定義"]
    english = openpyxl.load_workbook(io.BytesIO(made(sample(language="en"), "xlsx")))
    assert english.sheetnames == ["figures", "table 1", "definitions"]


def test_every_figure_stands_with_all_it_means(book):
    found = {each["数値コード"]: each for each in rows(book["数値"])}
    assert set(found) == {
        f"tests.{state}" for state in ("exact", "zero", "about", "not_yet_known", "not_stated")
    }
    one = found["tests.exact"]
    assert one == {
        "節コード": "results",
        "数値コード": "tests.exact",
        "名称": "数exact",
        "年度（西暦）": 2017,
        "年度（西暦と和暦）": "2017（平成29年度）",
        "値": 19,
        "単位コード": "project",
        "単位": "件",
        "状態コード": "exact",
        "状態": "数値あり",
        "基準コード": "stated",
        "基準": "資料に記された値",
        "公表者コード": "mihon-prefecture",
        "公表者": "見本県",
    }
    assert (found["tests.zero"]["値"], found["tests.not_yet_known"]["値"]) == (0, None)
    assert found["tests.about"]["状態コード"] == "about"


def test_a_table_has_exact_numbers_units_and_years_in_its_head(book):
    sheet = list(book["表1"].iter_rows(values_only=True))
    assert sheet == [
        ("番号", "柱", "2017年度（平成29年度） 実績（円）", HEAD_NOTE, "増減（円）", CHANGE_NOTE),
        (1, "全県的な取組", 150_490_499, None, -43_436_000, None),
        (2, "研究", None, "記載なし", None, "–"),
        (None, "合計", 540_961_000, None, None, "–"),
    ]


HEAD_NOTE = "2017年度（平成29年度） 実績（円）：数値でないときの記載"
CHANGE_NOTE = "増減（円）：数値でないときの記載"


def test_definitions_say_unit_source_and_meaning(book):
    found = {each["列または符号"]: each for each in rows(book["定義"]) if each["列または符号"]}
    assert found["tests.exact"] == {
        "シート": "数値",
        "列または符号": "tests.exact",
        "名称": "数exact",
        "単位": "件",
        "数え方": "期間中の数",
        "意味": "exactの意味",
        "資料": "見本年報",
    }
    said = [each["意味"] for each in rows(book["定義"])]
    assert "空欄は記載なし（0ではない）" in said
    assert "四捨五入のため、合計と内訳が合わないことがあります。" in said
    assert "単位：千円" in said


def test_nothing_is_merged_hidden_or_a_formula(book):
    for sheet in book:
        assert not sheet.merged_cells.ranges
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_the_rules_of_machine_readability_are_kept(tmp_path, form, language):
    path = tmp_path / f"report.{form}"
    path.write_bytes(made(sample(language=language), form))
    report = check_file(path, path.name)
    assert not [(each.rule, each.place, each.found) for each in report.findings if not each.look]


def test_csv_has_the_figures_in_utf8_with_its_mark():
    content = made(sample(), "csv")
    assert content.startswith(b"\xef\xbb\xbf")
    found = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert [each["値"] for each in found] == ["19", "0", "1200", "", ""]
    assert [each["状態コード"] for each in found][2:] == ["about", "not_yet_known", "not_stated"]
    lines = content.decode("utf-8-sig").split("\r\n")
    assert len([line for line in lines if line]) == len(found) + 1


def test_a_report_that_was_kept_without_its_figures_tells_what_its_spans_say():
    bare = replace(sample(), figures=())
    found = rows(openpyxl.load_workbook(io.BytesIO(made(bare, "xlsx")))["数値"])
    values = {(each["数値コード"], each["値"]) for each in found}
    assert {
        ("tests.exact", 19),
        ("tests.zero", 0),
        ("tests.not_stated", None),
        ("a.b", 150_490_499),
    } <= values
    assert "19" in blocks_to_text(bare.sections[1].blocks)


def test_what_is_about_or_unknown_in_a_table_is_said_beside_its_number():
    lines = tuple(
        TableRow((said(name), (number(name),))) for name in ("exact", "zero", "about", "not_yet_known")
    )
    table = TableBlock(
        "t", said("表"), (TableColumn(said("名")), TableColumn(said("数"), numeric=True)), lines
    )
    found = openpyxl.load_workbook(io.BytesIO(made(sample(table), "xlsx")))["表2"]
    assert list(found.iter_rows(values_only=True)) == [
        ("名", "数（件）", "数（件）：数値でないときの記載"),
        ("exact", 19, None),
        ("zero", 0, None),
        ("about", 1200, "約1,200"),
        ("not_yet_known", None, "未確定"),
    ]
