"""Last year's Excel of indicators goes in, is undone, goes in again; two records of one thing become one."""

from __future__ import annotations

import re

import pytest
from openpyxl import Workbook
from playwright.sync_api import expect

from tests.e2e.conftest import sound

HEADS = ["指標", "年度", "値の状態", "値", "公表者", "資料", "資料の中の場所（日本語）"]


@pytest.fixture
def excel(tmp_path):
    """As an office has it: a title, merged heads, eras, full-width digits, ditto marks, and three mistakes."""
    made = Workbook()
    sheet = made.active
    sheet.append(["共同研究の推移"])
    sheet.append(HEADS)
    rows = [
        [
            "research.joint_projects",
            "H21",
            "確かな値",
            "１２",
            "Mihon Prefecture",
            "mihon-report-2023",
            "3頁",
        ],
        ["同上", "むかし", "〃", "13", "同上", "同上", "〃"],
        ["同上", "平成23年度", "〃", "14件", "同上", "同上", "〃"],
        ["同上", "平成24年度", "〃", "15", "見本村", "同上", "〃"],
    ]
    for row in rows:
        sheet.append(row)
    sheet.merge_cells("A1:G1")
    path = tmp_path / "昨年の指標.xlsx"
    made.save(path)
    return path


def enter(page, site, role="secretariat"):
    page.goto(f"{site}/desk/sign-in/")
    page.locator(f"form:has(input[value={role}]) button").click()


def take(page, site, excel, number):
    """Choose the file, mend its three mistakes in the preview, load it; return the address of the result."""
    page.goto(f"{site}/desk/indicators/statedvalue/_load/")
    page.set_input_files("#id_table", excel)
    page.get_by_role("button", name="確認に進む").click()
    expect(page.get_by_text("誤りが3か所あります")).to_be_visible()
    sound(page, f"tables {number} 1 preview with flaws")
    page.locator("input[name$=':fiscal_year']").fill("平成22年度")
    page.locator("input[name$=':value']").fill("14")
    page.locator("input[name$=':publisher']").fill("mihon-prefecture")
    page.get_by_role("button", name="直した値で確かめ直す").click()
    expect(page.get_by_text("追加4件")).to_be_visible()
    sound(page, f"tables {number} 2 preview mended")
    page.fill("#id_reason", "昨年の値を入れる")
    page.get_by_role("button", name="すべて読み込む").click()
    expect(page.get_by_text("読み込みました。")).to_be_visible()
    sound(page, f"tables {number} 3 result")
    return page.url


def values(page, site):
    page.goto(f"{site}/desk/indicators/statedvalue/?fiscal_year=2009")
    return page.get_by_role("main").locator("tbody tr").count()


def test_last_years_excel_goes_in_with_three_errors_mended_is_undone_and_goes_in_again(
    fictional_site, page, excel
):
    enter(page, fictional_site)
    before = values(page, fictional_site)
    result = take(page, fictional_site, excel, 1)
    assert values(page, fictional_site) == before + 1
    page.goto(result)
    page.fill("#id_reason", "年度を確かめる")
    page.get_by_role("button", name="取り消す").click()
    expect(page.get_by_text("この読み込みは取り消されました。")).to_be_visible()
    sound(page, "tables 1 4 undone")
    assert values(page, fictional_site) == before
    take(page, fictional_site, excel, 2)
    assert values(page, fictional_site) == before + 1


def test_an_organisation_recorded_twice_is_merged_and_the_merger_is_taken_back(fictional_site, page):
    enter(page, fictional_site, "administrator")
    page.goto(f"{fictional_site}/desk/directory/organisation/_new/")
    page.fill("[name='slug']", "mihon-ken")
    page.fill("[name='name@ja']", "見本　県")
    page.select_option("[name='kind']", "prefecture")
    page.fill("[name='website']", "https://mihon.example/")
    page.get_by_role("button", name="保存する").click()
    expect(page.get_by_text("似た記録があります。まだ登録していません。")).to_be_visible()
    sound(page, "duplicates 1 warned")
    page.check("#not-the-same")
    page.get_by_role("button", name="保存する").click()
    page.goto(f"{fictional_site}/desk/directory/organisation/")
    page.get_by_role("link", name="同じものの疑い").click()
    sound(page, "duplicates 2 pairs")
    page.get_by_role("row", name=re.compile("mihon-ken")).get_by_role("link", name="くらべる").click()
    page.get_by_role("row", name="残す記録").get_by_role("radio").nth(1).check()
    sound(page, "duplicates 3 side by side")
    page.set_viewport_size({"width": 390, "height": 800})
    sound(page, "duplicates 3 side by side on a phone")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.fill("#id_reason", "同じ県")
    page.get_by_role("button", name="一つに統合する").click()
    expect(page.get_by_text("一つに統合しました。")).to_be_visible()
    sound(page, "duplicates 4 merged")
    merged = page.url
    page.goto(f"{fictional_site}/desk/directory/organisation/mihon-ken/")
    expect(page).to_have_url(f"{fictional_site}/desk/directory/organisation/mihon-prefecture/")
    page.goto(merged)
    page.fill("#id_reason", "別だった")
    page.get_by_role("button", name="取り消す").click()
    expect(page.get_by_text("この統合は取り消されました。")).to_be_visible()
    page.goto(f"{fictional_site}/desk/directory/organisation/mihon-ken/")
    expect(page).to_have_url(f"{fictional_site}/desk/directory/organisation/mihon-ken/")


@pytest.mark.parametrize("width", [1280, 390])
def test_a_file_is_looked_through_by_the_rules(fictional_site, page, excel, width):
    page.set_viewport_size({"width": width, "height": 900})
    enter(page, fictional_site, "reader")
    page.goto(f"{fictional_site}/desk/data/check/")
    sound(page, f"readability {width} 1 empty")
    page.set_input_files("#id_table", excel)
    page.get_by_role("button", name="確かめる", exact=True).click()
    expect(page.get_by_text(re.compile(r"合わない規則が\d+あります"))).to_be_visible()
    sound(page, f"readability {width} 2 found")
