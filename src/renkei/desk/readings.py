"""Reading personal data on the desk is written down: one row for an answer, however many records it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from renkei.desk.pages import actor_of
from renkei.privacy.services.readings import note_reading

if TYPE_CHECKING:
    from django.http import HttpRequest

    from renkei.privacy.enums import Way


def note(request: HttpRequest, kind: str, way: Way, *, slug: str = "", count: int | None = None) -> None:
    """Write down a reading, with the question that was asked; nothing for kinds that are not logged."""
    note_reading(
        actor=actor_of(request),
        kind=kind,
        way=way,
        slug=slug,
        query=request.GET.urlencode(),
        count=count,
        at=timezone.now(),
    )
