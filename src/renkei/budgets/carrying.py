"""A year's plan carried into the next report: it becomes the results of its year, and the plan of the year after."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import Q

from renkei.agreements.models import Agreement
from renkei.budgets.carried import Move, carried_slug, carried_text
from renkei.budgets.enums import ItemState, Side
from renkei.budgets.models import Item, Measure
from renkei.core.records.kinds import kind_of, rules_of
from renkei.core.records.selectors import present_cluster
from renkei.core.records.services import RecordRefused
from renkei.governance.models import Meeting
from renkei.kernel.fiscal import FiscalYear

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from renkei.core.records.models import Record

R = TypeVar("R", Measure, Item)
_HELD = ("holder", "holder_unit", "shared_with")


@dataclass
class Carrying:
    """What carrying over would add, and what stands there already and is left as it is."""

    year: int
    measures: list[Measure] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    standing: list[Record] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not self.measures and not self.items

    def counts(self) -> list[tuple[Side, int, int, int]]:
        """Return side, fiscal year, and how many measures and items are added there."""
        return [
            (side, year, _of(self.measures, side, year), _of(self.items, side, year))
            for side, year in targets(self.year)
        ]


def targets(year: int) -> tuple[tuple[Side, int], ...]:
    """Return where the plan of a fiscal year goes: side and fiscal year."""
    return (Side.RESULTS, year), (Side.PLAN, year + 1)


def prepared(year: int) -> Carrying:
    """Return what carrying the plan of a fiscal year over would add. Writes nothing; a bounded number of queries."""
    found = Carrying(year)
    planned = Q(fiscal_year=year, side=Side.PLAN)
    measures = list(Measure.objects.filter(planned).order_by("number", "slug"))
    items = _parents_first(Item.objects.filter(planned).order_by("position", "slug"))
    taken = [set(model.objects.values_list("pk", flat=True)) for model in (Measure, Item)]
    for side, target in targets(year):
        goes = _Goes(side, _move(year, target), found)
        goes.measures(measures, taken[0])
        goes.items(items, taken[1])
    return found


def write(carrying: Carrying) -> None:
    """Write the copies. Call inside an act of the history, after `alone()`. Effects: rows.

    Raises RecordRefused where a copy breaks a rule; then nothing may stay.
    """
    for model, rows in ((Measure, carrying.measures), (Item, carrying.items)):
        made: Any = model._default_manager
        made.bulk_create(
            rows
        )  # of rows that kept the rules within one row; the database checks their references
        added = made.filter(pk__in=[row.pk for row in rows])
        broken = [(name, flaw) for rule in rules_of(kind_of(model)) for _, name, flaw in rule.check(added)]
        if broken:
            raise RecordRefused(broken)


class _Goes:
    """The plan's way into one side of one year."""

    def __init__(self, side: Side, move: Move, found: Carrying) -> None:
        self.side, self.move, self.found = side, move, found
        self.there = Q(side=side, fiscal_year=move.target_year)
        self.measure_of: dict[str, Measure] = {}
        self.item_of: dict[str, Item] = {}

    def measures(self, sources: Iterable[Measure], taken: set[str]) -> None:
        standing = list(Measure.objects.filter(self.there).order_by("slug"))
        self.found.standing += standing
        copies = {row.carried_from_id: row for row in standing if row.carried_from_id}
        numbered = {(row.pillar_id, row.number): row for row in standing}
        for source in sources:
            known = copies.get(source.pk) or numbered.get((source.pillar_id, source.number))
            self.measure_of[source.pk] = known or self._measure(source, taken)

    def items(self, sources: Iterable[Item], taken: set[str]) -> None:
        standing = list(Item.objects.filter(self.there).order_by("slug"))
        self.found.standing += standing
        copies = {row.carried_from_id: row for row in standing if row.carried_from_id}
        said = {(row.pillar_id, row.text): row for row in standing if not row.carried_from_id}
        for source in sources:
            text = carried_text(source.text, self.move)
            known = copies.get(source.pk) or said.get((source.pillar_id, text))
            self.item_of[source.pk] = known or self._item(source, text, taken)

    def _measure(self, source: Measure, taken: set[str]) -> Measure:
        made = Measure(
            slug=self._slug(source, taken),
            pillar_id=source.pillar_id,
            number=source.number,
            title=carried_text(source.title, self.move),
            **self._always(source),
        )
        self.found.measures.append(made)
        return made

    def _item(self, source: Item, text: Any, taken: set[str]) -> Item:
        made = Item(
            slug=self._slug(source, taken),
            pillar_id=source.pillar_id,
            measure=_under(self.measure_of.get(source.measure_id or ""), source),
            parent=_under(self.item_of.get(source.parent_id or ""), source),
            position=source.position,
            kind=source.kind,
            state=self._state(source),
            text=text,
            indicator_id=source.indicator_id,
            body_id=source.body_id,
            laboratory_id=source.laboratory_id,
            meeting_id=self._of_the_year("meeting", source.meeting_id),
            agreement_id=self._of_the_year("agreement", source.agreement_id),
            **self._always(source),
        )
        self.found.items.append(made)
        return made

    def _always(self, source: Measure | Item) -> dict[str, Any]:
        """Return what every copy has; it is not public, and names no document: none says this of the new year."""
        held = {name: getattr(source, name) for name in _HELD}
        year = self.move.target_year
        return {"side": self.side, "fiscal_year": year, "carried_from_id": source.pk, **held}

    def _state(self, source: Item) -> str:
        if self.side is Side.RESULTS:
            return source.state if source.state == ItemState.DONE else ItemState.NOT_STATED
        return ItemState.NOT_STATED if source.state == ItemState.DONE else source.state

    def _of_the_year(self, kind: str, slug: str | None) -> str | None:
        return slug if slug and (kind, slug) in self.move.belongs else None

    def _slug(self, source: Measure | Item, taken: set[str]) -> str:
        target = (self.side.value, self.move.target_year)
        slug = carried_slug(source.pk, (source.side, source.fiscal_year), target, taken)
        taken.add(slug)
        return slug


def _under(known: R | None, source: Item) -> R | None:
    """Return what a copy hangs under; nothing where somebody has moved that to another pillar meanwhile."""
    return known if known is not None and known.pillar_id == source.pillar_id else None


def _move(source: int, target: int) -> Move:
    period = FiscalYear(target, present_cluster().first_month).period
    held = Meeting.objects.filter(held_on__range=(period.start, period.end))
    running = [row for row in Agreement.objects.only("slug", "term") if row.term.overlaps(period)]
    belongs = {("meeting", slug) for slug in held.values_list("pk", flat=True)}
    return Move(source, target, period, belongs | {("agreement", row.pk) for row in running})


def _parents_first(rows: Iterable[Item]) -> Sequence[Item]:
    """Return items so that what stands above comes before what stands below."""
    under: dict[str | None, list[Item]] = {}
    found = {row.pk: row for row in rows}
    for row in found.values():
        under.setdefault(row.parent_id if row.parent_id in found else None, []).append(row)
    ordered, waiting = [], list(reversed(under.get(None, [])))
    while waiting:
        row = waiting.pop()
        ordered.append(row)
        waiting += reversed(under.get(row.pk, []))
    return ordered


def _of(rows: Sequence[Measure] | Sequence[Item], side: Side, year: int) -> int:
    return sum(1 for row in rows if (row.side, row.fiscal_year) == (side, year))
