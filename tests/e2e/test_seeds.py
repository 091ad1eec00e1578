"""A researcher refreshes her sheet by a link, the office takes it over, the public page shows it, a firm asks."""

from __future__ import annotations

import email
import re
import time
from email import policy

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import sound
from tests.e2e.test_needs import press

SEED = "seed-biosurfactant"
ADDRESS = "microbe@mihon-institute.example.jp"
WORDS = {
    "ja": ("訂正を送る", "すべて反映する", "このシーズについて相談する", "酵母の糖脂質、改めて"),
    "en": ("Send corrections", "Take all over", "Ask about this seed", "Glycolipids from yeasts, anew"),
}


def link_sent(home, language):
    """The link of the mail about the seed that the worker has written to a file."""
    until = time.monotonic() + 120
    while time.monotonic() < until:
        for path in sorted((home / "mail").glob("*")):
            for raw in re.split(r"\n-{79}\n", path.read_text(encoding="utf-8")):
                letter = email.message_from_string(raw.strip(), policy=policy.default)
                text = letter.get_content() if letter["To"] == ADDRESS else ""
                if "glycolipid" in text and (found := re.search(rf"/{language}/seeds/refresh/\S+", text)):
                    return found.group()
        time.sleep(0.3)
    pytest.fail("no mail to the researcher")


def office(browser, shop, width=1280):
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto(f"{shop}/desk/sign-in/")
    with page.expect_navigation():
        page.locator("form:has(input[value='secretariat']) button").first.click()
    return page


def in_language(page, shop, language):
    page.goto(f"{shop}/desk/")
    other = page.locator(f".language-switch button[value='{language}']")
    if other.count():
        with page.expect_navigation():
            other.first.click()


@pytest.fixture(scope="module")
def _asked(browser, shop):
    """Many are asked by a job, one from the seed's own page: one letter holds both languages."""
    desk = office(browser, shop)
    desk.goto(f"{shop}/desk/matching/seed/_refresh/?organisation=mihon-environment-centre")
    press(desk, re.compile("件に頼む"))
    expect(desk.locator("main h1")).to_have_count(1)
    sound(desk, "seeds job ja 1280")
    desk.goto(f"{shop}/desk/matching/seed/{SEED}/refresh/")
    press(desk, "更新を頼むメールを送る")
    desk.context.close()


@pytest.mark.usefixtures("_asked")
@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_sheet_is_refreshed_by_link_and_taken_over(browser, shop, home, language):
    sends, takes, asks, title = WORDS[language]
    desk = office(browser, shop)
    in_language(desk, shop, language)
    desk.goto(f"{shop}/desk/matching/seed/_refresh/")
    sound(desk, f"seeds year {language} 1280")
    researcher_corrects(browser, shop, link_sent(home, language), language, sends, title)
    desk.goto(f"{shop}/desk/matching/seed/{SEED}/refresh/")
    sound(desk, f"seeds corrections {language} 1280")
    press(desk, takes)
    desk.context.close()
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{shop}/{language}/seeds/?q={title}")
    page.get_by_role("link", name=title).click()
    expect(page.locator("h1")).to_have_text(title)
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        sound(page, f"seeds sheet {language} {width}")
    page.get_by_role("link", name=asks).click()
    expect(page.locator("input[name=seed]")).to_have_value(SEED)
    sound(page, f"seeds ask {language} 1280")
    context.close()


def researcher_corrects(browser, shop, path, language, sends, title):
    """She has no account, a phone, and no script."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{shop}{path}")
    page.locator("details#correct > summary").click()
    page.fill(f"#id_title_{language}", title)
    page.get_by_role("button", name=sends).click()
    expect(page.locator(".message.good")).to_have_count(1)
    context.close()
    looking = browser.new_context(viewport={"width": 390, "height": 844})
    page = looking.new_page()
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 844})
        page.goto(f"{shop}{path}")
        sound(page, f"seeds refresh {language} {width}")
    looking.close()


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_list_and_the_booklet_are_sound(browser, shop, language):
    context = browser.new_context()
    page = context.new_page()
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        for name, path in (
            ("list", ""),
            ("none", "?q=zzzz"),
            ("booklet", "booklet/"),
            ("part", "booklet/food/"),
        ):
            page.goto(f"{shop}/{language}/seeds/{path}")
            sound(page, f"seeds {name} {language} {width}")
    context.close()


def test_a_file_of_others_is_looked_at_on_the_desk(browser, shop):
    desk = office(browser, shop)
    desk.goto(f"{shop}/desk/matching/seed/_sources/")
    sound(desk, "seeds sources ja 1280")
    award = (
        '<grantAwards><grantAward awardNumber="99K90077"><summary xml:lang="ja"><title>架空の課題</title></summary>'
        '</grantAward><grantAward awardNumber="99K90078"/></grantAwards>'
    )
    desk.set_input_files(
        "#id_source", {"name": "kaken.xml", "mimeType": "text/xml", "buffer": award.encode()}
    )
    press(desk, "中を見る")
    sound(desk, "seeds source ja 1280")
    desk.get_by_label("架空の課題").check()
    desk.select_option("#as-organisation", "mihon-institute")
    press(desk, "下書きとして引き継ぐ")
    expect(desk.get_by_text("シーズにある")).to_have_count(1)
    desk.context.close()
