from __future__ import annotations

import filecmp
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from frictionless import Package
from openpyxl import load_workbook

from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.files.models import Document
from renkei.core.files.services import open_document
from renkei.core.records.kinds import kind_of, kinds
from renkei.core.tables.service import dump_package, is_empty, load_package, new_package, people_csv
from renkei.kernel.errors import RuleBroken

pytestmark = pytest.mark.django_db
MIHON = Path(settings.PROJECT) / "clusters" / "mihon"


@pytest.fixture(autouse=True)
def files_of_their_own(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "files"},
        }
    }


@pytest.fixture
def mihon():
    return load_package(MIHON, actor=COMMAND_LINE, reason="見本")


def everything_in(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_the_sample_loads_whole(mihon):
    assert mihon.written
    assert mihon.added > 100
    assert not mihon.warnings
    assert not is_empty()
    again = load_package(MIHON, actor=COMMAND_LINE)
    assert not again.changes_anything


def test_dump_gives_the_same_files(mihon, tmp_path):
    dump_package(tmp_path / "out", actor=COMMAND_LINE)
    names = everything_in(MIHON)
    assert everything_in(tmp_path / "out") == names
    same, different, missing = filecmp.cmpfiles(MIHON, tmp_path / "out", names, shallow=False)
    assert (different, missing) == ([], [])
    assert len(same) == len(names)


@pytest.mark.parametrize("name", ["package.zip", "package.xlsx"])
def test_every_form_loads_back_unchanged_and_has_the_same_bytes(mihon, tmp_path, name):
    dump_package(tmp_path / name, actor=COMMAND_LINE)
    dump_package(tmp_path / f"second-{name}", actor=COMMAND_LINE)
    assert (tmp_path / name).read_bytes() == (tmp_path / f"second-{name}").read_bytes()
    result = load_package(tmp_path / name, actor=COMMAND_LINE, replace=True)
    assert not result.changes_anything
    assert result.unchanged == mihon.added


def test_a_package_rebuilds_the_records_in_an_empty_database(mihon, tmp_path):
    dump_package(tmp_path / "mihon.zip", actor=COMMAND_LINE)
    dump_package(tmp_path / "before", actor=COMMAND_LINE)
    withdrawn = tmp_path / "empty"
    new_package(withdrawn)
    emptied = load_package(withdrawn, actor=COMMAND_LINE, replace=True)
    assert emptied.withdrawn == mihon.added
    assert not Document.objects.exists()
    load_package(tmp_path / "mihon.zip", actor=COMMAND_LINE)
    dump_package(tmp_path / "after", actor=COMMAND_LINE)
    names = everything_in(tmp_path / "before")
    _, different, missing = filecmp.cmpfiles(tmp_path / "before", tmp_path / "after", names, shallow=False)
    assert (different, missing) == ([], [])


def test_documents_are_held_by_the_hash_of_their_content(mihon):
    document = Document.objects.get(slug="mihon-notes")
    assert document.media_type == "text/markdown"
    with open_document(document) as content:
        assert content.read() == (MIHON / "documents" / "notes.md").read_bytes()
    assert default_storage.exists(f"{document.sha256[:2]}/{document.sha256[2:]}")


def test_frictionless_finds_the_package_valid(mihon):
    report = Package(str(MIHON / "datapackage.json")).validate()
    assert report.valid, report.flatten(["message"])[:5]
    assert len(report.tasks) == len(list(kinds()))


def test_frictionless_finds_a_dangling_reference(mihon, tmp_path):
    dump_package(tmp_path / "out", actor=COMMAND_LINE)
    seats = tmp_path / "out" / "seats.csv"
    seats.write_text(seats.read_text(encoding="utf-8").replace("mihon-mayor", "nobody"), encoding="utf-8")
    report = Package(str(tmp_path / "out" / "datapackage.json")).validate()
    assert "foreign-key" in {error for (error,) in report.flatten(["type"])}


def test_dump_does_not_mix_with_other_files(mihon, tmp_path):
    (tmp_path / "letter.txt").write_text("x")
    with pytest.raises(RuleBroken) as refused:
        dump_package(tmp_path, actor=COMMAND_LINE)
    assert refused.value.code == "dump.not_a_package"
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["letter.txt"]


def test_who_may_not_write_everything_out(mihon, tmp_path, reader):
    with pytest.raises(RuleBroken) as refused:
        dump_package(tmp_path / "out", actor=reader)
    assert refused.value.code == "permission.refused"
    assert not (tmp_path / "out").exists()


def test_a_workbook_has_texts_as_texts_and_numbers_as_numbers(mihon, tmp_path):
    dump_package(tmp_path / "mihon.xlsx", actor=COMMAND_LINE)
    book = load_workbook(tmp_path / "mihon.xlsx")
    assert book.sheetnames[-2:] == ["定義", "コード表"]
    row = dict(zip(*book["amounts"].iter_rows(max_row=2, values_only=True), strict=True))
    assert row["amount"] == 15_049_000
    milestone = dict(zip(*book["milestones"].iter_rows(max_row=2, values_only=True), strict=True))
    assert milestone["happened"] == "2009"


def test_csv_for_people_opens_in_excel(mihon):
    kind = kind_of("organisation")
    written = people_csv(kind, kind.model.objects.order_by("slug"))
    assert written.content.startswith(b"\xef\xbb\xbfslug,")
    assert not written.lost


def test_csv_in_cp932_says_which_characters_it_cannot_hold(mihon, administrator):
    from renkei.core.records.services import change_record
    from renkei.kernel.localised import Localised

    kind = kind_of("organisation")
    change_record(
        actor=administrator,
        kind=kind,
        slug="mihon-bank",
        revision=1,
        values={"name": Localised.both("見本𠮷〜銀行", "Mihon Bank")},
        reason="",
    )
    rows = kind.model.objects.filter(pk__in=["mihon-agriculture-centre", "mihon-bank"]).order_by("slug")
    written = people_csv(kind, rows, "cp932")
    assert "見本〓～銀行" in written.content.decode("cp932")
    (flaw,) = written.lost
    assert (flaw.row, flaw.column, flaw.found) == (3, "name@ja", "𠮷 (U+20BB7)")
    assert "organisations.csv" in flaw.message("ja")
