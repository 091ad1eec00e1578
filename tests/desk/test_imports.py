"""Last year's Excel at the desk: chosen, mended in the preview, loaded, taken back, loaded again."""

import io
import re

import pytest
from openpyxl import Workbook, load_workbook

from renkei.directory.models import Organisation
from renkei.indicators.models import StatedValue
from renkei.kernel.localised import Localised
from tests.desk.conftest import record, signed_in

pytestmark = pytest.mark.django_db
VALUES = "/desk/indicators/statedvalue/"
PLACES = "/desk/directory/organisation/"
HEADS = ["指標", "年度", "値の状態", "値", "公表者", "資料", "資料の中の場所（日本語）"]


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.HOME = tmp_path
    return tmp_path / "uploads"


@pytest.fixture
def visitors(mihon):
    record(
        "indicator",
        "x.visitors",
        label=Localised.both("見学者数", "Visitors"),
        definition=Localised.both("見学した人", "People who visited"),
        unit="person",
        kind="flow",
    )


def book(*rows):
    made = Workbook()
    for row in rows:
        made.active.append(row)
    file = io.BytesIO()
    made.save(file)
    file.seek(0)
    file.name = "昨年.xlsx"
    return file


def values(year, value, publisher="見本市"):
    return ["見学者数", year, "確かな値", value, publisher, "見本報告書", "3頁"]


def send(desk, address, file, **more):
    return desk.post(f"{address}_load/", {"table": file, **more})


def stored():
    return dict(StatedValue.objects.values_list("fiscal_year", "value"))


def last_year():
    return book(
        ["見学者の推移"],
        HEADS,
        values("H29", "１，０００"),
        values("むかし", 11),
        values("令和元年度", "12件"),
        values(2020, 13, "見本村"),
    )


def mends(response):
    return {each.flaw.column: each.name for each in response.context["flaws"]}


def test_last_years_excel_goes_in_with_three_errors_mended_is_undone_and_goes_in_again(desk, visitors):
    assert f"{VALUES}_load/" in desk.get(VALUES).text
    for _ in range(2):
        sent = send(desk, VALUES, last_year(), reason="昨年の値を入れる")
        preview = desk.get(sent["Location"])
        assert preview.status_code == 422
        names = mends(preview)
        assert set(names) == {"fiscal_year", "value", "publisher"}
        right = {names["fiscal_year"]: "H30", names["value"]: "12", names["publisher"]: "見本大学"}
        assert desk.post(sent["Location"], {"mend": "1", **right}).status_code == 302
        preview = desk.get(sent["Location"])
        assert preview.status_code == 200
        assert not stored()
        done = desk.post(sent["Location"], {"take": "all", "reason": "昨年の値を入れる"})
        assert done.status_code == 302
        assert stored() == {2017: 1000, 2018: 11, 2019: 12, 2020: 13}
        page = desk.get(done["Location"])
        assert "昨年.xlsx" in page.text
        assert done["Location"] in desk.get("/desk/data/").text
        if desk.post(done["Location"], {"reason": ""}).status_code == 302:
            pytest.fail("taken back without a reason")
        assert desk.post(done["Location"], {"reason": "間違えた"}).status_code == 302
        assert not stored()
        assert "取り消されました" in desk.get(done["Location"]).text


def test_only_the_good_rows_are_taken_when_chosen_and_the_result_says_so(desk, visitors):
    sent = send(desk, VALUES, last_year())
    assert desk.post(sent["Location"], {"take": "all", "reason": "入れる"}).status_code == 422
    assert not stored()
    assert desk.post(sent["Location"], {"take": "good", "reason": ""}).status_code == 422
    assert not stored()
    done = desk.post(sent["Location"], {"take": "good", "reason": "入れる"})
    assert stored() == {2017: 1000}
    assert "読み込んでいません" in desk.get(done["Location"]).text


