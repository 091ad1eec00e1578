"""One question of several tables, each row with the name of its table: as many round trips for forty as for one."""

from __future__ import annotations

from functools import lru_cache, wraps
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import CharField, Value

from renkei.core.publication.selectors import is_any_shown_early

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable

NAME = "of_table"
Statement = tuple[str, tuple[Any, ...]]


def named(rows: Any, name: str) -> Any:
    """Return the rows without order, each with the name of its table and nothing else yet."""
    return rows.order_by().annotate(**{NAME: Value(name, CharField())}).values(NAME)


def together(questions: Iterable[Any]) -> list[dict[str, Any]]:
    """Return what all of these questions find. They have the same columns; one query, none where there is nothing."""
    whole = _whole(questions)
    return [] if whole is None else list(whole)


def statement_of(questions: Iterable[Any]) -> Statement:
    """Return the statement of all of these questions, to be asked again and again: putting it together takes long.

    Its columns are names, numbers and moments: what the database hands out as it is.
    """
    whole = _whole(questions)
    return ("", ()) if whole is None else whole.query.sql_with_params()


def put_together_once(make: Callable[..., Statement]) -> Callable[..., Statement]:
    """Remember the statements that a function makes, each for what it was asked with (a day among it).

    One that is made while somebody looks at a record before it is public would name that record to everybody: it is
    made for them alone.
    """
    kept = lru_cache(maxsize=64)(make)

    @wraps(make)
    def statement(*asked_with: Hashable) -> Statement:
        return make(*asked_with) if is_any_shown_early() else kept(*asked_with)

    return statement


def asked(statement: Statement) -> list[dict[str, Any]]:
    """Return what a statement finds now; one query."""
    sql, parameters = statement
    if not sql:
        return []
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _whole(questions: Iterable[Any]) -> Any:
    first, *others = [*questions] or [None]
    return first.union(*others, all=True) if others else first
