"""What the page of open data lists: each table with rows, how many, and when one of them last changed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F
from django.urls import reverse
from django.utils import timezone

from renkei.core.history.states import events_of
from renkei.core.publication.models import PublicationState
from renkei.core.records.together import (
    NAME,
    Statement,
    asked,
    named,
    put_together_once,
    statement_of,
    together,
)
from renkei.portal.open_data.rows import OpenTable, open_kinds, open_tables, public_rows

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from renkei.core.records.kinds import Kind

FORMS = (("csv", "CSV"), ("xlsx", "Excel"), ("json", "JSON"))


@dataclass(frozen=True)
class Entry:
    """One table of the catalogue. `changed` is when a public row of it was last written, None where nobody knows."""

    table: OpenTable
    count: int
    changed: dt.datetime | None

    @property
    def changed_on(self) -> dt.date | None:
        """The day of it where the cluster is."""
        return timezone.localdate(self.changed) if self.changed else None

    @property
    def downloads(self) -> list[tuple[str, str]]:
        return [(label, reverse("portal:open-table", args=[self.table.name, form])) for form, label in FORMS]


def catalogue(at: dt.date) -> list[Entry]:
    """Return every open table with rows on a day. Takes two questions, however many tables there are."""
    tables = open_tables()
    counts, changed = _told(asked(_counts(at))), _told(asked(_changes()))
    return [Entry(each, counts[each.name], changed.get(each.name)) for each in tables if each.name in counts]


def entry_of(name: str, at: dt.date) -> Entry | None:
    """Return one table's entry, None where nothing of that name is open. An address stays where the rows go."""
    table = next((each for each in open_tables() if each.name == name), None)
    if table is None:
        return None
    count = _told(together([_counted(table.kind, at)])).get(name, 0)
    return Entry(table, count, _told(together([_changed(table.kind)])).get(name) if count else None)


def _told(rows: Iterable[dict[str, Any]]) -> dict[str, Any]:
    return {row[NAME]: row["found"] for row in rows if row["found"]}


@put_together_once
def _counts(at: dt.date) -> Statement:
    """Return the statement that counts the rows of every open table: the same all day, and long to put together."""
    return statement_of(_counted(kind, at) for kind in open_kinds())


@cache
def _changes() -> Statement:
    return statement_of(_changed(kind) for kind in open_kinds())


def _counted(kind: Kind, at: dt.date) -> Any:
    return named(public_rows(kind, at), kind.table).annotate(found=Count("pk"))


def _changed(kind: Kind) -> Any:
    """Ask for the last event alone: it is the first that an index read backwards meets."""
    rows = events_of(kind.model).filter(publication=PublicationState.PUBLIC)
    return named(rows, kind.table).annotate(found=F("pgh_created_at")).order_by("-pgh_id")[:1]
