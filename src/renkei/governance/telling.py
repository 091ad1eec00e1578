"""The promotion structure in words: bodies, offices, functions, relations, drawings as nested lists."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from renkei.core.blocks.model import Block, Heading, ListBlock, ListItem, Sources, Spans, Text
from renkei.core.blocks.writing import joined, labelled, named, ordinal, plainly, said, written
from renkei.core.publication.selectors import visible_to
from renkei.core.records.models import Record
from renkei.directory.models import Organisation, Post, Unit
from renkei.directory.selectors import names_on
from renkei.governance.enums import DrawingState, RelationKind, SeatRole
from renkei.governance.models import (
    Body,
    ConstituentGroup,
    Drawing,
    Function,
    Mandate,
    Relation,
    Seat,
)
from renkei.governance.models.structure import SOURCES, TARGETS
from renkei.governance.selectors import relations_on

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from django.db.models import QuerySet

    from renkei.core.blocks.request import BlockRequest
    from renkei.kernel.localised import Localised

R = TypeVar("R", bound=Record)

# kind: (one way, both ways), each in Japanese and English
_SENTENCES: dict[str, tuple[tuple[str, str], tuple[str, str]]] = {
    RelationKind.PRIOR_COORDINATION: (
        ("{one}が{other}のために事前の調整を行う", "{one} coordinates in advance for {other}"),
        ("{one}と{other}が事前の調整を行う", "{one} and {other} coordinate in advance"),
    ),
    RelationKind.SUB_BODY: (
        ("{one}は{other}の下に置かれる", "{one} is a body of {other}"),
        ("{one}と{other}は互いに属する", "{one} and {other} belong to each other"),
    ),
    RelationKind.GUIDANCE: (
        ("{one}が{other}に指導と助言を行う", "{one} guides and advises {other}"),
        ("{one}と{other}が互いに助言する", "{one} and {other} advise each other"),
    ),
    RelationKind.APPROACH: (
        ("{one}が{other}に働きかける", "{one} approaches {other}"),
        ("{one}と{other}が互いに働きかける", "{one} and {other} approach each other"),
    ),
    RelationKind.COORDINATION: (
        ("{one}が{other}と連携し、調整する", "{one} liaises and coordinates with {other}"),
        ("{one}と{other}が互いに連携し、調整する", "{one} and {other} liaise and coordinate with each other"),
    ),
    RelationKind.PERFORMS: (
        ("{one}が{other}の役割を担う", "{one} acts as {other}"),
        ("{one}と{other}が互いの役割を担う", "{one} and {other} act for each other"),
    ),
    RelationKind.LEADS_TO: (
        ("{one}が{other}につながる", "{one} leads to {other}"),
        ("{one}と{other}が互いにつながる", "{one} and {other} lead to each other"),
    ),
    RelationKind.OVERSEES: (
        ("{one}が{other}を統括する", "{one} oversees {other}"),
        ("{one}と{other}が互いを統括する", "{one} and {other} oversee each other"),
    ),
    RelationKind.BELONGS: (
        ("{one}は{other}に含まれる", "{one} is part of {other}"),
        ("{one}と{other}は互いに含まれる", "{one} and {other} are part of each other"),
    ),
}
SEAT_ROLES = {
    SeatRole.CHAIR: ("会長・委員長", "Chair"),
    SeatRole.VICE_CHAIR: ("副会長・副委員長", "Vice-chair"),
    SeatRole.MEMBER: ("構成員", "Member"),
    SeatRole.SECRETARIAT: ("事務局", "Secretariat"),
    SeatRole.OBSERVER: ("オブザーバー", "Observer"),
}
_DRAWING_STATES = {
    DrawingState.DRAWN: ("記録から作図", "drawn from the records"),
    DrawingState.NAMED: (
        "名称のみ。図そのものは登録されていない",
        "named only; the drawing itself is not held",
    ),
}
_OF_UNIT = ("organisation", "parent__parent")
HOLDERS = (
    "post__organisation",
    "post__unit__parent",
    "person",
    "organisation",
    *(f"unit__{each}" for each in _OF_UNIT),
)
_ENDS = (
    *SOURCES,
    *TARGETS,
    *(f"{end}_unit__{each}" for end in ("from", "to") for each in _OF_UNIT),
)


def day_of(request: BlockRequest) -> dt.date:
    """Return the day for which a year's structure is told."""
    period = request.period
    start, end = period.start or request.at, period.end or request.at
    return max(start, min(end, request.at))


def grouped(rows: Iterable[R], owner: str) -> dict[str | None, list[R]]:
    """Return the rows by the slug of what they belong to; None holds those that belong to nothing."""
    found: dict[str | None, list[R]] = {}
    for row in rows:
        found.setdefault(getattr(row, f"{owner}_id"), []).append(row)
    return found


