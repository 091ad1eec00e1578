"""What can be searched: declared by `Kind.search`, and by a context's `search.py` for what it adds to others' kinds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renkei.core.records.kinds import kinds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from renkei.core.records.kinds import Kind

_more: dict[str, tuple[str, ...]] = {}


def search_also(kind: Kind, *fields: str) -> None:
    """Let further fields of a kind be searched. Whoever sees the record sees them, so they must be fit to be seen.

    A text with a reach of its own (a need in three degrees of confidence) is a record of its own kind instead.
    """
    known = _more.get(kind.slug, ())
    _more[kind.slug] = (*known, *(name for name in fields if name not in known))


def searched_fields(kind: Kind) -> tuple[str, ...]:
    """Return the fields of a kind that are searched, its name first; without the identifier, which always is."""
    names = [*kind.search, *_more.get(kind.slug, ())]
    if kind.title in names:
        names = [kind.title, *names]
    return tuple(dict.fromkeys(name for name in names if name != "slug"))


def searched_kinds() -> Iterator[Kind]:
    """Yield the kinds that can be searched."""
    for kind in kinds():
        if is_searched(kind):
            yield kind


def is_searched(kind: Kind) -> bool:
    return bool(kind.search) or kind.slug in _more
