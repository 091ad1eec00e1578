from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from renkei.privacy.models import LegalHold

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from renkei.core.privacy.subject import Subject


def requests_of(subject: Subject) -> Q:
    """Narrow requests or holds to those about this person, by person, by user or by address."""
    found = Q(pk__in=())
    if subject.person:
        found |= Q(subject_kind="person", subject=subject.person)
    if subject.username:
        found |= Q(subject_kind="user", subject=subject.username)
    if subject.addresses:
        found |= Q(subject_kind="address", subject__in=subject.addresses)
    return found


def holds_in_force(subject: Subject, at: dt.date) -> Iterator[LegalHold]:
    """Yield the holds that keep a person's data on a day."""
    for hold in LegalHold.objects.filter(requests_of(subject)).order_by("pk"):
        if hold.is_in_force(at):
            yield hold
