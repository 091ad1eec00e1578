"""A collection round over three organisations, from request to lock, as people do it."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import openpyxl
from playwright.sync_api import expect

from renkei.rounds.workbook import HEAD
from tests.e2e.conftest import picture, sound

SEND = "main form .form-foot button:not([formaction])[type=submit] >> nth=0"
PDF = {"name": "年報.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\nsample"}
THREE = ("mihon-prefecture", "mihon-city", "mihon-university")


def request(page, site):
    page.goto(f"{site}/desk/sign-in/")
    with page.expect_navigation():
        page.locator("form:has(input[value=secretariat]) button").click()
    page.goto(f"{site}/desk/rounds/_new/")
    page.fill("#id_slug", "mihon-2024")
    page.fill("#id_title_ja", "令和6年度の照会")
    page.fill("#id_title_en", "Round for FY2024")
    page.fill("#id_fiscal_year", "2024")
    page.fill("#id_due_on", "2100-05-31")
    with page.expect_navigation():
        page.locator("main form button[type=submit]").click()
    links = {}
    for slug in THREE:
        page.goto(f"{site}/desk/rounds/mihon-2024/ask/")
        page.select_option("#id_organisation", slug)
        page.fill("#id_contact", f"{slug}@example.jp")
        page.check("input[value='research.joint_projects']")
        sound(page, f"round ask {slug}")
        with page.expect_navigation():
            page.locator("main form button[type=submit]").click()
        links[slug] = page.input_value("#private-link")
    page.goto(f"{site}/desk/rounds/mihon-2024/")
    with page.expect_navigation():
        page.locator("button[value=open]").click()
    return links


def reply(browser, link, number, language, width, evidence=None):
    context = browser.new_context(viewport={"width": width, "height": 844}, java_script_enabled=width > 400)
    page = context.new_page()
    page.goto(re.sub("/ja/answers/", f"/{language}/answers/", link))
    page.fill("#q0-value", number)
    page.fill("#q0-place", "5頁")
    page.locator(SEND).click()  # the document is missing
    assert page.locator("#q0-source[aria-invalid=true]").count() == 1
    assert page.input_value("#q0-value") == number
    assert page.input_value("#q0-place") == "5頁"
    page.fill("#q0-source", "見本年報2025")
    if evidence:
        page.set_input_files("#q0-files", evidence)
    page.locator(SEND).click()
    assert page.url.endswith("?done=1")
    assert [cookie["name"] for cookie in context.cookies()] == [f"csrftoken-{urlsplit(link).port}"]
    context.close()


def look(browser, link, language, width):
    context = browser.new_context(viewport={"width": width, "height": 844})
    page = context.new_page()
    page.goto(re.sub("/ja/answers/", f"/{language}/answers/", link))
    sound(page, f"round answer {language} {width}")
    context.close()


def by_workbook(browser, link, folder, number):
    """Fill in the workbook that was handed out, as an office without the Internet does, and send it back."""
    context = browser.new_context(viewport={"width": 1280, "height": 844})
    page = context.new_page()
    page.goto(link)
    with page.expect_download() as handed_out:
        page.locator("a[href$='/workbook/']").click()
    path = folder / "answers.xlsx"
    handed_out.value.save_as(path)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    first = HEAD.index("値 value") + 1
    for place, text in enumerate((number, "見本年報2025", "5頁")):
        sheet.cell(3, first + place).value = text
    book.save(path)
    page.set_input_files("#round-file", path)
    page.locator("form:has(#round-file) button").click()
    assert page.url.endswith("?done=1")
    context.close()


def typed_and_not_lost(browser, link):
    """What is typed on a phone is there again when the page is opened anew, without having been sent."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(link)
    page.fill("#q0-note", "書きかけ")
    expect(page.locator("[data-autosave-status]")).to_contain_text("下書きを保存しました")
    context.close()
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(link)
    assert page.input_value("#q0-note") == "書きかけ"
    context.close()


def test_a_round_over_three_organisations_from_request_to_lock(fictional_site, browser, page, tmp_path):
    links = request(page, fictional_site)
    for language, width in (("ja", 1280), ("en", 390), ("ja", 390)):
        look(browser, links["mihon-city"], language, width)
    typed_and_not_lost(browser, links["mihon-city"])
    reply(browser, links["mihon-prefecture"], "24件", "ja", 1280, PDF)
    reply(browser, links["mihon-city"], "23", "en", 390)
    by_workbook(browser, links["mihon-university"], tmp_path, "約20")
    page.goto(f"{fictional_site}/desk/rounds/mihon-2024/mihon-city/")
    page.fill("#reason-1", "件数を確かめてください")
    with page.expect_navigation():
        page.locator("button[value=return]").click()
    returned = browser.new_context(viewport={"width": 390, "height": 844})
    theirs = returned.new_page()
    theirs.goto(links["mihon-city"])
    assert "件数を確かめてください" in theirs.locator("main").inner_text()
    theirs.fill("#q0-value", "22")
    theirs.locator(SEND).click()
    assert theirs.url.endswith("?done=1")
    returned.close()
    page.goto(f"{fictional_site}/desk/rounds/mihon-2024/")
    sound(page, "round overview")
    for slug in THREE:
        page.goto(f"{fictional_site}/desk/rounds/mihon-2024/{slug}/")
        sound(page, f"round owner {slug}")
        if slug == "mihon-prefecture":
            assert "年報.pdf" in page.locator("main").inner_text()
        with page.expect_navigation():
            page.locator("button[value=approve]").click()
    page.goto(f"{fictional_site}/desk/rounds/mihon-2024/")
    page.locator("button[value=close]").click()
    with page.expect_navigation():
        page.locator("button[value=lock]").click()
    sound(page, "round locked")
    assert "確定" in page.locator("main .tag").first.inner_text()
    page.goto(f"{fictional_site}/desk/figures/research.joint_projects/2024/")
    picture(page, "round evidence")
    assert page.locator("main").inner_text().count("見本年報2025") >= 3
