"""Slices of long lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.db.models import QuerySet


def slice_of(rows: QuerySet[Any, Any], start: int, most: int, total: int) -> list[Any]:
    """Return rows from `start` on; those of the second half are counted from the end, which is as quick to read.

    `rows` must be in a complete order, so that it can be turned round.
    """
    end = min(start + most, total)
    if end <= start:
        return []
    if start <= total // 2:
        return list(rows[start:end])
    return list(rows.reverse()[total - end : total - start])[::-1]
