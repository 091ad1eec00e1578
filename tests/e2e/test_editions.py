"""Editions as offices live with them: published, compared, corrected; next year's draft; a consent withdrawn."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import PROJECT, picture, sound
from tests.e2e.test_cases import PHONE, signed_in
from tests.e2e.test_needs import press
from tests.e2e.test_rounds import SEND
from tests.prepared import environment_of
from tests.reports.sample import JPEG, read

KIND, YEAR = "yearly", 2026
FIRST, SECOND = f"{KIND}-{YEAR}-1", f"{KIND}-{YEAR}-2"
PUBLIC = f"/ja/reports/{KIND}/{YEAR}/"
NEW = "米粉の生地の老化を遅らせる方法"
PROJECTS = "research.joint_projects"
DRAFT, ROUND = "/desk/reports/draft/yearly/2024/", "/desk/rounds/yearly-2024-results/"
ANSWERS = {"共同研究": "24", "うち県内企業との共同研究": "9", "視察者": "約1300"}
BRIEF, BRIEF_PUBLIC = "brief-2026-1", "/ja/reports/brief/2026/"
NAME, ROMAN = "見本花子", "Hanako MIHON"
MARK = "（同意の撤回により削除）"
SUMMARY = "/desk/reports/reportsection/yearly-summary/"
FORMS = ("pdf", "docx", "xlsx", "html", "json", "csv")


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


def it_begins(page, shop, kind):
    page.goto(f"{shop}/desk/editions/_new/")
    page.select_option("[name=report]", f"{kind}/{YEAR}")
    press(page, "版を始める")


def it_is_agreed_decided_and_published(page, shop):
    it_begins(page, shop, KIND)
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
    job = page.get_by_role("region", name="この仕事")
    expect(job).to_contain_text(
        "終わった", timeout=120_000
    )  # the worker does it; the page is read again by itself
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
    for form in FORMS:
        answer = page.request.get(f"{shop}{PUBLIC}editions/2/file.{form}")
        assert answer.status == 200, form
        assert answer.body(), form


def test_next_years_draft_asks_for_what_is_missing_and_goes_back_as_a_whole_until_work_was_done(
    desk, browser, shop
):
    the_draft_is_made_by_one_press(desk, shop)
    taken_back(desk, shop)
    expect(desk.locator("main")).to_contain_text("この下書きは取り消されました")
    nothing_is_there(desk, shop)
    the_draft_is_made_by_one_press(desk, shop)
    what_is_missing_is_told(desk, shop)
    link = the_round_is_opened(desk, shop)
    the_owner_answers(browser, link)
    the_answers_are_taken_over(desk, shop)
    a_sentence_is_told_as_done(desk, shop)
    taken_back(desk, shop)
    expect(desk.locator("main")).to_contain_text("あとで変わった")


def nothing_is_there(page, shop):
    page.goto(f"{shop}{DRAFT}")
    expect(page.locator("main")).to_contain_text("この年度の下書きはまだありません")
    assert page.goto(f"{shop}{ROUND}").status == 404


def the_draft_is_made_by_one_press(page, shop):
    nothing_is_there(page, shop)
    page.goto(f"{shop}/desk/reports/draft/yearly/2023/next/")
    press(page, "来年度の下書きをつくる")


def what_is_missing_is_told(page, shop):
    """Each figure without a value with whose it is; those an organisation has published are asked for."""
    sound(page, "next year draft 1280 ja")
    asked = page.locator("#figures tbody tr", has_text="照会の準備中")
    assert sorted(owned(row) for row in asked.all()) == sorted((name, "見本県") for name in ANSWERS)
    assert {owned(row)[1] for row in page.locator("#figures tbody tr").all()} == {"見本県", "事務局"}
    page.set_viewport_size(PHONE)
    sound(page, "next year draft 390 ja")
    page.set_viewport_size({"width": 1280, "height": 900})


def owned(row):
    """The name of a figure without value, and whose it is."""
    return tuple(row.locator("th").inner_text().split("\n")[:2])


def the_round_is_opened(page, shop):
    page.goto(f"{shop}{ROUND}")
    press(page, "受付を始める")
    page.goto(f"{shop}{ROUND}mihon-prefecture/")
    return page.input_value("#private-link")


def the_owner_answers(browser, link):
    context = browser.new_context(viewport=PHONE, locale="ja-JP")
    page = context.new_page()
    page.goto(link)
    for at, value in enumerate(ANSWERS.values()):
        page.fill(f"#q{at}-value", value)
        page.fill(f"#q{at}-source", "見本年報2024")
        page.fill(f"#q{at}-place", "3頁")
    page.locator(SEND).click()
    assert page.url.endswith("?done=1")
    context.close()


def the_answers_are_taken_over(page, shop):
    page.goto(f"{shop}{ROUND}mihon-prefecture/")
    for _ in ANSWERS:
        with page.expect_navigation():
            page.locator("button[value=approve]").first.click()
    page.goto(f"{shop}{DRAFT}")
    assert {owned(row)[1] for row in page.locator("#figures tbody tr").all()} == {"事務局"}


def a_sentence_is_told_as_done(page, shop):
    """A sentence of the plan becomes one of the results: said anew, done, public."""
    page.goto(f"{shop}{DRAFT}")
    left = page.locator("#sentences tbody tr", has_text="実施したか未記入")
    told = left.filter(has_text="共同研究をさらに進める。").locator("a").first
    before = left.count()
    form = told.get_attribute("href")
    page.goto(f"{shop}{form}")
    page.fill("[name='text@ja']", f"企業との共同研究は[[figure:{PROJECTS}@2024]]件でした。")
    page.fill("[name='text@en']", f"Joint research with companies: [[figure:{PROJECTS}@2024]].")
    page.select_option("[name=state]", "done")
    page.select_option("[name=publication]", "public")
    page.fill("[name=publication_decided_by]", "見本県企画課")
    page.fill("[name=reason]", "実績を書く")
    press(page, "保存する")
    page.goto(f"{shop}{DRAFT}")
    expect(page.locator("#sentences tbody tr", has_text="実施したか未記入")).to_have_count(before - 1)
    assert page.locator(f"#sentences a[href='{form}']").count() == 0
    picture(page, "next year filled 1280 ja")


def taken_back(page, shop):
    page.goto(f"{shop}{DRAFT}")
    page.get_by_role("link", name="下書きをつくった記録を見る").click()
    page.fill("[name=reason]", "別の年度から始める")
    press(page, "取り消す")


def test_a_consent_withdrawn_after_the_publication_takes_name_and_photograph_out_of_the_edition(
    desk, public, shop, home
):
    somebody_is_named_and_shown(desk, shop)
    it_begins(desk, shop, "brief")
    finish(desk, shop, BRIEF, "企第28号")
    public.goto(f"{shop}{BRIEF_PUBLIC}")
    expect(public.locator("main")).to_contain_text(f"{NAME}さんの講演")
    shown = public.locator("main img").get_attribute("src")
    assert public.request.get(f"{shop}{shown}").body() == JPEG
    sound(public, "edition with photograph 1280 ja")
    the_consent_is_withdrawn(desk, shop)
    nothing_is_left(public, shop, shown)
    assert verified(home) == [(BRIEF, True, {"name", "photograph", "rendering"})]


def changed(page, shop, record, fields):
    """Change fields of a record as a person does, with a reason."""
    page.goto(f"{shop}/desk/{record}/edit/")
    for name, value in (fields | {"reason": "講演の報告"}).items():
        field = page.locator(f"[name='{name}']")
        if field.evaluate("each => each.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    press(page, "保存する")
    expect(page.locator("main")).to_contain_text("保存しました")


def somebody_is_named_and_shown(page, shop):
    """A person who agreed to be named, a photograph, and a section of the report that holds both."""
    agreed = {"publication": "public", "publication_decided_by": "本人の同意"}
    changed(page, shop, "directory/person/mihon-hanako", agreed)
    page.goto(f"{shop}/desk/core/document/mihon-notes/file/")
    page.set_input_files("[name=file]", {"name": "talk.jpg", "mimeType": "image/jpeg", "buffer": JPEG})
    page.fill("[name=reason]", "講演の写真")
    press(page, "保存する")
    talk = {
        "title@ja": "講演",
        "title@en": "A talk",
        "text@ja": f"{NAME}さんの講演があった。",
        "text@en": f"{ROMAN} gave a talk.",
        "picture": "mihon-notes",
        "caption@ja": "講演のようす",
        "caption@en": "The talk",
        "alternative@ja": "話す人と聞く人",
        "alternative@en": "A speaker and listeners",
    }
    changed(page, shop, "reports/reportsection/brief-figures", talk)


def the_consent_is_withdrawn(page, shop):
    """Each of the names and the photograph goes with its reason; the records no longer say them either."""
    changed(page, shop, "directory/person/mihon-hanako", {"publication": "internal"})
    changed(page, shop, "reports/reportsection/brief-figures", {"publication": "internal"})
    page.goto(f"{shop}/desk/editions/{BRIEF}/manifest/")
    sound(page, "edition manifest 1280 ja")
    given = page.locator("ul.parties li")
    names = sorted(each.locator("b").inner_text() for each in given.all())
    assert names == sorted([NAME, ROMAN, "講演のようす"])
    while given.count():
        given.first.locator("[name=reason]").fill("本人の申し出")
        with page.expect_navigation():
            given.first.get_by_role("button", name="削除する").click()
    picture(page, "edition manifest after removal 1280 ja")


def nothing_is_left(page, shop, shown):
    """A mark stands in its place, on the page and in every file of both languages; the picture is gone."""
    page.goto(f"{shop}{BRIEF_PUBLIC}")
    expect(page.locator("main")).to_contain_text(f"{MARK}さんの講演")
    assert page.locator("main img").count() == 0
    picture(page, "edition with a removal 1280 ja")
    assert page.request.get(f"{shop}{shown}").status == 410
    for language, form in [*(("ja", form) for form in FORMS), ("en", "pdf")]:
        answer = page.request.get(f"{shop}/{language}/reports/brief/2026/editions/1/file.{form}")
        told = read(answer.body(), form)
        mark = {"ja": MARK, "en": "(removed:consentwithdrawn)"}[language]
        assert mark in told or form in {"xlsx", "csv"}, (language, form)  # these hold tables and figures only
        assert not [name for name in (NAME, "".join(ROMAN.split())) if name in told], (language, form)


def verified(home):
    """What `renkei editions verify` says of the edition whose parts were removed: whether it is good, what is gone."""
    command = [str(Path(sys.executable).with_name("renkei")), "editions", "verify", "--format", "json"]
    told = subprocess.run(
        [*command, "--edition", BRIEF], cwd=PROJECT, env=environment_of(home), capture_output=True, check=True
    )
    return [
        (each["edition"], each["good"], {part.split("/")[0] for part in each["removed"]})
        for each in json.loads(told.stdout)
    ]


def test_two_editors_of_a_section_do_not_overwrite_each_other(desk, browser, shop):
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="ja-JP")
    other = context.new_page()
    signed_in(other, shop, "administrator")
    for page in (desk, other):
        page.goto(f"{shop}{SUMMARY}edit/")
    typed(desk, "・一人目の文")
    press(desk, "保存する")
    typed(other, "・二人目の文")
    press(other, "保存する")
    told = other.locator("section", has=other.locator("#stale-title"))
    expect(told.locator("td").nth(0)).to_contain_text("・一人目の文")
    expect(told.locator("td").nth(1)).to_contain_text("・二人目の文")
    expect(other.locator("#preview")).to_contain_text("二人目の文")
    sound(other, "section stale 1280 ja")
    desk.goto(f"{shop}{SUMMARY}")
    expect(desk.locator("main")).to_contain_text("一人目の文")
    assert "二人目の文" not in desk.locator("main").inner_text()
    other.fill("[name='text@ja']", "・一人目の文\n・二人目の文")
    press(other, "保存する")
    expect(other.locator("main")).to_contain_text("一人目の文")
    context.close()


def typed(page, line):
    """Add a line to the sentences of the section, with a reason; nothing is stored yet."""
    sentences = page.input_value("[name='text@ja']")
    page.fill("[name='text@ja']", f"{sentences}\n{line}")
    page.fill("[name=reason]", "文を足す")
