"""The promotion structure for its page and for the home page: bodies, functions, and how they relate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from renkei.core.blocks.writing import written
from renkei.core.publication.words import NOT_PUBLIC
from renkei.core.records.kinds import kind_of
from renkei.directory.models import Organisation, Post, Unit
from renkei.governance.enums import RelationKind
from renkei.governance.models import (
    Body,
    Drawing,
    Function,
    Meeting,
    Relation,
    Seat,
)
from renkei.governance.models.structure import SOURCES, TARGETS
from renkei.governance.selectors import latest_meetings
from renkei.governance.telling import Structure, grouped
from renkei.kernel.localised import Localised
from renkei.portal.texts import printed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.utils.safestring import SafeString

    from renkei.core.records.models import Record

MEETINGS_SHOWN = 3


@dataclass(frozen=True)
class Named:
    """A record's name, its page where it has one, and whose it is where the name does not say."""

    label: Localised
    address: str = ""
    owner: Localised | None = None


@dataclass(frozen=True)
class SeatRow:
    role: object
    holder: Named


@dataclass(frozen=True)
class BodyCard:
    name: Named
    type_label: str
    purpose: SafeString
    seats: tuple[SeatRow, ...]
    groups: tuple[Localised, ...]
    mandates: tuple[SafeString, ...]
    meetings: tuple[tuple[Meeting, str], ...]
    children: tuple[BodyCard, ...]


@dataclass(frozen=True)
class FunctionCard:
    slug: str
    mark: str
    name: Localised
    text: SafeString
    members: tuple[Named, ...]
    performers: tuple[Named, ...]
    parts: tuple[FunctionCard, ...]

    @property
    def plain_parts(self) -> tuple[FunctionCard, ...]:
        return tuple(part for part in self.parts if not part.mark)

    @property
    def marked_parts(self) -> tuple[FunctionCard, ...]:
        return tuple(part for part in self.parts if part.mark)


@dataclass(frozen=True)
class RelationRow:
    one: Named
    other: Named
    word: str
    both_ways: bool
    text: SafeString


@dataclass(frozen=True)
class StructureView:
    bodies: tuple[BodyCard, ...]
    functions: tuple[FunctionCard, ...]
    relations: tuple[RelationRow, ...]
    drawings: tuple[Drawing, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.bodies or self.functions or self.relations)


@dataclass(frozen=True)
class Outline:
    """The structure in a few lines: bodies in their order, who coordinates with whom, what it leads to."""

    bodies: tuple[tuple[Named, SafeString], ...]
    pairs: tuple[tuple[Named, Named], ...]
    outcomes: tuple[Named, ...]


def structure_of(told: Structure) -> StructureView:
    """Return the structure as it stands on the day of the request. A fixed number of queries."""
    return _Reader(told).view()


def outline_of(told: Structure, most: int = 3) -> Outline:
    """Return at most `most` bodies: those that stand in a relation, else the first of all."""
    return _Outliner(told).outline(most)


def end_of(relation: Relation, names: tuple[str, ...]) -> Record | None:
    return next((end for name in names if (end := getattr(relation, name)) is not None), None)


class _Names:
    """What records are called on the day, as far as the reader may know."""

    def __init__(self, told: Structure) -> None:
        self.request = told.request
        self._then = told.names_then

    def of(self, record: Record | None) -> Named:
        if record is None or not self.request.sees(record):
            return Named(NOT_PUBLIC)
        if isinstance(record, Post):
            return Named(
                record.title, owner=self._whose(record.title, [record.organisation, *_line(record.unit)])
            )
        if isinstance(record, Unit):
            label = self._then_called(record)
            return Named(label, owner=self._whose(label, [record.organisation, *_line(record.parent)]))
        if isinstance(record, Organisation):
            return Named(self._then_called(record), self._address(record))
        label = kind_of(record).label(record)
        return Named(
            label if isinstance(label, Localised) else Localised.both(str(label), str(label)),
            self._address(record),
        )

    def _address(self, record: Record) -> str:
        return kind_of(record).portal_address(record.pk, self.request.language)

    def _then_called(self, owner: Organisation | Unit) -> Localised:
        kind = "unit" if isinstance(owner, Unit) else "organisation"
        return self._then.get((kind, owner.pk), owner.name)

    def _whose(self, label: Localised, owners: Sequence[Organisation | Unit | None]) -> Localised | None:
        """Name those owners, the largest first, that the label does not name itself."""
        language = self.request.language
        names = [
            name
            for owner in owners
            if owner is not None
            and self.request.sees(owner)
            and (name := self._then_called(owner).text(language)) not in label.text(language)
        ]
        if not names:
            return None
        return Localised({language: "".join(names) if language == "ja" else ", ".join(reversed(names))})


def _line(unit: Unit | None) -> list[Unit]:
    return [each for each in (unit.parent, unit) if each is not None] if unit else []


