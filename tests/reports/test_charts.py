"""A chart in a report: gaps and breaks stay open, its table says the same, every format shows it in its way."""

from __future__ import annotations

import io
import json
import re

import docx
import openpyxl
import pikepdf
import pytest
from defusedxml.ElementTree import fromstring

from renkei.core.accounts.actors import COMMAND_LINE, STRANGER
from renkei.core.blocks.model import DrawingBlock, Paragraph, TableBlock
from renkei.core.blocks.plain import spans_to_text
from renkei.core.blocks.registry import build
from renkei.core.blocks.request import BlockRequest
from renkei.core.files.models import Document
from renkei.directory.models import Organisation
from renkei.indicators.models import Indicator, StatedValue
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.reports.figures import figures_of, pairs_in
from renkei.reports.models import ReportSection
from renkei.reports.rules import settings_flaw
from renkei.reports.service import Report, section_preview
from renkei.reports.service import ReportSection as Shown
from tests.builders import both, make
from tests.reports.mihon import DAY
from tests.reports.sample import made, pdf_text

pytestmark = pytest.mark.django_db
CODE = "research.projects"
VALUES = {2016: 12, 2018: 15, 2019: 19, 2020: 20}


@pytest.fixture
def values(db):
    for slug in ("mihon-prefecture", "mihon-city"):
        make(Organisation, slug, name=both(f"見本{slug}", f"Mihon {slug}"), kind="prefecture")
    make(Document, "annual-report", title=both("見本年報", "Mihon annual report"))
    label = both("共同研究<b>", "Projects<b>")
    make(Indicator, CODE, label=label, definition=both("数", "Number"), unit="project", kind="flow")
    for year, value in VALUES.items():
        make(
            StatedValue,
            f"joint-{year}",
            indicator_id=CODE,
            fiscal_year=year,
            state="exact",
            value=value,
            document_id="annual-report",
            publisher_id="mihon-city" if year == 2020 else "mihon-prefecture",
        )


def chart(year=2020, language="ja", actor=STRANGER, **params):
    request = BlockRequest.of(year, language, actor=actor, at=DAY, params={"code": CODE, **params})
    return build("indicators.trend", request)


def test_a_missing_year_and_another_publisher_are_not_joined(values):
    drawing, table = chart()
    assert isinstance(drawing, DrawingBlock)
    assert isinstance(table, TableBlock)
    marks = [each.get("class") for each in fromstring(drawing.svg).iter() if each.get("class")]
    assert marks.count("chart-dot") == 4
    assert marks.count("chart-line") == 1  # 2018 to 2019
    assert marks.count("chart-gap") == 2  # over 2017, and to the other publisher of 2020
    assert "点線は" in spans_to_text(drawing.caption)
    assert "平成29年度" in drawing.alternative
    assert [spans_to_text(row.cells[1]) for row in table.rows] == ["12", "記載なし", "15", "19", "20"]
    assert {spans_to_text(row.cells[2]) for row in table.rows} == {
        "",
        "見本mihon-prefecture",
        "見本mihon-city",
    }


def test_its_years_count_from_the_reports_own(values):
    _, table = chart(2019, language="en", **{"from": "-1", "to": "0"})
    assert [spans_to_text(row.cells[0]) for row in table.rows] == ["FY2018", "FY2019"]
    assert len(table.columns) == 2  # one publisher, one basis
    (empty,) = chart(2010)
    assert isinstance(empty, Paragraph)


def test_a_code_that_is_no_figure_is_told_to_who_can_mend_it(values):
    with pytest.raises(RuleBroken) as refused:
        chart(actor=COMMAND_LINE, code="no.such_figure")
    assert refused.value.code == "placeholder.unknown_figure"
    (told,) = chart(code="no.such_figure")
    assert spans_to_text(told.spans) == "（記載なし）"


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "code=",
        "code=A B",
        "code=a.b;from=x",
        "code=a.b;from=1;to=0",
        "code=a.b;from=-40",
        "code=a.b;by=1",
    ],
)
def test_settings_it_does_not_know_are_refused(wrong):
    flaw = settings_flaw(wrong, block="indicators.trend")
    assert flaw is not None
    assert flaw.code == "report.settings"
    assert settings_flaw("code=a.b;from=-9;to=1", block="indicators.trend") is None


def test_the_desk_previews_it(values):
    piece = ReportSection(
        title=both("推移", "Trend"), block="indicators.trend", settings=f"code={CODE};from=-2"
    )
    shown = section_preview(piece, 2020, language="ja", actor=COMMAND_LINE, at=DAY).html("ja")
    assert "<svg" in shown
    assert "共同研究&lt;b&gt;" in shown
    assert "<b>" not in shown
    assert "style=" not in shown


def test_questions_do_not_grow_with_the_years(values, django_assert_num_queries):
    chart()
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        chart(**{"from": "-1"})
    with django_assert_num_queries(len(few)):
        chart(**{"from": "-20"})


def whole():
    request = BlockRequest.of(2020, "ja", actor=STRANGER, at=DAY, params={"code": CODE})
    blocks = build("indicators.trend", request)
    figures = figures_of({"trend": pairs_in(blocks)}, request.answers.load(()), request)
    title = Localised({"ja": "見本"})
    section = Shown("trend", Localised({"ja": "推移"}), blocks)
    return Report("yearly", 2020, "ja", title, title, (section,), figures=figures)


def test_every_format_shows_it_in_its_way(values):
    found = whole()
    pdf = made(found, "pdf")
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert not [
            each for page in opened.pages for each in page.get_images()
        ]  # lines and letters, no points
    assert "平成28" in pdf_text(pdf)
    document = docx.Document(io.BytesIO(made(found, "docx")))
    (shape,) = document.inline_shapes
    assert shape._inline.docPr.get("descr").startswith("共同研究<b>の折れ線グラフ")
    assert document.tables[0].cell(2, 1).text == "記載なし"
    page = made(found, "html").decode()
    assert "共同研究&lt;b&gt;" in page
    assert re.search(r'<svg[^>]*role="img"', page)
    sheet = openpyxl.load_workbook(io.BytesIO(made(found, "xlsx"))).worksheets
    cells = [cell for each in sheet for row in each.iter_rows(values_only=True) for cell in row]
    assert {12, 15, 19, 20} <= set(cells)
    assert "記載なし" in cells
    told = json.loads(made(found, "json"))
    assert [each["type"] for each in told["sections"][0]["blocks"]] == ["drawing", "table"]
