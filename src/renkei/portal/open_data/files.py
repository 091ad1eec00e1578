"""Open tables as files: CSV for people, workbook, JSON, and one Frictionless package of them all."""

from __future__ import annotations

import io
import json
from decimal import Decimal
from itertools import chain
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse

from renkei.core.records.selectors import present_cluster
from renkei.core.tables.columns import ColumnType
from renkei.core.tables.datapackage import SCHEMA, both_languages, field_of, resource_of
from renkei.core.tables.packages import ABOUT_ENCODING, DESCRIPTOR, package_writer
from renkei.core.tables.people import csv_stream, workbook_stream
from renkei.portal.open_data.declared import LICENCE_ADDRESS, LICENCE_NAME, LICENCE_TITLE, OPEN
from renkei.portal.open_data.rows import OpenTable, open_cells, open_tables, requests_in

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator
    from pathlib import Path

    from renkei.core.tables.columns import Column

LINES_AT_ONCE = 200
_NUMBERS = frozenset({ColumnType.INTEGER, ColumnType.NUMBER, ColumnType.MONEY, ColumnType.FISCAL_YEAR})


def csv_file(table: OpenTable, at: dt.date) -> Iterator[bytes]:
    return csv_stream(chain([[column.name for column in table.columns]], open_cells(table, at)))


def workbook_file(table: OpenTable, at: dt.date) -> Iterator[bytes]:
    return workbook_stream(table.name, table.columns, open_cells(table, at), _about())


def _about() -> tuple[tuple[str, ...], ...]:
    said = both_languages("title", LICENCE_TITLE)
    licence = ("*", "*", "ライセンス", "Licence", "", "", "", "", said["title@ja"], said["title@en"])
    address = ("*", "*", "所在", "Address", "", "", "", "", _home("ja"), _home("en"))
    return (ABOUT_ENCODING, licence, address)


def _home(language: str) -> str:
    return f"{settings.SITE_URL}{reverse('portal:open-data', args=[language])}"


def json_file(table: OpenTable, at: dt.date) -> Iterator[bytes]:
    """Yield the table as JSON: what its columns mean, its licence, and a record a line, numbers as numbers."""
    head = {
        "table": table.name,
        **both_languages("title", table.kind.plural),
        "licence": LICENCE_ADDRESS,
        "address": f"{settings.SITE_URL}{reverse('portal:open-table', args=[table.name, 'json'])}",
        "fields": [field_of(column, table.settings) for column in table.columns],
    }
    yield (json.dumps(head, ensure_ascii=False)[:-1] + ', "records": [').encode()
    mark, lines = "\n", []
    for cells in open_cells(table, at):
        lines.append(mark + json.dumps(_record(table.columns, cells), ensure_ascii=False))
        mark = ",\n"
        if len(lines) == LINES_AT_ONCE:
            yield "".join(lines).encode()
            lines.clear()
    yield ("".join(lines) + "\n]}\n").encode()


def _record(columns: tuple[Column, ...], cells: list[str]) -> dict[str, Any]:
    return {column.name: _value(column, cell) for column, cell in zip(columns, cells, strict=True)}


def _value(column: Column, cell: str) -> Any:
    if not cell:
        return None
    if column.type is ColumnType.BOOLEAN:
        return cell == "true"
    if column.type in _NUMBERS:
        number = Decimal(cell)
        return int(number) if number == number.to_integral_value() else float(number)
    return cell


def write_package(path: Path, at: dt.date) -> None:
    """Write one zip of every table that has rows, with its description; all as they stand at one moment."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        with package_writer(path, "zip") as writer:
            filled = []
            tables = open_tables()
            requests = requests_in(tables[0].languages)
            for table in tables:
                rows = open_cells(table, at, requests)
                if (first := next(rows, None)) is not None:
                    writer.table(table.name, table.columns, chain([first], rows))
                    filled.append(table)
            text = json.dumps(descriptor(filled), ensure_ascii=False, indent=2) + "\n"
            writer.file(DESCRIPTOR, io.BytesIO(text.encode()))


def descriptor(tables: list[OpenTable]) -> dict[str, Any]:
    """Return the description of these tables after Frictionless Data Package v2."""
    cluster = present_cluster()
    languages = tuple(cluster.languages.split())
    title = {f"title@{language}": text for language, text in sorted(cluster.name.items())}
    return {
        "$schema": SCHEMA,
        "name": f"{cluster.slug}-open-data",
        "title": cluster.name.text(languages[0], languages),
        **title,
        "homepage": _home("ja"),
        "licenses": [{"name": LICENCE_NAME, "path": LICENCE_ADDRESS, "title": str(LICENCE_TITLE)}],
        "resources": [_resource(table, {each.kind.slug for each in tables}) for table in tables],
    }


def _resource(table: OpenTable, there: set[str]) -> dict[str, Any]:
    """Describe a table; a column that points into a table without rows is blank and points nowhere."""
    described = resource_of(table.kind, table.columns, table.settings)
    pointing = {column.name for column in table.columns if column.target in there & set(OPEN)}
    keys = [key for key in described["schema"].pop("foreignKeys", []) if key["fields"][0] in pointing]
    if keys:
        described["schema"]["foreignKeys"] = keys
    return described
