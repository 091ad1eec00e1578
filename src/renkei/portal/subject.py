"""One page for one thing people can read about: its texts, figures, facts, offices to ask and sources."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from renkei.core.blocks.writing import written
from renkei.core.publication.selectors import is_public
from renkei.core.ui.parts import Cell, Fact
from renkei.portal.record_cells import reference
from renkei.portal.record_page import sources_of_record
from renkei.portal.texts import printed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.utils.safestring import SafeString

    from renkei.core.blocks.request import BlockRequest
    from renkei.core.records.models import Record
    from renkei.core.ui.parts import DocumentView
    from renkei.directory.models import Unit
    from renkei.portal.presentation import FigureCard


@dataclass(frozen=True)
class Subject:
    """`prose` are pairs of heading and text; `offices` are whom to ask, with their page where they have one."""

    title: Any
    kind: Any
    prose: list[tuple[Any, SafeString]] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    figures: list[FigureCard] = field(default_factory=list)
    offices: list[tuple[Unit, Any]] = field(default_factory=list)
    sources: list[DocumentView] = field(default_factory=list)


def prose_of(record: Record, names: Sequence[str], request: BlockRequest) -> list[tuple[Any, SafeString]]:
    """Return the named texts that the record has, with their labels."""
    fields = [record._meta.get_field(name) for name in names if getattr(record, name)]
    texts = printed([written(request, record, item.name) for item in fields], request)
    return [
        (getattr(item, "verbose_name", item.name), text) for item, text in zip(fields, texts, strict=True)
    ]


def offices_of(record: Any, request: BlockRequest) -> list[tuple[Unit, Any]]:
    """Return whom to ask: the record's own office, else those of the partnership that it is part of."""
    entry = (
        record.partnership if record.partnership_id and is_public(record.partnership, request.at) else None
    )
    asked = [record.contact] if record.contact_id else [entry.contact, entry.second_contact] if entry else []
    return [
        (unit, unit.organisation.name if is_public(unit.organisation, request.at) else "")
        for unit in asked
        if unit is not None and is_public(unit, request.at)
    ]


OFFICES = (
    "contact__organisation",
    "partnership__contact__organisation",
    "partnership__second_contact__organisation",
)


def fact(label: Any, cell: Cell | None) -> list[Fact]:
    """Return the line of a fact, nothing where there is nothing to show."""
    return [Fact(label, cell)] if cell else []


def named_fact(label: Any, record: Any, request: BlockRequest) -> list[Fact]:
    return fact(label, reference(record, request.language, request.at)) if record is not None else []


def sources(record: Record, request: BlockRequest) -> list[DocumentView]:
    return sources_of_record(record, request)
