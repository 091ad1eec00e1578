"""Lists as they come from offices: wrong units, what is hidden, duplicates, formulas, files that are none."""

from __future__ import annotations

import csv
import io
import tracemalloc
import zipfile

import pytest
from openpyxl import Workbook, load_workbook

from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.records.kinds import kind_of
from renkei.core.records.services import add_record
from renkei.core.tables.service import people_csv
from renkei.core.tables.sheets import read_sheets
from renkei.desk.downloads import workbook_stream
from renkei.directory.models import Organisation
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from tests.core.tables.test_lists import HEADS, PLACES, VALUES, book, ground, load, row, stored, table

__all__ = ["ground"]  # the fixture
pytestmark = pytest.mark.django_db
MONEY = kind_of("contribution")


def remarks(found, language="ja"):
    return [(each.row, each.column, each.text.text(language)) for each in found.result.warnings]


@pytest.fixture
def agreement(ground):
    for kind, slug, values in (
        ("agreementfamily", "f", {"title": Localised.both("見本協定", "Mihon agreements")}),
        ("agreement", "a", {"title": Localised.both("第1期", "First term"), "family_id": "f"}),
    ):
        add_record(actor=COMMAND_LINE, kind=kind_of(kind), values={"slug": slug, **values}, reason="土台")


def test_a_value_of_another_magnitude_than_the_present_one_is_worth_a_look(ground, tmp_path):
    load(VALUES, book(tmp_path / "t.xlsx", HEADS, row(2017, 40373), row(2018, 500)))
    slug = VALUES.model.objects.get(fiscal_year=2017).pk
    other = VALUES.model.objects.get(fiscal_year=2018).pk
    again = book(
        tmp_path / "u.xlsx", ["slug", *HEADS], [slug, *row(2017, 40373000)], [other, *row(2018, 900)]
    )
    found = load(VALUES, again, dry_run=True)
    assert not found.flaws
    ((line, column, said),) = remarks(found)
    assert (line, column) == (2, "value")
    assert "40373000" in said
    assert "40373" in remarks(found, "en")[0][2]


def test_yen_in_a_column_of_thousands_is_read_as_yen_and_told(agreement, tmp_path):
    rows = [
        [*("a", "mihon-city"), 2017, "1,234", "cash"],
        [*("a", "mihon-city"), 2018, "1,234,000円", "cash"],
    ]
    heads = ["agreement", "organisation", "fiscal_year", "amount（千円）", "kind"]
    found = load(MONEY, book(tmp_path / "t.xlsx", heads, *rows), dry_run=True)
    told = [each for each in remarks(found) if each[1] == "amount"]
    assert [(line, "千円" in said and "円として" in said) for line, _, said in told] == [(3, True)]


def test_rows_that_stand_twice_in_the_file_are_told_with_the_other_row(ground, tmp_path):
    found = load(VALUES, book(tmp_path / "t.xlsx", HEADS, row(2017, 10), row(2017, 10)))
    assert {(flaw.code, flaw.row) for flaw in found.flaws} == {("row.repeated", 3)}
    assert not stored()
    heads = ["slug", "名称（日本語）", "種別"]
    twice = book(tmp_path / "o.xlsx", heads, ["x-1", "甲社", "company"], ["x-1", "乙社", "company"])
    assert {(flaw.code, flaw.row) for flaw in load(PLACES, twice).flaws} == {("slug.duplicate", 3)}


def test_what_looks_like_a_record_of_the_file_or_of_the_register_is_told(ground, tmp_path):
    heads = ["名称（日本語）", "種別"]
    rows = [
        ["見本 市", "municipality"],
        ["㈱甲社", "company"],
        ["甲社株式会社", "company"],
        ["乙社", "company"],
    ]
    found = load(PLACES, book(tmp_path / "o.xlsx", heads, *rows), dry_run=True)
    assert not found.flaws
    assert {(line, "mihon-city" in said) for line, _, said in remarks(found)} == {
        (2, True),
        (3, False),
        (4, False),
    }
    assert not load(
        PLACES, book(tmp_path / "p.xlsx", heads, ["丙社", "company"]), dry_run=True
    ).result.warnings


def test_formulas_are_refused_and_never_run(ground, tmp_path):
    found = load(VALUES, book(tmp_path / "t.xlsx", HEADS, row(2017, "=SUM(1,2)"), row(2018, 5)))
    assert {(flaw.code, flaw.row, flaw.found) for flaw in found.flaws} == {("cell.formula", 2, "=SUM(1,2)")}
    assert not stored()


