"""A coordinator finds a seed for a need, reads why, and says that it fits; nothing fits another need."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import sound

if TYPE_CHECKING:
    from playwright.sync_api import Page

SUGGESTIONS = "/desk/matching/need/need-cracker-stale/suggestions/"
WORDS = {
    "ja": (
        "合うシーズの候補を見る",
        "理由を読む",
        "合いそう",
        "合うシーズは見つかりませんでした",
        "判断を取り消す",
    ),
    "en": ("See seeds that may fit", "Read why", "It fits", "No seed fits", "Take the judgement back"),
}


def until_read(page: Page, address: str) -> None:
    """Wait until the worker has made the texts ready, which it does every minute."""
    until = time.monotonic() + 150
    while time.monotonic() < until:
        page.goto(address)
        if page.locator(".suggestion").count() and not page.locator("form[action$='/ready/']").count():
            return
        time.sleep(1)
    pytest.fail("the texts were not made ready")


@pytest.mark.parametrize(("language", "width"), [("ja", 1280), ("en", 390)])
def test_a_need_finds_its_seed(browser, fictional_site, language, width):
    see, why, fits, nothing, back = WORDS[language]
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto(f"{fictional_site}/desk/")
    page.locator("form:has(input[value='coordinator-ichi']) button").first.click()
    if language == "en":
        page.locator("form.language-switch button[value='en']").first.click()
    until_read(page, fictional_site + SUGGESTIONS)

    page.goto(f"{fictional_site}/desk/matching/need/need-cracker-stale/")
    page.get_by_role("link", name=see).click()
    shown = page.locator(".suggestion")
    assert shown.count() >= 5
    assert (
        shown.filter(has=page.get_by_role("link", name=why)).count() == shown.count()
    )  # each with its reasons
    first = shown.first
    expect(first).to_have_attribute("id", "seed-cracker-shelf-life")
    sound(page, f"suggestions-{language}-{width}")
    first.get_by_role("link", name=why).click()
    expect(page.locator("mark.shared").first).to_be_visible()
    expect(page.locator(".near").last).to_be_visible()
    sound(page, f"pair-{language}-{width}")
    page.get_by_role("button", name=fits, exact=True).click()
    expect(page.locator("#verdict-title + p")).to_contain_text("合いそう" if language == "ja" else "Fits")
    sound(page, f"judged-{language}-{width}")
    page.get_by_role("button", name=back).click()

    page.goto(f"{fictional_site}/desk/matching/need/need-bus-timetable/suggestions/")
    expect(page.get_by_text(nothing).first).to_be_visible()
    sound(page, f"nothing-{language}-{width}")
    context.close()
