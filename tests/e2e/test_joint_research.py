"""From a request by phone to joint research that counts itself, followed by the firm, read by the auditor."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import sound as sound_here
from tests.e2e.test_cases import PHONE, signed_in
from tests.e2e.test_needs import asks, link_sent, press

FIGURE = "/desk/figures/research.joint_projects/2026/"
PUBLIC = "/ja/figures/research.joint_projects/2026/"
REPORT = "/ja/reports/yearly/2026/"
FIRM = "架空パン ja"
TITLE = "米粉パンの老化を遅らせる研究"
PUBLIC_TITLE = "米粉の生地の老化を遅らせる方法"


@pytest.fixture
def enter(browser, shop):
    """A browser of somebody's own, signed in by the button of a demonstration user."""
    contexts = []

    def by(name, width=1280):
        contexts.append(browser.new_context(viewport={"width": width, "height": 900}, locale="ja-JP"))
        page = contexts[-1].new_page()
        if name:
            signed_in(page, shop, name)
        return page

    yield by
    for context in contexts:
        context.close()


def test_a_request_becomes_joint_research_and_everybody_sees_their_part(enter, shop, home):
    follow = the_firm_asks(enter("", PHONE["width"]), shop, home)
    page = enter("coordinator-ichi")
    case = the_coordinator_visits(page, enter("coordinator-ichi", PHONE["width"]), shop)
    both_agree(page, case, shop, home)
    assert figure(page, shop) == 19
    project = it_becomes_joint_research(page, case, shop)
    assert figure(page, shop) == 20
    expect(page.locator("#lines tbody, main tbody").get_by_role("link", name=PUBLIC_TITLE)).to_have_count(1)
    the_public_reads_20_and_no_name(enter(""), shop)
    firm = enter("", PHONE["width"])
    firm.goto(f"{shop}{follow}")
    expect(firm.locator(".steps li").last).to_contain_text("共同研究が始まりました")
    sound_here(firm, "joint firm 390 ja")
    somebody_else_takes_over(page, enter, case, shop)
    firm.reload()
    expect(firm.locator(".steps li").last).to_contain_text("共同研究が始まりました")
    the_auditor_reads_it_all(enter("auditor"), case, project, shop)


def the_firm_asks(page, shop, home):
    address = "night-ja@kakupan.example.jp"
    asks(page, shop, "ja", address)
    page.goto(f"{shop}{link_sent(home, address, 'confirm')}")
    press(page, "登録を確認する")
    return link_sent(home, address, "follow")


def the_coordinator_visits(page, phone, shop):
    """The need is found on the desk, a case opened from it, the visit logged from a phone."""
    page.goto(f"{shop}/desk/matching/need/?q=架空パン+ja")
    with page.expect_navigation():
        page.locator("main tbody a").first.click()
    with page.expect_navigation():
        page.get_by_role("link", name="ここから案件を始める").click()
    press(page, "保存する")
    case = re.search(r"/cases/(case-[^/]+)/", page.url).group(1)
    phone.goto(f"{shop}/desk/visit/?case={case}")
    phone.fill("#id_what", "工場で生地を見た")
    phone.select_option("#id_stage", "researcher-asked")
    with phone.expect_navigation():
        phone.locator("main form button[type=submit]").click()
    expect(phone.locator("main")).to_contain_text("案件を移しました")
    return case


def both_agree(page, case, shop, home):
    """A researcher is asked, both are written to, both agree, both are brought together."""
    page.goto(f"{shop}/desk/cases/{case}/add/introduction/")
    page.select_option("#id_seed", "seed-cracker-shelf-life")
    page.fill("[name='may_pass_on@ja']", "米粉の生地が2日で固くなること")
    press(page, "保存する")
    with page.expect_navigation():
        page.get_by_role("link", name="両側への文面").click()
    page.locator("section", has=page.locator("#letter-company")).locator("summary").click()
    sound_here(page, "joint letters 1280 ja")
    with page.expect_navigation():
        page.locator("section", has=page.locator("#letter-company")).get_by_role("button").click()
    expect(page.locator("main")).to_contain_text("メールを送ります")
    letter = mailed(home, "米粉の生地が2日で固くなること")
    assert "night-ja@kakupan.example.jp" in letter
    page.goto(f"{shop}/desk/cases/{case}/")
    for words in ("企業が同意した", "研究者が同意した", "引き合わせた"):
        press(page, words)
    expect(page.locator("#introductions")).to_contain_text("引き合わせた")


