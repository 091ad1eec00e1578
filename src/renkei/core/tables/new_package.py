"""An empty package to fill in: headings, an example row as a comment, a guide made from the declarations."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from renkei.core.records.kinds import Kind, kind_of, kinds
from renkei.core.tables.cells import write_cell
from renkei.core.tables.columns import Column, ColumnType, written_columns
from renkei.core.tables.dump import descriptor_text
from renkei.core.tables.guide import guide
from renkei.core.tables.packages import DESCRIPTOR, Form, form_of, package_writer
from renkei.core.tables.settings import DEFAULT_LANGUAGES
from renkei.core.tables.trouble import explained

if TYPE_CHECKING:
    from pathlib import Path

_EXAMPLES = {
    ColumnType.INTEGER: "1",
    ColumnType.NUMBER: "12",
    ColumnType.MONEY: "1200000",
    ColumnType.DATE: "2024-04-01",
    ColumnType.PARTIAL_DATE: "2024-04",
    ColumnType.FISCAL_YEAR: "2024",
    ColumnType.BOOLEAN: "false",
}
_CLUSTER = {
    "name@ja": "見本クラスター",
    "name@en": "Sample cluster",
    "publication": "public",
    "home_figures": "",
}


def new_package(
    path: Path, *, form: Form | None = None, languages: tuple[str, ...] = DEFAULT_LANGUAGES
) -> None:
    """Write empty tables with an example row each, the descriptor and a guide in both languages.

    Raises RuleBroken("dump.not_a_package") where the place holds something else.
    """
    with explained(), package_writer(path, form or form_of(path)) as writer:
        for kind in kinds():
            columns = written_columns(kind, languages, ())
            writer.table(kind.table, columns, [example_row(kind, columns)])
        writer.file(DESCRIPTOR, io.BytesIO(descriptor_text().encode()))
        for language in ("ja", "en"):
            writer.file(f"README.{language}.md", io.BytesIO(guide(language, languages).encode()))


def example_row(kind: Kind, columns: tuple[Column, ...]) -> list[str]:
    """Return a row that is a comment: taking away the sign # in front makes it a row like any other."""
    cells = [_example(column) for column in columns]
    if kind.slug == "cluster":
        cells = [_CLUSTER.get(column.name, cell) for column, cell in zip(columns, cells, strict=True)]
    return [f"# mihon-{kind.slug}", *cells[1:]]


def _example(column: Column) -> str:
    if column.type is ColumnType.REFERENCE:
        return f"mihon-{kind_of(column.target).slug}" if column.required else ""
    if column.field.has_default() and not column.part:
        return write_cell(column, column.field.get_default())
    if column.type is ColumnType.CHOICE:
        return column.choices[0][0]
    if column.type is not ColumnType.TEXT:
        return "" if column.part == "end" else _EXAMPLES[column.type]
    if column.field.blank:
        return ""
    return column.title("ja" if column.part in {"", "ja"} else "en")
