"""Writing all records out as a package that loads back to the same records."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.db.models.functions import Collate

from renkei.core.accounts.permissions import EVERY, Verb, may
from renkei.core.files.models import Document
from renkei.core.files.services import open_document
from renkei.core.publication.selectors import visible_to
from renkei.core.records.kinds import kinds
from renkei.core.tables.cells import CellSettings, write_cell
from renkei.core.tables.columns import Column, written_columns
from renkei.core.tables.datapackage import data_package
from renkei.core.tables.packages import DESCRIPTOR, Form, form_of, package_writer
from renkei.core.tables.settings import stored_settings
from renkei.core.tables.sources import DOCUMENTS
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator
    from pathlib import Path

    from django.db.models import QuerySet

    from renkei.core.accounts.actors import Actor

CHUNK = 1_000


def dump_package(path: Path, *, actor: Actor, at: dt.date, form: Form | None = None) -> None:
    """Write every record that the actor sees on a day, as they stand at one moment.

    The form follows the path's ending unless given.

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
            held = set()
            for kind in kinds():
                rows = visible_to(kind.model._default_manager.all(), actor, at)
                if rows.exclude(holder="").exists():
                    held.add(kind.slug)
                columns = written_columns(kind, languages, held)
                writer.table(kind.table, columns, table_rows(rows, columns, settings))
            writer.file(DESCRIPTOR, io.BytesIO(descriptor_text(frozenset(held)).encode()))
            documents = visible_to(Document._default_manager.exclude(sha256=""), actor, at)
            for document in documents.order_by("slug"):
                with open_document(document) as content:
                    writer.file(DOCUMENTS + document.file, content)


def descriptor_text(held: frozenset[str] = frozenset()) -> str:
    return json.dumps(data_package(held), ensure_ascii=False, indent=2) + "\n"


def table_rows(
    rows: QuerySet[Any], columns: tuple[Column, ...], settings: CellSettings
) -> Iterator[list[str]]:
    """Yield the rows of a table ordered by slug, byte by byte, whatever the database's own order is."""
    for record in rows.order_by(Collate("slug", "C")).iterator(chunk_size=CHUNK):
        yield [write_cell(column, getattr(record, column.attribute), settings=settings) for column in columns]
