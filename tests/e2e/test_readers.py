"""Councillors, students and journalists come to what they look for: by keyboard, without script, at 400 % zoom.

Each in Japanese and in English. A firm that asks without script, and the office that answers, are in
`test_inquiries.py`; here it asks by keyboard and at 400 %.
"""

from __future__ import annotations

import csv
import io
import json
import re

import openpyxl
import pytest
from playwright.sync_api import expect

from tests.e2e.readers import KEYBOARD, WAYS, ZOOMED, Reader
from tests.e2e.test_stories_public import UNMARKED_JAPANESE

WORDS = {
    "ja": {
        "money door": "報道・議会の方",
        "money": "予算と実績",
        "pillar": "がんメタボローム研究の推進支援",
        "where from": "この数字はどこから来たか",
        "counted": "数えた記録",
        "place": "実績の部、第三の柱の見出し",
        "document": "山形県のバイオクラスター形成：推進体制、実績、取組",
        "numbers in it": "この資料に記された数字",
        "student door": "生徒・学生の方",
        "programmes": "人材育成",
        "programme": "特別研究生",
        "other programme": "高校生研究助手",
        "for": "研究者になる夢をもつ高校生",
        "whom": "おたずねは",
        "office": "先端生命科学研究所",
        "ask": "お問い合わせ",
        "sought": "研究助手",
        "definition": "定義",
        "csv": "CSVで受け取る",
        "figure": "高校生研究助手",
        "persons": "人",
        "year": "年度",
        "value": "値",
        "unit": "単位",
        "publisher": "公表者",
        "documents": "資料",
        "publishers": ["山形県", "慶應義塾大学"],
        "all pages": "すべての頁",
        "open data": "オープンデータ",
        "values": "資料による値",
        "topic": "企業の支援・補助",
        "look it over": "内容を確かめる",
        "send": "送る",
        "send more": "担当に送る",
        "end": "お問い合わせを終える",
        "end it": "終える",
        "closed": "このお問い合わせは終わりました。",
    },
    "en": {
        "money door": "Press and councillors",
        "money": "Money",
        "pillar": "Support for the promotion of cancer metabolome research",
        "where from": "Where does this figure come from?",
        "counted": "Records counted",
        "place": "Results, third pillar, heading",
        "document": "Forming a biocluster in Yamagata Prefecture: promotion structure, results, undertakings",
        "numbers in it": "Figures stated in it",
        "student door": "Pupils and students",
        "programmes": "Programmes for students",
        "programme": "Special research students",
        "other programme": "Senior high school student research assistants",
        "for": "Senior high school students who dream of becoming researchers",
        "whom": "Whom to ask",
        "office": "Institute for Advanced Biosciences",
        "ask": "Inquiries",
        "sought": "research assistants",
        "definition": "Definition",
        "csv": "Download as CSV",
        "figure": "Senior high school student research assistants",
        "persons": "students",
        "year": "Fiscal year",
        "value": "Value",
        "unit": "Unit",
        "publisher": "Publisher",
        "documents": "Documents",
        "publishers": ["Yamagata Prefecture", "Keio University"],
        "all pages": "All pages",
        "open data": "Open data",
        "values": "Stated values",
        "topic": "Support for firms",
        "look it over": "Look it over",
        "send": "Send",
        "send more": "Send to us",
        "end": "End this inquiry",
        "end it": "End it",
        "closed": "This inquiry is closed.",
    },
}


@pytest.fixture(params=["ja", "en"])
def language(request):
    return request.param


@pytest.fixture(params=WAYS)
def reader(browser, site, language, request):
    """One who begins at the first page."""
    found = Reader(browser, site, language, request.param)
    found.open("")
    yield found
    found.leave(request.node.originalname)


def in_own_language(reader):
    assert reader.language == "ja" or reader.page.evaluate(UNMARKED_JAPANESE) == []


def values(cells):
    return [int(cell.get_attribute("value")) for cell in cells.all()]


def test_a_councillor_follows_the_money_to_the_line_and_its_document(reader):
    words, main = WORDS[reader.language], reader.main()
    reader.follow(main.get_by_role("link", name=words["money door"]))
    expect(reader.heading(words["money"])).to_be_visible()
    in_own_language(reader)
    year = main.locator("section:has(#year-2017)")
    spent = values(year.locator("tbody td:nth-of-type(2) data"))
    assert len(spent) == 3
    assert values(year.locator("tfoot td:nth-of-type(2) data")) == [sum(spent)] == [540_961_000]

    row = year.get_by_role("row").filter(has=reader.page.get_by_role("rowheader", name=words["pillar"]))
    reader.follow(row.get_by_role("link", name="150,490"))
    assert reader.page.url.endswith("/figures/budgets.actual.cancer-metabolome-research/2017/")
    expect(main.get_by_text(words["where from"])).to_be_visible()
    expect(main.locator(".figure-card data")).to_have_attribute("value", "150490000")
    lines = main.locator(f"section:has(h2:text-is('{words['counted']}'))")
    assert values(lines.locator("tbody data")) == values(lines.locator("tfoot data")) == [150_490_000]
    expect(lines.locator("tbody th")).to_contain_text(words["place"])
    in_own_language(reader)

    reader.follow(main.get_by_role("complementary").get_by_role("link", name=words["document"]))
    expect(reader.heading(words["document"])).to_be_visible()
    expect(main.get_by_role("complementary")).to_contain_text(words["publishers"][0])
    expect(main.get_by_role("heading", name=words["numbers in it"])).to_be_visible()
    in_own_language(reader)