class Structure:
    """What the reader may see of the structure on the day of the request; each part is read when it is first asked for.

    All of it takes nine queries, however many bodies there are.
    """

    def __init__(self, request: BlockRequest) -> None:
        self.request = request
        self.day = day_of(request)

    @cached_property
    def names_then(self) -> Mapping[tuple[str, str], Localised]:
        return names_on(self.day)

    @cached_property
    def bodies_there(self) -> list[Body]:
        return self.seen(Body.objects.filter(existence__contains=self.day))

    @cached_property
    def _slugs(self) -> list[str]:
        return [body.pk for body in self.bodies_there]

    @cached_property
    def mandates(self) -> dict[str | None, list[Mandate]]:
        return grouped(self.seen(Mandate.objects.filter(body__in=self._slugs)), "body")

    @cached_property
    def groups(self) -> dict[str | None, list[ConstituentGroup]]:
        return grouped(self.seen(ConstituentGroup.objects.filter(body__in=self._slugs)), "body")

    @cached_property
    def seats(self) -> dict[str | None, list[Seat]]:
        seats = Seat.objects.filter(period__contains=self.day, body__in=self._slugs)
        return grouped(self.seen(seats.select_related(*HOLDERS)), "body")

    @cached_property
    def functions_there(self) -> list[Function]:
        return self.seen(Function.objects.all())

    @cached_property
    def relations_there(self) -> list[Relation]:
        related = self.seen(relations_on(self.day).select_related(*_ENDS))
        return [row for row in related if self._ends_seen(row)]

    @cached_property
    def _with_function(self) -> dict[tuple[str, str | None], list[Relation]]:
        found: dict[tuple[str, str | None], list[Relation]] = {}
        for row in self.relations_there:
            found.setdefault((row.kind, row.to_function_id), []).append(row)
        return found

    @cached_property
    def drawings_there(self) -> list[Drawing]:
        return self.seen(Drawing.objects.all())

    def visible(self, rows: QuerySet[R]) -> QuerySet[R]:
        return visible_to(rows, self.request.actor, self.request.at)

    def seen(self, rows: QuerySet[R]) -> list[R]:
        return list(self.visible(rows).order_by("position", "slug"))

    def _ends_seen(self, relation: Relation) -> bool:
        return all(
            self.request.sees(end) for end in (end_of(relation, SOURCES), end_of(relation, TARGETS)) if end
        )

    def bodies(self) -> Iterator[Block]:
        known = {body.pk for body in self.bodies_there}
        children = grouped(self.bodies_there, "parent")
        roots = [body for body in self.bodies_there if body.parent_id not in known]
        if roots:
            yield Heading(1, said(self.request, "会議体", "Councils and committees"))
            yield ListBlock(tuple(self._body(body, children) for body in roots))
        yield Sources(frozenset(body.document_id for body in self.bodies_there if body.document_id))

    def _body(self, body: Body, children: Mapping[str | None, list[Body]]) -> ListItem:
        request = self.request
        groups = [written(request, group, "name") for group in self.groups.get(body.pk, [])]
        mandates = [ListItem(written(request, row, "text")) for row in self.mandates.get(body.pk, [])]
        inside = [
            *(self._seat(seat) for seat in self.seats.get(body.pk, [])),
            *labelled(request, "構成団体", "Constituent groups", [ListItem(group) for group in groups]),
            *labelled(request, "所掌事務", "Mandates", mandates),
            *(self._body(child, children) for child in children.get(body.pk, [])),
        ]
        return ListItem(named(request, body), tuple(inside))

    def _seat(self, seat: Seat) -> ListItem:
        request = self.request
        role = written(request, seat, "title") or said(request, *SEAT_ROLES[SeatRole(seat.role)])
        colon = Text("：" if request.language == "ja" else ": ")
        return ListItem((*role, colon, *self.holder_of(seat)))

    def holder_of(self, seat: Seat) -> Spans:
        holders: tuple[Record | None, ...] = (seat.post, seat.person, seat.organisation, seat.unit)
        holder = next((each for each in holders if each is not None), None)
        if holder is None or not self.request.sees(holder):
            return said(self.request, "（非公開）", "(not public)")
        if isinstance(holder, Post):
            title = plainly(self.request, holder)
            return self._with_owner(title, holder.title, [holder.organisation, *_line(holder.unit)])
        return self.name_of(holder)

    def name_of(self, record: Record) -> Spans:
        """Return the name an organisation or unit bore then; a unit says whose it is."""
        if isinstance(record, Unit):
            label = self._name_then(record)
            own = plainly(self.request, record, label)
            return self._with_owner(own, label, [record.organisation, *_line(record.parent)])
        if isinstance(record, Organisation):
            return named(self.request, record, self._name_then(record))
        if isinstance(record, Function):
            return plainly(self.request, record)
        return named(self.request, record)

    def name_alone(self, unit: Unit) -> Spans:
        """Return the name a unit bore then, where it is plain whose it is."""
        return plainly(self.request, unit, self._name_then(unit))

    def _name_then(self, owner: Organisation | Unit) -> Localised:
        kind = "unit" if isinstance(owner, Unit) else "organisation"
        return self.names_then.get((kind, owner.pk), owner.name)

    def _with_owner(self, spans: Spans, label: Localised, owners: Sequence[Organisation | Unit]) -> Spans:
        """Add in brackets those owners, the largest first, that the label does not name itself."""
        language = self.request.language
        names = [
            name
            for owner in owners
            if self.request.sees(owner)
            and (name := self._name_then(owner).text(language)) not in label.text(language)
        ]
        if not names:
            return spans
        whose = "".join(names) if language == "ja" else ", ".join(reversed(names))
        return said(self.request, "{what}（{whose}）", "{what} ({whose})", what=spans, whose=(Text(whose),))

    def units(self) -> Iterator[Block]:
        """Yield the offices that take part in relations and are not told with a function."""
        told = {row.from_unit_id for row in self.relations_there if said_by_function(row)}
        found = {
            unit.pk: unit
            for row in self.relations_there
            for unit in (row.from_unit, row.to_unit)
            if isinstance(unit, Unit) and unit.pk not in told
        }
        if found:
            yield Heading(1, said(self.request, "部署", "Offices"))
            yield ListBlock(tuple(ListItem(self.name_of(unit)) for unit in found.values()))

    def functions(self) -> Iterator[Block]:
        known = {function.pk for function in self.functions_there}
        children = grouped(self.functions_there, "parent")
        roots = [function for function in self.functions_there if function.parent_id not in known]
        if roots:
            yield Heading(1, said(self.request, "機能", "Functions"))
            yield ListBlock(tuple(self._function(function, children) for function in roots))
        yield Sources(frozenset(each.document_id for each in self.functions_there if each.document_id))

    def _function(self, function: Function, children: Mapping[str | None, list[Function]]) -> ListItem:
        request = self.request
        mark = (*ordinal(function.mark), Text(" ")) if function.mark else ()
        text = written(request, function, "text")
        inside = [
            *([ListItem(text)] if text else []),
            *self._ends_at(function, RelationKind.BELONGS, "構成", "Made up of"),
            *self._ends_at(function, RelationKind.PERFORMS, "担い手", "Performed by"),
            *(self._function(child, children) for child in children.get(function.pk, [])),
        ]
        return ListItem((*mark, *written(request, function, "name")), tuple(inside))

    def _ends_at(
        self, function: Function, kind: RelationKind, japanese: str, english: str
    ) -> Iterator[ListItem]:
        """Yield who stands in this relation to a function, as one item."""
        rows = self._with_function.get((kind, function.pk), ())
        names = [self.name_of(end) for row in rows if (end := end_of(row, SOURCES)) is not None]
        if names:
            who = joined(self.request, names)
            yield ListItem(said(self.request, f"{japanese}：{{who}}", f"{english}: {{who}}", who=who))

    def relations(self) -> Iterator[Block]:
        """Yield the relations as sentences; who performs a function, or belongs to it, stands with it."""
        told = [row for row in self.relations_there if not said_by_function(row)]
        if told:
            yield Heading(1, said(self.request, "関係", "Relations"))
            yield ListBlock(tuple(ListItem(self._sentence(row)) for row in told))
        yield Sources(frozenset(row.document_id for row in self.relations_there if row.document_id))

    def _sentence(self, relation: Relation) -> Spans:
        """Return the relation's own words; where it has none, a sentence that follows from its kind."""
        if text := written(self.request, relation, "text"):
            return text
        one, other = end_of(relation, SOURCES), end_of(relation, TARGETS)
        words = _SENTENCES[RelationKind(relation.kind)][relation.both_ways]
        parts: dict[str, Spans] = {
            "one": self.name_of(one) if one else (),
            "other": self.name_of(other) if other else (),
        }
        return said(self.request, f"{words[0]}。", f"{words[1]}.", **parts)

    def drawings(self) -> Iterator[Block]:
        if self.drawings_there:
            yield Heading(1, said(self.request, "図", "Drawings"))
            yield ListBlock(
                tuple(
                    ListItem(
                        written(self.request, row, "title"),
                        state=row.state,
                        state_label=state_label(_DRAWING_STATES[DrawingState(row.state)], self.request),
                    )
                    for row in self.drawings_there
                )
            )
        yield Sources(frozenset(row.document_id for row in self.drawings_there if row.document_id))


def said_by_function(relation: Relation) -> bool:
    kinds = {RelationKind.PERFORMS, RelationKind.BELONGS}
    return relation.to_function_id is not None and relation.kind in kinds


def _line(unit: Unit | None) -> list[Unit]:
    """Return a unit behind the one it is part of."""
    return [each for each in (unit.parent, unit) if each is not None] if unit else []


def end_of(relation: Relation, names: tuple[str, ...]) -> Record | None:
    return next((end for name in names if (end := getattr(relation, name)) is not None), None)


def state_label(words: tuple[str, str], request: BlockRequest) -> str:
    return words[0] if request.language == "ja" else words[1]
