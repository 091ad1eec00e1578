"""A firm asks at night by phone, confirms by mail, is answered by a coordinator, and follows its request."""

from __future__ import annotations

import email
import re
import time
from email import policy

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import sound

PDF = {"name": "工程図.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\nsample"}


def link_sent(home, address, what):
    """The link of a mail that the worker has written to a file."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        for path in sorted((home / "mail").glob("*")):
            for raw in re.split(r"\n-{79}\n", path.read_text(encoding="utf-8")):
                letter = email.message_from_string(raw.strip(), policy=policy.default)
                if letter["To"] == address and (
                    found := re.search(rf"/(?:ja|en)/needs/{what}/\S+", letter.get_content())
                ):
                    return found.group()
        time.sleep(0.3)
    pytest.fail(f"no mail to {address}")


def press(page, words):
    with page.expect_navigation():
        page.get_by_role("button", name=words).click()


WORDS = {
    "ja": ("困っています", "米粉パンが2日で固くなる。", "送って、", "登録を確認する", "担当者に送る"),
    "en": ("We have a problem", "Our rice bread hardens in 2 days.", "Send and", "Confirm", "Send to us"),
}


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_firm_asks_by_phone_and_follows_its_request(browser, shop, home, language):
    address = f"night-{language}@kakupan.example.jp"
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    asks(page, shop, language, address)
    page.goto(f"{shop}{link_sent(home, address, 'confirm')}")
    sound(page, f"needs confirm {language} 390")
    press(page, WORDS[language][3])
    page.fill("#id_text", "写真を送ります")
    press(page, WORDS[language][4])
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 844})
        sound(page, f"needs follow {language} {width}")
    follow = link_sent(home, address, "follow")
    assert page.url.startswith(f"{shop}{follow}")
    context.close()
    coordinator_answers(browser, shop, language)
    context = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{shop}{follow}")
    expect(page.get_by_text("試料をお待ちしています")).to_have_count(1)
    with page.expect_download() as download:
        page.get_by_role("link", name="工程図.pdf").click()
    assert download.value.suggested_filename == "工程図.pdf"
    page.goto(f"{shop}/{language}/needs/")
    assert "架空パン" not in page.content()
    context.close()


def asks(page, shop, language, address):
    """The form is filled in on a phone; a name is forgotten first, and nothing typed is lost."""
    vague, clear, send = WORDS[language][:3]
    page.goto(f"{shop}/{language}/needs/ask/")
    page.fill("#id_problem", vague)
    expect(page.locator("[data-hints] li")).to_have_count(4)
    page.fill("#id_problem", f"{clear} <b>#set</b>")
    page.fill("#id_company_name", f"架空パン {language}")
    page.fill("#id_contact_email", address)
    press(page, send)
    expect(page.locator("#id_contact_name[aria-invalid=true]")).to_have_count(1)
    assert page.input_value("#id_problem") == f"{clear} <b>#set</b>"
    sound(page, f"needs ask wrong {language} 390")
    page.fill("#id_contact_name", "見本 花子")
    page.locator("details.more summary").click()
    page.set_input_files("#id_attachments", PDF)
    sound(page, f"needs ask {language} 390")
    press(page, send)
    sound(page, f"needs asked {language} 390")


def coordinator_answers(browser, shop, language):
    """The coordinators of the office see it on the desk; those who are of no office do not."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"{shop}/desk/sign-in/")
    with page.expect_navigation():
        page.locator("form:has(input[value=reader]) button").first.click()
    page.goto(f"{shop}/desk/matching/need/?q=架空パン")
    expect(page.locator("main h1")).to_have_count(1)
    assert page.locator("main tbody a").count() == 0
    context.clear_cookies()
    page.goto(f"{shop}/desk/sign-in/")
    with page.expect_navigation():
        page.locator("form:has(input[value='coordinator-ichi']) button").first.click()
    page.goto(f"{shop}/desk/matching/need/?q=架空パン+{language}")
    with page.expect_navigation():
        page.locator("main tbody a").first.click()
    expect(page.get_by_text("写真を送ります")).to_have_count(1)
    sound(page, f"needs desk {language} 1280")
    page.fill("#answer-text", "試料をお待ちしています")
    with page.expect_navigation():
        page.locator("form[action$='/answer/'] button").click()
    context.close()
