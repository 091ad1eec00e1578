from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef

from renkei.core.figures.enums import FigureKind
from renkei.core.figures.registry import (
    Choice,
    Codes,
    FigureDefinition,
    Stated,
    Term,
    Version,
    register_choices,
    register_definitions,
    register_family_source,
    register_stated,
    register_versions,
    register_years,
)
from renkei.core.figures.terms import term_of
from renkei.core.publication.models import holding_of
from renkei.core.publication.selectors import is_public, public_on, seen_by, visible_to
from renkei.indicators.enums import Basis
from renkei.indicators.models import FigureChoice, Indicator, StatedValue
from renkei.indicators.sums import sums
from renkei.kernel.units import CountedUnit

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from renkei.core.accounts.actors import Actor

_BASES = {basis.value: term_of(basis) for basis in Basis}
_FIRST_POSITION = 1000  # stated figures stand behind the computed ones


@register_definitions
def definitions(codes: Codes, at: dt.date) -> Iterable[FigureDefinition]:
    rows = Indicator.objects.all() if codes is None else Indicator.objects.filter(pk__in=codes)
    for row in rows:
        yield FigureDefinition(
            code=row.pk,
            label=row.label,
            definition=row.definition,
            unit=CountedUnit(row.unit),
            kind=FigureKind(row.kind),
            version=row.version,
            public=is_public(row, at),
            held=row.holding(),
            position=_FIRST_POSITION + row.position,
        )


@register_stated
def stated_values(codes: Codes, years: Sequence[int] | None, at: dt.date) -> Iterable[tuple[str, Stated]]:
    rows = StatedValue.objects.select_related("publisher", "document").exclude(
        Exists(StatedValue.objects.filter(public_on(at), restates=OuterRef("pk")))
    )
    rows = rows if codes is None else rows.filter(indicator__in=codes)
    rows = rows if years is None else rows.filter(fiscal_year__in=years)
    for row in rows:
        yield (
            row.indicator_id,
            Stated(
                slug=row.pk,
                fiscal_year=row.fiscal_year,
                state=row.state,
                value=row.value,
                precision=row.precision,
                as_of=row.as_of,
                basis=_BASES[row.basis],
                publisher=_publisher(row, at),
                document=row.document_id,
                document_title=row.document.title,
                place=row.place,
                note=row.note,
                public=is_public(row, at),
                document_public=is_public(row.document, at),
                definition_version=row.definition_version,
                held=row.holding(),
                document_held=row.document.holding(),
            ),
        )


def _publisher(row: StatedValue, at: dt.date) -> Term:
    publisher = row.publisher
    return Term(row.publisher_id, publisher.name, is_public(publisher, at), publisher.holding())


@register_choices
def choices(codes: Codes, years: Sequence[int] | None, at: dt.date) -> Iterable[tuple[str, int, Choice]]:
    rows = FigureChoice.objects.filter(holder="")  # what all are told is decided for the cluster only
    rows = rows if codes is None else rows.filter(figure__in=codes)
    rows = rows if years is None else rows.filter(fiscal_year__in=years)
    for row in rows:
        choice = Choice(
            row.prints,
            row.publisher_id or "",
            row.chosen_by,
            row.explanation,
            public=is_public(row, at),
            held=row.holding(),
        )
        yield row.figure, row.fiscal_year, choice


@register_years
def years_with_stated_values(*, actor: Actor, at: dt.date) -> Iterable[int]:
    rows = visible_to(StatedValue.objects.all(), actor, at)
    indicators = seen_by(actor, "indicator", at, "indicator__")
    rows = rows.filter(indicators) if indicators else rows
    return rows.order_by().values_list("fiscal_year", flat=True).distinct()


@register_versions
def versions(code: str, at: dt.date) -> Iterable[Version]:
    """Return the last wording of each version from the history, oldest first."""
    events = Indicator.pgh_event_model.objects.filter(slug=code).exclude(pgh_label="delete")  # type: ignore[attr-defined]
    last: dict[int, Version] = {}
    for event in events.order_by("pgh_id"):
        since = last[event.version].since if event.version in last else event.pgh_created_at
        last[event.version] = Version(
            event.version, event.label, event.definition, since, is_public(event, at), holding_of(event)
        )
    return [last[number] for number in sorted(last)]


register_family_source(sums)
