"""Every export keeps the rules; a corpus of bad files breaks each, at its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.chart import BarChart
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.readability.checking import check_file
from renkei.core.readability.rules import RULES
from renkei.core.records.kinds import kinds
from renkei.core.tables.service import dump_package, load_package, people_csv
from renkei.desk.downloads import FORMS, workbook_stream
from renkei.kernel.errors import RuleBroken

MIHON = Path(__file__).parents[3] / "clusters" / "mihon"
HEADS = ["番号", "施設名", "人数（人）"]
ROWS = [[1, "見本館", 10], [2, "見本園", 20]]


def found(path, name=""):
    report = check_file(path, name or path.name)
    return {(each.rule, each.place.row, each.place.column) for each in report.findings if not each.look}


def codes(path):
    return {rule for rule, _, _ in found(path)}


def looks(path):
    return {each.rule for each in check_file(path, path.name).findings if each.look}


def book(path, *rows, change=None, definitions=True):
    made = Workbook()
    sheet = made.active
    for row in rows:
        sheet.append(row)
    if definitions:
        made.create_sheet("定義").append(["列", "意味"])
    if change:
        change(sheet)
    made.save(path)
    return path


def test_there_are_30_rules_each_in_both_languages():
    assert len(RULES) == len({rule.code for rule in RULES}) == 30
    assert [sum(rule.code.startswith(level) for rule in RULES) for level in "123"] == [15, 6, 9]
    for rule in RULES:
        for text in (rule.name, rule.mend):
            assert text.get("ja")
            assert text.get("en")


@pytest.mark.django_db
def test_every_list_of_a_whole_cluster_keeps_the_rules_in_every_form(tmp_path):
    load_package(MIHON, actor=COMMAND_LINE)
    filled = 0
    for kind in kinds():
        rows = kind.model._default_manager.order_by("slug")
        filled += rows.exists()
        path = tmp_path / f"{kind.table}.xlsx"
        path.write_bytes(b"".join(workbook_stream(kind, rows)))
        assert found(path) == set(), kind.slug
        for form in FORMS[1:]:
            path = tmp_path / f"{kind.table}-{form}.csv"
            path.write_bytes(people_csv(kind, rows, "cp932" if form == "csv-cp932" else "utf-8-sig").content)
            wrong = {rule for rule, _, _ in found(path)} - ({"1-14"} if form == "csv-cp932" else set())
            assert wrong == set(), (kind.slug, form)
    assert filled > 15
    dump_package(tmp_path / "all.xlsx", actor=COMMAND_LINE)
    assert found(tmp_path / "all.xlsx") == set()


def test_a_good_table_breaks_nothing(tmp_path):
    assert found(book(tmp_path / "t.xlsx", HEADS, *ROWS)) == set()
    path = tmp_path / "t.csv"
    path.write_text('番号,施設名,人数（人）\n1,見本館,10\n2,"見本,園",20\n', encoding="utf-8-sig")
    assert found(path) == set()


@pytest.mark.parametrize(
    ("rows", "rule", "row", "column"),
    [
        ([HEADS, ROWS[0], [], HEADS, ROWS[1]], "1-02", 3, ""),
        ([HEADS, ROWS[0], [], ROWS[1]], "1-03", 3, ""),
        ([["見本の表"], HEADS, *ROWS], "1-04", 1, ""),
        ([HEADS, *ROWS, ["※速報値"]], "1-04", 4, ""),
        ([["番号", "施設名", ""], *ROWS], "1-05", 1, "C"),
        ([["番号", "施 設 名", "人数（人）"], *ROWS], "1-06", 1, "施 設 名"),
        ([HEADS, [1, "見 本 館", 10], ROWS[1]], "1-06", 2, "施設名"),
        ([HEADS, [1, "見本館\n見本園", 10], ROWS[1]], "1-07", 2, "施設名"),
        ([["番号", "説明", "人数（人）"], [1, "ﾐﾎﾝ", 10], ROWS[1]], "1-08", 2, "説明"),
        ([HEADS, [1, "見本館", "10人"], *ROWS], "2-01", 2, "人数（人）"),
        ([HEADS, [1, "見本館", "△1,000"], *ROWS], "2-01", 2, "人数（人）"),
        ([HEADS, [1, "見本館", "１０"], *ROWS], "2-01", 2, "人数（人）"),
        ([HEADS, ROWS[0], [2, "同上", 20]], "2-02", 3, "施設名"),
        ([["番号", "施設名", "施設名"], *ROWS], "2-03", 1, "施設名"),
        ([["番号", "種別", "人数"], [1, "県立", 1], [2, "県立", 2], [3, "県 立", 3]], "2-04", 4, "種別"),
        ([HEADS, [1, "その他（売店）", 10], ROWS[1]], "2-05", 2, "施設名"),
        ([HEADS, [1, "見本館", "=1+1"], ROWS[1]], "2-06", 2, "人数（人）"),
        ([["見本の表"], HEADS, *ROWS], "3-01", 2, ""),
        ([["年", "人数（人）"], ["平成29年", 10], ["H30", 11]], "3-05", 3, "年"),
        ([["施設", "2017", "平成30年度", "R1"], ["館", 1, 2, 3]], "3-09", 1, ""),
    ],
)
def test_a_breach_is_told_with_its_place(tmp_path, rows, rule, row, column):
    told = {(r, w, "" if r in {"2-03", "3-09"} else c) for r, w, c in found(book(tmp_path / "t.xlsx", *rows))}
    assert (rule, row, "" if rule in {"2-03", "3-09"} else column) in told


def _hide_row(sheet):
    sheet.row_dimensions[2].hidden = True


def _hide_column(sheet):
    sheet.column_dimensions["B"].hidden = True


def _hide_sheet(sheet):
    sheet.parent.create_sheet("裏").sheet_state = "hidden"


def _comment(sheet):
    sheet["A2"].comment = Comment("注", "x")


def _chart(sheet):
    sheet.add_chart(BarChart(), "E5")


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (lambda sheet: sheet.merge_cells("A2:A3"), "1-12"),
        (_hide_row, "1-13"),
        (_hide_column, "1-13"),
        (_hide_sheet, "1-13"),
        (_comment, "1-10"),
        (_chart, "1-10"),
    ],
)
def test_what_a_sheet_hides_merges_or_carries_is_told(tmp_path, change, rule):
    assert codes(book(tmp_path / "t.xlsx", HEADS, *ROWS, change=change)) == {rule}


def test_colour_is_for_a_person_to_look_at(tmp_path):
    def coloured(sheet):
        sheet["B2"].fill = PatternFill("solid", fgColor="FFFF00")

    path = book(tmp_path / "t.xlsx", HEADS, *ROWS, change=coloured)
    assert found(path) == set()
    assert "1-11" in looks(path)


def test_without_definitions_marks_blanks_units_and_codes_are_asked_for(tmp_path):
    rows = [
        ["番号", "施設名", "人数"],
        [1, "見本館", 10],
        [2, "見本園", "-"],
        [3, "見本堂", None],
        [4, "見本塔", 5],
    ]
    path = book(tmp_path / "t.xlsx", *rows, definitions=False)
    assert codes(path) == {"3-03", "3-08"}
    assert {"1-09", "3-02", "3-04"} <= looks(path)
    assert not {"3-03", "3-08"} & codes(book(tmp_path / "u.xlsx", *rows))


def test_a_csv_with_broken_lines_or_an_old_encoding_is_told(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("番号,施設名,人数（人）\n1,見本館\n2,見本,園,20\n", encoding="cp932")
    assert {("1-14", 2, ""), ("1-15", 3, "")} <= found(path)
    assert "3-08" in looks(path)
    path.write_text('番号,施設名,人数（人）\n1,"見本\n館",10\n', encoding="utf-8-sig")
    assert ("1-14", 2, "施設名") in found(path)


@pytest.mark.parametrize("content", [b"%PDF-1.7", b"\xd0\xcf\x11\xe0 old", b""])
def test_what_no_machine_reads_breaks_the_first_rule(tmp_path, content):
    path = tmp_path / "t.xls"
    path.write_bytes(content)
    assert codes(path) == {"1-01"}


def test_a_damaged_file_is_refused_in_words(tmp_path):
    path = tmp_path / "t.xlsx"
    path.write_bytes(b"PK\x03\x04 cut short")
    with pytest.raises(RuleBroken) as refused:
        check_file(path, "t.xlsx")
    assert refused.value.code == "load.broken_archive"


def test_thousands_of_formatted_empty_rows_do_no_harm(tmp_path):
    def many(sheet):
        for number in range(4, 20_000):
            sheet.cell(number, 1).fill = PatternFill("solid", fgColor="FFFF00")

    assert found(book(tmp_path / "t.xlsx", HEADS, *ROWS, change=many)) == set()
