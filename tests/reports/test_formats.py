"""A report in its six formats: the same bytes for the same data, texts as texts, unknown told from nothing."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from renkei.core.blocks import report_paper
from renkei.core.blocks.model import Paragraph
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.reports import formats
from renkei.reports.formats import House, render_report, rendered
from renkei.reports.service import ReportSection
from tests.reports.sample import AT, FORMATS, STATES, made, read, said, sample

# What would be an order to typst, a browser, Word or a spreadsheet.
ORDERS = (
    '#pagebreak() $x^2$ = *b* _i_ @ref <label> \\ // /* */ #read("/etc/passwd")',
    "<script>alert(1)</script><b>&amp;</b><img src=x onerror=alert(1)>",
    "</w:t></w:r><w:p/><w:t>]]>&lt;",
    '=HYPERLINK("http://example.com")',
    "=cmd|' /C calc'!A0",
    "+1+cmd",
    "@SUM(A1)",
    "[[body]] [[title]] {{ title }} {% now %}",
)


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_report_gives_the_same_bytes(form):
    one, other = made(sample(), form), made(sample(), form)
    assert one == other


@pytest.mark.parametrize("form", ["pdf", "docx", "xlsx"])
def test_another_moment_gives_other_bytes(form):
    later = AT + dt.timedelta(days=400)
    assert render_report(sample(), form, made_at=AT) != render_report(sample(), form, made_at=later)


@pytest.mark.parametrize("form", ["docx", "xlsx"])
def test_no_part_of_an_archive_bears_the_moment_of_packing(form):
    with zipfile.ZipFile(io.BytesIO(made(sample(), form))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("order", ORDERS)
def test_what_would_be_an_order_comes_out_as_text(form, order):
    content = made(sample(words=order), form)
    assert "".join(order.split()) in read(content, form)
    if form == "html":
        assert b"<script" not in content
        assert content.count(b"<img") == 1
        assert b"<b>" not in content
    if form == "csv":
        starts = [cell[:1] for line in read(content, "csv").splitlines() for cell in line.split("\n")]
        assert not {"=", "+", "@"} & set(starts)
        assert ",=" not in content.decode("utf-8-sig")
        assert ',"=' not in content.decode("utf-8-sig")


@settings(max_examples=15, deadline=None)
@given(words=st.text(min_size=1, max_size=25))
@example(words="\x00\x07\x1b\x0b\x7f")
@example(words="\ud800\udfff")
@example(words="\ufffe\uffff\ue000😀")
@example(words="\u202e\u2066\u200b")
@example(words="a\nb\r\nc\td")
def test_whatever_letters_are_written_every_format_comes_of_it(words):
    found = sample(words=words)
    for form in FORMATS:
        content = made(found, form)
        assert ("数exact" if form in {"csv", "xlsx"} else "全県的な取組の推進") in read(content, form)
        assert b"\x00" not in content or form in {"pdf", "docx", "xlsx"}


@pytest.mark.parametrize("form", FORMATS)
def test_unknown_about_and_nothing_are_told_apart(form):
    content = made(sample(), form)
    found = read(content, form)
    for text, _ in STATES.values():
        assert (text if form not in {"xlsx", "csv"} else text.replace("約1,200", "1200")) in found
    if form in {"xlsx", "csv"}:
        assert "about概数" in found
    if form == "json":
        spans = [
            item["spans"][1]
            for block in json.loads(content)["sections"][1]["blocks"]
            if block["type"] == "list"
            for item in block["items"]
            if len(item["spans"]) > 1
        ]
        values = {span["code"]: (span["value"], span["state"]) for span in spans}
        assert values["tests.zero"] == (0, "exact")
        assert values["tests.about"] == (1200, "about")
        assert values["tests.not_yet_known"] == (None, "not_yet_known")
        assert values["tests.not_stated"] == (None, "not_stated")


@pytest.mark.parametrize("form", [each for each in FORMATS if each != "csv"])
def test_a_dash_of_a_table_stays_a_dash_and_the_footnote_stands(form):
    found = read(made(sample(), form), form)
    assert "–" in found
    assert "四捨五入のため、合計と内訳が合わないことがあります。" in found


def test_letters_no_font_has_are_told():
    found = rendered(sample(words="😀"), "pdf", made_at=AT)
    assert found.missing == ("😀",)
    assert found.accessible
    assert "全県的な取組の推進〓" in read(found.content, "pdf")


def test_a_typesetter_that_dies_is_told_in_both_languages(monkeypatch):
    def dies(*_given, **_named):
        raise RuntimeError("the typesetter broke")

    monkeypatch.setattr(report_paper, "set_in_type", dies)
    with pytest.raises(RuleBroken) as refused:
        made(sample(), "pdf")
    assert refused.value.code == "report.not_typeset"
    assert "PDFを組めませんでした" in refused.value.message.text("ja")
    assert "could not be typeset" in refused.value.message.text("en")


def test_an_unknown_format_is_refused():
    with pytest.raises(RuleBroken) as refused:
        render_report(sample(), "odt", made_at=AT)
    assert refused.value.code == "report.unknown_format"


@pytest.mark.parametrize("form", ["pdf", "docx", "html"])
def test_a_photograph_that_is_gone_leaves_a_mark(form):
    content = render_report(sample(), form, made_at=AT, house=House(), content=lambda _: None)
    assert "写真は掲載されていません" in read(content, form)
    assert "会議のようす" in read(content, form)


@pytest.mark.parametrize("form", ["pdf", "docx"])
@pytest.mark.parametrize("broken", [b"", b"\xff\xd8\xff\xe0 cut short", b"<svg onload='x'/>"])
def test_a_broken_photograph_does_not_stop_the_report(form, broken):
    content = render_report(sample(), form, made_at=AT, content=lambda _: broken)
    assert "会議のようす" in read(content, form)
    assert "写真は掲載されていません" in read(content, form)


def test_the_page_stands_alone_and_runs_nothing():
    page = made(sample(), "html").decode()
    assert page.count("<style>") == 1
    assert "data:image/jpeg;base64," in page
    assert 'alt="会場に人が集まっている"' in page
    assert "<link" not in page
    assert " style=" not in page
    assert formats.LABELS.keys() == set(FORMATS)


def test_era_or_western_years_are_the_houses():
    assert "令和8年11月25日作成" in read(made(sample(), "pdf"), "pdf")
    assert "2026年11月25日作成" in read(made(sample(), "pdf", era=False), "pdf")
    assert "第1版公表" in read(made(sample(), "pdf", dateline="第1版 公表"), "pdf")


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_a_report_that_says_whom_to_ask_has_its_own_block_at_the_end(form):
    own = ReportSection(
        "contact", Localised.both("お問い合わせ", "Contact"), (Paragraph(said("見本課 内線 1234")),)
    )
    found = sample()
    content = made(replace(found, sections=(*found.sections, own)), form)
    told = read(content, form)
    assert told.count("内線1234") == 1
    assert "内線0000" not in told
    assert told.rindex("お問い合わせ") > told.rindex("見本年報")


def test_a_report_may_bear_a_number_of_its_own():
    numbered = replace(sample(), paper_number=Localised.both("資料9", "Paper 9"))
    assert "資料9" in read(made(numbered, "pdf"), "pdf")
    assert "資料1" in read(made(numbered, "pdf", number="資料1"), "pdf")
    assert "資料9" not in read(made(numbered, "pdf", number="資料1"), "pdf")
