"""A coordinator's day in the browser: a visit logged from a phone without network, the board, the month."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import LANGUAGES, WIDTHS, sound

PHONE = {"width": 390, "height": 844}
CASE = "case-deli-discard"


def signed_in(page, site, name="coordinator-ichi", language="ja"):
    page.goto(f"{site}/desk/sign-in/")
    with page.expect_navigation():
        page.locator(f"form:has(input[value={name}]) button").click()
    if language == "en":
        with page.expect_navigation():
            page.locator("header .language-switch button:visible").first.click()


def test_a_visit_written_without_a_network_is_sent_when_there_is_one_and_only_once(browser, fictional_site):
    context = browser.new_context(viewport=PHONE, locale="ja-JP")
    page = context.new_page()
    signed_in(page, fictional_site)
    page.goto(f"{fictional_site}/desk/visit/?case={CASE}")
    context.set_offline(True)
    page.fill("#id_what", "工場で廃棄の量を聞いた")
    page.fill("#id_next_step", "試料をもらう")
    page.select_option("#id_stage", "survey")
    page.locator("main form button[type=submit]").click()
    expect(page.locator("[data-draft-status]")).to_contain_text("下書きは端末に残っています")
    sound(page, "visit offline 390 ja")
    context.set_offline(False)
    page.wait_for_url(re.compile(r"/desk/visit/activity-[0-9a-f]{32}/"))
    expect(page.locator("main")).to_contain_text("案件を移しました")
    expect(page.locator("main")).to_contain_text("最初の回答")
    assert (
        page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('renkei-draft')).length") == 0
    )
    page.goto(f"{fictional_site}/desk/cases/{CASE}/")
    expect(page.locator(".next-step")).to_contain_text("試料をもらう")
    expect(page.locator(".timeline li", has_text="工場で廃棄の量を聞いた")).to_have_count(1)
    context.close()


def test_a_draft_survives_the_page_and_can_be_dropped(browser, fictional_site):
    context = browser.new_context(viewport=PHONE, locale="ja-JP")
    page = context.new_page()
    signed_in(page, fictional_site, "coordinator-ni")
    page.goto(f"{fictional_site}/desk/visit/")
    page.fill("#id_what", "書きかけの記録")
    page.goto(f"{fictional_site}/desk/")
    page.goto(f"{fictional_site}/desk/visit/")
    expect(page.locator("#id_what")).to_have_value("書きかけの記録")
    page.locator("[data-draft-drop]").click()
    page.wait_for_load_state()
    expect(page.locator("#id_what")).to_have_value("")
    context.close()


def test_without_script_the_visit_is_a_form_like_any_other(browser, fictional_site):
    context = browser.new_context(viewport=PHONE, locale="ja-JP", java_script_enabled=False)
    page = context.new_page()
    signed_in(page, fictional_site, "coordinator-shi")
    page.goto(f"{fictional_site}/desk/visit/?case=case-water-winter")
    page.fill("#id_what", "電話で様子を聞いた")
    page.locator("main form button[type=submit]").click()
    expect(page.locator("main")).to_contain_text("電話で様子を聞いた")
    context.close()


def test_a_card_moves_by_the_keyboard_alone(browser, fictional_site):
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="ja-JP")
    page = context.new_page()
    signed_in(page, fictional_site, "coordinator-shi")
    page.goto(f"{fictional_site}/desk/cases/board/")
    card = page.locator("#case-fish-sensor")
    card.locator("button").last.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    column = page.locator("section.board-column", has=page.locator("#case-fish-sensor"))
    expect(column.locator("h2")).to_contain_text("一次調査")
    context.close()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_casework_are_sound_at_both_widths(browser, fictional_site, language, width):
    context = browser.new_context(viewport={"width": width, "height": 900}, locale="ja-JP")
    page = context.new_page()
    signed_in(page, fictional_site, "coordinator-ichi", language)
    pages = {
        "board": "cases/board/",
        "list": "cases/board/?view=list&closed=1",
        "case": "cases/case-brewery-aroma/",
        "visit": "visit/",
        "log": "activities/?month=2026-10",
        "month": "cases/month/2026-10/?coordinator=coordinator-ichi",
        "caseload": "cases/caseload/",
        "hand over": "cases/hand-over/",
        "lineage": "lineage/case/case-ham-nitrite/",
        "capabilities": "cases/capabilities/",
    }
    for name, address in pages.items():
        page.goto(f"{fictional_site}/desk/{address}")
        sound(page, f"cases {name} {width} {language}")
    context.close()