class _Reader:
    def __init__(self, told: Structure) -> None:
        self.request = request = told.request
        self.names = _Names(told)
        self._bodies, self._functions = told.bodies_there, told.functions_there
        self._mandates, self._groups, self._seats = told.mandates, told.groups, told.seats
        self._relations, self._drawings = told.relations_there, told.drawings_there
        meetings = latest_meetings(self._bodies, MEETINGS_SHOWN, actor=request.actor, at=request.at)
        self._meetings = grouped(meetings, "body")
        self._texts = self._printed_texts()

    def _printed_texts(self) -> dict[tuple[str, str], SafeString]:
        """Print all texts at once, by kind and slug."""
        wanted: list[tuple[Record, str]] = [
            *((body, "purpose") for body in self._bodies),
            *((mandate, "text") for those in self._mandates.values() for mandate in those),
            *((function, "text") for function in self._functions),
            *((relation, "text") for relation in self._relations),
        ]
        texts = printed([written(self.request, record, name) for record, name in wanted], self.request)
        return {
            (kind_of(record).slug, record.pk): text for (record, _), text in zip(wanted, texts, strict=True)
        }

    def _text(self, record: Record) -> SafeString:
        return self._texts[kind_of(record).slug, record.pk]

    def view(self) -> StructureView:
        bodies = {body.pk for body in self._bodies}
        functions = {function.pk for function in self._functions}
        within = grouped(self._bodies, "parent")
        parts = grouped(self._functions, "parent")
        return StructureView(
            tuple(self._body(body, within) for body in self._bodies if body.parent_id not in bodies),
            tuple(self._function(each, parts) for each in self._functions if each.parent_id not in functions),
            tuple(self._relation(row) for row in self._relations if not _said_by_function(row)),
            tuple(self._drawings),
        )

    def _body(self, body: Body, within: Mapping[str | None, list[Body]]) -> BodyCard:
        meeting = kind_of(Meeting)
        return BodyCard(
            self.names.of(body),
            body.get_legal_type_display() if body.legal_type != "not_stated" else "",
            self._text(body),
            tuple(self._seat(seat) for seat in self._seats.get(body.pk, [])),
            tuple(group.name for group in self._groups.get(body.pk, [])),
            tuple(self._text(mandate) for mandate in self._mandates.get(body.pk, [])),
            tuple(
                (row, meeting.portal_address(row.pk, self.request.language))
                for row in self._meetings.get(body.pk, [])
            ),
            tuple(self._body(child, within) for child in within.get(body.pk, [])),
        )

    def _seat(self, seat: Seat) -> SeatRow:
        holders: tuple[Record | None, ...] = (seat.post, seat.person, seat.organisation, seat.unit)
        holder = next((each for each in holders if each is not None), None)
        return SeatRow(seat.title or seat.get_role_display(), self.names.of(holder))

    def _function(self, function: Function, parts: Mapping[str | None, list[Function]]) -> FunctionCard:
        def ends(kind: RelationKind) -> tuple[Named, ...]:
            rows = [row for row in self._relations if row.kind == kind and row.to_function_id == function.pk]
            return tuple(self.names.of(end_of(row, SOURCES)) for row in rows)

        members = ends(RelationKind.BELONGS)
        return FunctionCard(
            function.pk,
            function.mark,
            function.name,
            self._text(function),
            members,
            tuple(each for each in ends(RelationKind.PERFORMS) if each not in members),
            tuple(self._function(part, parts) for part in parts.get(function.pk, [])),
        )

    def _relation(self, row: Relation) -> RelationRow:
        return RelationRow(
            self.names.of(end_of(row, SOURCES)),
            self.names.of(end_of(row, TARGETS)),
            row.get_kind_display(),
            row.both_ways,
            self._text(row),
        )


def _said_by_function(row: Relation) -> bool:
    return row.to_function_id is not None and row.kind in {RelationKind.BELONGS, RelationKind.PERFORMS}


class _Outliner:
    def __init__(self, told: Structure) -> None:
        self.request = told.request
        self.names = _Names(told)
        self._bodies = [body for body in told.bodies_there if body.parent_id is None]
        self._relations = told.relations_there

    def outline(self, most: int) -> Outline:
        related = {slug for row in self._relations for slug in (row.from_body_id, row.to_body_id) if slug}
        chosen = [body for body in self._bodies if body.pk in related] or self._bodies
        bodies = chosen[:most]
        purposes = printed([written(self.request, body, "purpose") for body in bodies], self.request)
        leading = {_key(row, SOURCES) for row in self._relations if row.kind == RelationKind.LEADS_TO}
        return Outline(
            tuple((self.names.of(body), purpose) for body, purpose in zip(bodies, purposes, strict=True)),
            tuple(
                (self.names.of(end_of(row, SOURCES)), self.names.of(end_of(row, TARGETS)))
                for row in self._relations
                if row.kind == RelationKind.COORDINATION and row.both_ways
            )[:1],
            tuple(
                self.names.of(end_of(row, TARGETS))
                for row in self._relations
                if row.kind == RelationKind.LEADS_TO and _key(row, TARGETS) not in leading
            )[:2],
        )


def _key(row: Relation, ends: tuple[str, ...]) -> tuple[str, str]:
    end = end_of(row, ends)
    return (kind_of(end).slug, end.pk) if end else ("", "")
