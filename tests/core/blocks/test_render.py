import json
import re
from decimal import Decimal
from html.parser import HTMLParser

import pytest

from renkei.core.blocks.inline import parse
from renkei.core.blocks.model import (
    AmountSpan,
    ContactSpan,
    DateSpan,
    Deferred,
    DifferenceSpan,
    DrawingBlock,
    Fact,
    FactsBlock,
    Fallback,
    FigureSpan,
    Heading,
    HiddenSpan,
    LinkSpan,
    ListBlock,
    ListItem,
    OrdinalSpan,
    Paragraph,
    PictureBlock,
    Place,
    RecordSpan,
    Section,
    Sources,
    TableBlock,
    TableColumn,
    TableRow,
    Text,
    YearSpan,
)
from renkei.core.blocks.plain import blocks_to_text
from renkei.core.blocks.render import blocks_to_html, blocks_to_json

EVIL = "<script>alert(1)</script>&\"'"
AMOUNT = AmountSpan("35,000千円", 35_000_000, "/e/")
FIGURE = FigureSpan(
    "a.b", 2020, "2,068", "件", Decimal(2068), "exact", "project", "stated", "/f/", ("source",)
)
EVERYTHING = (
    Section(
        "s",
        (Text("題"),),
        (
            Heading(1, (Text("見出し"),), "1", (YearSpan(2020, "令和2年度"), Text(" "), FIGURE)),
            Paragraph(
                (
                    Text("本文"),
                    DateSpan("2020-05-01", "令和2年5月1日", "meeting", "m", "/m/"),
                    DateSpan("2020-05-01/..", "令和2年5月1日から"),
                    OrdinalSpan("20"),
                    ContactSpan("0234-00-0000"),
                    RecordSpan("body", "b", (Text("会議"),), "/b/"),
                    RecordSpan("unit", "u", (Text("課"),), ""),
                    LinkSpan((Text("外"),), "https://example.org/"),
                    HiddenSpan("（非公開）"),
                    Fallback("en", (Text("English only"),), Place("item", "i", "text", "ja")),
                ),
                "lead",
            ),
            ListBlock((ListItem((FIGURE,), (ListItem((Text("子"),)),), "done", "実施済み"),)),
            TableBlock(
                "t",
                (Text("表"),),
                (
                    TableColumn((Text("柱"),)),
                    TableColumn((YearSpan(2020, "令和2年度"),), "千円", numeric=True),
                ),
                (TableRow(((Text("行"),), (FIGURE,))),),
                (Text("単位：千円"),),
                TableRow(
                    (
                        (Text("合計"),),
                        (DifferenceSpan("a.b", 2021, "a.b", 2020, "△1,000", Decimal(-1000), "yen", "/d/"),),
                    )
                ),
                ((Text("注"),),),
            ),
            FactsBlock((Fact((Text("期間"),), ((Text("値"),), (FIGURE,))),)),
            PictureBlock((Text("写真の説明"),), "写真はありません"),
            DrawingBlock("d", (Text("図の題"),), "枠と線の図", "<svg/>", (Paragraph((AMOUNT,)),), "<svg/>"),
            Sources(frozenset({"source"})),
        ),
    ),
)


class Marks(HTMLParser):
    """Collects digits that stand outside any mark."""

    def __init__(self):
        super().__init__()
        self.stack = []
        self.unmarked = []

    def handle_starttag(self, tag, attrs):  # noqa: ARG002
        self.stack.append("data-number" in dict(attrs))

    def handle_endtag(self, tag):  # noqa: ARG002
        self.stack.pop()

    def handle_data(self, data):
        if re.search(r"\d", data) and not any(self.stack):
            self.unmarked.append(data)


def unmarked(html):
    marks = Marks()
    marks.feed(html)
    assert not marks.stack
    return marks.unmarked


def test_every_number_is_marked_and_every_tag_closed():
    html = blocks_to_html(EVERYTHING, "ja")
    assert unmarked(html) == []
    assert unmarked("<p>7</p>") == ["7"]


