"""Nobody may keep an Individual Number (マイナンバー): not in an answer, its draft, its workbook nor its files."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import docx
import openpyxl
import pytest
import time_machine
import xlsxwriter
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.history.journal import journal
from renkei.kernel.errors import RuleBroken
from renkei.rounds.answers import AnswersRefused, answer, attach, by_link, draft_of, keep_draft
from renkei.rounds.links import token_of
from renkei.rounds.models import Draft, Evidence
from renkei.rounds.sheets import confirm_unchanged
from tests.rounds.conftest import BEFORE_DUE, GOOD

CODE = "research.projects"
NUMBER = "123456789018"  # invented, with a valid check digit
OTHER = "123456789017"  # the check digit is wrong: any number of twelve digits
SAID = {"ja": "個人番号（マイナンバー）とみられる番号", "en": "what looks like an Individual Number"}


@pytest.fixture(autouse=True)
def before_due():
    with time_machine.travel(dt.datetime(2024, 6, 1, 12, tzinfo=dt.UTC), tick=False):
        yield


def page(owner, tail="", language="ja"):
    return f"/{language}/answers/{token_of(owner)}/{tail}"


def stored():
    """Whatever the tables of rounds and their history hold, as text."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE tablename LIKE 'rounds_%'")
        tables = [name for (name,) in cursor.fetchall()]
        texts = []
        for name in tables:
            cursor.execute(f'SELECT string_agg(t::text, chr(10)) FROM "{name}" AS t')  # noqa: S608
            texts.append(cursor.fetchone()[0] or "")
    assert len(tables) > 5
    return "\n".join(texts)


@pytest.mark.parametrize("field", ["value", "source", "place", "note"])
@pytest.mark.parametrize(
    "text", [NUMBER, "１２３４　５６７８　９０１８", f"見本太郎（マイナンバー {NUMBER}）"]
)
def test_an_answer_with_such_a_number_is_refused_at_its_field(owner, field, text):
    with pytest.raises(AnswersRefused) as refused:
        answer(actor=by_link(owner), owner=owner, answers={CODE: GOOD | {field: text}}, at=BEFORE_DUE)
    found = {
        (code, name) for code, name, flaw in refused.value.flaws if flaw.code.endswith("individual_number")
    }
    assert found == {(CODE, field)}
    assert owner.questions.get(indicator=CODE).state == "asked"


def test_other_numbers_are_no_matter(owner):
    given = GOOD | {"value": "1,234", "source": f"文書番号 {NUMBER}", "note": OTHER}
    answer(actor=by_link(owner), owner=owner, answers={CODE: given}, at=BEFORE_DUE)
    assert owner.questions.get(indicator=CODE).note == OTHER


def test_a_draft_does_not_keep_it_for_a_day(owner):
    keep_draft(owner=owner, typed={CODE: GOOD}, at=BEFORE_DUE)
    with pytest.raises(AnswersRefused):
        keep_draft(owner=owner, typed={CODE: GOOD | {"note": NUMBER}}, at=BEFORE_DUE)
    assert draft_of(owner, None)[CODE]["note"] == ""


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("tail", ["", "keep/"])
def test_the_form_says_so_keeps_what_was_typed_on_the_page_and_nothing_else(owner, language, tail):
    sent = {f"{CODE}:{name}": text for name, text in (GOOD | {"note": NUMBER}).items()}
    sent[f"{CODE}:files"] = [SimpleUploadedFile("年報.pdf", b"%PDF-1.7\nsample")]
    response = Client().post(page(owner, tail, language), sent)
    assert response.status_code == 422
    assert SAID[language] in response.text
    assert 'value="見本年報"' in response.text
    assert NUMBER not in stored()
    assert not Draft.objects.exists()
    assert not Evidence.objects.exists()


def test_the_script_that_keeps_a_draft_is_told(owner):
    sent = {f"{CODE}:{name}": text for name, text in (GOOD | {"note": NUMBER}).items()}
    kept = Client().post(page(owner, "keep/"), sent, headers={"Accept": "application/json"})
    assert kept.status_code == 422
    assert NUMBER not in stored()


def test_a_workbook_of_answers_names_row_and_column(owner):
    book = openpyxl.load_workbook(io.BytesIO(Client().get(page(owner, "workbook/")).content))
    sheet = book.active
    heads = [cell.value for cell in sheet[2]]
    row = next(n for n in range(3, sheet.max_row + 1) if sheet.cell(n, 1).value == CODE)
    for head, text in {
        "値 value": "21",
        "資料 document": "見本年報",
        "場所 place": "3頁",
        "注記 note": NUMBER,
    }.items():
        sheet.cell(row, heads.index(head) + 1, text)
    buffer = io.BytesIO()
    book.save(buffer)
    response = Client().post(
        page(owner, "upload/"), {"file": SimpleUploadedFile("answers.xlsx", buffer.getvalue())}
    )
    assert SAID["ja"] in response.text
    assert f"{row}行目" in response.text
    assert NUMBER not in stored()
    assert owner.questions.get(indicator=CODE).state == "asked"


