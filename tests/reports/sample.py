"""A report made by hand, with every kind of block and every state of a number, and readers of all its formats."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import html
import io
import json
import re
from dataclasses import replace
from decimal import Decimal

import docx
import openpyxl
import pypdfium2
from PIL import Image

from renkei.core.blocks.model import (
    ContactSpan,
    DateSpan,
    DifferenceSpan,
    DrawingBlock,
    Fact,
    FactsBlock,
    FigureSpan,
    Heading,
    HiddenSpan,
    LinkSpan,
    ListBlock,
    ListItem,
    OrdinalSpan,
    Paragraph,
    PictureBlock,
    PictureFile,
    RecordSpan,
    TableBlock,
    TableColumn,
    TableRow,
    Text,
    YearSpan,
)
from renkei.kernel.localised import Localised
from renkei.reports.figures import ReportFigure
from renkei.reports.formats import House, render_report
from renkei.reports.service import Report, ReportSection

AT = dt.datetime(2026, 11, 25, 3, 0, tzinfo=dt.UTC)
FORMATS = ("html", "pdf", "docx", "xlsx", "json", "csv")
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="120" viewBox="0 0 400 120">'
    '<rect x="1" y="1" width="398" height="118" fill="none" stroke="#006173"/>'
    '<text x="20" y="60" font-size="18" font-family="sans-serif">推進会議の図</text></svg>'
)
STATES = {
    "exact": ("19", Decimal(19)),
    "zero": ("0", Decimal(0)),
    "about": ("約1,200", Decimal(1200)),
    "not_yet_known": ("未確定", None),
    "not_stated": ("記載なし", None),
}


def photograph() -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (64, 48), "#006173").save(kept, "JPEG")
    return kept.getvalue()


JPEG = photograph()
FILE = PictureFile(hashlib.sha256(JPEG).hexdigest(), "image/jpeg", 64, 48, "会場に人が集まっている")


def said(text: str):
    return (Text(text),)


def number(name: str) -> FigureSpan:
    text, value = STATES[name]
    state = "exact" if name in {"exact", "zero"} else name
    return FigureSpan(
        f"tests.{name}", 2017, text, "", value, state, "project", "stated", f"/ja/figures/tests.{name}/2017/"
    )


def figure(name: str, section: str = "results") -> ReportFigure:
    span = number(name)
    printed = f"{span.text}件" if span.value is not None else span.text
    return ReportFigure(
        section,
        span.code,
        2017,
        "平成29年度",
        f"数{name}",
        span.value,
        printed,
        "project",
        "件",
        span.state,
        {"exact": "数値あり", "about": "概数", "not_yet_known": "未確定", "not_stated": "記載なし"}[
            span.state
        ],
        "stated",
        "資料に記された値",
        "mihon-prefecture",
        "見本県",
        "flow",
        "期間中の数",
        f"{name}の意味",
        ("見本年報",),
    )


def money_table() -> TableBlock:
    def amount(code: str, year: int, text: str, value: int) -> FigureSpan:
        return FigureSpan(code, year, text, "", Decimal(value), "exact", "yen", "actual", "")

    change = DifferenceSpan("a.b", 2018, "a.b", 2017, "△43,436", Decimal(-43_436_000), "yen", "")
    return TableBlock(
        "amounts",
        said("柱ごとの金額"),
        (
            TableColumn(said("柱")),
            TableColumn((YearSpan(2017, "平成29年度"), Text(" 実績")), "千円", numeric=True),
            TableColumn(said("増減"), "千円", numeric=True),
        ),
        (
            TableRow(
                (
                    (OrdinalSpan("1"), Text(" 全県的な取組")),
                    (amount("a.b", 2017, "150,490", 150_490_499),),
                    (change,),
                )
            ),
            TableRow(((OrdinalSpan("2"), Text(" 研究")), said("記載なし"), said("–"))),
        ),
        said("単位：千円"),
        TableRow((said("合計"), (amount("a", 2017, "540,961", 540_961_000),), said("–"))),
        (said("四捨五入のため、合計と内訳が合わないことがあります。"),),
    )


def results(words: str):
    """Return a chapter with every kind of block but drawings."""
    spans = (
        DateSpan("2017-07-10", "平成29年7月10日"),
        ContactSpan("000-000-0000"),
        LinkSpan(said("外の頁"), "https://example.jp/"),
        RecordSpan("body", "council", said("推進会議"), "/ja/bodies/council/"),
        HiddenSpan("（非公開）"),
    )
    table = money_table()
    amount = (YearSpan(2017, "平成29年度"), Text(" 実績額 40,373 千円"))
    child = ListItem(said("子の項目"), (ListItem(said("孫の項目")),))
    return (
        Heading(1, said(f"全県的な取組の推進{words}"), "1", amount),
        Heading(2, said("体制の推進"), "(1)"),
        Paragraph(spans),
        Paragraph(said(f"先頭の文{words}"), "lead"),
        ListBlock((ListItem(said(f"親の項目{words}"), (child,), state_label="予定"),)),
        ListBlock(tuple(ListItem((Text(f"{name}："), number(name))) for name in STATES)),
        PictureBlock(said(f"会議のようす{words}"), "", FILE),
        PictureBlock(said("締結式"), f"写真は保有していない{words}"),
        replace(table, caption=(*table.caption, *said(words))) if words else table,
    )


def sample(*more, language: str = "ja", words: str = "") -> Report:
    """Return a report; `words` stands in every place where somebody's text can stand."""
    figures = [figure(name) for name in STATES]
    if words:
        figures.append(replace(figure("exact"), code="tests.words", label=words, definition=words))
    chair = FactsBlock((Fact(said("会長"), (said("見本県知事"),)),))
    source = ListBlock((ListItem(said("見本年報")),))
    return Report(
        "yearly",
        2017,
        language,
        Localised({language: f"平成29年度の実績{words}"}),
        Localised({language: f"見本クラスター{words}"}),
        (
            ReportSection("structure", Localised({language: "推進体制"}), (chair,)),
            ReportSection("results", Localised({language: "実績"}), (*results(words), *more)),
            ReportSection("sources", Localised({language: "資料"}), (source,)),
        ),
        figures=tuple(figures),
    )


