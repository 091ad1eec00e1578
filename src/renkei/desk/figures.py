"""How figures are laid out on the desk."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from renkei.core.figures.enums import FigureKind
from renkei.core.records.kinds import kind_of
from renkei.core.ui import parts
from renkei.core.ui.text import bi
from renkei.kernel.fiscal import FiscalYear
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from collections.abc import Sequence

    from renkei.core.figures.answers import Evidence, FigureAnswer

PRINTS = {
    "stated": parts.StateView(bi("資料の値", "Stated"), "info"),
    "computed": parts.StateView(bi("記録から計算", "Computed"), "good"),
}


def year_label(year: int) -> Localised:
    return Localised.both(FiscalYear(year).label("ja"), FiscalYear(year).label("en"))


def evidence_address(answer: FigureAnswer) -> str:
    return reverse("desk:evidence", args=[answer.code, answer.fiscal_year])


@dataclass(frozen=True)
class Linked:
    """A figure among other things: printed with its unit, the number leading to its evidence."""

    answer: FigureAnswer

    def text(self, language: str) -> str:
        return self.answer.printed(language)

    @property
    def value(self) -> Decimal | None:
        return self.answer.value

    @property
    def evidence_url(self) -> str:
        return evidence_address(self.answer)


def _number(value: Decimal | None, text: str, url: str = "") -> parts.Cell:
    """A value with its words: the cell of money takes any number and its own text."""
    return parts.Cell(None) if value is None else parts.Cell((value, text, url), "money")


def can_choose(answer: FigureAnswer) -> bool:
    """Say whether there is more than one value to print, or a choice to take back."""
    values = len({one.publisher.code for one in answer.stated}) + (answer.computed is not None)
    return values > 1 or answer.choice is not None


def difference_text(answer: FigureAnswer, language: str) -> str:
    if answer.difference is None:
        return ""
    sign = "＋" if answer.difference > 0 else ""
    return sign + answer.printed_of("exact", answer.difference, answer.precision, language)


def figures_table(answers: Sequence[FigureAnswer], language: str) -> parts.Table:
    return parts.Table(
        identifier="figures",
        caption=bi("年度の数字", "Figures of the year"),
        columns=[
            parts.Column(bi("数字", "Figure"), row_head=True),
            parts.Column(bi("種類", "Kind")),
            parts.Column(bi("資料の値", "Stated"), numeric=True),
            parts.Column(bi("記録から計算", "Computed"), numeric=True),
            parts.Column(bi("差", "Difference"), numeric=True),
            parts.Column(bi("印字する値", "Printed")),
        ],
        rows=[_row(answer, language) for answer in answers],
        total=len(answers),
        density=True,
        empty=parts.Empty(
            bi("この条件に合う数字はありません", "No figure matches"),
            bi(
                "指標と資料の値を登録するか、記録を増やすとここに並びます。",
                "Figures appear here once indicators have stated values or records to count.",
            ),
        ),
    )


def _row(answer: FigureAnswer, language: str) -> list[parts.Cell]:
    first = answer.stated[0] if answer.stated else None
    computed = answer.computed
    stated = parts.Cell(None)
    if first is not None:
        words = answer.stated_text(first, language)
        stated = _number(first.value, words) if first.value is not None else parts.Cell(words)
    others = len(answer.stated) - 1
    if others > 0:
        stated = parts.Cell(
            stated.value,
            stated.kind,
            under=Localised.both(f"ほか{others}件の公表", f"{others} more publishers or papers"),
        )
    return [
        parts.Cell(answer.label, "localised", url=evidence_address(answer), under=answer.code),
        parts.Cell(FigureKind(answer.kind).label),
        stated,
        _number(computed.value, answer.printed_of("exact", computed.value, answer.precision, language))
        if computed
        else parts.Cell(None),
        _number(answer.difference, difference_text(answer, language))
        if answer.difference is not None
        else parts.Cell(bi("なし", "none") if computed and first and first.value is not None else "―"),
        parts.Cell(PRINTS[answer.prints], "state"),
    ]


def facts_of(answer: FigureAnswer, language: str) -> list[parts.Fact]:
    """Return what is known of a figure besides its value."""
    difference = difference_text(answer, language)
    found: list[tuple[Any, parts.Cell]] = [
        (bi("定義", "Definition"), parts.Cell(answer.definition_text, "localised")),
        (bi("定義の版", "Version of the definition"), parts.Cell(answer.version, "ordinal")),
        (bi("数える単位", "Counted unit"), parts.Cell(answer.unit.label, "localised")),
        (bi("数の種類", "Kind"), parts.Cell(FigureKind(answer.kind).label)),
        (bi("年度", "Fiscal year"), parts.Cell(answer.fiscal_year, "fiscal_year")),
        (bi("期間", "Period"), parts.Cell(answer.period, "period")),
        (bi("時点", "As of"), parts.Cell(answer.as_of, "day")),
        (bi("基準", "Basis"), parts.Cell(answer.basis.label if answer.basis else None, "localised")),
        (
            bi("公表者", "Publisher"),
            parts.Cell(answer.publisher.label if answer.publisher else None, "localised"),
        ),
        (bi("印字する値", "Printed"), parts.Cell(PRINTS[answer.prints], "state")),
        (bi("決めた者", "Chosen by"), parts.Cell(answer.choice.chosen_by if answer.choice else None)),
        (
            bi("差（計算 − 資料）", "Difference (computed − stated)"),
            parts.Cell((answer.difference, difference, ""), "money")
            if difference
            else parts.Cell(bi("なし", "none")),
        ),
        (
            bi("差の説明", "Explanation of the difference"),
            parts.Cell(answer.explanation or None, "localised"),
        ),
    ]
    return [parts.Fact(label, cell) for label, cell in found]


def stated_table(answer: FigureAnswer, language: str) -> parts.Table:
    rows = []
    for one in answer.stated:
        words = answer.stated_text(one, language)
        value = parts.Cell((one.value, words, ""), "money") if one.value is not None else parts.Cell(words)
        rows.append(
            [
                parts.Cell(
                    one.publisher.label, "localised", url=kind_of("statedvalue").desk_address(one.slug)
                ),
                value,
                parts.Cell(one.basis.label, "localised"),
                parts.Cell(one.as_of, "day"),
                parts.Cell(
                    one.document_title,
                    "localised",
                    url=kind_of("document").desk_address(one.document),
                    under=one.place,
                ),
                parts.Cell(one.note or None, "localised"),
            ]
        )
    return parts.Table(
        identifier="stated",
        caption=bi("資料による値", "Stated values"),
        columns=[
            parts.Column(bi("公表者", "Publisher"), row_head=True),
            parts.Column(bi("値", "Value"), numeric=True),
            parts.Column(bi("基準", "Basis")),
            parts.Column(bi("時点", "As of")),
            parts.Column(bi("資料と場所", "Document and place")),
            parts.Column(bi("注記", "Note")),
        ],
        rows=rows,
        empty=parts.Empty(bi("資料による値はありません", "No document states this figure")),
    )


def lines_table(found: Evidence, language: str, pages: parts.Pager | None) -> parts.Table:
    """Return the records a computed value sums, a page at a time."""
    answer = found.answer
    rows = [
        [
            parts.Cell(line.label, "localised", url=line.desk_address(), under=kind_of(line.kind).name),
            parts.Cell(line.when, "day"),
            parts.Cell((line.amount, answer.number_text(Decimal(line.amount), language), ""), "money"),
            parts.Cell(
                parts.StateView(bi("公開", "Public"), "good")
                if line.public
                else parts.StateView(bi("非公開", "Not public"), "neutral"),
                "state",
            ),
        ]
        for line in found.lines
    ]
    return parts.Table(
        identifier="lines",
        caption=bi("数えた記録", "Records counted"),
        columns=[
            parts.Column(bi("記録", "Record"), row_head=True),
            parts.Column(bi("日付", "Date"), tight=True),
            parts.Column(
                bi("数", "Amount"), numeric=True, unit=answer.unit_text(language) if answer.is_money else ""
            ),
            parts.Column(bi("公開の状態", "Publication")),
        ],
        rows=rows,
        total=found.found,
        first=(found.page - 1) * max(1, len(rows)) + 1
        if found.page < found.pages
        else found.found - len(rows) + 1,
        pager=pages,
        empty=parts.Empty(bi("当たる記録はありません", "No record counted")),
    )
