"""An edition is checked, decided and published; the work goes on; the comparison says what came and why."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import sound
from tests.e2e.test_cases import PHONE, signed_in
from tests.e2e.test_needs import press

KIND, YEAR = "yearly", 2026
FIRST, SECOND = f"{KIND}-{YEAR}-1", f"{KIND}-{YEAR}-2"
PUBLIC = f"/ja/reports/{KIND}/{YEAR}/"
NEW = "米粉の生地の老化を遅らせる方法"
PROJECTS = "research.joint_projects"


@pytest.fixture
def desk(browser, shop):
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="ja-JP")
    page = context.new_page()
    signed_in(page, shop, "secretariat")
    yield page
    context.close()


@pytest.fixture
def public(browser):
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="ja-JP")
    yield context.new_page()
    context.close()


def test_the_published_edition_stays_and_the_comparison_says_what_came(desk, public, shop):
    it_is_agreed_decided_and_published(desk, shop)
    assert projects(public, shop, PUBLIC) == 19
    sound(public, "edition 1280 ja")
    one_more_project(desk, shop)
    assert projects(public, shop, f"{PUBLIC}today/") == 20
    assert projects(public, shop, PUBLIC) == 19
    the_desk_compares(desk, shop)
    it_is_corrected(desk, shop)
    assert projects(public, shop, PUBLIC) == 20
    the_public_reads_what_changed(public, shop)
    the_files_are_there(public, shop)


def projects(page, shop, address):
    """The number of joint projects that a report says in its first sentences."""
    assert page.goto(f"{shop}{address}").status == 200
    told = page.locator(f"#summary a[href*='{PROJECTS}/{YEAR}/'] data").first
    return int(float(told.get_attribute("value")))


def it_is_agreed_decided_and_published(page, shop):
    page.goto(f"{shop}/desk/editions/_new/")
    page.select_option("[name=report]", f"{KIND}/{YEAR}")
    press(page, "版を始める")
    finish(page, shop, FIRST, "企第26号")


def finish(page, shop, slug, number):
    """From the draft to the publication: one party is asked and answers, the office decides."""
    home = f"{shop}/desk/editions/{slug}/"
    page.goto(home)
    sound(page, f"edition draft {slug} 1280 ja")
    page.check("[name=organisation][value=mihon-city]")
    press(page, "確認を頼む")
    page.locator("summary", has_text="回答する").click()
    page.check("[name=answer][value=agrees]")
    press(page, "回答する")
    press(page, "合意とする")
    page.fill("#decision-number", number)
    page.fill("#decided-on", page.locator("#decided-on").get_attribute("max"))
    page.get_by_role("button", name="記録する", exact=True).click()
    page.wait_for_load_state()
    page.goto(f"{home}publish/")
    sound(page, f"edition publish {slug} 1280 ja")
    with page.expect_navigation(timeout=120_000):
        page.locator("main form[method=post] button[type=submit]").last.click()
    expect(page.locator("main")).to_contain_text("公表")
    page.goto(f"{home}manifest/")
    expect(page.locator("main")).to_contain_text("すべての部分がハッシュ値と合っています")


def one_more_project(page, shop):
    """A project with a company of the prefecture that begins this year."""
    page.goto(f"{shop}/desk/research/jointproject/_new/")
    page.fill("[name=slug]", "project-rice-dough")
    page.fill("[name='title@ja']", "米粉パンの研究")
    page.fill("[name='public_title@ja']", NEW)
    page.select_option("[name=organisation]", "mihon-institute")
    page.fill("[name=period_from]", "2026-11-01")
    page.fill("[name=period_to]", "2027-03-31")
    page.select_option("[name=state]", "running")
    page.select_option("[name=publication]", "public")
    page.fill("[name=publication_decided_by]", "見本県企画課")
    press(page, "保存する")
    expect(page.locator("main")).to_contain_text("登録しました")
    page.goto(f"{shop}/desk/research/jointprojectpartner/_new/?project=project-rice-dough")
    page.fill("[name=slug]", "project-rice-dough-firm")
    page.select_option("[name=organisation]", "firm-brewery")
    page.select_option("[name=role]", "company")
    page.check("[name=in_prefecture]")
    press(page, "保存する")
    expect(page.locator("main")).to_contain_text("登録しました")


def the_desk_compares(page, shop):
    page.goto(f"{shop}/desk/editions/_compare/?before={FIRST}&after={KIND}/{YEAR}")
    restated = page.locator("#restated")
    expect(restated).to_contain_text("+1")
    expect(restated).to_contain_text(f"新しいもの：{NEW}")
    sound(page, "comparison desk 1280 ja")
    page.set_viewport_size(PHONE)
    sound(page, "comparison desk 390 ja")
    page.set_viewport_size({"width": 1280, "height": 900})


def it_is_corrected(page, shop):
    page.goto(f"{shop}/desk/editions/{FIRST}/correct/")
    page.fill("[name=reason_ja]", "11月に始まった共同研究を加える")
    page.fill("[name=reason_en]", "A project that began in November is added")
    with page.expect_navigation():
        page.locator("main form[method=post] button[type=submit]").last.click()
    finish(page, shop, SECOND, "企第27号")


def the_public_reads_what_changed(page, shop):
    page.goto(f"{shop}{PUBLIC}editions/1/")
    expect(page.locator("main")).to_contain_text("この版は訂正されています")
    page.goto(f"{shop}{PUBLIC}")
    with page.expect_navigation():
        page.locator("aside a[href*='/reports/compare/']").first.click()
    expect(page.locator("#restated")).to_contain_text("+1")
    expect(page.locator("#restated")).to_contain_text(NEW)
    sound(page, "comparison public 1280 ja")
    page.set_viewport_size(PHONE)
    sound(page, "comparison public 390 ja")
    page.goto(f"{shop}{PUBLIC}".replace("/ja/", "/en/"))
    sound(page, "edition 390 en")
    page.set_viewport_size({"width": 1280, "height": 900})


def the_files_are_there(page, shop):
    page.goto(f"{shop}{PUBLIC}")
    for form in ("pdf", "docx", "xlsx", "html", "json", "csv"):
        answer = page.request.get(f"{shop}{PUBLIC}editions/2/file.{form}")
        assert answer.status == 200, form
        assert answer.body(), form
