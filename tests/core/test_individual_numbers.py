"""Files of every sort are looked through for Individual Numbers (マイナンバー) when they come in, PDFs too."""

from __future__ import annotations

import io

import pikepdf
import pytest
import typst
import xlsxwriter
from django.core.files.storage import default_storage

from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.files import pdf_text
from renkei.core.files.attaching import attach_file, take_in
from renkei.core.files.models import Document
from renkei.core.files.services import inspect_file
from renkei.core.history.journal import journal
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised

NUMBER = "123456789018"  # invented, with a valid check digit
SAID = {"ja": "個人番号（マイナンバー）とみられる番号", "en": "what looks like an Individual Number"}


def pdf(*pages: str) -> bytes:
    text = "#pagebreak()".join(page.replace("\n", " \\\n ") for page in pages)
    return typst.compile(f'#set text(font: "Noto Sans CJK JP")\n{text}'.encode())


def refused(content: bytes, name: str = "見本.pdf") -> RuleBroken:
    with pytest.raises(RuleBroken) as found:
        take_in(io.BytesIO(content), name)
    assert found.value.code == "file.individual_number"
    for language, said in SAID.items():
        text = found.value.message.text(language)
        assert said in text
        assert name in text
        assert "9018" not in text
    return found.value


@pytest.mark.parametrize(
    "page",
    [
        NUMBER,
        "1234-5678-9018",
        f"氏名 見本太郎\n個人番号 {NUMBER} 山形県",
        "個 人 番 号\n見本太郎\n1234 5678 9018",
        "マイナンバー\n1 2 3 4 5 6 7 8 9 0 1 8",
    ],
)
def test_a_pdf_with_such_a_number_is_refused_and_its_page_named(page):
    flaw = refused(pdf("表紙", page))
    assert "2頁" in flaw.message.text("ja")
    assert "page 2" in flaw.message.text("en")


def test_other_numbers_are_no_matter():
    """Corporate numbers, years, rows of tables, numbers of cards for the whole town, and wrong check digits."""
    page = "\n".join(
        [
            "マイナンバーカードの交付の状況",
            "2015 2016 2017",  # as twelve digits they would pass the check
            "1234 5678 9018 2345 6789",
            "法人番号 8390001006530",
            f"{NUMBER}7",
            "123456789017",
            "電話 0235-29-0806 090-1234-5678",
        ]
    )
    row = "\n".join(["決算の表", "1234 5678 9018", f"文書番号 {NUMBER}"])
    found = take_in(io.BytesIO(pdf(page, row)), "見本.pdf")
    assert found.media_type == "application/pdf"
    book = io.BytesIO()
    with xlsxwriter.Workbook(book, {"in_memory": True}) as made:
        made.add_worksheet().write_row(0, 0, [1234, 5678, 9018])
    book.seek(0)
    assert take_in(book, "表.xlsx").size


def without_text(**saving) -> bytes:
    made, buffer = pikepdf.new(), io.BytesIO()
    made.add_blank_page()
    made.save(buffer, **saving)
    return buffer.getvalue()


def test_what_cannot_be_read_as_text_is_taken(tmp_path):
    locked = pikepdf.Encryption(owner="secret", user="secret")
    for content in (without_text(), without_text(encryption=locked), b"%PDF-1.7\nbroken"):
        stream = io.BytesIO(content)
        take_in(stream, "走査.pdf")
        assert stream.tell() == 0


@pytest.mark.parametrize("key", ["V", "Contents"])
def test_what_is_typed_into_a_form_or_a_note_is_read_too(key):
    made, buffer = pikepdf.new(), io.BytesIO()
    sort = {"V": "Widget", "Contents": "Text"}[key]
    said = {"/Type": pikepdf.Name.Annot, "/Subtype": pikepdf.Name(f"/{sort}"), "/Rect": [0, 0, 9, 9]}
    note = made.make_indirect(pikepdf.Dictionary(said | {"/FT": pikepdf.Name.Tx, f"/{key}": NUMBER}))
    made.add_blank_page().obj.Annots = pikepdf.Array([note])
    made.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([note] if key == "V" else []))
    made.save(buffer)
    assert "1頁" in refused(buffer.getvalue()).message.text("ja")


def test_reading_ends_in_time_and_in_pages(tmp_path, monkeypatch):
    path = tmp_path / "long.pdf"
    path.write_bytes(pdf("一", "二"))
    assert [text.strip() for text in pdf_text.page_texts(path)] == ["一", "二"]
    monkeypatch.setattr(pdf_text, "SECONDS", 0.01)
    assert pdf_text.page_texts(path) == []
    monkeypatch.setattr(pdf_text, "MOST_PAGES", 1)
    monkeypatch.setattr(pdf_text.resource, "setrlimit", lambda *_: None)
    said = io.StringIO()
    monkeypatch.setattr(pdf_text.sys, "stdout", said)
    pdf_text._read(str(path))
    assert len(said.getvalue().splitlines()) == 1


def test_no_document_gets_such_a_file(db):
    with journal(actor=COMMAND_LINE, action="test"):
        Document.objects.create(slug="paper", title=Localised.both("資料", "Paper"))
    content = pdf(f"個人番号 {NUMBER}")
    with pytest.raises(RuleBroken, match="individual_number"):
        attach_file(
            actor=COMMAND_LINE, slug="paper", revision=1, stream=io.BytesIO(content), name="a.pdf", reason="x"
        )
    assert Document.objects.get().sha256 == ""
    assert not default_storage.exists(inspect_file(io.BytesIO(content), "a.pdf").path)
