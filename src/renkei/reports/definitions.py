"""Which reports there are: records of the cluster, or the starters where it has none of its own yet."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef

from renkei.core.publication.selectors import visible_to
from renkei.core.records.kinds import kind_of
from renkei.core.tables.cells import assemble, read_cell
from renkei.core.tables.columns import columns_of
from renkei.reports.models import ReportKind, ReportSection
from renkei.reports.rules import settings, titled, totals

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from renkei.core.accounts.actors import Actor
    from renkei.core.blocks.request import Conventions
    from renkei.core.records.models import Record
    from renkei.kernel.localised import Localised

STARTERS = Path(__file__).with_name("starters")
_LANGUAGES = ("ja", "en")


@dataclass(frozen=True)
class SectionDefinition:
    """A section of a report: its pieces in order. Its title is empty where its first block begins with a heading."""

    id: str
    pieces: tuple[ReportSection, ...]
    style: str

    @property
    def tells_later(self) -> int | None:
        """Return how many years after the report's own its results or plans are; None where it has neither."""
        sides = (piece.years_later for piece in self.pieces if "side" in settings(piece.settings))
        return next(sides, None)

    def title(self, year: int, conventions: Conventions) -> Localised:
        """Return the section's title, told in the report's year."""
        return titled(self.pieces[0].title, year, conventions, self.style)


@dataclass(frozen=True)
class ReportDefinition:
    """`totals` are figures at its head, with how many years later they are."""

    record: ReportKind
    sections: tuple[SectionDefinition, ...]
    totals: Mapping[str, tuple[str, int]] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        return str(self.record.pk)

    def title(self, year: int, conventions: Conventions) -> Localised:
        return titled(self.record.title, year, conventions, self.record.style)


def definitions(*, actor: Actor, at: dt.date) -> tuple[ReportDefinition, ...]:
    """Return the kinds of report the actor may see, in their order, with the pieces they may see. Two queries."""
    seen = visible_to(ReportKind.objects.filter(pk=OuterRef("pk")), actor, at)
    every = list(ReportKind.objects.annotate(is_seen=Exists(seen)).order_by("position", "slug"))
    if not every:
        return _defined(*starters())
    pieces = visible_to(ReportSection.objects.select_related("picture"), actor, at)
    return _defined(
        [kind for kind in every if kind.is_seen], list(pieces.order_by("report", "position", "slug"))
    )


def definition_of(kind: str, *, actor: Actor, at: dt.date) -> ReportDefinition | None:
    return next((each for each in definitions(actor=actor, at=at) if each.kind == kind), None)


def _defined(kinds: Sequence[ReportKind], pieces: Iterable[ReportSection]) -> tuple[ReportDefinition, ...]:
    of: dict[str, list[ReportSection]] = {}
    for piece in pieces:
        of.setdefault(piece.report_id, []).append(piece)
    return tuple(
        ReportDefinition(kind, tuple(_sections(of.get(kind.pk, []), kind.style)), totals(kind.totals))
        for kind in kinds
    )


def _sections(pieces: Iterable[ReportSection], style: str) -> Iterator[SectionDefinition]:
    """Yield sections: a piece with an anchor begins one, the others go on."""
    open_: list[ReportSection] = []
    for piece in pieces:
        if piece.anchor and open_:
            yield SectionDefinition(open_[0].anchor or open_[0].pk, tuple(open_), style)
            open_ = []
        open_.append(piece)
    if open_:
        yield SectionDefinition(open_[0].anchor or open_[0].pk, tuple(open_), style)


@cache
def starters() -> tuple[Sequence[ReportKind], Sequence[ReportSection]]:
    """Return the definitions every cluster begins with, as records that are not stored; read once."""
    return tuple(_read(ReportKind)), tuple(_read(ReportSection))


def _read(model: type[Any]) -> Iterator[Any]:
    kind = kind_of(model)
    columns = {column.name: column for column in columns_of(kind, _LANGUAGES)}
    with (STARTERS / f"{kind.table}.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield _record(model, [(columns[name], text) for name, text in row.items()])


def _record(model: type[Any], cells: Iterable[tuple[Any, str]]) -> Record:
    record: Record = model(**assemble((column, read_cell(column, text)) for column, text in cells))
    return record
