"""One question of several tables, each row with the name of its table: as many round trips for forty as for one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import CharField, Value

if TYPE_CHECKING:
    from collections.abc import Iterable

NAME = "of_table"


def named(rows: Any, name: str) -> Any:
    """Return the rows without order, each with the name of its table and nothing else yet."""
    return rows.order_by().annotate(**{NAME: Value(name, CharField())}).values(NAME)


def together(questions: Iterable[Any]) -> list[dict[str, Any]]:
    """Return what all of these questions find. They have the same columns; one query, none where there is nothing."""
    first, *others = [*questions] or [None]
    if first is None:
        return []
    return list(first.union(*others, all=True) if others else first)
