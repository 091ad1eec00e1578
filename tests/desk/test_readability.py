"""Any of the staff can look a file through by the 30 rules; nothing of it is kept."""

import io

import pytest
from openpyxl import Workbook

from tests.desk.conftest import signed_in

pytestmark = pytest.mark.django_db
PAGE = "/desk/data/check/"


def file(*rows, name="昨年.xlsx"):
    made = Workbook()
    for row in rows:
        made.active.append(row)
    found = io.BytesIO()
    made.save(found)
    found.seek(0)
    found.name = name
    return found


@pytest.mark.parametrize(("language", "told"), [("ja", "「同上」で省かない"), ("en", "No “ditto”")])
def test_a_reader_sees_rule_place_and_how_to_mend_in_both_languages(settings, tmp_path, language, told):
    settings.HOME = tmp_path
    desk = signed_in("reader", language)
    assert PAGE in desk.get("/desk/").text
    page = desk.post(PAGE, {"table": file(["施設", "人数"], ["館", 10], ["同上", 11])})
    assert page.status_code == 200
    assert told in page.text
    (row,) = [cells for cells in page.context["findings"].rows if cells[0].under == "2-02"]
    assert row[2].value.text(language) == (
        "シート「Sheet」、3行目、施設" if language == "ja" else "sheet “Sheet”, row 3, 施設"
    )
    assert not (tmp_path / "uploads").exists()


def test_bad_uploads_are_refused_in_words(settings):
    desk = signed_in("reader")
    assert desk.get(PAGE).status_code == 200
    assert desk.post(PAGE, {}).status_code == 422
    broken = io.BytesIO(b"PK\x03\x04 cut short")
    broken.name = "x.xlsx"
    assert desk.post(PAGE, {"table": broken}).status_code == 422
    settings.UPLOAD_LIMIT_BYTES = 1024 * 1024
    large = io.BytesIO(b"x" * (settings.UPLOAD_LIMIT_BYTES + 3))
    large.name = "x.csv"
    assert desk.post(PAGE, {"table": large}).status_code == 422