def test_what_records_rest_on_is_looked_at_too(owner):
    with journal(actor=COMMAND_LINE, action="test"):
        sheet = owner.sheets.create(kind="meeting")
    with pytest.raises(RuleBroken, match="individual_number"):
        confirm_unchanged(actor=by_link(owner), sheet=sheet, source=f"個人番号 {NUMBER}", at=BEFORE_DUE)


def workbook(*, hidden=False, number=False):
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.add_worksheet("表").write_row(0, 0, ["氏名", "番号"])
        sheet = book.add_worksheet("名簿")
        sheet.write_row(0, 0, ["氏名", "番号"])
        sheet.write(1, 0, "見本太郎")
        sheet.write(1, 1, int(NUMBER) if number else NUMBER)
        if hidden:
            sheet.hide()
    return buffer.getvalue()


def document(place):
    made = docx.Document()
    made.add_paragraph("見本の報告")
    if place == "table":
        made.add_table(1, 2).cell(0, 1).text = NUMBER
    elif place == "footer":
        made.sections[0].footer.paragraphs[0].text = f"マイナンバー：{NUMBER}"
    else:
        made.add_paragraph("個人番号 1234 5678 9018 の人")
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


FILES = {
    "cells.xlsx": (workbook(), "シート「名簿」の2行目"),
    "numbers.xlsx": (workbook(number=True), "シート「名簿」の2行目"),
    "hidden.xlsx": (workbook(hidden=True), "シート「名簿」の2行目"),
    "text.docx": (document("text"), "本文の2段落目"),
    "table.docx": (document("table"), "段落目"),
    "footer.docx": (document("footer"), "段落目"),
    "table.csv": (f'氏名,番号\n"見本,太郎",{NUMBER}\n'.encode("cp932"), "2行目"),
    "tabs.csv": (f"氏名\t番号\n見本太郎\t{NUMBER}\n".encode("utf-8-sig"), "2行目"),
    "note.txt": (f"一行目\n\nマイナンバーは{NUMBER}\n".encode(), "3行目"),
    "note.md": ("# 番号\n１２３４－５６７８－９０１８\n".encode(), "2行目"),
}


def put(owner, *files):
    given = [(io.BytesIO(content), name) for name, content in files]
    return attach(actor=by_link(owner), owner=owner, indicator=CODE, files=given, at=BEFORE_DUE)


@pytest.mark.parametrize("name", FILES)
def test_a_file_with_such_a_number_is_not_kept_and_its_place_is_named(owner, name):
    content, place = FILES[name]
    with pytest.raises(RuleBroken) as refused:
        put(owner, ("よい.pdf", b"%PDF-1.7\nsample"), (name, content))
    assert refused.value.code == "file.individual_number"
    for language in ("ja", "en"):
        assert name in refused.value.message.text(language)
        assert SAID[language] in refused.value.message.text(language)
        assert NUMBER not in refused.value.message.text(language)
    assert place in refused.value.message.text("ja")
    assert not Evidence.objects.exists()


def test_a_file_with_other_numbers_is_kept(owner):
    content = f"氏名,番号\n見本太郎,{OTHER}\n伝票番号,{NUMBER}9\n".encode()
    (made,) = put(owner, ("表.csv", content))
    with default_storage.open(f"{made.sha256[:2]}/{made.sha256[2:]}") as kept:
        assert kept.read() == content


def test_a_name_with_such_a_number_is_refused(owner):
    with pytest.raises(RuleBroken, match="individual_number"):
        put(owner, (f"{NUMBER}.pdf", b"%PDF-1.7\nsample"))
    assert not Evidence.objects.exists()


def with_part(content, part, text):
    """The same file with another content in one of its parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            new.writestr(name, text if name == part else old.read(name))
    return buffer.getvalue()


@pytest.mark.parametrize("text", [b"<not", b""])
@pytest.mark.parametrize(
    ("name", "part"), [("cells.xlsx", "xl/worksheets/sheet2.xml"), ("text.docx", "word/document.xml")]
)
def test_what_cannot_be_read_cannot_be_looked_through_and_is_refused(owner, name, part, text):
    with pytest.raises(RuleBroken) as refused:
        put(owner, (name, with_part(FILES[name][0], part, text)))
    assert refused.value.code == ("load.broken_workbook" if name == "cells.xlsx" else "file.broken")
    assert not Evidence.objects.exists()
