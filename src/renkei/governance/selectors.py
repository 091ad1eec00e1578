"""Reads of the structure that report and pages share."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q

from renkei.core.publication.selectors import visible_to
from renkei.governance.models import Body, Meeting, Relation
from renkei.governance.models.structure import SOURCES, TARGETS

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from renkei.core.accounts.actors import Actor


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
