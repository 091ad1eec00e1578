"""The rows of an open table as strangers may have them: one query a table, texts as a page prints them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.db.models import Case, F, Q, When
from django.db.models.functions import Collate

from renkei.core.accounts.actors import STRANGER
from renkei.core.blocks.model import Paragraph
from renkei.core.blocks.plain import spans_to_text
from renkei.core.blocks.resolve import resolve
from renkei.core.blocks.writing import written
from renkei.core.publication.selectors import public_on, visible_to
from renkei.core.records.kinds import Kind, kind_of, kinds_as_declared
from renkei.core.tables.cells import CellSettings, write_cell
from renkei.core.tables.columns import Column, ColumnType, columns_of
from renkei.core.tables.settings import stored_settings
from renkei.kernel.localised import Localised
from renkei.matching.services.profiles import SHOWN_STATES
from renkei.portal.open_data.declared import OPEN, WITHHELD
from renkei.portal.texts import strangers_request

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from django.db.models import QuerySet

    from renkei.core.blocks.request import BlockRequest

CHUNK = 1_000
_OPEN_PLACEHOLDER = "[["


def _asked_beside(kind: Kind, path: str = "") -> Q:
    """Return what the pages of a kind ask beyond publication, of the record that `path` leads to.

    A need's profile is shown while the need is open, a joint project where it has a title for the public.
    """
    if kind.slug == "needprofile":
        return Q(**{f"{path}need__state__in": sorted(SHOWN_STATES)})
    if kind.slug == "jointproject":
        return ~Q(**{f"{path}public_title": {}})
    return Q()


@dataclass(frozen=True)
class OpenTable:
    """A kind with its open columns, in the languages of the cluster."""

    kind: Kind
    columns: tuple[Column, ...]
    languages: tuple[str, ...]
    settings: CellSettings

    @property
    def name(self) -> str:
        return self.kind.table


def open_tables() -> list[OpenTable]:
    """Return every table that is declared open, in the order people know; whether it has rows is another question."""
    languages, settings = stored_settings()
    return [OpenTable(kind, open_columns(kind, languages), languages, settings) for kind in open_kinds()]


def open_kinds() -> list[Kind]:
    return [kind for kind in kinds_as_declared() if kind.slug in OPEN]


def open_columns(kind: Kind, languages: tuple[str, ...]) -> tuple[Column, ...]:
    named = {"slug", *OPEN[kind.slug].split()}
    return tuple(column for column in columns_of(kind, languages) if column.field.name in named)


def shown_rows(kind: Kind, at: dt.date) -> QuerySet[Any]:
    """Return the records of a kind that have a public page of their own on a day."""
    rows: QuerySet[Any] = visible_to(kind.model._default_manager.all(), STRANGER, at)
    return rows.filter(_asked_beside(kind))


def public_rows(kind: Kind, at: dt.date) -> QuerySet[Any]:
    """Return the public records of a kind whose owners are public too.

    A seat goes with its body: what a row must belong to has to be in its own table, or the row is in none.
    """
    rows: QuerySet[Any] = kind.model._default_manager.filter(in_open_table(kind, at))
    return rows


def open_rows(kind: Kind, at: dt.date) -> QuerySet[Any]:
    """Return the same in order, each with what it may point to (`open_…`) where that is in its own table."""
    pointing = {
        f"open_{item.name}": Case(
            When(in_open_table(_target(item), at, f"{item.name}__"), then=F(item.attname)), default=None
        )
        for item in _references(kind)
        if item.null
    }
    rows: QuerySet[Any] = public_rows(kind, at).annotate(**pointing)
    return rows.order_by(Collate("slug", "C"))


def in_open_table(kind: Kind, at: dt.date, path: str = "") -> Q:
    """Return the condition of being a row of a kind's open table, for the record that `path` leads to."""
    condition = public_on(at, path) & _asked_beside(kind, path)
    for item in _references(kind):
        if not item.null:
            condition &= in_open_table(_target(item), at, f"{path}{item.name}__")
    return condition


def _references(kind: Kind) -> list[Any]:
    named = set(OPEN[kind.slug].split())
    return [item for item in kind.model._meta.concrete_fields if item.is_relation and item.name in named]


def _target(item: Any) -> Kind:
    return kind_of(item.related_model)


Requests = dict[str, "BlockRequest"]


def requests_in(languages: tuple[str, ...]) -> Requests:
    """Return a stranger's request in each language, by which texts are told; one for as many tables as wanted.

    People are not named even where they agreed to be named on a page.
    """
    return {language: replace(strangers_request(language), withheld=WITHHELD) for language in languages}


def open_cells(table: OpenTable, at: dt.date, requests: Requests | None = None) -> Iterator[list[str]]:
    """Yield the cells of a table's rows, read in portions; a number in a text is told as a page tells it."""
    requests = requests or requests_in(table.languages)
    rows = open_rows(table.kind, at).iterator(chunk_size=CHUNK)
    while some := list(islice(rows, CHUNK)):
        told = _told(table, some, requests)
        for record in some:
            yield [_cell(table, column, record, told) for column in table.columns]


def _cell(table: OpenTable, column: Column, record: Any, told: dict[tuple[str, str], str]) -> str:
    if column.type is ColumnType.REFERENCE and column.field.null:
        return getattr(record, f"open_{column.field.name}") or ""
    if (record.pk, column.name) in told:
        return told[record.pk, column.name]
    return write_cell(column, getattr(record, column.attribute), settings=table.settings)


def _told(table: OpenTable, records: Sequence[Any], requests: Requests) -> dict[tuple[str, str], str]:
    """Return the texts that hold placeholders, as they are printed: all of a portion with one question a language."""
    found: dict[tuple[str, str], str] = {}
    for language, request in requests.items():
        open_texts = [
            (record, column)
            for column in table.columns
            if column.part == language
            for record in records
            if _is_open(getattr(record, column.attribute), language)
        ]
        drafts = tuple(Paragraph(written(request, record, column.attribute)) for record, column in open_texts)
        for (record, column), block in zip(open_texts, resolve(drafts, request), strict=True):
            if isinstance(block, Paragraph):
                found[record.pk, column.name] = spans_to_text(block.spans)
    return found


def _is_open(value: Any, language: str) -> bool:
    return isinstance(value, Localised) and _OPEN_PLACEHOLDER in value.get(language, "")
