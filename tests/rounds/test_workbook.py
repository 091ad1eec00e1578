from __future__ import annotations

import io

import openpyxl
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from renkei.kernel.errors import RuleBroken
from renkei.rounds.links import token_of
from renkei.rounds.models import Owner
from renkei.rounds.selectors import asked_of
from renkei.rounds.workbook import HEAD, read_workbook, write_workbook
from tests.rounds.conftest import BEFORE_DUE

VALUE = HEAD.index("値 value") + 1
ROWS = {"research.projects": 3, "events.visits": 4}


def filled(owner, values, change=None):
    book = openpyxl.load_workbook(io.BytesIO(write_workbook(owner, asked_of(owner))))
    sheet = book.worksheets[0]
    at = {sheet.cell(number, 1).value: number for number in (3, 4)}
    for code, texts in values.items():
        for place, text in enumerate(texts):
            sheet.cell(at[code], VALUE + place).value = text
    if change:
        change(book, sheet)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue(), at


def upload(owner, content):
    url = f"/ja/answers/{token_of(owner)}/upload/"
    with time_machine.travel(BEFORE_DUE):
        return Client().post(url, {"file": SimpleUploadedFile("answers.xlsx", content)})


def test_a_workbook_comes_back_through_the_same_check(owner):
    content, _ = filled(owner, {"research.projects": (21, "見本年報", "3頁"), "events.visits": ()})
    response = upload(owner, content)
    assert response.status_code == 302
    question = owner.questions.get(indicator="research.projects")
    assert (question.state, question.value, question.source) == ("answered", 21, "見本年報")
    assert owner.questions.get(indicator="events.visits").state == "asked"


def test_a_value_in_the_wrong_unit_is_named_by_row_and_nothing_is_kept(owner):
    values = {"research.projects": ("21百万円", "見本年報", "3頁"), "events.visits": (30, "見本年報", "4頁")}
    content, at = filled(owner, values)
    response = upload(owner, content)
    text = response.content.decode()
    assert response.status_code == 422
    assert f"{at['research.projects']}行目" in text
    assert "21百万円" in text
    assert not owner.questions.exclude(state="asked").exists()


def rename(book, sheet):
    sheet.cell(2, 6).value = "数"


def hide(book, sheet):
    book.create_sheet("裏").sheet_state = "hidden"


def double(book, sheet):
    for column in range(1, len(HEAD) + 1):
        sheet.cell(5, column).value = sheet.cell(3, column).value


def lengthen(book, sheet):
    sheet.cell(6000, 1).value = None
    for number in range(5, 5200):
        sheet.cell(number, 1).value = f"x{number}"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (rename, "workbook.changed"),
        (hide, "load.hidden_sheets"),
        (double, "answer.twice"),
        (lengthen, "workbook.changed"),
    ],
)
def test_a_workbook_changed_in_structure_is_refused(owner, tmp_path, change, code):
    values = {"research.projects": (21, "a", "b"), "events.visits": (1, "a", "b")}
    content, _ = filled(owner, values, change)
    path = tmp_path / "answers.xlsx"
    path.write_bytes(content)
    with pytest.raises(RuleBroken) as refused:
        read_workbook(path, owner)
    assert refused.value.code == code


def test_the_workbook_of_another_owner_is_refused(owner, tmp_path):
    other = Owner.objects.select_related("round", "organisation").get(organisation="mihon-university")
    path = tmp_path / "answers.xlsx"
    path.write_bytes(write_workbook(other, asked_of(other)))
    with pytest.raises(RuleBroken, match=r"workbook\.another"):
        read_workbook(path, owner)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"not a workbook"])
def test_what_is_no_workbook_is_said_to_be_none(owner, content):
    assert upload(owner, content).status_code == 422


def test_no_text_of_the_office_becomes_a_formula(owner):
    owner.questions.filter(indicator="research.projects")
    book = openpyxl.load_workbook(io.BytesIO(write_workbook(owner, asked_of(owner))))
    assert all(cell.data_type != "f" for row in book.worksheets[0].iter_rows() for cell in row)
