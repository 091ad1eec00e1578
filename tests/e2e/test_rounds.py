"""A collection round over three organisations, from request to lock, as people do it."""

from __future__ import annotations

import re

from axe_playwright_python.sync_playwright import Axe

from tests.e2e.conftest import picture
from tests.e2e.test_accessibility import RULES, SIDEWAYS

THREE = ("mihon-prefecture", "mihon-city", "mihon-university")


def sound(page, name):
    """No violation, no scrolling sideways, and a picture for a person to look at."""
    picture(page, name)
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(rule["id"], [node["target"] for node in rule["nodes"]][:3]) for rule in found] == []
    assert not page.evaluate(SIDEWAYS), name


def request(page, site):
    page.goto(f"{site}/desk/sign-in/")
    page.locator("form:has(input[value=secretariat]) button").click()
    page.goto(f"{site}/desk/rounds/_new/")
    page.fill("#id_slug", "mihon-2024")
    page.fill("#id_title_ja", "令和6年度の照会")
    page.fill("#id_title_en", "Round for FY2024")
    page.fill("#id_fiscal_year", "2024")
    page.fill("#id_due_on", "2100-05-31")
    page.locator("main form button[type=submit]").click()
    links = {}
    for slug in THREE:
        page.goto(f"{site}/desk/rounds/mihon-2024/ask/")
        page.select_option("#id_organisation", slug)
        page.fill("#id_contact", f"{slug}@example.jp")
        page.check("input[value='research.joint_projects']")
        sound(page, f"round ask {slug}")
        page.locator("main form button[type=submit]").click()
        links[slug] = page.input_value("#private-link")
    page.goto(f"{site}/desk/rounds/mihon-2024/")
    page.locator("button[value=open]").click()
    return links


def reply(browser, link, number, language, width):
    context = browser.new_context(viewport={"width": width, "height": 844}, java_script_enabled=width > 400)
    page = context.new_page()
    page.goto(re.sub("/ja/answers/", f"/{language}/answers/", link))
    page.fill("#q0-value", number)
    page.fill("#q0-place", "5頁")
    page.locator("main form button[type=submit]").first.click()  # the document is missing
    assert page.locator("#q0-source[aria-invalid=true]").count() == 1
    assert page.input_value("#q0-value") == number
    page.fill("#q0-source", "見本年報2025")
    page.locator("main form button[type=submit]").first.click()
    assert page.url.endswith("?done=1")
    assert [cookie["name"] for cookie in context.cookies()] == ["csrftoken"]
    page.close()
    context.close()


def look(browser, link, language, width):
    context = browser.new_context(viewport={"width": width, "height": 844})
    page = context.new_page()
    page.goto(re.sub("/ja/answers/", f"/{language}/answers/", link))
    sound(page, f"round answer {language} {width}")
    context.close()


def test_a_round_over_three_organisations_from_request_to_lock(fictional_site, browser, page):
    links = request(page, fictional_site)
    for language, width in (("ja", 1280), ("en", 390), ("ja", 390)):
        look(browser, links["mihon-city"], language, width)
    for slug, number, language, width in zip(
        THREE, ("24件", "23", "約20"), ("ja", "en", "ja"), (1280, 390, 1280), strict=True
    ):
        reply(browser, links[slug], number, language, width)
    for slug in THREE:
        page.goto(f"{fictional_site}/desk/rounds/mihon-2024/{slug}/")
        sound(page, f"round owner {slug}")
        page.locator("button[value=approve]").click()
    page.goto(f"{fictional_site}/desk/rounds/mihon-2024/")
    page.locator("button[value=close]").click()
    page.locator("button[value=lock]").click()
    sound(page, "round locked")
    assert "確定" in page.locator("main .tag").first.inner_text()
    page.goto(f"{fictional_site}/desk/figures/research.joint_projects/2024/")
    picture(page, "round evidence")
    assert page.locator("main").inner_text().count("見本年報2025") >= 3
