"""Reads of the structure that report and pages share."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q

from renkei.agreements.models import Agreement
from renkei.core.publication.selectors import visible_to
from renkei.directory.models import Laboratory
from renkei.governance.enums import DrawingSubject
from renkei.governance.models import Body, Drawing, Meeting, Relation
from renkei.governance.models.structure import SOURCES, TARGETS

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from renkei.core.accounts.actors import Actor
    from renkei.core.records.models import Record


def relations_on(day: dt.date) -> QuerySet[Relation]:
    """Return the relations of which both ends existed on the day; functions have no dates."""
    condition = Q()
    for end in (*SOURCES, *TARGETS):
        if not end.endswith("_function"):
            condition &= Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__existence__contains": day})
    return Relation.objects.filter(condition)


def latest_meetings(bodies: Sequence[Body], most: int, *, actor: Actor, at: dt.date) -> list[Meeting]:
    """Return the last `most` meetings of each body that the actor may see, the latest first, in two queries."""
    seen = visible_to(Meeting.objects.order_by("-held_on", "slug"), actor, at)
    last = seen.filter(body=OuterRef("pk")).values("pk")[:most]
    found = Body.objects.filter(pk__in=[body.pk for body in bodies])
    slugs = found.annotate(f_last=ArraySubquery(last)).values_list("f_last", flat=True)
    return list(seen.filter(pk__in=list(chain.from_iterable(slugs))))


def drawings_of(record: Record, *, actor: Actor, at: dt.date) -> list[str]:
    """Return the schemes that draw a body, a laboratory or an agreement, as far as the actor may see them."""
    match record:
        case Agreement():
            shown = Q(family=record.family_id)
        case Laboratory():
            shown = Q(laboratory=record)
        case Body():
            shown = Q(body=record)
        case _:
            return []
    rows = Drawing.objects.filter(shown, subject=DrawingSubject.SCHEME)
    return list(visible_to(rows, actor, at).order_by("position", "slug").values_list("pk", flat=True))
