"""What an actor may see. Every list starts here."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from django.db.models import Q, QuerySet

from renkei.core.accounts.actors import Actor
from renkei.core.accounts.permissions import CONFIDENTIAL, Verb, grants_for, may_on
from renkei.core.accounts.reach import reached_by, shown_by
from renkei.core.publication.models import PublicationState, Publishable

P = TypeVar("P", bound=Publishable)
# Kind and identifier of the one record that counts as public within `as_if_public`.
_shown_early: ContextVar[tuple[str, str] | None] = ContextVar("_shown_early", default=None)


@contextmanager
def as_if_public(record: Any) -> Iterator[None]:
    """Let one record count as public while a page is made for somebody who may see it anyway; nothing is written.

    Nothing made inside may be kept or handed to anybody else.
    """
    token = _shown_early.set((record._meta.model_name, record.pk))
    try:
        yield
    finally:
        _shown_early.reset(token)


def is_any_shown_early() -> bool:
    """Tell whether what is asked now is only for somebody who looks at a record before it is public."""
    return _shown_early.get() is not None


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
    """Return those records that the actor may see on a day: the one scope of everything that is shown.

    What is common, reached by one of their roles or shared with one of their organisations; for the rest, and
    for strangers, what is public.
    """
    condition = seen_by(actor, records.model._meta.model_name or "", at)
    return records.filter(condition) if condition else records


def seen_by(actor: Actor, kind: str, at: dt.date, path: str = "") -> Q:
    """Return the condition of `visible_to`; an empty one where all is seen. `path` leads to another record."""
    grants = grants_for(actor, Verb.VIEW, kind)
    if not grants:
        return _shown_to_all(kind, at, path)
    condition = shown_by(grants, path, confided=kind in CONFIDENTIAL)
    return condition | _shown_to_all(kind, at, path) if condition else condition


def _shown_to_all(kind: str, at: dt.date, path: str) -> Q:
    early_kind, early = _shown_early.get() or ("", "")
    return public_on(at, path) | Q(**{f"{path}pk": early}) if early_kind == kind else public_on(at, path)


def is_visible(record: Any, actor: Actor, at: dt.date) -> bool:
    """Tell of one record, without asking the database, whether the actor may see it on a day."""
    kind = record._meta.model_name or ""
    return may_on(actor, Verb.VIEW, kind, record.holding()) or is_public(record, at)


def within_reach(records: QuerySet[P], actor: Actor, verb: Verb) -> QuerySet[P]:
    """Return those records with which the actor may do this (writing verbs)."""
    condition = Q(pk__in=[])
    kind = records.model._meta.model_name or ""
    for grant in grants_for(actor, verb, kind):
        reached = reached_by(grant, confided=kind in CONFIDENTIAL)
        if not reached:
            return records
        condition |= reached
    return records.filter(condition)


def public_as_long_as(shown: Publishable, other: Publishable) -> bool:
    """Tell whether the other record is public on every day on which this one is shown."""
    begins, ends = other.public_from, other.public_until
    return (
        other.publication == PublicationState.PUBLIC
        and (begins is None or (shown.public_from is not None and begins <= shown.public_from))
        and (ends is None or (shown.public_until is not None and ends >= shown.public_until))
    )


def is_public(record: Any, at: dt.date) -> bool:
    """Tell whether a stranger may see this record on a day."""
    if _shown_early.get() == (record._meta.model_name, record.pk):
        return True
    return (
        record.publication == PublicationState.PUBLIC
        and (record.public_from is None or record.public_from <= at)
        and (record.public_until is None or record.public_until >= at)
    )
