"""What strangers see, by kind: how much, and since when; taken back from them as one act."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Count, Max, Min

from renkei.core.accounts.actors import STRANGER
from renkei.core.history.journal import journal
from renkei.core.history.states import events_of
from renkei.core.publication.models import PublicationState
from renkei.core.publication.selectors import visible_to
from renkei.core.records.services import RecordRefused, change_record
from renkei.core.records.together import NAME, named, together
from renkei.kernel.errors import RuleBroken

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from renkei.core.accounts.actors import Actor
    from renkei.core.records.kinds import Kind

Dates = tuple[Any, Any]


def public_rows(kind: Kind, at: dt.date) -> Any:
    return visible_to(kind.model._default_manager.all(), STRANGER, at)


def counted(kinds: Sequence[Kind], at: dt.date) -> dict[str, int]:
    """Return how many records of each kind strangers see on a day; one question."""
    found = together(named(public_rows(kind, at), kind.slug).annotate(n=Count("pk")) for kind in kinds)
    return {row[NAME]: row["n"] for row in found}


def dated(kinds: Sequence[Kind]) -> dict[str, Dates]:
    """Return when a record of each kind was first public, and when a public one was last written; one question."""
    moments = {"first": Min("pgh_created_at"), "last": Max("pgh_created_at")}
    found = together(named(_public_events(kind), kind.slug).annotate(**moments) for kind in kinds)
    return {row[NAME]: (row["first"], row["last"]) for row in found}


def since(kind: Kind, slugs: Sequence[str]) -> dict[str, dt.datetime]:
    """Return since when these records have been public: first decided, or decided anew after they were not."""
    events = events_of(kind.model).filter(pgh_obj_id__in=slugs)
    hidden = dict(
        events.exclude(publication=PublicationState.PUBLIC).values_list("pgh_obj_id").annotate(Max("pgh_id"))
    )
    begun: dict[str, dt.datetime] = {}
    rows = events.filter(publication=PublicationState.PUBLIC).order_by("pgh_id")
    for slug, number, moment in rows.values_list("pgh_obj_id", "pgh_id", "pgh_created_at"):
        if number > hidden.get(slug, 0):
            begun.setdefault(slug, moment)
    return begun


def take_back(
    *, actor: Actor, kind: Kind, chosen: Iterable[tuple[str, int]], reason: str
) -> tuple[int, str, RuleBroken | None]:
    """Withdraw records, each at its revision, from the public; all of them or none.

    Effects: rows, history. Returns how many, and where one was refused its identifier and why.
    """
    slug, done = "", 0
    try:
        with transaction.atomic(), journal(actor=actor, action=f"take {kind.slug} back", reason=reason):
            for slug, revision in chosen:
                change_record(
                    actor=actor,
                    kind=kind,
                    slug=slug,
                    revision=revision,
                    values={"publication": PublicationState.WITHDRAWN},
                    reason=reason,
                )
                done += 1
    except RuleBroken as flaw:
        return 0, slug, flaw
    except RecordRefused as refused:
        return 0, slug, refused.flaws[0][1]
    return done, "", None


def _public_events(kind: Kind) -> Any:
    return events_of(kind.model).filter(publication=PublicationState.PUBLIC)
