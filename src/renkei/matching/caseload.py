"""Who carries how much: coordinators across employers, by numbers where the work itself is not to be seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q

from renkei.core.publication.selectors import visible_to
from renkei.directory.models import Person
from renkei.matching.board import late_only
from renkei.matching.models import Activity, Case, Territory

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from renkei.core.accounts.actors import Actor


@dataclass(frozen=True)
class Load:
    """A coordinator with their areas. Numbers count all there is; `seen` tells how many open cases the reader sees."""

    coordinator: Person
    territories: Sequence[Territory]
    open: int
    seen: int
    late: int
    visits: int


def caseload(actor: Actor, at: dt.date) -> list[Load]:
    """Return every coordinator with a territory, or with open cases the reader sees: seven queries.

    Of organisations one does not reach there are numbers only, and no more of them than of open cases and visits:
    what is late is counted where it is seen.
    """
    places: dict[str, list[Territory]] = {}
    people: dict[str, Person] = {}
    rows = visible_to(Territory.objects.select_related("coordinator", "organisation"), actor, at)
    for each in rows.filter(Q(period__contains=at) | Q(period__isnull=True)).order_by("organisation", "pk"):
        places.setdefault(each.coordinator_id, []).append(each)
        people[each.coordinator_id] = each.coordinator
    seen_cases = visible_to(Case.objects.filter(closed_on__isnull=True), actor, at)
    carrying = seen_cases.order_by().exclude(coordinator=None).values("coordinator")
    for person in Person.objects.filter(pk__in=carrying):
        people.setdefault(person.pk, person)
    open_cases = _by(Case.objects.filter(closed_on__isnull=True), people)
    seen, late = _by(seen_cases, people), _by(late_only(seen_cases, actor, at), people)
    month = at.replace(day=1)
    visits = _by(Activity.objects.filter(kind="visit", held_on__range=(month, at)), people)
    by_employer = sorted(people, key=lambda slug: (_employer(places.get(slug, ())), slug))
    return [
        Load(
            people[slug],
            places.get(slug, ()),
            open_cases.get(slug, 0),
            seen.get(slug, 0),
            late.get(slug, 0),
            visits.get(slug, 0),
        )
        for slug in by_employer
    ]


def _employer(territories: Sequence[Territory]) -> str:
    """Return by whom a coordinator is sorted; those without a territory come last."""
    return territories[0].organisation_id if territories else "~"


def _by(rows: Any, people: dict[str, Person]) -> dict[str, int]:
    found = rows.filter(coordinator__in=list(people)).order_by().values_list("coordinator")
    return dict(found.annotate(number=Count("pk")))
