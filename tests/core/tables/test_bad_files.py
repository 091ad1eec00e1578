"""Each bad file: a message that says file, row, column, found and expected; nothing written."""

from __future__ import annotations

import io
import stat
import zipfile

import pytest
from openpyxl import load_workbook

from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.tables.service import load_package
from renkei.directory.models import Organisation
from renkei.kernel.errors import RuleBroken
from tests.core.tables.packages import CITY, CLUSTER, archive, folder, workbook
from tests.core.tables.refusals import only, places, refused

pytestmark = pytest.mark.django_db
PILLAR = {"slug": "p-1", "number": "1", "title@ja": "柱", "title@en": "Pillar"}
OFFICE = {"name@en": "Office", "kind": "office"}
FAMILY = {"slug": "family", "title@ja": "系列", "title@en": "Family"}
TERM = {"slug": "term-1", "family": "family", "title@ja": "協定", "title@en": "Agreement"}


def test_a_missing_table(tmp_path):
    path = folder(tmp_path / "p")
    (path / "seats.csv").unlink()
    assert "seats" in only(refused(path), "table.missing").message("ja")


def test_an_unknown_table(tmp_path):
    path = folder(tmp_path / "p")
    (path / "chairs.csv").write_text("slug\n")
    flaw = only(refused(path), "table.unknown")
    assert (flaw.file, flaw.found) == ("p", "chairs.csv")


def test_an_unknown_column_and_what_it_may_have_meant(tmp_path):
    path = folder(tmp_path / "p")
    text = (path / "seats.csv").read_text(encoding="utf-8")
    (path / "seats.csv").write_text(text.replace("body,", "bodie,"), encoding="utf-8")
    unknown, missing = refused(path)
    assert (unknown.code, unknown.row, unknown.found) == ("column.unknown", 1, "bodie")
    assert "body" in unknown.expected["en"]
    assert (missing.code, missing.column) == ("column.missing", "body")


def test_a_language_the_cluster_does_not_have(tmp_path):
    flaws = refused(folder(tmp_path / "p", cluster=[CLUSTER | {"languages": "ja"}]))
    assert {flaw.code for flaw in flaws} == {"column.unknown"}
    assert "name@en" in {flaw.found for flaw in flaws}


def test_a_row_with_too_few_cells(tmp_path):
    path = folder(tmp_path / "p")
    with (path / "organisations.csv").open("a", encoding="utf-8") as stream:
        stream.write("mihon-bank,見本銀行\n")
    flaws = refused(path)
    assert ("row.length", "organisations.csv", 3, "") in places(flaws)


def test_quotation_marks_that_do_not_close(tmp_path):
    path = folder(tmp_path / "p")
    with (path / "organisations.csv").open("a", encoding="utf-8") as stream:
        stream.write('mihon-bank,"見本銀行\n')
    flaw = only(refused(path), "file.not_csv")
    assert (flaw.file, flaw.row) == ("organisations.csv", 3)


