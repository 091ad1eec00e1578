"""April: a post changes hands in one screen, with all that hangs on it; the auditor reads the act."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.e2e.conftest import sound
from tests.e2e.test_tables import enter


def test_in_april_a_post_changes_hands_in_one_screen(fictional_site, browser, page):
    site = fictional_site
    enter(page, site, "administrator")
    expect(page).to_have_url(f"{site}/desk/")
    page.goto(f"{site}/desk/transfer/")
    page.locator("[name=post]").select_option("mihon-planning-head")
    page.locator("[name=day]").fill("2026-04-01")
    page.locator("[name=successor][value=newcomer]").check()
    for name, said in {
        "family_name": "見本",
        "given_name": "新任",
        "purpose": "職員の名簿",
        "slug": "mihon-shinnin",
        "reason": "4月の人事異動",
    }.items():
        page.locator(f"[name={name}]").fill(said)
    sound(page, "transfer 1 form")
    page.get_by_role("button", name="何が変わるかを見る").click()
    preview = page.get_by_role("main")
    for said in ("まだ何も書き込んでいません", "令和8年3月31日", "見本 新任", "名簿に新しく加わります"):
        expect(preview).to_contain_text(said)
    sound(page, "transfer 2 preview")
    page.get_by_role("button", name="この内容で異動を登録する").click()
    expect(page).to_have_url(re.compile("/desk/acts/"))
    sound(page, "transfer 3 act")
    act = page.url

    apart = browser.new_context(locale="ja-JP")
    auditor = apart.new_page()
    enter(auditor, site, "auditor")
    expect(auditor).to_have_url(f"{site}/desk/")
    auditor.goto(act)
    for said in ("4月の人事異動", "administrator", "mihon-shinnin"):
        expect(auditor.get_by_role("main")).to_contain_text(said)
    apart.close()