def test_marks_lead_where_they_should():
    html = blocks_to_html(EVERYTHING, "ja")
    assert re.search(
        r'<a class="figure" data-number="figure" href="/f/"><data value="2068"[^>]*>2,068</data></a>', html
    )
    assert '<a href="/m/"><time datetime="2020-05-01" data-number="date">令和2年5月1日</time></a>' in html
    assert '<span lang="en" class="fallback">English only</span>' in html
    assert '<a href="/b/">会議</a>' in html


def test_headings_follow_the_page():
    html = blocks_to_html(EVERYTHING, "ja", top=2)
    assert re.findall(r"<(h\d)", html) == ["h2", "h3"]
    assert re.findall(r"<(h\d)", blocks_to_html(EVERYTHING, "ja", top=6)) == ["h6", "h6"]


@pytest.mark.parametrize(
    "block",
    [
        Heading(1, (Text(EVIL),), EVIL, (Text(EVIL),)),
        Paragraph((Text(EVIL), OrdinalSpan(EVIL), ContactSpan(EVIL), HiddenSpan(EVIL))),
        Paragraph((RecordSpan("body", "b", (Text(EVIL),), EVIL), DateSpan(EVIL, EVIL), YearSpan(1, EVIL))),
        Paragraph((FigureSpan(EVIL, 1, EVIL, EVIL, Decimal(1), EVIL, EVIL, EVIL, EVIL),)),
        ListBlock((ListItem((Text(EVIL),), (), EVIL, EVIL),)),
        TableBlock(EVIL, (Text(EVIL),), (TableColumn((Text(EVIL),), EVIL),), (TableRow(((Text(EVIL),),)),)),
        FactsBlock((Fact((Text(EVIL),), ((Text(EVIL),),)),)),
        PictureBlock((Text(EVIL),), EVIL),
        DrawingBlock(EVIL, (Text(EVIL),), EVIL, "", (Paragraph((Text(EVIL), AmountSpan(EVIL, 1, EVIL))),)),
        Section(EVIL, (Text(EVIL),), ()),
    ],
)
def test_nothing_in_a_text_becomes_markup(block):
    html = blocks_to_html((block,), "ja")
    assert "<script" not in html
    assert "alert(1)" in html


def test_json_says_what_everything_is():
    (section,) = json.loads(json.dumps(blocks_to_json(EVERYTHING), ensure_ascii=False))
    assert [block["type"] for block in section["blocks"]] == [
        "heading",
        "paragraph",
        "list",
        "table",
        "facts",
        "picture",
        "drawing",
    ]
    year, _, figure = section["blocks"][0]["aside"]
    assert year == {"type": "year", "fiscal_year": 2020, "text": "令和2年度"}
    assert (figure["code"], figure["value"], figure["basis"]) == ("a.b", 2068, "stated")
    assert isinstance(figure["value"], int)
    item = section["blocks"][2]["items"][0]
    assert item["state"] == "done"
    assert item["children"][0]["spans"] == [{"type": "text", "text": "子"}]
    assert section["blocks"][3]["total"]["cells"][1][0]["value"] == -1000
    drawing = section["blocks"][6]
    assert (drawing["svg"], drawing["alternative"]) == ("<svg/>", "枠と線の図")
    assert drawing["text"][0]["spans"] == [
        {"type": "amount", "text": "35,000千円", "value": 35_000_000, "address": "/e/"}
    ]


def test_plain_text_has_a_line_for_each_part():
    text = blocks_to_text(EVERYTHING)
    assert "1 見出し 令和2年度 2,068 件" in text
    assert "  - 子" in text
    assert "合計\t△1,000" in text
    assert "[写真の説明: 写真はありません]" in text
    assert "[図の題: 枠と線の図]\n  35,000千円" in text


@pytest.mark.parametrize("form", [lambda b: blocks_to_html(b, "ja"), blocks_to_json, blocks_to_text])
def test_what_is_not_resolved_is_not_rendered(form):
    with pytest.raises(TypeError, match="not resolved"):
        form((Deferred(frozenset(), lambda _: ()),))


def test_an_open_placeholder_is_not_rendered():
    with pytest.raises(TypeError, match="not resolved"):
        blocks_to_html((Paragraph(parse("[[year:2020]]")),), "ja")
    with pytest.raises(TypeError, match="not resolved"):
        blocks_to_json((Paragraph(parse("[[year:2020]]")),))
