"""Blocks as a PDF: what is said stands in it letter for letter, and nothing written is ever markup."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from renkei.core.blocks.booklet import Paper, typeset
from renkei.core.blocks.model import (
    ContactSpan,
    DateSpan,
    Fact,
    FactsBlock,
    Fallback,
    Heading,
    LinkSpan,
    ListBlock,
    ListItem,
    Paragraph,
    PictureBlock,
    Place,
    RecordSpan,
    Section,
    TableBlock,
    TableColumn,
    TableRow,
    Text,
)

AT = dt.datetime(2026, 11, 25, 3, 0, tzinfo=dt.UTC)
# Letters that mean something to the typesetter, and words that would be its orders.
SIGNS = st.text("#$*_`@<>\\[]{}()~/=+-'\"|:;,.0aé日本語", min_size=1, max_size=30)
ORDERS = st.sampled_from(
    (
        "#pagebreak()",
        "#set text(red)",
        "$x^2$",
        "= Heading",
        "- item",
        "<label>",
        "@ref",
        "// gone",
        "/* gone */",
    )
)


def said(text):
    return (Text(text),)


def paper(*blocks, **changed):
    given = {
        "title": "見本シーズ集",
        "subtitle": "2件",
        "author": "見本クラスター",
        "language": "ja",
        "contents": "目次",
    }
    return Paper(**(given | changed), blocks=blocks, at=AT, site="https://renkei.example.jp")


def read(made):
    return PdfReader(io.BytesIO(made.content))


def text_of(made):
    return "".join(page.extract_text() for page in read(made).pages)


def squeezed(text):
    return "".join(text.split())


@settings(max_examples=40, deadline=None)
@given(text=st.one_of(ORDERS, SIGNS, st.tuples(SIGNS, ORDERS).map("".join)))
def test_text_with_the_typesetters_signs_comes_out_as_text(text):
    made = typeset(paper(Paragraph(said(f"始{text}終"))))
    assert made.accessible
    assert made.missing == ()
    assert squeezed(f"始{text}終") in squeezed(text_of(made))


@settings(max_examples=30, deadline=None)
@given(text=st.text(min_size=1, max_size=40))
def test_whatever_letters_are_written_a_paper_comes_of_it(text):
    made = typeset(paper(Section("part", said(text), (Paragraph(said(text)),))))
    assert made.content.startswith(b"%PDF-")
    assert made.pages == len(read(made).pages)


def test_letters_no_font_has_are_told_and_the_paper_stays_accessible():
    made = typeset(paper(Paragraph(said("菌の写真😀と\x07記号"))))
    assert made.accessible
    assert made.missing == ("😀",)
    assert "菌の写真〓と記号" in text_of(made)


PRINTED = (
    "見出し",
    "行末",
    "令和8年11月25日",
    "000-000-0000",
    "外の頁",
    "内の頁",
    "onlyinEnglish",
    "段階",
    "試作",
    "実証",
    "親",
    "子",
    "済み",
    "写真",
    "ファイルなし",
    "表題",
    "単位の注",
    "額(千円)",
    "1,000",
    "計",
    "1,002",
    "脚注",
)


def test_every_kind_of_block_and_span_is_printed():
    table = TableBlock(
        "t",
        said("表題"),
        (TableColumn(said("名")), TableColumn(said("額"), "千円", numeric=True)),
        (TableRow((said("甲"), said("1,000"))),),
        said("単位の注"),
        TableRow((said("計"), said("1,002"))),
        (said("脚注"),),
    )
    spans = (
        DateSpan("2026-11-25", "令和8年11月25日"),
        ContactSpan("000-000-0000"),
        LinkSpan(said("外の頁"), "https://example.jp/"),
        RecordSpan("seed", "a", said("内の頁"), "/ja/seeds/a/"),
        Fallback("en", said("only in English"), Place()),
    )
    made = typeset(
        paper(
            Heading(1, said("見出し"), "1", said("行末")),
            Paragraph(spans),
            FactsBlock((Fact(said("段階"), (said("試作"), said("実証"))),)),
            ListBlock((ListItem(said("親"), (ListItem(said("子")),), state_label="済み"),)),
            PictureBlock(said("写真"), "ファイルなし"),
            table,
        )
    )
    found = squeezed(text_of(made))
    for words in PRINTED:
        assert words in found, words
    assert made.accessible


def test_a_paper_has_language_title_tags_contents_and_numbered_pages():
    sheets = tuple(
        Section(f"s{n}", said(f"シーズ{n}"), (Paragraph(said("平成29年度の研究")),)) for n in range(3)
    )
    made = typeset(paper(Section("food", said("食品"), sheets), language="ja"))
    document = read(made)
    root = document.trailer["/Root"]
    assert root["/Lang"] == "ja-JP"
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert document.metadata.title == "見本シーズ集"
    assert b"pdfuaid:part" in made.content
    assert len(document.pages) == 4  # the contents, then a page for each sheet
    contents = squeezed(document.pages[0].extract_text())
    assert all(f"シーズ{n}" in contents for n in range(3))
    assert "平成29年度の研究" in document.pages[1].extract_text()
    assert document.pages[3].extract_text().strip().endswith("4 / 4")
    outline = [each.title for each in document.outline if not isinstance(each, list)]
    assert outline == ["食品"]


def test_the_same_paper_gives_the_same_bytes():
    one = paper(Section("a", said("同じ"), (Paragraph(said("内容")),)))
    assert typeset(one).content == typeset(one).content


@pytest.mark.parametrize("language", ["ja", "en"])
def test_an_empty_paper_is_a_paper(language):
    made = typeset(paper(language=language))
    assert made.accessible
    assert made.pages == 1
