"""What a public list can be narrowed by: one form for all lists, from what their records name."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from renkei.portal.paging import asked_choice

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from django.http import HttpRequest


@dataclass(frozen=True)
class Filter:
    """A question of the form with its answers, values and labels; one without answers is not asked."""

    name: str
    label: Any
    options: tuple[tuple[str, Any], ...]
    chosen: str = ""

    @property
    def is_date(self) -> bool:
        return self.name == "year"


@dataclass(frozen=True)
class Filters:
    """The form above a list. `action` is the list itself, with nothing chosen."""

    action: str
    each: tuple[Filter, ...]

    def __iter__(self) -> Iterator[Filter]:
        return (one for one in self.each if one.options)

    @property
    def chosen(self) -> Mapping[str, str]:
        return {one.name: one.chosen for one in self.each}

    @property
    def narrowed(self) -> bool:
        return any(one.chosen for one in self.each)


def a_filter(name: str, label: Any, options: Iterable[tuple[str, Any]]) -> Filter:
    return Filter(name, label, tuple(options))


def asked_filters(request: HttpRequest, action: str, *filters: Filter) -> Filters:
    """Return the filters with what the address chooses. Raises Http404 where it names what there is not."""
    return Filters(
        action,
        tuple(
            replace(one, chosen=asked_choice(request, one.name, [code for code, _ in one.options]))
            for one in filters
        ),
    )
