"""A published record as a page: facts from its columns, parts that belong to it, documents it rests on."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from renkei.core.blocks.writing import written
from renkei.core.files.models import Document
from renkei.core.publication.selectors import is_public, visible_to
from renkei.core.records.fields import LocalisedField, MoneyField
from renkei.core.records.kinds import Kind, kind_of
from renkei.core.tables.columns import LAST
from renkei.core.ui.parts import Cell, Column, DocumentView, Fact, Link, Table
from renkei.core.ui.text import bi
from renkei.portal.record_cells import cell_of
from renkei.portal.record_links import links_to
from renkei.portal.texts import printed

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from renkei.core.blocks.request import BlockRequest
    from renkei.core.records.models import Record

HIDDEN = frozenset(
    {"slug", "revision", "position", "document", "place", "file", "sha256", "size", "media_type", *LAST}
)
# Parts that are about a document, not only told by one.
ABOUT_DOCUMENTS = {"agreementdocument": frozenset({"document"})}
LONGEST_PART = 200


@dataclass(frozen=True)
class RecordPage:
    """`tables` are the records that belong to this one, `links` those that point to it."""

    kind: Kind
    title: Any
    record: Any
    facts: list[Fact]
    prose: list[tuple[Any, SafeString]] = field(default_factory=list)
    tables: list[tuple[Any, Table]] = field(default_factory=list)
    links: list[tuple[Any, list[Link], bool]] = field(default_factory=list)
    sources: list[DocumentView] = field(default_factory=list)


def page_of(kind: Kind, slug: str, request: BlockRequest) -> RecordPage | None:
    """Return the page of a record that the reader may see on the day, or None."""
    found = visible_to(kind.model._default_manager.filter(pk=slug), request.actor, request.at)
    record = found.select_related(*_related(kind)).first()
    if record is None:
        return None
    tables = [(kind_of(part).plural, _table(part, via, record.slug, request)) for part, via in kind.parts]
    return RecordPage(
        kind=kind,
        title=request.called(record),
        record=record,
        facts=[fact for fact in _facts(record, kind, request) if fact],
        prose=_prose(record, kind, request),
        tables=[(title, table) for title, table in tables if table.rows],
        links=links_to(record, request),
        sources=sources_of_record(record, request),
    )


def _related(kind: Kind) -> list[str]:
    """Return what a row names, and whose the posts and units among it are."""
    names = []
    for item in kind.model._meta.concrete_fields:
        if item.is_relation:
            names.append(item.name)
            target: Any = item.related_model
            owned = any(each.name == "organisation" for each in target._meta.concrete_fields)
            names += [f"{item.name}__organisation"] if owned else []
    return names


def _fields(kind: Kind, skip: str, also: frozenset[str] = frozenset()) -> list[Any]:
    return [
        item
        for item in kind.model._meta.concrete_fields
        if item.name not in HIDDEN - also and item.name != skip and not getattr(item, "long", False)
    ]


def _facts(record: Record, kind: Kind, request: BlockRequest) -> list[Fact | None]:
    cells = [
        (item, cell_of(record, item, request.language, request.at)) for item in _fields(kind, kind.title)
    ]
    return [Fact(getattr(item, "verbose_name", item.name), cell) if cell else None for item, cell in cells]


def _prose(record: Record, kind: Kind, request: BlockRequest) -> list[tuple[Any, SafeString]]:
    fields = [
        item
        for item in kind.model._meta.concrete_fields
        if isinstance(item, LocalisedField) and item.long and item.name != kind.title
    ]
    fields = [item for item in fields if getattr(record, item.name)]
    texts = printed([written(request, record, item.name) for item in fields], request)
    return [(item.verbose_name, text) for item, text in zip(fields, texts, strict=True)]


def _table(slug: str, via: str, owner: str, request: BlockRequest) -> Table:
    """Return the parts as a table of the columns in which at least one of them has something to show."""
    kind = kind_of(slug)
    rows = visible_to(kind.model._default_manager.filter(**{via: owner}), request.actor, request.at)
    rows = rows.select_related(*_related(kind)).order_by(*kind.order)
    records = list(rows[: LONGEST_PART + 1])
    shown = _fields(kind, via, ABOUT_DOCUMENTS.get(slug, frozenset()))
    fields = sorted(shown, key=lambda item: item.name != kind.title)
    cells = [
        [_told(cell_of(row, item, request.language, request.at), via) for item in fields]
        for row in records[:LONGEST_PART]
    ]
    used = [index for index in range(len(fields)) if any(line[index] for line in cells)]
    addresses = [kind.portal_address(row.slug, request.language) for row in records[:LONGEST_PART]]
    return Table(
        identifier=f"part-{slug}",
        caption=kind.plural,
        columns=[
            Column(
                fields[index].verbose_name,
                numeric=isinstance(fields[index], MoneyField),
                row_head=place == 0,
            )
            for place, index in enumerate(used)
        ],
        rows=[
            _linked([line[index] or Cell("―") for index in used], address)
            for line, address in zip(cells, addresses, strict=True)
        ],
        total=rows.count() if len(records) > LONGEST_PART else len(records),
    )


def _told(cell: Cell | None, via: str) -> Cell | None:
    """Leave out whose a part is on the page of its own owner."""
    return replace(cell, under="") if cell is not None and via == "organisation" else cell


def _linked(cells: list[Cell], address: str) -> list[Cell]:
    """Let the first cell lead to the record's own page, where it has one."""
    if not cells or not address:
        return cells
    first = cells[0]
    return [Cell(first.value, first.kind, url=address, under=first.under), *cells[1:]]


def sources_of_record(record: Record, request: BlockRequest) -> list[DocumentView]:
    document = getattr(record, "document", None)
    if not isinstance(document, Document) or not is_public(document, request.at):
        return []
    address = kind_of(Document).portal_address(document.slug, request.language)
    return [DocumentView(document.title, bi("資料", "Source"), address, place=getattr(record, "place", ""))]