def test_columns_are_asked_where_they_are_not_known_and_remembered(desk, visitors):
    heads = ["年度", "人数"]
    sent = send(desk, VALUES, book(heads, [2017, 10]))
    asked = desk.get(sent["Location"])
    assert [head.text for head in asked.context["heads"]] == heads
    choice = {
        "map": "1",
        "column:0": "fiscal_year",
        "column:1": "value",
        "constant:indicator": "x.visitors",
        "constant:state": "exact",
        "constant:publisher": "mihon-city",
        "constant:document": "mihon-report",
        "constant:place@ja": "3頁",
    }
    assert desk.post(sent["Location"], choice).status_code == 302
    assert desk.post(sent["Location"], {"take": "all", "reason": "入れる"}).status_code == 302
    assert stored() == {2017: 10}
    again = desk.get(send(desk, VALUES, book(heads, [2018, 11]))["Location"])
    chosen = [next(o.value for o in head.options if o.selected) for head in again.context["heads"]]
    assert chosen == ["fiscal_year", "value"]


def own_list(desk, **cells):
    made = load_workbook(io.BytesIO(desk.get(f"{PLACES}_download/xlsx/").getvalue()))
    sheet = made["organisations"]
    heads = [cell.value for cell in sheet[1]]
    for name, text in cells.items():
        sheet.cell(2, heads.index(name) + 1).value = text
    file = io.BytesIO()
    made.save(file)
    file.seek(0)
    file.name = "organisations.xlsx"
    return file


def test_a_stale_row_is_shown_side_by_side_and_taken_on_purpose_only(desk, mihon):
    file = own_list(desk, kana="ミホンシシ")
    edit = desk.get(f"{PLACES}mihon-city/edit/").context["form"]
    data = {name: edit[name].value() or "" for name in edit.fields}
    assert (
        desk.post(f"{PLACES}mihon-city/edit/", data | {"kana": "ベツノヒト", "reason": "直す"}).status_code
        == 302
    )
    sent = send(desk, PLACES, file)
    preview = desk.get(sent["Location"])
    assert "ベツノヒト" in preview.text
    assert "ミホンシシ" in preview.text
    desk.post(sent["Location"], {"mend": "1", mends(preview)["revision"]: "1"})
    assert desk.post(sent["Location"], {"take": "all", "reason": "こちらが正しい"}).status_code == 302
    assert Organisation.objects.get(pk="mihon-city").kana == "ミホンシシ"


def test_a_load_that_others_have_built_upon_is_not_taken_back_and_says_why(mihon):
    for language in ("ja", "en"):
        desk = signed_in("secretariat", language)
        done = desk.post(
            send(desk, PLACES, own_list(desk, kana=f"ミホン{language}"))["Location"],
            {"take": "all", "reason": "直す"},
        )
        edit = desk.get(f"{PLACES}mihon-city/edit/").context["form"]
        data = {name: edit[name].value() or "" for name in edit.fields}
        desk.post(f"{PLACES}mihon-city/edit/", data | {"kana": f"アト{language}", "reason": "直す"})
        refused = desk.post(done["Location"], {"reason": "やめる"})
        assert refused.status_code == 422
        assert "mihon-city" in refused.text
    assert Organisation.objects.get(pk="mihon-city").kana == "アトen"


def test_bad_files_are_refused_in_words_and_not_kept(desk, mihon, folder):
    assert send(desk, PLACES, book()).status_code == 302
    file = io.BytesIO(b"nothing")
    file.name = "x.pdf"
    assert send(desk, PLACES, file).status_code == 422
    file = io.BytesIO(b"nothing")
    file.name = "x.xlsx"
    refused = desk.get(send(desk, PLACES, file)["Location"])
    assert refused.status_code == 422
    assert "x.xlsx" in refused.text
    assert desk.get(f"{PLACES}_load/{'0' * 32}/").status_code == 410


def test_a_file_over_the_limit_is_refused(desk, settings, folder):
    settings.UPLOAD_LIMIT_BYTES = 1024 * 1024
    file = io.BytesIO(b"x" * (settings.UPLOAD_LIMIT_BYTES + 3))
    file.name = "x.xlsx"
    assert send(desk, PLACES, file).status_code == 413
    assert not folder.exists()


def test_one_persons_file_and_kind_are_their_own(desk, mihon):
    sent = send(desk, PLACES, own_list(desk))
    token = re.search(r"[0-9a-f]{32}", sent["Location"]).group()
    assert desk.get(f"{VALUES}_load/{token}/").status_code == 410
    assert signed_in("administrator").get(sent["Location"]).status_code == 410
    assert signed_in("reader").get(f"{PLACES}_load/").status_code == 404
    assert desk.post(sent["Location"], {"cancel": "1"}).status_code == 302
    assert desk.get(sent["Location"]).status_code == 410