def test_a_student_finds_what_the_programmes_are_and_whom_to_ask(reader):
    words, main = WORDS[reader.language], reader.main()
    reader.follow(main.get_by_role("link", name=words["student door"]))
    expect(reader.heading(words["programmes"])).to_be_visible()
    titles = main.locator(".subjects-list h2").all_inner_texts()
    assert titles == [words["other programme"], words["programme"]]
    in_own_language(reader)

    reader.follow(main.locator(".subjects-list h2").get_by_role("link", name=words["programme"], exact=True))
    expect(reader.heading(words["programme"])).to_be_visible()
    side = main.get_by_role("complementary")
    expect(side).to_contain_text(words["for"])
    expect(side.get_by_role("heading", name=words["whom"])).to_be_visible()
    expect(side.get_by_role("listitem").filter(has_text=words["office"])).not_to_have_count(0)
    in_own_language(reader)

    reader.follow(side.get_by_role("link", name=words["ask"]))
    expect(reader.heading(words["ask"])).to_be_visible()
    expect(main.get_by_role("heading", name=words["office"]).first).to_be_visible()
    in_own_language(reader)


def test_a_journalist_downloads_a_figure_with_its_definition(reader):
    words, main = WORDS[reader.language], reader.main()
    reader.search(words["sought"])
    in_own_language(reader)
    reader.follow(main.locator('a[href$="/figures/programmes.student_research_assistants/"]').first)
    expect(reader.heading(words["figure"])).to_be_visible()
    definition = main.get_by_role("region", name=words["definition"], exact=True).locator("p").inner_text()
    in_own_language(reader)

    coming = reader.download(main.get_by_role("link", name=words["csv"], exact=True))
    assert coming.suggested_filename == "programmes.student_research_assistants.csv"
    text = coming.path().read_bytes().decode("utf-8")
    assert text.startswith("\ufeff")  # by which spreadsheets know how it is written
    rows = list(csv.DictReader(text.removeprefix("\ufeff").splitlines()))
    told = [[row[words[name]] for name in ("year", "value", "unit", "publisher")] for row in rows]
    assert told == [
        [year, "8", words["persons"], publisher]
        for year, publisher in zip(("2017", "2022"), words["publishers"], strict=True)
    ]
    assert {row[words["definition"]] for row in rows} == {definition}
    assert {row[words["documents"]] for row in rows} >= {words["document"]}


def test_a_journalist_takes_a_whole_table_with_the_meaning_of_its_columns(reader):
    words, main = WORDS[reader.language], reader.main()
    reader.follow_menu(words["all pages"])
    reader.follow(main.get_by_role("link", name=words["open data"], exact=True))
    reader.follow(main.get_by_role("link", name=words["values"], exact=True))
    expect(reader.heading(words["values"])).to_be_visible()
    in_own_language(reader)
    coming = reader.download(main.get_by_role("link", name="JSON", exact=True))
    found = json.loads(coming.path().read_text(encoding="utf-8"))
    assert found["licence"].startswith("https://creativecommons.org/licenses/by/4.0")
    titles = {each["name"]: each[f"title@{reader.language}"] for each in found["fields"]}
    assert titles["value"] == words["value"]
    students = {
        each["fiscal_year"]: (each["value"], each["publisher"])
        for each in found["records"]
        if each["indicator"] == "programmes.special_research_students"
    }
    assert students == {2017: (20, "yamagata-prefecture"), 2022: (14, "keio-university")}

    coming = reader.download(main.get_by_role("link", name="Excel", exact=True))
    book = openpyxl.load_workbook(io.BytesIO(coming.path().read_bytes()), read_only=True)
    rows, *explained = [list(book[name].iter_rows(values_only=True)) for name in book.sheetnames]
    assert len(rows) == len(found["records"]) + 1
    cells = {cell for sheet in explained for row in sheet for cell in row}
    assert set(titles.values()) <= cells


@pytest.mark.parametrize(("way", "language"), [(KEYBOARD, "ja"), (ZOOMED, "en")])
def test_a_firm_asks_mends_a_mistake_and_follows_its_inquiry(browser, fictional_site, way, language):
    reader = Reader(browser, fictional_site, language, way)
    words, main = WORDS[language], reader.main()

    def press(name):
        reader.follow(main.get_by_role("button", name=words[name], exact=True))

    reader.open("")
    reader.follow(reader.page.locator("header").get_by_role("link", name=words["ask"], exact=True))
    reader.follow(main.get_by_role("link", name=words["topic"], exact=True))
    reader.write(main.locator("#id_text"), "Is equipment covered?")
    reader.write(main.locator("#id_email"), f"keys-{language}@firm.example.jp")
    reader.tick(main.locator("#id_agreed"))
    reader.page.wait_for_timeout(3100)  # nobody fills in a form in less
    press("look it over")
    expect(main.locator("#id_name[aria-invalid=true]")).to_be_visible()
    expect(main.locator("#id_text")).to_have_value("Is equipment covered?")
    reader.write(main.locator("#id_name"), "Mihon Hanako")
    press("look it over")
    expect(main).to_contain_text(f"keys-{language}@firm.example.jp")
    press("send")
    expect(main.locator(".lead b")).to_have_text(re.compile(r"^\d{4}-\d{4}$"))
    expect(main).to_contain_text("Is equipment covered?")
    reader.write(main.locator("#id_text"), "It is a freezer.")
    press("send more")
    expect(main.locator(".talk")).to_contain_text("It is a freezer.")
    reader.use(main.locator("summary", has_text=words["end"]))
    reader.tick(main.locator("#id_sure"))
    press("end it")
    expect(main.get_by_text(words["closed"])).to_be_visible()
    reader.leave("firm")
