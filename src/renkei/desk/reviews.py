"""How review sheets of measures are laid out: tables of the page, and the same as a workbook."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import xlsxwriter
from django.urls import reverse

from renkei.budgets.enums import Grade
from renkei.core.ui import parts
from renkei.core.ui.text import bi, both
from renkei.desk.figures import evidence_address, year_label
from renkei.desk.pages import language_now
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from collections.abc import Iterator

    from renkei.budgets.models import MeasureReview
    from renkei.budgets.sheets import Cost, Followed, ReviewSheet, Year

NOT_STATED = bi("記載なし", "not stated")
NONE = "–"
BUDGET, ACTUAL = bi("{year} 予算", "{year} budget"), bi("{year} 決算", "{year} actual")
GRADES: dict[str, parts.Tone] = {"high": "good", "medium": "info", "low": "warn"}
PURPOSE = ("target", "intent", "outcome", "basis", "plan")
EVALUATED = ("necessity", "effectiveness", "efficiency")


def label_of(review: MeasureReview, name: str) -> Any:
    return review._meta.get_field(name).verbose_name  # type: ignore[union-attr]


def purpose(review: MeasureReview) -> list[parts.Fact]:
    return [
        parts.Fact(label_of(review, name), parts.Cell(getattr(review, name) or None, "localised"))
        for name in PURPOSE
    ]


def judgements(review: MeasureReview) -> parts.Table:
    rows = []
    for name in EVALUATED:
        grade = getattr(review, name)
        word = parts.StateView(Grade(grade).label, GRADES[grade]) if grade else None
        cell = parts.Cell(word, "state") if word else parts.Cell(bi("未評価", "not yet judged"))
        why = parts.Cell(getattr(review, f"{name}_why") or None, "localised")
        rows.append([parts.Cell(label_of(review, name)), cell, why])
    return parts.Table(
        identifier="judgements",
        caption=bi("評価", "Evaluation"),
        columns=[
            parts.Column(bi("観点", "Aspect"), row_head=True),
            parts.Column(bi("評価", "Grade")),
            parts.Column(bi("理由", "Reason")),
        ],
        rows=rows,
    )


def costs(sheet: ReviewSheet) -> parts.Table:
    """Return direct cost by fund, staff and the total, in whole yen, the year before beside this one."""
    year = sheet.measure.fiscal_year
    heads = [(BUDGET, year - 1), (ACTUAL, year - 1), (BUDGET, year), (ACTUAL, year)]
    yen = bi("円", "yen")
    columns = [
        parts.Column(both(said).filled(year=year_label(each)), numeric=True, unit=yen) for said, each in heads
    ]
    return parts.Table(
        identifier="costs",
        caption=bi("費用", "Cost"),
        columns=[parts.Column(bi("区分", "Item"), row_head=True), *columns],
        rows=[_cost_row(one) for one in (*sheet.funds, sheet.direct, sheet.staff, sheet.total)],
        note=bi(
            "人件費は従事時間×平均単価。どちらかが記載されていない合計は出しません。前の年度は、同じ柱の同じ名称の"
            "施策の記録です（「–」は記録なし）。",
            "Staff cost is hours times their average cost. No total is given where a part is not stated. The year "
            "before is the record of the measure of the same name under the same pillar (“–”: there is none).",
        ),
    )


def _cost_row(one: Cost) -> list[parts.Cell]:
    before = (_money(value, NONE) for value in (one.before.budget, one.before.actual))
    now = (_money(value, NOT_STATED) for value in (one.now.budget, one.now.actual))
    return [parts.Cell(one.name, "localised"), *before, *now]


def _money(value: int | None, otherwise: Any) -> parts.Cell:
    return parts.Cell(otherwise) if value is None else parts.Cell((value, f"{value:,}", ""), "money")


def followed(sheet: ReviewSheet) -> parts.Table:
    """Return each indicator with target, value and achievement by year."""
    years = sheet.followed[0].years if sheet.followed else ()
    rows = [row for one in sheet.followed for row in _indicator_rows(one)]
    return parts.Table(
        identifier="followed",
        caption=bi("活動指標と成果指標", "Activity and outcome"),
        columns=[
            parts.Column(bi("指標", "Indicator"), row_head=True),
            parts.Column(""),
            *(parts.Column(year_label(year.fiscal_year), numeric=True) for year in years),
        ],
        rows=rows,
        empty=parts.Empty(
            bi("指標はまだ選ばれていません", "No indicator is chosen yet"),
            bi("施策の指標を加えると、ここに目標と実績が並びます。", "Add indicators to the measure."),
        ),
    )


def _indicator_rows(one: Followed) -> Iterator[list[parts.Cell]]:
    label = parts.Cell(one.row.indicator.label, "localised", under=bi(*_pair(one.row.get_role_display())))
    lines: list[tuple[Any, Any]] = [
        (bi("目標", "Target"), _target),
        (bi("実績", "Result"), _actual),
        (bi("達成率", "Achievement"), _share),
    ]
    for number, (name, cell) in enumerate(lines):
        head = label if number == 0 else parts.Cell(one.row.indicator.label, "localised")
        yield [head, parts.Cell(name), *(cell(year) for year in one.years)]


def _pair(text: Any) -> tuple[str, str]:
    return str(text), str(text)


def _target(year: Year) -> parts.Cell:
    if year.target is None:
        return parts.Cell(NONE)
    return parts.Cell((year.target, f"{year.target.normalize():,f}", ""), "money")


def _actual(year: Year) -> parts.Cell:
    answer = year.answer
    if answer is None:
        return parts.Cell(NONE)
    words = answer.text(language_now())
    url = evidence_address(answer)
    return parts.Cell((answer.value, words, url), "money") if answer.value is not None else parts.Cell(words)


def _share(year: Year) -> parts.Cell:
    if year.share is None:
        open_one = year.target is not None
        return parts.Cell(bi("未確定", "not yet available") if open_one else NONE)
    percent = f"{year.share.quantize(year.share.__class__('0.1'))}%"
    return parts.Cell((year.share, percent, ""), "money", under=year.verdict or "")


def sheet_link(slug: str) -> str:
    return reverse("desk:review_sheet", args=[slug])


def workbook(sheet: ReviewSheet) -> bytes:
    """Return the sheet as a workbook of one page, in the reader's language."""
    language, buffer = language_now(), io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(buffer, options)
    page = book.add_worksheet("sheet")
    page.set_paper(9)
    page.fit_to_pages(1, 1)
    head = book.add_format({"bold": True, "bg_color": "#EEEEEE", "border": 1})
    cell = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
    page.set_column(0, 0, 26)
    page.set_column(1, 6, 18)
    for line, row in enumerate(_lines(sheet, language)):
        for column, text in enumerate(row):
            page.write_string(line, column, text, head if column == 0 or len(row) == 1 else cell)
    book.close()
    return buffer.getvalue()