def test_a_cp932_file_with_a_byte_that_is_no_character(tmp_path):
    path = folder(tmp_path / "p", encoding="cp932", organisations=[CITY | {"kana": "ミホン"}])
    content = (path / "organisations.csv").read_bytes()
    (path / "organisations.csv").write_bytes(content.replace("ミホン".encode("cp932"), b"\x83\x7e\x81\x20"))
    flaw = only(refused(path), "file.encoding")
    assert (flaw.file, flaw.row, flaw.column) == ("organisations.csv", 2, "kana")
    assert flaw.found.startswith("0x81")
    assert "cp932" in flaw.expected["ja"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_utf_16_file_with_half_a_letter(tmp_path, encoding):
    path = folder(tmp_path / "p", encoding=encoding)
    text = (path / "organisations.csv").read_text(encoding=encoding).replace("見本市", "見\ud800市", 1)
    (path / "organisations.csv").write_bytes(text.encode(encoding, "surrogatepass"))
    flaw = only(refused(path), "file.encoding")
    assert (flaw.file, flaw.row, flaw.column) == ("organisations.csv", 2, "name@ja")


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", "見本".encode()])
def test_a_table_that_cannot_be_read_is_told_once(tmp_path, content):
    path = folder(
        tmp_path / "p", units=[{"slug": "u", "organisation": "mihon-city", "name@ja": "課"} | OFFICE]
    )
    (path / "organisations.csv").write_bytes(content)
    assert {flaw.file for flaw in refused(path)} == {"organisations.csv"}


def test_an_upload_over_the_limit(tmp_path, settings):
    settings.UPLOAD_LIMIT_BYTES = 1_000
    for path in (archive(tmp_path / "p.zip"), workbook(tmp_path / "p.xlsx")):
        with pytest.raises(RuleBroken) as error:
            load_package(path, actor=COMMAND_LINE)
        assert error.value.code == "load.too_large"
        assert path.name in error.value.message["ja"]
        assert path.name in error.value.message["en"]
    assert not Organisation.objects.exists()


def test_a_zip_bomb(tmp_path):
    path = archive(tmp_path / "p.zip")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("documents/zeros.txt", b"0" * (50 << 20))
    with pytest.raises(RuleBroken) as error:
        load_package(path, actor=COMMAND_LINE)
    assert error.value.code == "load.archive_bomb"


def test_too_many_entries(tmp_path):
    with zipfile.ZipFile(tmp_path / "p.zip", "w") as bomb:
        for number in range(5_001):
            bomb.writestr(f"documents/{number}.txt", b"")
    with pytest.raises(RuleBroken) as error:
        load_package(tmp_path / "p.zip", actor=COMMAND_LINE)
    assert error.value.code == "load.archive_bomb"


@pytest.mark.parametrize("name", ["../seats.csv", "/etc/seats.csv", "documents/../../x", "c:/x", "a\\b.csv"])
def test_a_name_that_leads_outside(tmp_path, name):
    path = archive(tmp_path / "p.zip")
    with zipfile.ZipFile(path, "a") as written:
        written.writestr(name, "x")
    with pytest.raises(RuleBroken) as error:
        load_package(path, actor=COMMAND_LINE)
    assert error.value.code == "load.unsafe_entry"


def test_links_are_not_followed(tmp_path):
    path = archive(tmp_path / "p.zip")
    link = zipfile.ZipInfo("documents/link.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "a") as written:
        written.writestr(link, "/etc/passwd")
    beside = folder(tmp_path / "q")
    (beside / "documents").mkdir()
    (beside / "documents" / "link.txt").symlink_to("/etc/passwd")
    for linked in (path, beside):
        with pytest.raises(RuleBroken) as error:
            load_package(linked, actor=COMMAND_LINE)
        assert error.value.code == "load.unsafe_entry"


def test_an_archive_cut_short(tmp_path):
    path = archive(tmp_path / "p.zip")
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(RuleBroken) as error:
        load_package(path, actor=COMMAND_LINE)
    assert error.value.code == "load.broken_archive"


def test_a_workbook_with_macros(tmp_path):
    path = workbook(tmp_path / "p.xlsx")
    with zipfile.ZipFile(path, "a") as book:
        book.writestr("xl/vbaProject.bin", b"macro")
    with pytest.raises(RuleBroken) as error:
        load_package(path, actor=COMMAND_LINE, name="昨年度.xlsx")
    assert error.value.code == "load.macros"
    assert error.value.message["ja"].startswith("「昨年度.xlsx」：")
    assert error.value.message["en"].startswith("“昨年度.xlsx”: ")


def test_flaws_name_the_file_as_the_person_does(tmp_path):
    path = workbook(tmp_path / "package.xlsx", {("pillars", "B2"): "x"}, pillars=[PILLAR])
    assert only(refused(path, name="昨年度.xlsx"), "number.not_understood").file == "昨年度.xlsx [pillars]"


def test_a_workbook_with_hidden_sheets(tmp_path):
    path = workbook(tmp_path / "p.xlsx")
    book = load_workbook(path)
    book["people"].sheet_state = "hidden"
    book.save(path)
    with pytest.raises(RuleBroken) as error:
        load_package(path, actor=COMMAND_LINE)
    assert error.value.code == "load.hidden_sheets"
    assert "people" in error.value.message["ja"]


def test_a_formula_in_a_workbook(tmp_path):
    path = workbook(tmp_path / "p.xlsx", {("pillars", "B2"): "=1+1"}, pillars=[PILLAR])
    flaw = only(refused(path), "cell.formula")
    assert (flaw.file, flaw.row, flaw.column, flaw.found) == ("p.xlsx [pillars]", 2, "number", "=1+1")


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"\xd0\xcf\x11\xe0\xa1\xb1", "load.old_workbook"), (b"hello", "load.unknown_format")],
)
def test_a_file_that_is_no_package(tmp_path, content, code):
    (tmp_path / "p.xls").write_bytes(content)
    with pytest.raises(RuleBroken) as error:
        load_package(tmp_path / "p.xls", actor=COMMAND_LINE)
    assert error.value.code == code


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.pdf", b"<html><script>", "file.type_refused"),
        ("a.html", b"<html>", "file.type_refused"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "file.type_refused"),
        ("a.txt", b"  <!DOCTYPE html>", "file.type_refused"),
        ("a.png", b"%PDF-1.7", "file.type_refused"),
        ("a.docx", b"PK\x03\x04 no zip", "file.type_refused"),
        ("a.exe", b"MZ", "file.type_refused"),
        ("a.csv", "個人番号\n123456789018\n".encode(), "file.individual_number"),  # invented
    ],
)
def test_a_document_that_is_not_what_its_name_says(tmp_path, name, content, code):
    path = folder(tmp_path / "p", documents=[{"slug": "d", "title@ja": "資料", "file": name}])
    (path / "documents").mkdir()
    (path / "documents" / name).write_bytes(content)
    flaw = only(refused(path), code)
    assert (flaw.file, flaw.row, flaw.column, flaw.found) == ("documents.csv", 2, "file", name)


