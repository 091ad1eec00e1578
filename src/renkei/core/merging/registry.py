"""The registry of what can be the same thing twice. Each context fills it for its kinds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from renkei.kernel.errors import RuleBroken
    from renkei.kernel.localised import Localised


@dataclass(frozen=True)
class Pair:
    """Two records that may be the same thing, and why: the ways in which they are alike, the surest first."""

    one: str
    other: str
    ways: tuple[str, ...]


@dataclass(frozen=True)
class Sameness:
    """How records of a kind are found to be alike, and when they must not become one.

    `pairs` gives (pairs, how many there are) for a page; `near` those that are one letter apart, on request;
    `ways_of` why two are suspected.
    `like` finds stored records like a record's values; `like_any` those like some stored ones, by identifier.
    `refusals` yields why two records may not be merged. `rename` moves what names a record otherwise than by a
    reference or a placeholder (from, to) and returns the changed rows by kind.
    """

    kind: str
    ways: Mapping[str, Localised]
    pairs: Callable[[int, int], tuple[list[Pair], int]]
    near: Callable[[], list[Pair]]
    ways_of: Callable[[str, str], tuple[str, ...]]
    like: Callable[[Any], list[str]]
    like_any: Callable[[Sequence[str]], Mapping[str, list[str]]]
    refusals: Callable[[Any, Any], Iterable[RuleBroken]]
    rename: Callable[[str, str], Mapping[str, list[str]]]


_known: dict[str, Sameness] = {}


def register_sameness(*found: Sameness) -> None:
    for each in found:
        _known[each.kind] = each


def sameness_of(kind: str) -> Sameness | None:
    """Return how records of a kind are found to be the same, or None where they cannot be merged."""
    return _known.get(kind)


def samenesses() -> tuple[Sameness, ...]:
    return tuple(_known.values())
