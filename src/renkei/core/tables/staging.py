"""What a load has read so far, kept by the database so that memory does not grow with the file."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from renkei.core.records.kinds import Kind

Reference = tuple[int, str, str, str]
_CREATE = """
CREATE TEMPORARY TABLE renkei_row (kind text NOT NULL, slug text NOT NULL, line int NOT NULL);
CREATE INDEX ON renkei_row (kind, slug);
CREATE TEMPORARY TABLE renkei_reference (
    kind text NOT NULL, line int NOT NULL, field text NOT NULL, target text NOT NULL, slug text NOT NULL
)
"""
_DROP = "DROP TABLE IF EXISTS pg_temp.renkei_row, pg_temp.renkei_reference"


@contextmanager
def staging() -> Iterator[Staging]:
    """Make the two temporary tables for one load; call it inside a transaction."""
    with connection.cursor() as cursor:
        cursor.execute(_DROP)
        for statement in _CREATE.split(";"):
            cursor.execute(statement)
    yield Staging()
    with connection.cursor() as cursor:
        cursor.execute(_DROP)


class Staging:
    """Rows read (kind, slug, line) and what they point to."""

    def add_rows(self, kind: Kind, rows: Iterable[tuple[str, int]]) -> None:
        _copy("renkei_row", ((kind.slug, slug, line) for slug, line in rows))

    def add_references(self, kind: Kind, references: Iterable[Reference]) -> None:
        """Each is (line, field, target kind, slug)."""
        _copy("renkei_reference", ((kind.slug, *reference) for reference in references))

    def lines(self, kind: Kind, slugs: Sequence[str]) -> dict[str, int]:
        """Return the first line of those slugs that have come already."""
        return dict(
            _rows(
                "SELECT slug, min(line) FROM renkei_row WHERE kind = %s AND slug = ANY(%s) GROUP BY slug",
                [kind.slug, list(slugs)],
            )
        )

    def settle(self) -> None:
        """Tell the planner how much has come, so that the questions about it stay fast."""
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE renkei_row")
            cursor.execute("ANALYZE renkei_reference")

    def dangling(self, target: Kind, most: int, *, stored: bool) -> list[tuple[str, int, str, str]]:
        """Return references (kind, line, field, slug) to no row that came or, where it counts, is stored."""
        table = target.model._meta.db_table
        known = f'AND NOT EXISTS (SELECT 1 FROM "{table}" t WHERE t.slug = r.slug)'  # noqa: S608
        kept = known if stored else ""
        return _rows(
            f"""
            SELECT r.kind, r.line, r.field, r.slug FROM renkei_reference r
            WHERE r.target = %s
              AND NOT EXISTS (SELECT 1 FROM renkei_row c WHERE c.kind = r.target AND c.slug = r.slug) {kept}
            ORDER BY r.kind, r.line LIMIT %s
            """,  # noqa: S608 - the table's name is the model's
            [target.slug, most],
        )

    def absent(self, kind: Kind, most: int) -> list[str]:
        """Return slugs of stored rows that did not come."""
        sql = f'SELECT t.slug FROM "{kind.model._meta.db_table}" t WHERE {_ABSENT} ORDER BY 1 LIMIT %s'  # noqa: S608
        return [slug for (slug,) in _rows(sql, [kind.slug, most])]

    def withdraw(self, kind: Kind, slugs: Sequence[str]) -> int:
        """Delete stored rows. Effects: rows, history. Return how many."""
        with connection.cursor() as cursor:
            cursor.execute(
                f'DELETE FROM "{kind.model._meta.db_table}" t WHERE t.slug = ANY(%s)',  # noqa: S608
                [list(slugs)],
            )
            return int(cursor.rowcount)


_ABSENT = "NOT EXISTS (SELECT 1 FROM renkei_row c WHERE c.kind = %s AND c.slug = t.slug)"


def _copy(table: str, rows: Iterable[tuple[Any, ...]]) -> None:
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _rows(sql: str, params: list[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())
