"""The refresh of a year as the office sees it: who was asked, who answered, who is owed, who cannot be written to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, FilteredRelation, Q

from renkei.core.accounts.permissions import Verb
from renkei.core.publication.selectors import within_reach
from renkei.matching.enums import RefreshState, SeedState
from renkei.matching.models import Seed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import QuerySet

    from renkei.core.accounts.actors import Actor

NOT_ASKED, NO_ADDRESS = "not_asked", "no_address"
STANDS = (NOT_ASKED, NO_ADDRESS, *RefreshState.values)
WITHOUT_ADDRESS = Q(refresh_address="") & (
    Q(researcher__identity__isnull=True)
    | Q(researcher__identity__user__email="")
    | Q(researcher__identity__user__is_active=False)
)


@dataclass(frozen=True)
class Tally:
    """How many seeds stand how; `answered` are those that were looked at by their researcher."""

    total: int
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def answered(self) -> int:
        return sum(self.counts.get(state, 0) for state in RefreshState.values if state != RefreshState.ASKED)


def to_refresh(actor: Actor, year: int, organisation: str = "") -> QuerySet[Any]:
    """Return the active seeds an actor may change, each with its refresh of the year as `of_year`."""
    rows = within_reach(Seed.objects.filter(state=SeedState.ACTIVE), actor, Verb.CHANGE)
    rows = rows.filter(organisation=organisation) if organisation else rows
    return rows.alias(of_year=FilteredRelation("refreshes", condition=Q(refreshes__year=year))).annotate(
        refresh_state=F("of_year__state"),
        asked_at=F("of_year__asked_at"),
        reminded_at=F("of_year__reminded_at"),
        answered_at=F("of_year__answered_at"),
    )


def standing(rows: QuerySet[Any], stands: str) -> QuerySet[Any]:
    """Narrow the seeds of `to_refresh` to those that stand so; all of them for a word that is unknown."""
    if stands == NOT_ASKED:
        return rows.filter(refresh_state=None).exclude(WITHOUT_ADDRESS)
    if stands == NO_ADDRESS:
        return rows.filter(WITHOUT_ADDRESS, refresh_state=None)
    return rows.filter(refresh_state=stands) if stands in RefreshState.values else rows


def tally(rows: QuerySet[Any]) -> Tally:
    """Count the seeds of `to_refresh` by how they stand, in two queries."""
    found = {
        state or NOT_ASKED: number
        for state, number in rows.order_by().values_list("refresh_state").annotate(Count("pk"))
    }
    nowhere = standing(rows, NO_ADDRESS).count()
    counts = {**found, NOT_ASKED: found.get(NOT_ASKED, 0) - nowhere, NO_ADDRESS: nowhere}
    return Tally(sum(found.values()), {state: counts.get(state, 0) for state in STANDS})
