"""A published record as a page: facts from its columns, parts that belong to it, documents it rests on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import models

from renkei.core.accounts.actors import STRANGER
from renkei.core.blocks.model import Place
from renkei.core.publication.selectors import is_public, visible_to
from renkei.core.records.fields import (
    FiscalYearField,
    LocalisedField,
    MoneyField,
    PartialDateField,
    PeriodField,
)
from renkei.core.records.kinds import Kind, kind_of
from renkei.core.tables.columns import LAST
from renkei.core.ui.parts import Cell, Fact
from renkei.kernel.periods import PartialDate, YearCalendar
from renkei.portal.texts import blocks_of_text

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from django.utils.safestring import SafeString

    from renkei.core.files.models import Document
    from renkei.core.records.models import Record

HIDDEN = frozenset(
    {"slug", "revision", "position", "document", "place", "sha256", "size", "media_type", *LAST}
)
LONGEST_PART = 200


@dataclass(frozen=True)
class Part:
    """Records that belong to this one, as lines of cells."""

    title: Any
    rows: list[list[Fact]]
    more: int = 0


@dataclass(frozen=True)
class RecordPage:
    kind: Kind
    title: Any
    facts: list[Fact]
    prose: list[tuple[Any, SafeString]] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    document: Document | None = None
    document_address: str = ""
    place: Any = ""
    file_address: str = ""
    record: Any = None


def page_of(kind: Kind, slug: str, language: str, day: dt.date) -> RecordPage | None:
    """Return the page of a record that is published on the day, or None."""
    related = [item.name for item in kind.model._meta.concrete_fields if item.is_relation]
    found = visible_to(kind.model._default_manager.filter(pk=slug), STRANGER, day)
    record = found.select_related(*related).first()
    if record is None:
        return None
    document = getattr(record, "document", None)
    shown = document if document is not None and is_public(document, day) else None
    return RecordPage(
        kind=kind,
        title=kind.label(record),
        facts=list(_facts(record, kind, language, day, skip=frozenset({kind.title}))),
        prose=[
            (
                item.verbose_name,
                blocks_of_text(getattr(record, item.name), language, Place(kind.slug, slug, item.name)),
            )
            for item in _long_texts(kind)
            if getattr(record, item.name)
        ],
        parts=[part for part in (_part(*pair, slug, language, day) for pair in kind.parts) if part.rows],
        document=shown,
        document_address=kind_of("document").portal_address(shown.slug, language) if shown else "",
        place=getattr(record, "place", ""),
        record=record,
    )


def _long_texts(kind: Kind) -> list[LocalisedField]:
    fields = [item for item in kind.model._meta.concrete_fields if isinstance(item, LocalisedField)]
    return [item for item in fields if item.long and item.name != kind.title]


def _part(slug: str, via: str, owner: str, language: str, day: dt.date) -> Part:
    kind = kind_of(slug)
    related = [item.name for item in kind.model._meta.concrete_fields if item.is_relation]
    rows = visible_to(kind.model._default_manager.filter(**{via: owner}), STRANGER, day)
    rows = rows.select_related(*related).order_by(*kind.order)
    records = list(rows[: LONGEST_PART + 1])
    more = rows.count() - LONGEST_PART if len(records) > LONGEST_PART else 0
    lines = [list(_facts(row, kind, language, day, skip=frozenset({via}))) for row in records[:LONGEST_PART]]
    return Part(kind.plural, lines, more)


def _facts(
    record: Record, kind: Kind, language: str, day: dt.date, *, skip: frozenset[str]
) -> Iterator[Fact]:
    for item in kind.model._meta.concrete_fields:
        if item.name in HIDDEN or item.name in skip or getattr(item, "long", False):
            continue
        cell = cell_of(record, item, language, day)
        if cell is not None:
            yield Fact(getattr(item, "verbose_name", item.name), cell)


def cell_of(record: Record, item: Any, language: str, day: dt.date) -> Cell | None:  # noqa: PLR0911
    """Return how a field of a record is shown to strangers, or None where there is nothing to show."""
    value = getattr(record, item.name)
    if value in (None, "", False) or (isinstance(item, LocalisedField | PeriodField) and not _filled(value)):
        return None
    if isinstance(item, models.ForeignKey):
        return _reference(value, language, day)
    if isinstance(item, LocalisedField):
        return Cell(value, "localised")
    if isinstance(item, PeriodField):
        return Cell(value, "period")
    if isinstance(item, FiscalYearField):
        return Cell(value, "fiscal_year")
    if isinstance(item, MoneyField):
        return Cell(value, "money")
    if isinstance(item, PartialDateField):
        calendar = (
            YearCalendar.FISCAL if getattr(record, "year_kind", "") == "fiscal" else YearCalendar.CALENDAR
        )
        return Cell(PartialDate.parse(value, calendar), "day")
    if isinstance(item, models.DateField):
        return Cell(value, "day")
    if item.choices:
        return Cell(getattr(record, f"get_{item.name}_display")())
    if isinstance(item, models.BooleanField):
        return Cell(getattr(item, "verbose_name", item.name))
    if isinstance(item, models.IntegerField):
        return Cell(value, "ordinal")
    return Cell(value, "contact" if item.name in {"address", "telephone", "email", "website"} else "text")


def _filled(value: Any) -> bool:
    return bool(value) if not hasattr(value, "start") else value.start is not None or value.end is not None


def _reference(target: Record, language: str, day: dt.date) -> Cell | None:
    """Name another record only where it is published itself."""
    if not is_public(target, day):
        return None
    kind = kind_of(target)
    return Cell(kind.label(target), "localised", url=kind.portal_address(target.slug, language))
