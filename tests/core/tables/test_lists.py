"""Somebody's table becomes records: what is understood, what is refused, and in which words."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import Workbook
from openpyxl.styles import PatternFill

from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.records.kinds import kind_of
from renkei.core.records.services import change_record, withdraw_record
from renkei.core.tables.headings import chosen, layout_of
from renkei.core.tables.lists import ListTable, load_list, remembered_columns
from renkei.core.tables.service import load_package
from renkei.core.tables.settings import stored_settings
from renkei.core.tables.sheets import read_sheets
from renkei.core.tables.undo import undo_act
from renkei.directory.models import Organisation
from renkei.indicators.models import StatedValue
from renkei.kernel.errors import RuleBroken
from tests.core.tables.packages import CITY, folder

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.django_db
VALUES = kind_of("statedvalue")
PLACES = kind_of("organisation")
HEADS = ["指標", "年度", "値の状態", "値", "公表者", "資料", "資料の中の場所（日本語）"]


@pytest.fixture
def ground(tmp_path):
    load_package(
        folder(
            tmp_path / "ground",
            organisations=[CITY, {"slug": "mihon-town", "name@ja": "見本町", "kind": "municipality"}],
            documents=[{"slug": "mihon-report", "title@ja": "見本報告書"}],
            indicators=[
                {
                    "slug": "x.visitors",
                    "label@ja": "見学者数",
                    "definition@ja": "見学した人",
                    "unit": "person",
                    "kind": "flow",
                },
            ],
        ),
        actor=COMMAND_LINE,
        reason="土台",
    )


def book(path: Path, *rows: list[Any], title: str = "Sheet1", **more: Any) -> Path:
    made = Workbook()
    sheet: Any = made.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    for merged in more.get("merged", ()):
        sheet.merge_cells(merged)
    for row in more.get("hidden_rows", ()):
        sheet.row_dimensions[row].hidden = True
    for column in more.get("hidden_columns", ()):
        sheet.column_dimensions[column].hidden = True
    for other in more.get("sheets", ()):
        made.create_sheet(other)
    made.save(path)
    return path


def table(kind, path: Path, **more: Any) -> ListTable:
    languages, _ = stored_settings()
    return ListTable(kind, layout_of(kind, languages, read_sheets(path, path.name)), **more)


def load(kind, path: Path, *, dry_run: bool = False, good_only: bool = False, **more: Any):
    return load_list(
        table(kind, path, **more),
        actor=COMMAND_LINE,
        dry_run=dry_run,
        good_only=good_only,
        reason="読み込む",
        name=path.name,
    )


def row(year: object, value: object, indicator: str = "見学者数", publisher: str = "見本市") -> list[Any]:
    return [indicator, year, "確かな値", value, publisher, "見本報告書", "3頁"]


def stored():
    return dict(StatedValue.objects.values_list("fiscal_year", "value"))


def test_last_years_excel_is_understood_as_it_was_made(ground, tmp_path):
    path = book(
        tmp_path / "昨年.xlsx",
        ["見学者の推移"],
        ["令和3年5月1日現在"],
        [],
        HEADS,
        row("平成29年度", "１，２３４"),
        row("H30", 1500),
        ["同上", "令和元年度", "〃", "△3", "同上", "同上", "〃"],
        merged=("A1:G1",),
    )
    found = load(VALUES, path)
    assert not found.flaws
    assert (found.result.added, found.result.written) == (3, True)
    assert stored() == {2017: 1234, 2018: 1500, 2019: -3}
    assert set(StatedValue.objects.values_list("publisher_id", flat=True)) == {"mihon-city"}
    assert len(set(StatedValue.objects.values_list("slug", flat=True))) == 3


def test_heads_over_two_rows_and_units_in_heads(ground, tmp_path):
    path = book(
        tmp_path / "t.xlsx",
        ["指標", "年度", "値", None, "公表者", "資料", "場所"],
        [None, None, "値の状態", "値（千円）", None, None, "資料の中の場所（日本語）"],
        row(2020, 12),
        merged=("A1:A2", "B1:B2", "C1:D1", "E1:E2", "F1:F2"),
    )
    found = load(VALUES, path)
    assert not found.flaws
    assert stored() == {2020: 12000}


def test_a_csv_in_cp932_with_column_names_and_english_headings(ground, tmp_path):
    path = tmp_path / "t.csv"
    heads = ["indicator", "Fiscal year", "state", "Value", "publisher", "Document", "place@ja"]
    with path.open("w", encoding="cp932", newline="") as stream:
        csv.writer(stream).writerows([heads, row("FY2021", "7")])
    assert load(VALUES, path).result.added == 1
    assert stored() == {2021: 7}


def test_each_flaw_has_its_place_in_both_languages_and_can_be_mended(ground, tmp_path):
    path = book(
        tmp_path / "t.xlsx",
        ["表"],
        HEADS,
        row(2017, 10),
        row("昔", 11),
        row(2019, "12件"),
        row(2020, 13, publisher="見本村"),
    )
    found = load(VALUES, path, dry_run=True)
    places = {(flaw.row, flaw.column, flaw.found) for flaw in found.flaws}
    assert places == {(4, "fiscal_year", "昔"), (5, "value", "12件"), (6, "publisher", "見本村")}
    assert all(flaw.file == "t.xlsx [Sheet1]" for flaw in found.flaws)
    assert all(flaw.expected.get("ja") and flaw.expected.get("en") for flaw in found.flaws)
    assert found.left_out == {4, 5, 6}
    assert found.result.added == 1
    mended = {(4, "fiscal_year"): "2018", (5, "value"): "12", (6, "publisher"): "mihon-town"}
    assert not StatedValue.objects.exists()
    assert not load(VALUES, path, mended=mended).flaws
    assert stored() == {2017: 10, 2018: 11, 2019: 12, 2020: 13}


def test_only_the_good_rows_are_taken_when_one_says_so(ground, tmp_path):
    path = book(tmp_path / "t.xlsx", HEADS, row(2017, 10), row("昔", 11))
    refused = load(VALUES, path)
    assert not refused.result.written
    assert not StatedValue.objects.exists()
    taken = load(VALUES, path, good_only=True)
    assert taken.result.written
    assert stored() == {2017: 10}


def test_a_reason_is_required(ground, tmp_path):
    path = book(tmp_path / "t.xlsx", HEADS, row(2017, 10))
    with pytest.raises(RuleBroken) as refused:
        load_list(table(VALUES, path), actor=COMMAND_LINE, dry_run=False, reason=" ")
    assert refused.value.code == "load.reason_missing"
    assert not StatedValue.objects.exists()


def test_what_all_rows_share_need_not_stand_in_the_file(ground, tmp_path):
    path = book(tmp_path / "t.xlsx", ["年度", "値"], [2017, 10])
    assert {column.name for column in table(VALUES, path).missing} == {
        "indicator",
        "state",
        "publisher",
        "document",
        "place@ja",
    }
    constants = {
        "indicator": "見学者数",
        "state": "exact",
        "publisher": "見本市",
        "document": "見本報告書",
        "place@ja": "3頁",
    }
    assert not load(VALUES, path, constants=constants).flaws
    assert stored() == {2017: 10}


def test_columns_chosen_once_are_remembered_for_the_same_headings(ground, tmp_path):
    heads = ["なに", "いつ", *HEADS[2:]]
    path = book(tmp_path / "t.xlsx", heads, row(2017, 10))
    first = table(VALUES, path)
    assert [head.text for head in first.layout.left_out] == ["なに", "いつ"]
    assert not remembered_columns(first.layout)
    layout = chosen(first.layout, {"0": "indicator", "1": "fiscal_year"})
    load_list(ListTable(VALUES, layout), actor=COMMAND_LINE, dry_run=False, reason="読み込む", name="t.xlsx")
    again = table(VALUES, book(tmp_path / "u.xlsx", heads, row(2018, 11)))
    remembered = remembered_columns(again.layout)
    assert (remembered["0"], remembered["1"]) == ("indicator", "fiscal_year")
    assert not remembered_columns(table(PLACES, path).layout)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"hidden_rows": [2]}, "load.hidden_rows"),
        ({"hidden_columns": ["B"]}, "load.hidden_columns"),
        ({"title": "organisations", "sheets": ["定義"]}, "load.other_table"),
        ({"title": "stated_values", "sheets": ["定義"]}, "load.changed_structure"),
    ],
)
def test_what_is_hidden_or_of_another_structure_is_refused_in_words(ground, tmp_path, more, code):
    path = book(tmp_path / "t.xlsx", HEADS, row(2017, 10), **more)
    with pytest.raises(RuleBroken) as refused:
        table(VALUES, path)
    assert refused.value.code == code
    assert refused.value.message.get("ja")
    assert refused.value.message.get("en")


def test_thousands_of_empty_formatted_rows_do_no_harm(ground, tmp_path):
    made = Workbook()
    sheet: Any = made.active
    sheet.append(HEADS)
    sheet.append(row(2017, 10))
    filled = PatternFill("solid", fgColor="FFFF00")
    for number in range(3, 65_000):
        sheet.cell(number, 1).fill = filled
    path = tmp_path / "t.xlsx"
    made.save(path)
    assert len(read_sheets(path, "t.xlsx")[0].rows) == 2
    assert load(VALUES, path).result.added == 1


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no archive", b"\xd0\xcf\x11\xe0 old"])
def test_broken_files_are_refused_in_words(tmp_path, content):
    path = tmp_path / "t.xlsx"
    path.write_bytes(content)
    with pytest.raises(RuleBroken) as refused:
        read_sheets(path, "t.xlsx")
    assert refused.value.code in {"load.unknown_format", "load.broken_archive", "load.old_workbook"}


def exported(path: Path, **cells: str) -> Path:
    """The list as the desk writes it out, with cells of mihon-city changed."""
    from renkei.desk.downloads import workbook_stream

    path.write_bytes(b"".join(workbook_stream(PLACES, Organisation.objects.order_by("slug"))))
    from openpyxl import load_workbook

    made = load_workbook(path)
    sheet = made["organisations"]
    heads = [cell.value for cell in sheet[1]]
    for name, text in cells.items():
        sheet.cell(2, heads.index(name) + 1).value = text
    made.save(path)
    return path


def test_a_list_written_out_edited_and_loaded_changes_just_that(ground, tmp_path):
    path = exported(tmp_path / "o.xlsx", kana="ミホンシ")
    assert table(PLACES, path).layout.own
    found = load(PLACES, path)
    assert (found.result.changed, found.result.unchanged) == (1, 1)
    (change,) = found.result.changes
    assert [(cell.column, cell.before, cell.after) for cell in change.cells] == [("kana", "", "ミホンシ")]
    assert load(PLACES, path, dry_run=True).result.unchanged == 2
    undo_act(found.result.act, actor=COMMAND_LINE, reason="やり直す")
    again = load(PLACES, path)
    assert (again.result.changed, again.flaws) == (1, ())


def test_a_row_that_someone_else_changed_is_shown_side_by_side(ground, tmp_path):
    path = exported(tmp_path / "o.xlsx", kana="ミホンシ")
    change_record(
        actor=COMMAND_LINE,
        kind=PLACES,
        slug="mihon-city",
        revision=1,
        values={"kana": "ミホン"},
        reason="別の人が直す",
    )
    found = load(PLACES, path, dry_run=True)
    (flaw,) = found.flaws
    assert (flaw.code, flaw.row, flaw.column, flaw.found) == ("record.stale", 2, "revision", "1")
    assert "command line" in flaw.expected.text("ja")
    (stale,) = found.stale
    assert [(cell.column, cell.before, cell.after) for cell in stale.cells] == [
        ("kana", "ミホン", "ミホンシ")
    ]
    assert not load(PLACES, path).result.written
    taken = load(PLACES, path, mended={(2, "revision"): ""})
    assert taken.result.changed == 1
    assert Organisation.objects.get(pk="mihon-city").kana == "ミホンシ"


def test_a_row_that_was_withdrawn_meanwhile_does_not_come_back_by_itself(ground, tmp_path):
    path = exported(tmp_path / "o.xlsx")
    withdraw_record(actor=COMMAND_LINE, kind=PLACES, slug="mihon-town", revision=1, reason="除く")
    (flaw,) = load(PLACES, path, dry_run=True).flaws
    assert (flaw.code, flaw.row) == ("record.withdrawn", 3)