def drawing(alternative: str = "推進会議を中心に関係機関がつながる図") -> DrawingBlock:
    return DrawingBlock(
        "structure",
        said("推進体制の図"),
        alternative,
        SVG,
        (Paragraph(said("推進会議の下に委員会を置く。")),),
    )


def held(file: PictureFile) -> bytes | None:
    return JPEG if file.sha256 == FILE.sha256 else None


def made(found: Report, form: str, **changed) -> bytes:
    house = House(
        site="https://renkei.example.jp", contact=Localised.both("産業課\n内線 0000", "Industry"), **changed
    )
    return render_report(found, form, made_at=AT, house=house, content=held)


def read(content: bytes, form: str) -> str:
    """Return all that a file says, without spaces and breaks of lines."""
    return "".join(READERS[form](content).split())


def _html(content: bytes) -> str:
    body = content.decode().partition("</head>")[2]
    return html.unescape(re.sub(r"<[^>]+>", "", body))


def pdf_text(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    try:
        pages = []
        for number_ in range(len(document)):
            page = document[number_]
            text = page.get_textpage()
            pages.append(text.get_text_bounded())
            text.close()
            page.close()
    finally:
        document.close()
    return "\n".join(pages)


def _docx(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    return "".join(each.text or "" for each in document.element.body.iter(f"{{{W}}}t"))


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _xlsx(content: bytes) -> str:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return "\n".join(
        str(cell)
        for sheet in book
        for row in sheet.iter_rows(values_only=True)
        for cell in row
        if cell is not None
    )


def _csv(content: bytes) -> str:
    rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    return "\n".join(cell for row in rows for cell in row)


def _json(content: bytes) -> str:
    def texts(node):
        if isinstance(node, dict):
            for each in node.values():
                yield from texts(each)
        elif isinstance(node, list):
            for each in node:
                yield from texts(each)
        else:
            yield str(node)

    return "\n".join(texts(json.loads(content)))


READERS = {"html": _html, "pdf": pdf_text, "docx": _docx, "xlsx": _xlsx, "csv": _csv, "json": _json}
