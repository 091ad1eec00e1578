"""What a year's draft still lacks, and whose it is: figures, sentences, photographs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from renkei.budgets.carried import has_open_place, is_unchanged, typed_years
from renkei.budgets.enums import ItemKind, ItemState, Side
from renkei.budgets.models import Item, Measure
from renkei.core.publication.selectors import visible_to
from renkei.core.records.selectors import languages_of, present_cluster
from renkei.reports.definitions import definition_of
from renkei.reports.enums import Need, Role
from renkei.reports.models import EditionPart
from renkei.reports.next_year import has_both_sides
from renkei.reports.service import report
from renkei.reports.wanted import Wanted, moved_pairs, named_pairs, wanted

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from renkei.core.accounts.actors import Actor
    from renkei.kernel.localised import Localised
    from renkei.reports.definitions import ReportDefinition
    from renkei.reports.models import ReportSection

_HAPPENS = frozenset({ItemKind.MEETING, ItemKind.EVENT, ItemKind.AGREEMENT})


@dataclass(frozen=True)
class ToDo:
    """A measure or item of the draft with what is still to be done about it."""

    record: Measure | Item
    needs: tuple[Need, ...]

    @property
    def text(self) -> Localised:
        return text_of(self.record)


@dataclass(frozen=True)
class OldPhotograph:
    """A photograph of the year before: printed again (`again`), or without one of this year in its place."""

    record: Item | ReportSection
    text: Localised
    again: bool


@dataclass(frozen=True)
class Missing:
    """`lines` is how many measures and items the draft has."""

    kind: str
    year: int
    lines: int
    figures: tuple[Wanted, ...]
    sentences: tuple[ToDo, ...]
    photographs: tuple[OldPhotograph, ...]

    @property
    def is_empty(self) -> bool:
        return not self.figures and not self.sentences and not self.photographs

    def count(self, need: Need) -> int:
        return sum(need in each.needs for each in self.sentences)


def missing_of(year: int, kind: str, *, actor: Actor, at: dt.date) -> Missing | None:
    """Return what the draft of a report lacks, as far as the actor may see it; None where the kind has no two sides.

    The number of queries does not depend on the number of records.
    """
    definition = definition_of(kind, actor=actor, at=at)
    if definition is None or not has_both_sides(definition):
        return None
    rows = drafted(year, actor, at)
    languages = tuple(languages_of(present_cluster()))
    pairs = moved_pairs(report(year - 1, kind, language="ja", actor=actor, at=at), year) | named_pairs(rows)
    todos = (ToDo(row, tuple(needs_of(row, languages))) for row in rows)
    return Missing(
        kind,
        year,
        len(rows),
        tuple(wanted(pairs, year, actor=actor, at=at)),
        tuple(each for each in todos if each.needs),
        tuple(_photographs(definition, rows, year, actor, at)),
    )


def drafted(year: int, actor: Actor, at: dt.date) -> list[Measure | Item]:
    """Return the measures and items of a report: results of its year, plan of the next. Two queries."""
    told = Q(side=Side.RESULTS, fiscal_year=year) | Q(side=Side.PLAN, fiscal_year=year + 1)
    measures = visible_to(Measure.objects.filter(told), actor, at).select_related("carried_from", "pillar")
    items = visible_to(Item.objects.filter(told), actor, at).select_related("carried_from", "pillar")
    return [
        *measures.order_by("-side", "pillar__number", "number", "slug"),
        *items.order_by("-side", "pillar__number", "position", "slug"),
    ]


def text_of(record: Measure | Item) -> Localised:
    found: Localised = record.text if isinstance(record, Item) else record.title
    return found


def unchanged_languages(record: Measure | Item) -> tuple[str, ...]:
    """Return the languages in which a record still says what it was carried over with."""
    source = record.carried_from
    if source is None:
        return ()
    years, before = record.fiscal_year - source.fiscal_year, text_of(source)
    return tuple(
        language
        for language, text in text_of(record).items()
        if language in before and is_unchanged(text, before[language], years)
    )


def is_wholly_unchanged(record: Measure | Item) -> bool:
    """Tell whether a record says what it was carried over with in every language that both have."""
    source, same = record.carried_from, unchanged_languages(record)
    return source is not None and bool(same) and set(same) == set(text_of(record)) & set(text_of(source))


def needs_of(record: Measure | Item, languages: Sequence[str]) -> Iterator[Need]:
    """Yield what is still to be done about a measure or item, the most urgent first."""
    text = text_of(record)
    same = unchanged_languages(record)
    wholly = is_wholly_unchanged(record)
    if any(map(has_open_place, text.values())):
        yield Need.OPEN
    if isinstance(record, Item):
        yield from _needs_of_item(record, wholly=wholly)
    if _has_old_year(record):
        yield Need.TYPED
    if wholly and isinstance(record, Item) and record.kind != ItemKind.PICTURE:
        yield Need.UNCHANGED
    if text and text.missing(languages):
        yield Need.TRANSLATION
    if same and not wholly:
        yield Need.BEHIND
    if record.publication != "public":
        yield Need.INTERNAL


def _needs_of_item(item: Item, *, wholly: bool) -> Iterator[Need]:
    source = item.carried_from
    if source is None:
        return
    lost = (source.meeting_id and not item.meeting_id) or (source.agreement_id and not item.agreement_id)
    if wholly and (lost or item.kind in _HAPPENS):
        yield Need.REFERENCE
    if item.side == Side.RESULTS and item.state == ItemState.NOT_STATED and item.kind != ItemKind.PICTURE:
        yield Need.STATE


def _has_old_year(record: Measure | Item) -> bool:
    """Tell whether a year that was typed into last year's text still stands in it."""
    source = record.carried_from
    if source is None or source.fiscal_year == record.fiscal_year:
        return False
    before = text_of(source)
    return any(
        typed_years(text) & typed_years(before[language])
        for language, text in text_of(record).items()
        if language in before
    )


def _photographs(
    definition: ReportDefinition, rows: Sequence[Measure | Item], year: int, actor: Actor, at: dt.date
) -> Iterator[OldPhotograph]:
    pictures = [row for row in rows if isinstance(row, Item) and row.kind == ItemKind.PICTURE]
    of_year = [row for row in pictures if row.side == Side.RESULTS]
    renewed = {row.pillar_id for row in of_year}
    before = Item.objects.filter(side=Side.RESULTS, fiscal_year=year - 1, kind=ItemKind.PICTURE)
    for row in visible_to(before, actor, at).order_by("pillar__number", "position", "slug"):
        if row.pillar_id not in renewed:
            yield OldPhotograph(row, row.text, again=False)
    for row in pictures:
        if unchanged_languages(row):
            yield OldPhotograph(row, row.text, again=True)
    pieces = [piece for section in definition.sections for piece in section.pieces if piece.picture_id]
    names = {piece.picture.sha256[:40] for piece in pieces if piece.picture}
    parts = EditionPart.objects.filter(
        role=Role.PHOTOGRAPH, name__in=names, edition__kind=definition.kind, edition__fiscal_year=year - 1
    )
    printed = set(parts.values_list("name", flat=True))
    for piece in pieces:
        if piece.picture and piece.picture.sha256[:40] in printed:
            yield OldPhotograph(piece, piece.caption or piece.told(), again=True)
