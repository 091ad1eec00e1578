"""A report's PDF: what readers who do not see it, archives and searches need is in it."""

from __future__ import annotations

import io
import itertools
import re

import pikepdf
import pytest

from tests.reports.sample import JPEG, SVG, drawing, made, pdf_text, read, sample


@pytest.fixture(scope="module")
def content():
    return made(sample(drawing()), "pdf", number="資料1")


@pytest.fixture(scope="module")
def document(content):
    with pikepdf.open(io.BytesIO(content)) as opened:
        yield opened


def elements(node, found=None):
    """Return every element of the structure tree."""
    found = [] if found is None else found
    kids = node.get("/K")
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            found.append(kid)
            elements(kid, found)
    return found


def of(document, *names):
    return [each for each in elements(document.Root.StructTreeRoot) if str(each.S) in names]


def test_it_says_that_it_keeps_to_both_standards(document):
    with document.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
        assert metadata["dc:title"] == "平成29年度の実績"


def test_it_has_a_language_a_title_and_tags(document):
    assert str(document.Root.Lang) == "ja-JP"
    assert document.Root.MarkInfo.Marked
    assert document.Root.ViewerPreferences.DisplayDocTitle
    assert str(document.docinfo.Title) == "平成29年度の実績"


def test_headings_lists_and_tables_are_told_as_such(document):
    names = {str(each.S) for each in elements(document.Root.StructTreeRoot)}
    assert {
        "/H1",
        "/H2",
        "/H3",
        "/L",
        "/LI",
        "/Lbl",
        "/LBody",
        "/Table",
        "/TR",
        "/TH",
        "/TD",
        "/Caption",
    } <= names


def table_of(cell):
    return next(each for each in cell.A if str(each.O) == "/Table")


def test_every_cell_of_a_table_leads_to_the_heads_of_its_column_and_row(document):
    heads = {str(each.ID): each for each in of(document, "/TH")}
    scopes = [str(table_of(each).Scope) for each in heads.values()]
    assert sorted(scopes) == ["/Column"] * 3 + ["/Row"] * 3
    kept = pikepdf.NameTree(document.Root.StructTreeRoot.IDTree)
    assert set(kept) == set(heads)
    assert all(kept[name].objgen == each.objgen != (0, 0) for name, each in heads.items())
    cells = of(document, "/TD")
    assert len(cells) == 6
    for each in cells:
        column, row = (heads[str(name)] for name in table_of(each).Headers)
        assert (str(table_of(column).Scope), str(table_of(row).Scope)) == ("/Column", "/Row")
        assert row.P.objgen == each.P.objgen


def test_every_picture_says_what_is_to_be_seen(document):
    figures = of(document, "/Figure")
    told = {str(each.Alt) for each in figures if "/Alt" in each}
    assert {"会場に人が集まっている", "推進会議を中心に関係機関がつながる図"} <= told
    assert all("/Alt" in each for each in figures)


def test_no_heading_is_passed_over(document):
    levels = [int(str(each.S)[2:]) for each in of(document, *(f"/H{n}" for n in range(1, 7)))]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_sections_and_pillars_are_bookmarks(document):
    with document.open_outline() as outline:
        titles = [(each.title, [child.title for child in each.children]) for each in outline.root]
    assert titles == [("推進体制", []), ("実績", ["1 全県的な取組の推進"]), ("資料", [])]


def test_a_year_is_found_by_searching(content):
    text = pdf_text(content)
    assert "平成29年度" in text
    assert "平成29年7月10日" in text


def test_the_paper_bears_its_number_contents_and_page_numbers(content):
    text = pdf_text(content)
    first = text[: text.index("1 / ")]
    assert "資料1" in first
    assert "目次" in first
    pages = re.search(r"1 / (\d+)", text)
    assert pages
    assert f"{pages[1]} / {pages[1]}" in text
    assert read(content, "pdf").count("平成29年度の実績") > int(pages[1]) - 1  # the running head
    assert "お問い合わせ" in text
    assert "内線 0000" in text


def test_a_drawing_stays_lines_and_letters(document, content):
    assert "推進会議の図" in pdf_text(content)
    assert "<text" in SVG
    pictures = [each for page in document.pages for each in page.get_images().values()]
    assert all(each.get("/Width") == 64 for each in pictures), "only the photograph is made of points"


def test_the_photograph_is_kept_as_it_was(document):
    streams = [each.read_raw_bytes() for page in document.pages for each in page.get_images().values()]
    assert streams == [JPEG]


def test_amounts_stand_on_the_bar_in_brackets(content):
    assert "［平成29年度実績額40,373千円］" in read(content, "pdf")


def test_english_papers_are_told_in_english():
    found = sample(language="en")
    with pikepdf.open(io.BytesIO(made(found, "pdf"))) as opened:
        assert str(opened.Root.Lang) == "en"
    text = pdf_text(made(found, "pdf"))
    assert "Made on 25 November 2026" in text
    assert "Contents" in text
    assert "[平成29年度" in text
