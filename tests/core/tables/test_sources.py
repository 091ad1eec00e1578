"""Whatever form a package comes in, it is the same package."""

from __future__ import annotations

import datetime as dt
import zipfile

import pytest

from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.files.models import Document
from renkei.core.tables.service import load_package
from renkei.directory.models import Organisation
from renkei.indicators.models import Milestone
from tests.core.tables.packages import CITY, archive, as_csv, folder, sheets, workbook

pytestmark = pytest.mark.django_db
KANA = CITY | {"kana": "ミホンシ①髙"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_usual_encoding(tmp_path, encoding):
    load_package(folder(tmp_path / "p", encoding=encoding, organisations=[KANA]), actor=COMMAND_LINE)
    assert Organisation.objects.get().kana == "ミホンシ①髙"


@pytest.mark.parametrize("delimiter", ["\t", ";"])
def test_what_spreadsheets_elsewhere_put_between_cells(tmp_path, delimiter):
    path = folder(tmp_path / "p")
    text = as_csv(sheets({"organisations": [KANA]})["organisations"], delimiter)
    (path / "organisations.csv").write_text(text, encoding="utf-16")
    load_package(path, actor=COMMAND_LINE)
    assert Organisation.objects.get().kana == "ミホンシ①髙"


@pytest.mark.parametrize("top", ["", "mihon/"])
def test_a_zip_file_with_or_without_a_folder_around(tmp_path, top):
    path = archive(tmp_path / "p.zip", top=top)
    with zipfile.ZipFile(path, "a") as written:
        written.writestr("__MACOSX/._seats.csv", "x")
        written.writestr(f"{top}.DS_Store", "x")
    assert load_package(path, actor=COMMAND_LINE).added == 2


def test_documents_of_a_zip_file_with_japanese_names(tmp_path):
    rows = [{"slug": "d", "title@ja": "資料", "file": "資料.txt"}]
    path = archive(tmp_path / "p.zip", documents=rows)
    with zipfile.ZipFile(path, "a") as written:
        written.writestr("documents/資料.txt", "見本")
        written.writestr("documents/spare.txt", "見本")
    result = load_package(path, actor=COMMAND_LINE, dry_run=True)
    assert not result.flaws
    assert [warning.file for warning in result.warnings] == ["documents/spare.txt"]
    assert result.warnings[0].message("en").startswith("documents/spare.txt: ")


def test_a_workbook_names_documents_that_are_held_already(tmp_path, settings):
    place = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": tmp_path / "f"},
    }
    settings.STORAGES = settings.STORAGES | {"default": place}
    rows = [{"slug": "d", "title@ja": "資料", "file": "a.txt"}]
    first = folder(tmp_path / "p", documents=rows)
    (first / "documents").mkdir()
    (first / "documents" / "a.txt").write_text("見本")
    load_package(first, actor=COMMAND_LINE)
    assert not load_package(
        workbook(tmp_path / "p.xlsx", documents=rows), actor=COMMAND_LINE
    ).changes_anything
    (first / "documents" / "a.txt").write_text("見本、改訂")
    assert load_package(first, actor=COMMAND_LINE).changed == 1
    assert Document.objects.get().size == len("見本、改訂".encode())


def test_a_workbook_with_dates_numbers_and_switches(tmp_path):
    milestone = {"slug": "m", "title@ja": "開所", "year_kind": "exact"}
    path = workbook(
        tmp_path / "p.xlsx",
        {
            ("milestones", "F2"): dt.datetime(2001, 4, 20),  # noqa: DTZ001 - as a workbook holds it
            ("organisations", "K2"): dt.date(2005, 10, 1),
        },
        milestones=[milestone],
    )
    headings = sheets({})
    assert headings["milestones"][0][5] == "happened"
    assert headings["organisations"][0][10] == "existence_from"
    load_package(path, actor=COMMAND_LINE)
    assert Milestone.objects.get().happened == "2001-04-20"
    assert Organisation.objects.get().existence.start == dt.date(2005, 10, 1)


def test_comments_and_blank_rows_are_passed_over_and_counted(tmp_path):
    path = folder(tmp_path / "p", organisations=[])
    heading = as_csv(sheets({})["organisations"][:1])
    rows = "# a comment, with commas\n" + heading + "\n,,\n# another\nbroken\n"
    (path / "organisations.csv").write_text(rows, encoding="utf-8")
    flaws = load_package(path, actor=COMMAND_LINE, dry_run=True).flaws
    assert {flaw.row for flaw in flaws} == {6}


def test_columns_that_are_not_there_keep_what_is_stored(tmp_path):
    load_package(folder(tmp_path / "p", organisations=[KANA]), actor=COMMAND_LINE)
    path = folder(tmp_path / "p")
    (path / "organisations.csv").write_text("slug,name@ja,kind\nmihon-city,新見本市,municipality\n")
    assert load_package(path, actor=COMMAND_LINE).changed == 1
    city = Organisation.objects.get()
    assert city.name.to_dict() == {"ja": "新見本市", "en": "Mihon City"}
    assert city.kana == KANA["kana"]
    assert city.publication == "public"


def test_years_people_write_are_read_and_odd_ones_remarked(tmp_path):
    family = {"slug": "f", "title@ja": "系列", "title@en": "Family"}
    term = {
        "slug": "t",
        "family": "f",
        "title@ja": "協定",
        "term_from": "平成26年4月1日",
        "term_to": "平成33年度",
    }
    path = folder(tmp_path / "p", agreement_families=[family], agreements=[term])
    result = load_package(path, actor=COMMAND_LINE)
    (remark,) = result.warnings
    assert (remark.file, remark.row, remark.column) == ("agreements.csv", 2, "term_to")
    from renkei.agreements.models import Agreement

    assert Agreement.objects.get().term.end == dt.date(2022, 3, 31)


def test_other_months_and_languages_come_from_the_package_itself(tmp_path):
    from tests.core.tables.packages import CLUSTER

    path = folder(tmp_path / "p", cluster=[CLUSTER | {"languages": "en fr", "first_month": "1"}])
    for table, rows in sheets({"organisations": [CITY | {"existence_to": "FY2020"}]}).items():
        kept = as_csv(rows).replace("@ja", "@fr") if table != "cluster" else None
        if kept:
            (path / f"{table}.csv").write_text(kept, encoding="utf-8")
    text = (path / "cluster.csv").read_text(encoding="utf-8").replace("@ja", "@fr")
    (path / "cluster.csv").write_text(text, encoding="utf-8")
    load_package(path, actor=COMMAND_LINE)
    city = Organisation.objects.get()
    assert city.name.to_dict() == {"fr": "見本市", "en": "Mihon City"}
    assert city.existence.end == dt.date(2020, 12, 31)
