"""How a load's findings are laid out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from renkei.core.records.kinds import Kind, kinds
from renkei.core.ui import parts
from renkei.core.ui.text import bi

if TYPE_CHECKING:
    from collections.abc import Sequence

    from renkei.core.tables.findings import LoadResult, RowChange

WHAT: dict[str, parts.StateView] = {
    "added": parts.StateView(bi("追加", "Added"), "good"),
    "changed": parts.StateView(bi("変更", "Changed"), "info"),
    "withdrawn": parts.StateView(bi("取り下げ", "Withdrawn"), "warn"),
    "stale": parts.StateView(bi("別の人が変更", "Changed by someone else"), "late"),
}
SHOWN_LENGTH = 120


def _kinds() -> dict[str, Kind]:
    return {kind.table: kind for kind in kinds()}


def counts_table(result: LoadResult) -> parts.Table:
    """Return how many rows of each table are added, changed, withdrawn and the same."""
    known = _kinds()
    rows = []
    for table, count in result.counts.items():
        label: Any = known[table].plural if table in known else table
        numbers = (count.added, count.changed, count.withdrawn, count.unchanged)
        rows.append([parts.Cell(label, under=table), *(parts.Cell(number, "ordinal") for number in numbers)])
    return parts.Table(
        identifier="counts",
        caption=bi("表ごとの件数", "Rows by table"),
        columns=[
            parts.Column(bi("表", "Table"), row_head=True),
            parts.Column(bi("追加", "Added"), numeric=True),
            parts.Column(bi("変更", "Changed"), numeric=True),
            parts.Column(bi("取り下げ", "Withdrawn"), numeric=True),
            parts.Column(bi("変更なし", "Unchanged"), numeric=True),
        ],
        rows=rows,
        tall=True,
    )


def changes_table(result: LoadResult) -> parts.Table:
    """Return the first rows that change, cell by cell."""
    known = _kinds()
    rows = [row for change in result.changes for row in _change_rows(change, known)]
    return parts.Table(
        identifier="changes",
        caption=bi("変わる行（先頭の200行まで）", "Rows that change (the first 200)"),
        columns=[
            parts.Column(bi("記録", "Record"), row_head=True),
            parts.Column(bi("変わり方", "Change")),
            parts.Column(bi("列", "Column")),
            parts.Column(bi("今の値", "Now")),
            parts.Column(bi("読み込む値", "In the file")),
        ],
        rows=rows,
        tall=True,
    )


def stale_table(stale: Sequence[RowChange]) -> parts.Table:
    """Return the rows that someone else changed since the file was written out: now, and in the file."""
    known = _kinds()
    return parts.Table(
        identifier="stale",
        caption=bi("書き出したあとに別の人が変えた行", "Rows that someone else has changed since"),
        columns=[
            parts.Column(bi("記録", "Record"), row_head=True),
            parts.Column(bi("状態", "State")),
            parts.Column(bi("列", "Column")),
            parts.Column(bi("今の値", "Now")),
            parts.Column(bi("ファイルの値", "In the file")),
        ],
        rows=[row for change in stale for row in _change_rows(change, known)],
        tall=True,
    )


def _change_rows(change: RowChange, known: dict[str, Kind]) -> list[list[parts.Cell]]:
    kind = known.get(change.table)
    url = kind.desk_address(change.slug) if kind and change.what != "added" else ""
    head = parts.Cell(change.slug, url=url, under=kind.name if kind else change.table)
    state = parts.Cell(WHAT[change.what], "state")
    if not change.cells:
        return [[head, state, parts.Cell("―"), parts.Cell("―"), parts.Cell("―")]]
    return [
        [head, state, parts.Cell(cell.column), _short(cell.before), _short(cell.after)]
        for cell in change.cells
    ]


def _short(text: str) -> parts.Cell:
    if not text:
        return parts.Cell(bi("（空欄）", "(empty)"))
    return parts.Cell(text if len(text) <= SHOWN_LENGTH else f"{text[:SHOWN_LENGTH]}…")


def flaws_table(result: LoadResult, language: str) -> parts.Table:
    """Return every flaw with its place, what was found and what was expected."""
    rows = [
        [
            parts.Cell(flaw.file or "―"),
            parts.Cell(flaw.row, "ordinal") if flaw.row is not None else parts.Cell("―"),
            parts.Cell(flaw.column or "―"),
            _short(flaw.found),
            parts.Cell(flaw.expected.text(language) or flaw.code),
        ]
        for flaw in result.flaws
    ]
    return parts.Table(
        identifier="flaws",
        caption=bi("直していただきたいところ", "What needs mending"),
        columns=[
            parts.Column(bi("ファイル", "File"), row_head=True),
            parts.Column(bi("行", "Row"), numeric=True),
            parts.Column(bi("列", "Column")),
            parts.Column(bi("書かれていたこと", "Found")),
            parts.Column(bi("必要なもの", "Expected")),
        ],
        rows=rows,
        tall=True,
    )


def warnings(result: LoadResult, language: str) -> list[str]:
    return [remark.message(language) for remark in result.warnings]
