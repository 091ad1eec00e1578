"""Which points of a trend a line may join."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from renkei.core.figures.answers import FigureAnswer

MIXED = "mixed"


def with_joints(points: Sequence[FigureAnswer]) -> list[FigureAnswer]:
    """Return the points, oldest first, each telling whether it joins the one before; gaps stay gaps."""
    following = [replace(after, joined=joins(before, after)) for before, after in pairwise(points)]
    return [*points[:1], *following]


def joins(before: FigureAnswer, after: FigureAnswer) -> bool:
    """Tell whether two points measure one thing: consecutive years, like unit, version, basis, publisher."""
    return (
        after.fiscal_year == before.fiscal_year + 1
        and before.is_known
        and after.is_known
        and before.unit is after.unit
        and before.version == after.version
        and _code(before.basis) == _code(after.basis) != MIXED
        and _code(before.publisher) == _code(after.publisher)
    )


def _code(term: object) -> str:
    return str(getattr(term, "code", ""))