def test_what_a_spreadsheet_could_run_leaves_as_text_in_every_form(ground):
    add_record(
        actor=COMMAND_LINE,
        kind=PLACES,
        values={"slug": "x", "name": Localised({"ja": "甲社"}), "kind": "company", "kana": "コウ"},
        reason="土台",
    )
    made = b"".join(workbook_stream(PLACES, Organisation.objects.order_by("slug")))
    book_ = load_workbook(io.BytesIO(made))
    assert all(cell.data_type != "f" for sheet in book_ for cells in sheet.iter_rows() for cell in cells)
    text = people_csv(PLACES, Organisation.objects.order_by("slug")).content.decode("utf-8-sig")
    assert not any(cell[:1] in "=+@\t" for cells in csv.reader(io.StringIO(text)) for cell in cells if cell)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_csv_in_any_usual_encoding_is_the_same_table(ground, tmp_path, encoding):
    lines = [HEADS, [str(cell) for cell in row("平成29年度", "１，０００")]]
    text = io.StringIO()
    csv.writer(text).writerows(lines)
    path = tmp_path / "t.csv"
    path.write_bytes(text.getvalue().encode(encoding))
    assert not load(VALUES, path).flaws
    assert stored() == {2017: 1000}


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("t.xlsx", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "load.old_workbook"),  # .xls, or a password
        ("t.xlsx", b"%PDF-1.7", "load.unknown_format"),
        ("t.xlsx", b"\xff\xd8\xff\xe0 a photograph", "load.unknown_format"),
        ("t.xlsx", b"PK\x03\x04", "load.broken_archive"),
        ("t.xlsx", b"", "load.unknown_format"),
    ],
)
def test_what_is_no_workbook_is_refused_by_its_content(tmp_path, name, content, code):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(RuleBroken) as refused:
        read_sheets(path, name)
    assert refused.value.code == code
    assert refused.value.message.get("ja")
    assert refused.value.message.get("en")


def zipped(path, entries):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return path


@pytest.mark.parametrize(
    ("entries", "code"),
    [
        (
            {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"},
            "load.unknown_format",
        ),
        ({"word/document.xml": "<x/>"}, "load.unknown_format"),
        ({"xl/workbook.xml": "<x/>", "xl/worksheets/sheet1.xml": "0" * 40_000_000}, "load.archive_bomb"),
        ({"xl/workbook.xml": "<x/>", "../out": "x"}, "load.unsafe_entry"),
        ({"xl/workbook.xml": "<x/>", "xl/vbaProject.bin": "x"}, "load.macros"),
    ],
)
def test_other_archives_and_bombs_are_refused_unopened(tmp_path, entries, code):
    with pytest.raises(RuleBroken) as refused:
        read_sheets(zipped(tmp_path / "t.xlsx", entries), "t.xlsx")
    assert refused.value.code == code


def test_a_hundred_columns_nobody_knows_are_left_out_by_name(ground, tmp_path):
    path = book(
        tmp_path / "t.xlsx", [*HEADS, *(f"謎{n}" for n in range(100))], [*row(2017, 10), *(["x"] * 100)]
    )
    found = table(VALUES, path)
    assert [head.text for head in found.layout.left_out] == [f"謎{n}" for n in range(100)]
    assert load(VALUES, path).result.added == 1


def test_hidden_rows_are_named_and_nothing_of_the_file_is_taken(ground, tmp_path):
    path = book(tmp_path / "t.xlsx", HEADS, row(2017, 10), row(2018, 11), hidden_rows=[3])
    with pytest.raises(RuleBroken) as refused:
        load(VALUES, path)
    assert refused.value.code == "load.hidden_rows"
    assert "3" in refused.value.message.text("ja")
    assert not stored()


def test_65_000_formatted_empty_rows_take_little_memory(ground, tmp_path):
    made = Workbook(write_only=True)
    sheet = made.create_sheet()
    sheet.append(HEADS)
    sheet.append(row(2017, 10))
    for _ in range(65_000):
        sheet.append([""] * 3)
    path = tmp_path / "t.xlsx"
    made.save(path)
    tracemalloc.start()
    rows = read_sheets(path, "t.xlsx")[0].rows
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(rows) == 2
    assert peak < 20_000_000