def _lines(sheet: ReviewSheet, language: str) -> Iterator[list[str]]:
    measure, review = sheet.measure, sheet.review
    yield [measure.title.text(language)]
    yield [str(bi("年度", "Fiscal year")), year_label(measure.fiscal_year).text(language)]
    yield [str(bi("柱", "Pillar")), measure.pillar.title.text(language)]
    if review:
        section = review.section.name.text(language) if review.section else str(NOT_STATED)
        yield [str(bi("担当課", "Section")), section]
        for name in PURPOSE:
            yield [str(label_of(review, name)), getattr(review, name).text(language)]
    for table in (followed(sheet), costs(sheet)):
        yield [str(table.caption)]
        yield [_text(column.label, language) for column in table.columns]
        yield from ([_text(each.value, language) for each in row] for row in table.rows)
    if review:
        yield [str(bi("評価", "Evaluation"))]
        for row in judgements(review).rows:
            yield [_text(each.value, language) for each in row]
        for name in ("problems", "reform"):
            yield [str(label_of(review, name)), getattr(review, name).text(language)]
        yield [str(label_of(review, "course")), str(review.get_course_display())]


def _text(value: Any, language: str) -> str:
    if isinstance(value, Localised):
        return value.text(language)
    if isinstance(value, tuple):
        return str(value[1])
    return str(getattr(value, "word", value) if value is not None else NOT_STATED)
