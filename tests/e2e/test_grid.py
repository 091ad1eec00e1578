"""A block copied from Excel goes into the grid of the past as it is, or not at all."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import sound
from tests.e2e.test_tables import enter

GRID = "/desk/indicators/grid/?publisher=mihon-prefecture&document=mihon-notes&first=2009&last=2012"
# what Excel puts on the clipboard: tabs, CR LF, quotes where a cell holds a line break
BLOCK = '1,234\t１，２３４\t△5\r\n\t▲65\t"7"\r\n'


@pytest.fixture
def grid(fictional_site, page):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    enter(page, fictional_site)
    page.goto(fictional_site + GRID)
    return page.locator("table[data-paste] tbody")


def field(grid, row, column):
    return grid.locator("tr").nth(row).locator("input:not([type=hidden])").nth(column)


def paste(grid, row, column, text):
    """Copy a text and paste it by the keys, as a person does."""
    grid.page.evaluate("text => navigator.clipboard.writeText(text)", text)
    field(grid, row, column).select_text()
    grid.page.keyboard.press("Control+v")


def values(grid):
    return grid.locator("tr").evaluate_all(
        "rows => rows.map((row) => [...row.querySelectorAll('input:not([type=hidden])')].map((each) => each.value))"
    )


def test_a_block_fills_the_fields_to_the_right_and_below_is_undone_and_saved(page, grid):
    before = values(grid)
    field(grid, 1, 1).fill("9")
    paste(grid, 0, 1, BLOCK)
    expected = [list(row) for row in before]
    expected[0][1:4] = ["1,234", "１，２３４", "△5"]
    expected[1][1:4] = ["9", "▲65", "7"]
    assert values(grid) == expected
    said = page.get_by_role("status").filter(has_text="2行×3列")
    expect(said).to_contain_text("5個の欄が変わりました")
    sound(page, "grid 1 pasted")
    said.get_by_role("button", name="貼り付けを元に戻す").click()
    expected = [list(row) for row in before]
    expected[1][1] = "9"
    assert values(grid) == expected
    expect(field(grid, 0, 1)).to_be_focused()
    paste(grid, 0, 1, BLOCK)
    page.fill("#grid-place", "12頁")
    page.fill("#grid-place-en", "p. 12")
    page.fill("#grid-reason", "過去の値を入れる")
    page.get_by_role("button", name="保存する").click()
    expect(page.get_by_text("読み込みました。")).to_be_visible()
    page.go_back()
    page.reload()
    saved = values(page.locator("table[data-paste] tbody"))
    assert saved[0][1:4] == ["1234", "1234", "-5"]
    assert saved[1][1:4] == ["9", "-65", "7"]


@pytest.mark.parametrize("place", ["right", "below"])
def test_a_block_larger_than_the_grid_changes_nothing_and_says_how_much_room_there_is(page, grid, place):
    field(grid, 0, 0).fill("77")
    before = values(grid)
    rows = len(before)
    if place == "right":
        paste(grid, 0, 2, "1\t2\t3\n4\t5\t6\n")
        said = f"この欄から右と下には{rows}行×2列しかありません"
    else:
        paste(grid, rows - 1, 0, "1\n2\n")
        said = "この欄から右と下には1行×4列しかありません"
    assert values(grid) == before
    message = page.get_by_role("status").filter(has_text=said)
    expect(message).to_contain_text("何も変えていません")
    expect(message.get_by_role("button")).to_be_hidden()
    if place == "right":
        sound(page, "grid 2 too large")


def test_one_value_alone_is_pasted_by_the_browser_itself(page, grid):
    expected = values(grid)
    expected[0][0] = "12"
    paste(grid, 0, 0, "12\r\n")
    assert values(grid) == expected
    expect(page.locator("#grid-pasted")).to_be_hidden()


def test_the_message_is_in_the_language_of_the_screen_and_fits_a_telephone(page, grid):
    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_role("button", name="English").first.click()
    paste(page.locator("table[data-paste] tbody"), 0, 0, "1\t2\t3\t4\t5\n")
    expect(page.get_by_role("status").filter(has_text="The block has 1 rows and 5 columns")).to_be_visible()
    sound(page, "grid 3 too large 390 en")
