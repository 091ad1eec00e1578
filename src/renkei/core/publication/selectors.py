"""What an actor may see. Every list starts here."""

import datetime as dt
from typing import TypeVar

from django.db.models import Q, QuerySet

from renkei.core.accounts.actors import Actor
from renkei.core.accounts.permissions import Verb, may
from renkei.core.publication.models import PublicationState, Publishable

P = TypeVar("P", bound=Publishable)


def public_on(day: dt.date, path: str = "") -> Q:
    """Return the condition of being public on a day (both ends of the window included).

    `path` leads to another record (`publisher__`) whose being public is asked.
    """
    return (
        Q(**{f"{path}publication": PublicationState.PUBLIC})
        & (Q(**{f"{path}public_from__isnull": True}) | Q(**{f"{path}public_from__lte": day}))
        & (Q(**{f"{path}public_until__isnull": True}) | Q(**{f"{path}public_until__gte": day}))
    )


def visible_to(records: QuerySet[P], actor: Actor, at: dt.date) -> QuerySet[P]:
    """Return those records that the actor may see on a day: all of a kind, or the published ones."""
    condition = seen_by(actor, records.model._meta.model_name or "", at)
    return records.filter(condition) if condition else records


def seen_by(actor: Actor, kind: str, at: dt.date, path: str = "") -> Q:
    """Return the condition of `visible_to`; an empty one where all is seen. `path` leads to another record."""
    return Q() if may(actor, Verb.VIEW, kind) else public_on(at, path)


def is_public(record: Publishable, at: dt.date) -> bool:
    """Tell whether a stranger may see this record on a day."""
    return (
        record.publication == PublicationState.PUBLIC
        and (record.public_from is None or record.public_from <= at)
        and (record.public_until is None or record.public_until >= at)
    )
