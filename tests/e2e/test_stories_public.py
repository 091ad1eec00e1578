"""Stories of people who only read: a councillor, a reader of English, one without script."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.e2e.conftest import picture
from tests.e2e.test_accessibility import one_of_each

UNMARKED_JAPANESE = """() => {
  const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (!/[\\u3041-\\u30ff\\u4e00-\\u9fff]/.test(node.textContent)) continue;
    if (!node.parentElement.closest('[lang="ja"]')) found.push(node.textContent.trim());
  }
  return found;
}"""


def test_a_councillor_follows_an_amount_to_its_document(site, page):
    page.goto(f"{site}/ja/")
    page.get_by_role("region", name="最新の報告書").get_by_role("link", name=re.compile("^読む")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("平成29年度の実績")
    expect(page.get_by_role("navigation", name="目次").get_by_role("link")).not_to_have_count(0)
    picture(page, "story-councillor-1-report")

    page.get_by_role("heading", level=3).get_by_role("link", name="40,373").first.click()
    expect(page.get_by_text("この数字はどこから来たか")).to_be_visible()
    main = page.get_by_role("main")
    expect(main.locator(".figure-card data")).to_have_attribute("value", "40373000")
    expect(main.locator(".figure-card")).to_contain_text("千円")
    expect(page.get_by_role("heading", name="定義")).to_be_visible()
    expect(page.get_by_role("heading", name="数えた記録")).to_be_visible()
    expect(page.get_by_role("complementary").get_by_text("公表者")).to_be_visible()
    picture(page, "story-councillor-2-evidence")

    page.get_by_role("complementary").locator('a[href*="/documents/"]').first.click()
    expect(page).to_have_url(re.compile(r"/ja/documents/[a-z0-9-]+/$"))
    expect(page.get_by_role("heading", name="この資料に記された数字")).to_be_visible()
    picture(page, "story-councillor-3-document")


def test_the_totals_of_the_report_are_the_sums_of_its_pillars(site, page):
    page.goto(f"{site}/ja/reports/yearly/2017/")
    table = page.get_by_role("table", name=re.compile("柱ごとの金額"))
    for column, total in ((1, "540,961"), (2, "531,970")):
        cells = table.locator(f"tbody tr td:nth-child({column + 1}) data").all()
        summed = sum(int(cell.get_attribute("value") or 0) for cell in cells)
        assert f"{summed // 1000:,}" == total
        expect(table.locator(f"tfoot td:nth-child({column + 1})")).to_have_text(total)


def test_a_reader_of_english_does_the_same(site, browser):
    context = browser.new_context(locale="en-GB", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"{site}/")
    expect(page).to_have_url(f"{site}/en/")
    page.get_by_role("region", name="Latest report").get_by_role("link", name=re.compile("^Read")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Results of FY2017")
    assert page.evaluate(UNMARKED_JAPANESE) == []
    page.get_by_role("heading", level=3).get_by_role("link", name="40,373").first.click()
    expect(page.get_by_text("Where does this figure come from?")).to_be_visible()
    expect(page.locator(".figure-card")).to_contain_text("thousand yen")
    assert page.evaluate(UNMARKED_JAPANESE) == []
    picture(page, "story-english-evidence")
    address = page.url
    page.get_by_role("link", name="日本語").click()
    expect(page).to_have_url(address.replace("/en/", "/ja/"))
    expect(page.get_by_text("この数字はどこから来たか")).to_be_visible()
    context.close()


def test_nothing_in_english_pages_is_japanese_without_saying_so(site, page, public_pages):
    found = {}
    for path in one_of_each(public_pages, "en"):
        page.goto(site + path)
        if texts := page.evaluate(UNMARKED_JAPANESE):
            found[path] = texts
    assert found == {}


def test_without_script_everything_reads(site, browser, public_pages):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800})
    page = context.new_page()
    for path in one_of_each(public_pages, "ja"):
        page.goto(site + path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.goto(f"{site}/ja/")
    page.locator(".site-nav.folded summary").click()
    page.get_by_role("navigation", name="主な頁").get_by_role("link", name="指標").click()
    expect(page.get_by_role("heading", level=1, name="指標")).to_be_visible()
    page.get_by_role("link", name=re.compile("^根拠")).first.click()
    expect(page.get_by_role("heading", name="定義")).to_be_visible()
    page.get_by_role("searchbox").first.fill("ｷｮｳﾃｲ 協定")
    page.get_by_role("searchbox").first.fill("協定")
    page.get_by_role("search").get_by_role("button").click()
    expect(page.get_by_role("heading", level=1, name="検索")).to_be_visible()
    expect(page.get_by_role("region", name=re.compile("^協定"))).to_be_visible()
    picture(page, "story-without-script-search")
    context.close()


def test_a_wrong_address_offers_ways_on(site, page):
    answer = page.goto(f"{site}/en/figures/nothing/2017/")
    assert answer is not None
    assert answer.status == 404
    expect(page.get_by_role("heading", level=1, name="This page cannot be found")).to_be_visible()
    page.get_by_role("main").get_by_role("link", name="Key figures").click()
    expect(page.get_by_role("heading", level=1, name="Key figures")).to_be_visible()


def test_a_report_prints_without_navigation(site, page):
    page.goto(f"{site}/ja/reports/yearly/2017/")
    page.emulate_media(media="print")
    for hidden in (page.locator(".site-nav.wide"), page.locator(".contents"), page.locator(".util")):
        expect(hidden).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    picture(page, "story-print-report")
