"""How many acts there have been: a number that is another one as soon as an act has been committed, and only then."""

from __future__ import annotations

from django.db import connection, models

from renkei.core.ui.text import bi

_COUNT = """
UPDATE core_actcount SET acts = acts + 1
WHERE id = (SELECT id FROM core_actcount ORDER BY id FOR UPDATE SKIP LOCKED LIMIT 1)
"""


class ActCount(models.Model):
    """A part of the count. Acts that are written at the same time count in rows of their own, and wait for nobody."""

    acts = models.PositiveBigIntegerField(bi("数", "Number"))

    class Meta:
        verbose_name = bi("書き込みの数", "Count of acts")
        verbose_name_plural = bi("書き込みの数", "Counts of acts")

    def __str__(self) -> str:
        return str(self.acts)


def count_act() -> None:
    """Count one act, in its own transaction. Effects: a row; there are as many as acts that ever ran side by side."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT)
        if not cursor.rowcount:
            cursor.execute("INSERT INTO core_actcount (acts) VALUES (1)")


def acts_so_far() -> int:
    """Return the number of acts that can be seen. Unlike a time or a last identifier, no act slips in below it.

    An act with an earlier time, or a smaller identifier, may be committed after another; a sum grows all the same.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT COALESCE(SUM(acts), 0)::bigint FROM core_actcount")
        return int(cursor.fetchone()[0])
