"""How many acts there have been: a number that is another one as soon as an act has been committed, and only then."""

from __future__ import annotations

from typing import NamedTuple

from django.db import OperationalError, ProgrammingError, connection, models

from renkei.core.ui.text import bi

_COUNT = """
UPDATE core_actcount SET acts = acts + 1
WHERE id = (SELECT id FROM core_actcount ORDER BY id FOR UPDATE SKIP LOCKED LIMIT 1)
"""
_SUM = "SELECT 'core_actcount'::regclass::oid::bigint, COALESCE(SUM(acts), 0)::bigint FROM core_actcount"


class ActCount(models.Model):
    """A part of the count. Acts that are written at the same time count in rows of their own, and wait for nobody."""

    acts = models.PositiveBigIntegerField(bi("数", "Number"))

    class Meta:
        verbose_name = bi("書き込みの数", "Count of acts")
        verbose_name_plural = bi("書き込みの数", "Counts of acts")

    def __str__(self) -> str:
        return str(self.acts)


class Acts(NamedTuple):
    """A number of acts, and which table counted it: a restored database counts from an older number on, in another."""

    table: int
    number: int


def count_act() -> None:
    """Count one act, in its own transaction. Effects: a row; there are as many as acts that ever ran side by side."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT)
        if not cursor.rowcount:
            cursor.execute("INSERT INTO core_actcount (acts) VALUES (1)")


def acts_so_far() -> Acts:
    """Return the number of acts that can be seen. Unlike a time or a last identifier, no act slips in below it.

    An act with an earlier time, or a smaller identifier, may be committed after another; a sum grows all the same.
    Raises OperationalError where there is no table to count in: the database is being made or restored.
    """
    with connection.cursor() as cursor:
        try:
            cursor.execute(_SUM)
        except ProgrammingError as missing:
            raise OperationalError("nothing counts acts yet") from missing
        return Acts(*cursor.fetchone())
