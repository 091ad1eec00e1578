"""Who owes what in a round: a table of owners, a table of what is asked by owner, the same as a workbook."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import xlsxwriter
from django.urls import reverse

from renkei.core.records.kinds import kind_of
from renkei.core.ui import parts
from renkei.core.ui.text import bi
from renkei.desk.pages import language_now
from renkei.rounds.enums import QuestionState

if TYPE_CHECKING:
    from renkei.rounds.models import Round
    from renkei.rounds.selectors import Line, Overview

TONES: dict[str, parts.Tone] = {"asked": "warn", "answered": "info", "returned": "late", "approved": "good"}
SITUATIONS = {
    "to_check": parts.StateView(bi("確認待ち", "To check"), "info"),
    "late": parts.StateView(bi("遅れ", "Late"), "late"),
    "owing": parts.StateView(bi("回答待ち", "Owing"), "warn"),
    "done": parts.StateView(bi("済み", "Done"), "good"),
}


def owners_table(found: Overview) -> parts.Table:
    return parts.Table(
        identifier="owners",
        caption=bi("照会先と回答の状況", "Who was asked, and who owes what"),
        columns=[
            parts.Column(bi("組織", "Organisation"), row_head=True),
            parts.Column(bi("状況", "State")),
            parts.Column(bi("項目", "Asked"), numeric=True),
            parts.Column(bi("未回答", "Owing"), numeric=True),
            parts.Column(bi("確認待ち", "To check"), numeric=True),
            parts.Column(bi("承認済み", "Approved"), numeric=True),
            parts.Column(bi("最後の連絡", "Last written to"), tight=True),
        ],
        rows=[_owner_row(owner) for owner in found.owners],
        empty=parts.Empty(bi("まだ誰にも尋ねていません", "Nobody is asked yet")),
    )


def _owner_row(owner: Any) -> list[parts.Cell]:
    address = reverse("desk:round_owner", args=[owner.round_id, owner.organisation_id])
    counts = owner.counts
    numbers = (
        counts.total(),
        counts["asked"] + counts["returned"],
        counts["answered"],
        counts["approved"],
    )
    return [
        parts.Cell(owner.organisation.name, "localised", url=address, under=owner.contact),
        parts.Cell(SITUATIONS[owner.situation], "state"),
        *(parts.Cell(count, "ordinal") for count in numbers),
        parts.Cell(owner.written_on, "day"),
    ]


def label_of(line: Line) -> Any:
    return line.indicator.label if line.indicator else kind_of(line.kind).plural


def matrix_table(asked: Round, found: Overview, only: str) -> parts.Table:
    """Return what is asked by owner; a cell leads to the owner's answers."""
    return parts.Table(
        identifier="matrix",
        caption=bi("項目ごと・組織ごとの状態", "State of each question by organisation"),
        columns=[
            parts.Column(bi("項目", "Question"), row_head=True),
            *(parts.Column(owner.organisation.name) for owner in found.owners),
        ],
        rows=[
            [
                parts.Cell(label_of(line), "localised" if line.indicator else "text"),
                *(_cell(line, owner, only) for owner in found.owners),
            ]
            for line in found.lines
        ],
        downloads=[
            parts.Link(bi("Excelで受け取る", "Get as Excel"), reverse("desk:round_overview", args=[asked.pk]))
        ],
        total=len(found.lines),
        empty=parts.Empty(
            bi("この状態の項目はありません", "Nothing is in this state")
            if only
            else bi("まだ何も尋ねていません", "Nothing is asked yet")
        ),
    )


def _cell(line: Line, owner: Any, only: str) -> parts.Cell:
    state = line.states.get(owner.organisation_id, "")
    if not state or (only and state != only):
        return parts.Cell("―")
    return parts.Cell(parts.StateView(QuestionState(state).label, TONES[state]), "state")


def workbook(asked: Round, found: Overview) -> bytes:
    """Return who owes what as a sheet, in the reader's language."""
    language, buffer = language_now(), io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(buffer, options)
    sheet, bold = book.add_worksheet("overview"), book.add_format({"bold": True, "text_wrap": True})
    sheet.write_string(0, 0, asked.title.text(language), bold)
    sheet.write_string(1, 0, str(bi("項目", "Question")), bold)
    for column, owner in enumerate(found.owners, 1):
        sheet.write_string(1, column, owner.organisation.name.text(language), bold)
    for number, line in enumerate(found.lines, 2):
        label = label_of(line)
        sheet.write_string(number, 0, label.text(language) if line.indicator else str(label))
        for column, owner in enumerate(found.owners, 1):
            state = line.states.get(owner.organisation_id, "")
            sheet.write_string(number, column, str(QuestionState(state).label) if state else "")
    sheet.set_column(0, 0, 40)
    sheet.set_column(1, max(1, len(found.owners)), 20)
    sheet.freeze_panes(2, 1)
    book.close()
    return buffer.getvalue()
