"""A firm asks and follows its inquiry on a phone without script; the office answers by template."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import sound

PDF = {"name": "日程.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\nsample"}
WORDS = {
    "ja": {"visits": "視察・見学", "look": "内容を確かめる", "send": "送る", "wait": "あなた", "write": "担当に送る",
           "answer": "回答を書く", "fill": "入れる", "give": "回答する", "end": "終える"},
    "en": {"visits": "Visits", "look": "Look it over", "send": "Send", "wait": "You", "write": "Send to us",
           "answer": "Write an answer", "fill": "Fill in", "give": "Send the answer", "end": "End it"},
}  # fmt: skip


def press(page, words):
    with page.expect_navigation():
        page.get_by_role("button", name=words, exact=True).click()


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_firm_asks_and_follows_its_inquiry_and_the_office_answers(browser, fictional_site, language):
    words = WORDS[language]
    phone = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    page = phone.new_page()
    follow, number = asks(page, fictional_site, language, words)
    answers(browser, fictional_site, language, words, number)
    page.goto(follow)
    expect(page.get_by_text("架空食品", exact=False).first).to_be_visible()
    expect(page.locator(".talk")).to_contain_text("2月3日")
    page.fill("#id_text", "<b>ありがとうございます</b>")
    press(page, words["write"])
    expect(page.locator(".talk")).to_contain_text("<b>ありがとうございます</b>")
    page.locator("details summary").last.click()
    page.check("#id_sure")
    press(page, words["end"])
    assert page.locator("#id_text").count() == 0
    phone.close()
    watched = browser.new_context(viewport={"width": 390, "height": 844})
    page = watched.new_page()
    pages = {
        "follow": follow,
        "write": f"/{language}/inquiries/write/",
        "link": f"/{language}/inquiries/link/",
    }
    for name, path in pages.items():
        page.goto(path if path == follow else f"{fictional_site}{path}")
        for width in (390, 1280):
            page.set_viewport_size({"width": width, "height": 844})
            sound(page, f"inquiries {name} {language} {width}")
    watched.close()


def asks(page, site, language, words):
    """Write, forget the name, mend it, look it over, send; return the address and the number of the inquiry."""
    page.goto(f"{site}/{language}/inquiries/")
    with page.expect_navigation():
        page.get_by_role("link", name=words["visits"], exact=True).click()
    page.fill("#id_text", "12名で見学できますか。")
    page.fill("#id_email", f"visit-{language}@firm.example.jp")
    page.fill("#id_organisation", "架空食品")
    page.check("#id_agreed")
    page.wait_for_timeout(3100)  # nobody fills in a form in less
    press(page, words["look"])
    expect(page.locator("#id_name[aria-invalid=true]")).to_have_count(1)
    assert page.input_value("#id_text") == "12名で見学できますか。"
    page.fill("#id_name", "見本 花子")
    page.set_input_files("#id_attachments", PDF)
    press(page, words["look"])
    expect(page.locator("main")).to_contain_text("日程.pdf")
    press(page, words["send"])
    return page.url.partition("?")[0], page.locator(".lead b").inner_text()


def answers(browser, site, language, words, number):
    """The secretariat finds it by its number, fills in a template, edits it and answers."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"{site}/desk/sign-in/")
    with page.expect_navigation():
        page.locator("form:has(input[value=secretariat]) button").first.click()
    if language == "en":
        with page.expect_navigation():
            page.get_by_role("button", name="English").click()
    page.goto(f"{site}/desk/inquiries/inquiry/?q={number}")
    with page.expect_navigation():
        page.locator("main tbody a").first.click()
    sound(page, f"inquiries desk {language} 1280")
    with page.expect_navigation():
        page.get_by_role("link", name=words["answer"], exact=True).click()
    page.select_option("#template", "inquiry-template-visit")
    press(page, words["fill"])
    assert number in page.input_value("#id_text")
    page.fill("#id_text", f"{page.input_value('#id_text')}\n2月3日10時にお越しください。")
    sound(page, f"inquiries answer {language} 1280")
    press(page, words["give"])
    context.close()
