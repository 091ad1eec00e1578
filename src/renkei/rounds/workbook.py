"""The questions of an owner as a workbook, for networks that are cut off; it comes back through the same check."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import xlsxwriter

from renkei.core.tables.sheets import read_sheets
from renkei.kernel.errors import Flaw, RuleBroken
from renkei.kernel.localised import Localised
from renkei.kernel.units import CountedUnit

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from renkei.rounds.models import Owner
    from renkei.rounds.selectors import Asked

SHEET = "回答 answers"
FIELDS = ("value", "source", "place", "note")
REVISION = "版 revision"
HEAD = (
    "符号 code",
    "指標 indicator",
    "定義 definition",
    "単位 unit",
    "前年度 last year",
    "値 value",
    "資料 document",
    "場所 place",
    "注記 note",
    REVISION,
)
_FIRST = HEAD.index("値 value")
_CHANGED = Localised.both(
    "ワークブックの見出しが変わっています。配布したものに書き込んでください。",
    "The workbook's headings have changed. Please fill in the one that was handed out.",
)
_ANOTHER = Localised.both(
    "別の照会か別の組織のワークブックです。", "The workbook belongs to another round or organisation."
)
_TWICE = Localised.both("同じ指標は一度だけ", "each indicator only once")
_MOST_ROWS = 5000


def write_workbook(owner: Owner, asked: Sequence[Asked]) -> bytes:
    """Return a workbook with one row for each question, what is answered already filled in."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet(SHEET)
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    sheet.write_row(0, 0, [str(owner), owner.organisation.name.text("ja"), owner.round.title.text("ja")])
    sheet.write_row(1, 0, HEAD, bold)
    for number, one in enumerate(asked, 2):
        question, indicator = one.question, one.question.indicator
        unit = CountedUnit(indicator.unit).label
        last = "" if one.last is None or one.last.value is None else f"{one.last.value.normalize():f}"
        texts = [
            indicator.pk,
            f"{indicator.label.text('ja')} / {indicator.label.text('en')}",
            indicator.definition.text("ja"),
            f"{unit.text('ja')} / {unit.text('en')}",
            last,
            question.written,
            question.source,
            question.place,
            question.note,
            str(question.revision),
        ]
        for column, text in enumerate(texts):
            sheet.write_string(number, column, text, wrapped)
    sheet.set_column(0, len(HEAD) - 1, 24)
    sheet.freeze_panes(2, 1)
    book.close()
    return buffer.getvalue()


def read_workbook(path: Path, owner: Owner) -> tuple[dict[str, dict[str, str]], dict[str, int]]:
    """Read answers back: indicator -> texts, and indicator -> row number; rows without any answer are left out.

    Raises RuleBroken where the file is no such workbook: damaged, macros, hidden sheets, rows or columns,
    another owner's or round's, changed.
    """
    sheets = read_sheets(path, path.name)
    rows = sheets[0].rows if sheets else []
    if len(rows) > _MOST_ROWS:
        raise RuleBroken("workbook.changed", _CHANGED)
    if not rows or rows[0][1][0].strip() != str(owner):
        raise RuleBroken("workbook.another", _ANOTHER)
    heads = [cell.strip() for cell in rows[1][1]] if len(rows) > 1 else []
    if tuple(heads[: len(HEAD)]) != HEAD or any(heads[len(HEAD) :]):
        raise RuleBroken("workbook.changed", _CHANGED)
    answers: dict[str, dict[str, str]] = {}
    places: dict[str, int] = {}
    for number, cells in rows[2:]:
        padded = [cell.strip() for cell in [*cells, *[""] * len(HEAD)]]
        given = dict(zip(FIELDS, padded[_FIRST:], strict=False))
        if not any(given.values()):
            continue
        given["revision"] = padded[HEAD.index(REVISION)]
        if padded[0] in answers:
            said = Flaw("answer.twice", row=number, column=HEAD[0], found=padded[0], expected=_TWICE)
            raise RuleBroken("answer.twice", Localised.both(said.message("ja"), said.message("en")))
        answers[padded[0]], places[padded[0]] = given, number
    return answers, places
