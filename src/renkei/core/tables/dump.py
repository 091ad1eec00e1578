"""Writing all records out as a package that loads back to the same records."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.db.models.functions import Collate

from renkei.core.accounts.permissions import EVERY, Verb, may
from renkei.core.files.models import Document
from renkei.core.files.services import open_document
from renkei.core.records.kinds import Kind, kinds
from renkei.core.tables.cells import CellSettings, write_cell
from renkei.core.tables.columns import Column, columns_of
from renkei.core.tables.datapackage import data_package
from renkei.core.tables.packages import DESCRIPTOR, Form, form_of, package_writer
from renkei.core.tables.settings import stored_settings
from renkei.core.tables.sources import DOCUMENTS
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from renkei.core.accounts.actors import Actor

CHUNK = 1_000


def dump_package(path: Path, *, actor: Actor, form: Form | None = None) -> None:
    """Write every record, as seen at one moment; the form follows the path's ending unless given.

    Raises RuleBroken("permission.refused"), ("dump.not_a_package").
    """
    if not may(actor, Verb.DUMP, EVERY):
        message = Localised.both("全体を書き出す権限がありません。", "You may not write everything out.")
        raise RuleBroken("permission.refused", message)
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        languages, settings = stored_settings()
        with package_writer(path, form or form_of(path)) as writer:
            for kind in kinds():
                columns = columns_of(kind, languages)
                writer.table(kind.table, columns, table_rows(kind, columns, settings))
            writer.file(DESCRIPTOR, io.BytesIO(descriptor_text().encode()))
            for document in Document._default_manager.exclude(sha256="").order_by("slug"):
                with open_document(document) as content:
                    writer.file(DOCUMENTS + document.file, content)


def descriptor_text() -> str:
    return json.dumps(data_package(), ensure_ascii=False, indent=2) + "\n"


def table_rows(kind: Kind, columns: tuple[Column, ...], settings: CellSettings) -> Iterator[list[str]]:
    """Yield the rows of a table ordered by slug, byte by byte, whatever the database's own order is."""
    records = kind.model._default_manager.order_by(Collate("slug", "C"))
    for record in records.iterator(chunk_size=CHUNK):
        yield [write_cell(column, getattr(record, column.attribute), settings=settings) for column in columns]
