"""Reports as files on the desk: what staff see, what is missing, the template for Word."""

from __future__ import annotations

import io

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from renkei.core.blocks.word_styles import shipped_template
from renkei.reports.formats import MEDIA_TYPES
from tests.builders import both
from tests.desk.conftest import signed_in
from tests.reports import mihon as cluster
from tests.reports.sample import read

pytestmark = pytest.mark.django_db
PAGE = "/desk/reports/files/"


@pytest.fixture
def reports(db):
    cluster.everything()


@pytest.fixture
def staff(reports):
    return signed_in("secretariat")


def test_the_page_lists_the_reports_and_leads_to_each(staff):
    page = staff.get(PAGE)
    assert page.status_code == 200
    assert "/desk/reports/files/yearly/2020/" in page.text
    assert "見本の書式を使っています" in page.text
    assert page.text.count("つくれる報告書") == 1


@pytest.mark.parametrize("language", ["ja", "en"])
def test_nothing_recorded_is_said(language, db):
    page = signed_in("secretariat", language).get(PAGE)
    assert page.status_code == 200
    assert ("まだ報告書がありません" if language == "ja" else "No reports yet") in page.text


def test_a_report_has_six_links_with_its_language_and_number(staff):
    page = staff.get(f"{PAGE}yearly/2020/", {"lang": "en", "number": "資料1"})
    for form in MEDIA_TYPES:
        assert f"/desk/reports/files/yearly/2020.{form}?lang=en" in page.text
    assert "訳のない文が" in page.text
    assert "japanese-only" in page.text


@pytest.mark.parametrize("form", MEDIA_TYPES)
def test_a_file_comes_with_its_type_and_name(staff, form):
    answer = staff.get(f"{PAGE}yearly/2020.{form}", {"lang": "en", "number": "Paper 1"})
    assert answer.status_code == 200
    assert answer["Content-Type"] == MEDIA_TYPES[form]
    assert answer["Content-Disposition"] == f'attachment; filename="yearly-2020-en.{form}"'
    assert ("Paper1" in read(answer.content, form)) == (form in {"pdf", "docx"})


def test_staff_read_what_is_not_public_and_letters_without_a_font_are_told(staff):
    cluster.item("secret", both("まだ公開しない😀", "not yet"), publication="internal")
    page = staff.get(f"{PAGE}yearly/2020/")
    assert "書体にない文字があります" in page.text
    assert "😀" in page.text
    assert "まだ公開しない〓" in read(staff.get(f"{PAGE}yearly/2020.pdf").content, "pdf")


@pytest.mark.parametrize(
    "address",
    ["yearly/1999/", "nothing/2020/", "yearly/2020.odt", "yearly/1999.pdf", "yearly/99999999999999999999/"],
)
def test_what_is_not_there_is_not_found(staff, address):
    assert staff.get(PAGE + address).status_code == 404


def test_strangers_are_asked_to_sign_in(reports):
    for address in (
        PAGE,
        f"{PAGE}yearly/2020/",
        f"{PAGE}yearly/2020.pdf",
        "/desk/reports/template/ours/ja.docx",
    ):
        answer = Client().get(address)
        assert answer.status_code == 302, address
        assert "sign-in" in answer["Location"] or "login" in answer["Location"]


def test_a_typesetter_that_dies_is_told_on_the_page(staff, monkeypatch):
    from renkei.core.blocks import report_paper

    def dies(*_given, **_named):
        raise RuntimeError("broke")

    monkeypatch.setattr(report_paper, "set_in_type", dies)
    page = staff.get(f"{PAGE}yearly/2020/")
    assert page.status_code == 200
    assert "PDFを組めませんでした" in page.text


def own_template() -> bytes:
    document = docx.Document(io.BytesIO(shipped_template("ja")))
    document.paragraphs[0].insert_paragraph_before("見本県の書式")
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def upload(client, content, language="ja", name="own.docx"):
    file = SimpleUploadedFile(name, content)
    return client.post("/desk/reports/template/", {"template": file, "language": language})


def test_a_template_goes_out_is_changed_and_comes_back(staff):
    ours = staff.get("/desk/reports/template/ours/ja.docx")
    assert ours.content == shipped_template("ja")
    assert staff.get("/desk/reports/template/ja.docx").content == ours.content
    assert staff.get("/desk/reports/template/fr.docx").status_code == 404
    answer = upload(staff, own_template())
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    page = staff.get(PAGE)
    assert "書式を登録しました" in page.text
    assert "登録した書式を使っています" in page.text
    assert staff.get("/desk/reports/template/ja.docx").content == own_template()
    assert "見本県の書式" in read(staff.get(f"{PAGE}yearly/2020.docx").content, "docx")


@pytest.mark.parametrize(("content", "language"), [(b"nonsense", "ja"), (b"", "ja"), (own_template(), "fr")])
def test_a_template_that_does_not_fit_is_refused_with_the_reason(staff, content, language):
    answer = upload(staff, content, language)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert "見本の書式を使っています" in staff.get(PAGE).text


def test_readers_may_take_files_and_not_change_the_template(reports):
    reader = signed_in("reader")
    page = reader.get(PAGE)
    assert page.status_code == 200
    assert "書式を登録する" not in page.text
    assert upload(reader, own_template()).status_code == 404
