"""The pages by which an office edits its site, looks at what is not public yet and sees what is left to translate."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import SIDEWAYS, sound
from tests.e2e.test_seeds import in_language

PAGES = {
    "site": "/desk/site/",
    "translations": "/desk/translations/?scope=all",
    "own sight": "/desk/settings/sight/",
    "own sight of a list": "/desk/settings/sight/governance/meeting/",
    "look at the home page": "/desk/site/look/{language}/",
}


@pytest.fixture
def administrator(fictional_site, browser):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"{fictional_site}/desk/sign-in/")
    with page.expect_navigation():
        page.locator("form:has(input[value='administrator']) button").first.click()
    yield page
    context.close()


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_pages_of_the_site_are_sound(fictional_site, administrator, language):
    in_language(administrator, fictional_site, language)
    for name, path in PAGES.items():
        for width in (1280, 390):
            administrator.set_viewport_size({"width": width, "height": 900})
            administrator.goto(fictional_site + path.format(language=language))
            expect(administrator.locator("h1")).to_have_count(1)
            sound(administrator, f"{name} {language} {width}")


def test_what_is_typed_is_looked_at_before_it_is_saved_and_changes_nothing(fictional_site, administrator):
    administrator.goto(f"{fictional_site}/desk/site/")
    administrator.locator('[name="tagline@ja"]').fill("見本のことば、まだ見るだけ")
    with administrator.context.expect_page() as opened:
        administrator.locator("button[formaction='/desk/site/look/ja/']").click()
    look = opened.value
    expect(look.locator("h1")).to_contain_text("まだ見るだけ")
    expect(look.locator(".look")).to_contain_text("まだ保存していません")
    assert not look.evaluate(SIDEWAYS)
    administrator.goto(f"{fictional_site}/ja/")
    expect(administrator.locator("h1")).not_to_contain_text("まだ見るだけ")