def mailed(home, words):
    """The mail with these words, as the worker wrote it to a file."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        for path in sorted((home / "mail").glob("*")):
            for letter in re.split(r"\n-{79}\n", path.read_text(encoding="utf-8")):
                if words in letter:
                    return letter
        time.sleep(0.3)
    pytest.fail("no such mail")


def it_becomes_joint_research(page, case, shop):
    """The company comes into the directory; the form knows the rest; one button."""
    page.goto(f"{shop}/desk/cases/{case}/becomes/")
    expect(page.locator("main")).to_contain_text("企業が名簿にありません")
    page.goto(f"{shop}/desk/directory/organisation/_new/?kind=company")
    page.fill("[name=slug]", "firm-kakupan")
    page.fill("[name='name@ja']", FIRM)
    press(page, "保存する")
    page.goto(f"{shop}/desk/cases/{case}/becomes/")
    assert page.input_value("[name=organisation]") == "mihon-technology-centre"
    assert page.input_value("[name=seed]") == "seed-cracker-shelf-life"
    assert page.input_value("[name=stage]") == "joint-research"
    press(page, "共同研究を登録する")
    expect(page.locator("[name='partner-1-organisation'][aria-invalid=true]")).to_have_count(1)
    sound_here(page, "joint becomes wrong 1280 ja")
    page.select_option("[name='partner-1-organisation']", "firm-kakupan")
    page.check("[name='partner-1-in_prefecture']")
    page.fill("[name='title@ja']", TITLE)
    page.fill("[name='public_title@ja']", PUBLIC_TITLE)
    page.fill("[name=period_from]", "令和8年11月1日")
    page.fill("[name=period_to]", "2027-03-31")
    page.fill("[name=fee]", "１，０００，０００")
    page.set_viewport_size(PHONE)
    sound_here(page, "joint becomes 390 ja")
    page.set_viewport_size({"width": 1280, "height": 900})
    press(page, "共同研究を登録する")
    expect(page.locator("main")).to_contain_text("この共同研究を数える数字")
    sound_here(page, "joint project 1280 ja")
    return page.url.rstrip("/").rpartition("/")[2]


def figure(page, shop):
    page.goto(f"{shop}{FIGURE}")
    return int(page.locator(".figure-card data").first.get_attribute("value"))


def the_public_reads_20_and_no_name(page, shop):
    for address in (PUBLIC, REPORT, "/ja/figures/research.joint_projects/", "/ja/", "/ja/needs/"):
        page.goto(f"{shop}{address}")
        assert "架空パン" not in page.content(), address
        assert TITLE not in page.content(), address
    page.goto(f"{shop}{PUBLIC}")
    expect(page.locator("main data[value='20']").first).to_be_visible()
    page.goto(f"{shop}{REPORT}")
    expect(page.locator("main data[value='20']").first).to_be_visible()


def somebody_else_takes_over(page, enter, case, shop):
    page.goto(f"{shop}/desk/cases/hand-over/")
    page.select_option("[name=leaving]", "coordinator-ichi")
    page.select_option("[name=successor]", "coordinator-ni")
    page.fill("[name=reason]", "任期の終わり")
    with page.expect_navigation():
        page.locator("main form button[type=submit]").first.click()
    with page.expect_navigation():
        page.locator("main form button[name=confirm]").click()
    successor = enter("coordinator-ni")
    successor.goto(f"{shop}/desk/cases/board/?view=list&coordinator=me&q=架空パン")
    expect(successor.locator(f"main a[href$='/cases/{case}/']")).to_have_count(1)
    successor.goto(f"{shop}/desk/cases/{case}/")
    expect(successor.locator("main")).to_contain_text("訪問・電話を記録する")


def the_auditor_reads_it_all(page, case, project, shop):
    """From the case to the figure, and nothing to press."""
    for address in (
        f"/desk/cases/{case}/",
        f"/desk/research/jointproject/{project}/",
        f"/desk/lineage/jointproject/{project}/",
        f"/desk/research/jointproject/{project}/history/",
        f"/desk/matching/case/{case}/history/",
        FIGURE,
        "/desk/funds/",
        "/desk/cases/month/",
    ):
        assert page.goto(f"{shop}{address}").status == 200, address
        assert page.locator("main form[method=post]").count() == 0, address
    page.goto(f"{shop}/desk/lineage/jointproject/{project}/")
    for words in (TITLE, "パン", "米菓"):
        expect(page.locator(".lineage")).to_contain_text(words)
    sound_here(page, "joint lineage 1280 ja")
    page.goto(f"{shop}/desk/matching/case/{case}/history/")
    expect(page.locator("main")).to_contain_text("coordinator-ichi")
