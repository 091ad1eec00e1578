"""References from a record to one of its own kind: what stands below what, and none that comes back."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.db import connection

from renkei.core.records.kinds import SetFlaws, SetRule
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from renkei.core.records.models import Record

_NO_LOOP = Localised.both(
    "たどっても自分に戻らない参照", "a reference that does not lead back to the record itself"
)


def no_loops(field: str) -> SetRule:
    """Return the rule that following a reference to the same kind of record never leads back."""

    def check(rows: QuerySet[Any]) -> SetFlaws:
        """Yield records whose reference to their own kind leads back to themselves."""
        table, column = rows.model._meta.db_table, rows.model._meta.get_field(field).attname
        starts, params = (
            rows.filter(**{f"{field}__isnull": False}).order_by().values("pk", column).query.sql_with_params()
        )
        with connection.cursor() as cursor:
            cursor.execute(
                f"""
                WITH RECURSIVE start (slug, at) AS ({starts}), walk (slug, at) AS (
                    SELECT slug, at FROM start
                    UNION
                    SELECT walk.slug, t."{column}" FROM walk JOIN "{table}" t ON t.slug = walk.at
                    WHERE t."{column}" IS NOT NULL AND walk.at <> walk.slug
                )
                SELECT slug FROM walk WHERE at = slug ORDER BY slug
                """,  # noqa: S608 - names are the model's, values are parameters
                params,
            )
            found = [slug for (slug,) in cursor.fetchall()]
        for slug in found:
            yield slug, field, RuleBroken("record.loop", _NO_LOOP)

    return SetRule(check)


def below(model: type[Record], field: str, tops: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return by record all that stands below it, at any depth, in one query."""
    wanted = sorted(set(tops))
    found: defaultdict[str, set[str]] = defaultdict(set)
    if not wanted:
        return {}
    table, column = model._meta.db_table, model._meta.get_field(field).attname  # type: ignore[union-attr]
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH RECURSIVE walk (top, slug) AS (
                SELECT "{column}", slug FROM "{table}" WHERE "{column}" = ANY(%s)
                UNION
                SELECT walk.top, t.slug FROM walk JOIN "{table}" t ON t."{column}" = walk.slug
            )
            SELECT top, slug FROM walk
            """,  # noqa: S608 - names are the model's, values are parameters
            [wanted],
        )
        for top, slug in cursor.fetchall():
            found[top].add(slug)
    return {top: frozenset(slugs) for top, slugs in found.items()}
