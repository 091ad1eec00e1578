"""WCAG 2.2 AA by axe on one page of every kind, in both languages, on a wide screen and a phone."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.e2e.conftest import LANGUAGES, RULES, SIDEWAYS, WIDTHS, picture


def one_of_each(paths: list[str], language: str) -> list[str]:
    """Return one page per kind of address, of reports per kind, of evidence one counted and one stated."""
    found: dict[str, str] = {}
    for path in paths:
        if path.startswith(f"/{language}/"):
            section, *rest = [*path.split("?")[0].strip("/").split("/")[1:], ""]
            kind = rest[0] if section == "reports" else ""
            counted = section == "figures" and rest[0].startswith("budgets.")
            shape = f"{section}/{kind}/{counted}/{len(rest)}"
            found.setdefault(shape, path)
    return list(found.values())


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_violation_on_any_kind_of_page(site, browser, public_pages, language, width):
    context = browser.new_context(viewport={"width": width, "height": 900}, locale=language)
    page = context.new_page()
    axe = Axe()
    violations, sideways = {}, []
    for path in [*one_of_each(public_pages, language), f"/{language}/nowhere/"]:
        page.goto(site + path)
        result = axe.run(page, options=RULES).response["violations"]
        if result:
            violations[path] = [
                (rule["id"], [node["target"] for node in rule["nodes"]][:3]) for rule in result
            ]
        if page.evaluate(SIDEWAYS):
            sideways.append(path)
        picture(page, f"portal-{language}-{width}-{path}")
    context.close()
    assert violations == {}
    assert sideways == []


def test_nothing_scrolls_sideways_at_320_pixels(site, browser, public_pages):
    context = browser.new_context(viewport={"width": 320, "height": 700})
    page = context.new_page()
    wide = []
    for path in one_of_each(public_pages, "ja"):
        page.goto(site + path)
        if page.evaluate(SIDEWAYS):
            wide.append(path)
    context.close()
    assert wide == []
