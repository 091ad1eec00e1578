"""The log of readings: written once per answer, chained by the database, checked by a command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection

from renkei.core.privacy.registry import reading_is_logged
from renkei.privacy.enums import ErasureCause, Way
from renkei.privacy.models import Erasure, Reading

if TYPE_CHECKING:
    import datetime as dt

    from renkei.core.accounts.actors import Actor

_BROKEN = """
SELECT id FROM (SELECT r, r.id, r.salt, r.digest, r.link, lag(r.link) OVER (ORDER BY r.id) AS before
                FROM privacy_reading r) x
WHERE (before IS NOT NULL OR %s) AND link <> renkei_linked(COALESCE(before, ''), r)
   OR salt <> '' AND digest <> renkei_said(r)
ORDER BY id LIMIT 20
"""


def note_reading(
    *,
    actor: Actor,
    kind: str,
    way: Way,
    at: dt.datetime,
    slug: str = "",
    query: str = "",
    count: int | None = None,
    purpose: str = "",
) -> bool:
    """Write down that personal data were read: one row, whatever the number of records. Effects: a row.

    Nothing is written for kinds whose reading is not logged. Returns whether it was.
    """
    if not reading_is_logged(kind):
        return False
    Reading.objects.create(
        at=at,
        actor=actor.name,
        user_id=actor.user_id,
        kind=kind,
        slug=slug[:150],
        way=way,
        query=query[:500],
        count=count,
        purpose=purpose[:200],
    )
    return True


def broken_links() -> list[int]:
    """Return the numbers of readings that were changed, or follow one that was taken out; at most twenty.

    The oldest row is believed where older ones were disposed of by the end of their time.
    """
    disposed = Erasure.objects.filter(
        cause=ErasureCause.RETENTION, counts__rows__has_key="privacy.reading"
    ).exists()
    with connection.cursor() as cursor:
        cursor.execute(_BROKEN, [not disposed])
        return [number for (number,) in cursor.fetchall()]