def test_a_document_with_macros(tmp_path):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as book:
        book.writestr("[Content_Types].xml", "<Types/>")
        book.writestr("xl/workbook.xml", "<workbook/>")
        book.writestr("xl/vbaProject.bin", "macro")
    path = folder(tmp_path / "p", documents=[{"slug": "d", "title@ja": "資料", "file": "a.xlsx"}])
    (path / "documents").mkdir()
    (path / "documents" / "a.xlsx").write_bytes(content.getvalue())
    only(refused(path), "file.macros")


def test_no_more_than_500_flaws_are_told(tmp_path):
    wrong = [CITY | {"slug": f"o-{number}", "kind": "x"} for number in range(2_000)]
    flaws = refused(folder(tmp_path / "p", organisations=wrong))
    assert len(flaws) == 500


def test_a_preview_tells_the_same_flaws(tmp_path):
    path = folder(tmp_path / "p", organisations=[CITY | {"kind": "x"}])
    preview = load_package(path, actor=COMMAND_LINE, dry_run=True)
    assert places(preview.flaws) == places(refused(path))
    assert "1" in preview.summary["en"]


def test_values_that_must_not_repeat(tmp_path):
    party = {"agreement": "term-1", "organisation": "mihon-city"}
    path = folder(
        tmp_path / "p",
        agreement_families=[FAMILY],
        agreements=[TERM],
        agreement_parties=[party | {"slug": "a"}, party | {"slug": "b"}],
    )
    flaw = only(refused(path), "row.repeated")
    assert (flaw.file, flaw.row, flaw.column) == ("agreement_parties.csv", 3, "organisation")
