"""Stories of people who sign in: the secretariat mends a record, a reader may only look."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import picture

REASON = "用語をそろえる"
NOTE = "試しに加えた注記です。"
SECOND_REASON = "監査の指摘による"
SECOND_NOTE = "指摘を受けて書き改めた注記です。"


@pytest.fixture
def enter(site, browser):
    """Return how somebody enters by the button of a role."""
    contexts = []

    def by(role):
        contexts.append(browser.new_context(locale="ja-JP", viewport={"width": 1280, "height": 900}))
        page = contexts[-1].new_page()
        page.goto(f"{site}/desk/")
        expect(page.get_by_role("heading", level=1, name="サインイン")).to_be_visible()
        page.get_by_role("button", name=role, exact=True).click()
        expect(page).to_have_url(f"{site}/desk/")
        return page

    yield by
    for context in contexts:
        context.close()


def first_body(site, page):
    """Return the slug of the first body on the public page of the structure."""
    page.goto(f"{site}/ja/structure/")
    address = page.locator('.body-card a[href*="/bodies/"]').first.get_attribute("href")
    assert address is not None
    return address.strip("/").rsplit("/", 1)[-1]


def test_the_secretariat_mends_a_record_and_sees_what_changed(site, enter):
    page = enter("事務局")
    picture(page, "story-secretariat-1-today")
    slug = first_body(site, page)
    page.goto(f"{site}/desk/governance/body/{slug}/")
    page.get_by_role("link", name="変更する").click()
    page.locator('[name="note@ja"]').fill(NOTE)
    page.locator('[name="reason"]').fill(REASON)
    picture(page, "story-secretariat-2-edit")
    page.get_by_role("button", name="保存する").click()
    expect(page).to_have_url(f"{site}/desk/governance/body/{slug}/")
    expect(page.get_by_role("main").get_by_text(NOTE).first).to_be_visible()
    page.goto(f"{site}/desk/governance/body/{slug}/history/")
    expect(page.get_by_text(re.compile(REASON)).first).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("secretariat")
    picture(page, "story-secretariat-3-history")

    page.goto(f"{site}/ja/bodies/{slug}/")
    expect(page.get_by_role("main")).to_contain_text(NOTE)


def test_an_auditor_reads_who_changed_what_and_why(site, enter):
    office = enter("事務局")
    slug = first_body(site, office)
    office.goto(f"{site}/desk/governance/body/{slug}/edit/")
    before = office.locator('[name="note@ja"]').input_value()
    office.locator('[name="note@ja"]').fill(SECOND_NOTE)
    office.locator('[name="reason"]').fill(SECOND_REASON)
    office.get_by_role("button", name="保存する").click()
    expect(office).to_have_url(f"{site}/desk/governance/body/{slug}/")

    page = enter("監査")
    expect(page.get_by_role("main")).to_contain_text(SECOND_REASON)  # Today tells what changed
    page.goto(f"{site}/desk/governance/body/{slug}/")
    expect(page.get_by_role("link", name="変更する")).to_have_count(0)
    page.goto(f"{site}/desk/governance/body/{slug}/history/")
    latest = page.get_by_role("main").get_by_role("listitem").filter(has_text=SECOND_REASON).first
    latest.locator("summary").click()
    for said in ("secretariat", SECOND_NOTE, before or "注記"):
        expect(latest).to_contain_text(said)
    picture(page, "story-auditor-history")
    for address in ("edit/", "withdraw/"):
        answer = page.goto(f"{site}/desk/governance/body/{slug}/{address}")
        assert answer is not None
        assert answer.status == 404
    page.goto(f"{site}/desk/privacy/readings/")
    expect(page.get_by_role("main")).to_contain_text("異常はありません")
    picture(page, "story-auditor-readings")


def test_a_reader_may_look_and_not_touch(site, enter):
    page = enter("閲覧者")
    slug = first_body(site, page)
    page.goto(f"{site}/desk/governance/body/{slug}/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("link", name="変更する")).to_have_count(0)
    expect(page.get_by_role("link", name="取り下げる")).to_have_count(0)
    answer = page.goto(f"{site}/desk/governance/body/{slug}/edit/")
    assert answer is not None
    assert answer.status == 404
    answer = page.goto(f"{site}/desk/data/upload/")
    assert answer is not None
    assert answer.status in {404, 405}
    picture(page, "story-reader-refused")


def test_a_stranger_is_asked_to_sign_in(site, page):
    page.goto(f"{site}/desk/governance/body/")
    expect(page).to_have_url(re.compile(r"/desk/sign-in/\?next="))
    expect(page.get_by_role("heading", level=1, name="サインイン")).to_be_visible()
