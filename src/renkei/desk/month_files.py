"""The month's report as a workbook and as a document: the same counts, rules and lines as the page."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import xlsxwriter
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from renkei.core.records.kinds import kind_of
from renkei.core.ui.marks import plain
from renkei.kernel.eras import format_date
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from collections.abc import Sequence

    from renkei.matching.models import Activity
    from renkei.matching.month import Count, Report

WORDS = {
    "counts": Localised.both("集計", "Counts"),
    "log": Localised.both("活動の記録", "Log of activities"),
    "lines": Localised.both("集計の内訳", "Lines of the counts"),
    "figure": Localised.both("項目", "Figure"),
    "number": Localised.both("数", "Number"),
    "rule": Localised.both("数え方", "Rule"),
    "day": Localised.both("日付", "Date"),
    "kind": Localised.both("種類", "Kind"),
    "whom": Localised.both("相手", "Whom"),
    "who": Localised.both("担当", "Coordinator"),
    "what": Localised.both("内容", "What was done"),
    "found": Localised.both("分かったこと", "What was found"),
    "promised": Localised.both("約束したこと", "What was promised"),
    "identifier": Localised.both("識別名", "Identifier"),
    "name": Localised.both("名称", "Name"),
    "none": Localised.both("なし", "none"),
}


def workbook(found: Report, title: Localised, language: str) -> bytes:
    """Return the report as a workbook: counts, their lines, the log."""
    kept = io.BytesIO()
    # What begins with "=" is a text of somebody's, never a formula.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(kept, options)
    book.set_properties({"title": title.text(language)})
    sheet = _Sheets(book, language)
    sheet.add(
        "counts",
        [("figure", 34), ("number", 10), ("rule", 70)],
        [[each.name.text(language), each.number, each.rule.text(language)] for each in found.counts],
    )
    sheet.add(
        "lines",
        [("figure", 34), ("identifier", 34), ("name", 60)],
        [
            [each.name.text(language), line.pk, _label(line, language)]
            for each in found.counts
            for line in each.lines
        ],
    )
    sheet.add(
        "log",
        [("day", 12), ("kind", 10), ("whom", 28), ("who", 16), ("what", 50), ("found", 50), ("promised", 36)],
        [_log_row(each, language) for each in found.activities],
    )
    book.close()
    return kept.getvalue()


class _Sheets:
    """The sheets of the workbook: a frozen head, wrapped texts, days as days, A4 across one page."""

    def __init__(self, book: Any, language: str) -> None:
        self.book, self.language = book, language
        self.head = book.add_format({"bold": True, "bottom": 1})
        self.wrap = book.add_format({"text_wrap": True, "valign": "top"})
        self.day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"})

    def add(self, name: str, columns: list[tuple[str, int]], rows: list[list[Any]]) -> None:
        page = self.book.add_worksheet(WORDS[name].text(self.language))
        page.freeze_panes(1, 0)
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        for place, (column, width) in enumerate(columns):
            page.set_column(place, place, width, self.wrap)
            page.write(0, place, WORDS[column].text(self.language), self.head)
        for number, row in enumerate(rows, 1):
            for place, value in enumerate(row):
                if hasattr(value, "isoformat"):
                    page.write_datetime(number, place, value, self.day)
                else:
                    page.write(number, place, value, self.wrap)


def document(found: Report, title: Localised, language: str) -> bytes:
    """Return the report as a document for A4: counts with their rules, then what was done."""
    paper = Document()
    section = paper.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    normal: Any = paper.styles["Normal"]
    normal.font.name, normal.font.size = "Yu Mincho", Pt(10.5)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), "游明朝")
    paper.core_properties.title = title.text(language)
    paper.add_heading(title.text(language), level=0)
    paper.add_heading(WORDS["counts"].text(language), level=1)
    table = paper.add_table(rows=1, cols=3)
    table.style = "Table Grid"
    table.autofit = False
    _written(table.rows[0], [WORDS[name].text(language) for name in ("figure", "number", "rule")])
    for each in found.counts:
        _written(table.add_row(), [each.name.text(language), number_text(each), each.rule.text(language)])
    _lines(paper, found, language)
    paper.add_heading(WORDS["log"].text(language), level=1)
    for activity in found.activities:
        _told(paper, activity, language)
    if not found.activities:
        paper.add_paragraph(WORDS["none"].text(language))
    kept = io.BytesIO()
    paper.save(kept)
    return kept.getvalue()


def _written(row: Any, texts: Sequence[str]) -> None:
    """Fill a row of the counts: the number to the right, the rule with most of the room."""
    for cell, text, width in zip(row.cells, texts, (4.2, 1.6, 9.8), strict=True):
        cell.text, cell.width = text, Cm(width)
    row.cells[1].paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _lines(paper: Any, found: Report, language: str) -> None:
    """Name what each count counts; visits, calls and meetings are the log itself."""
    paper.add_heading(WORDS["lines"].text(language), level=1)
    activities = {each.pk for each in found.activities}
    told = [
        each for each in found.counts if each.lines and not {line.pk for line in each.lines} <= activities
    ]
    for each in told:
        paper.add_paragraph().add_run(f"{each.name.text(language)} {number_text(each)}").bold = True
        for line in each.lines:
            paper.add_paragraph(_label(line, language), style="List Bullet")
    if not told:
        paper.add_paragraph(WORDS["none"].text(language))


def number_text(count: Count) -> str:
    return "―" if count.number is None else f"{count.number:g}"


def _told(paper: Any, activity: Activity, language: str) -> None:
    day, kind, whom, who, *texts = _log_row(activity, language)
    line = paper.add_paragraph(style="List Bullet")
    line.add_run(f"{format_date(day, language)} {kind} {whom}").bold = True
    line.add_run(f" ({who})" if language != "ja" else f"（{who}）")
    for name, text in zip(("", "found", "promised"), texts, strict=True):
        if text:
            label = f"{WORDS[name].text(language)}: " if name else ""
            paper.add_paragraph(f"{label}{text}", style="List Continue")


def _log_row(each: Activity, language: str) -> list[Any]:
    whom = each.organisation.name.text(language) if each.organisation else each.who.text(language)
    return [
        each.held_on,
        str(each.get_kind_display()),
        whom,
        each.coordinator.display_name(),
        each.what.text(language),
        each.found.text(language),
        each.promised.text(language),
    ]


def _label(record: Any, language: str) -> str:
    label = kind_of(record).label(record)
    return label.text(language) if isinstance(label, Localised) else plain(label)
