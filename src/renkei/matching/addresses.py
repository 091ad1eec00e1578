"""Where a company asks for the link to its own page again: the portal says it at start-up."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_places: list[Callable[[str], str]] = []


def show_own_page_again_at(address: Callable[[str], str]) -> None:
    """Tell where the page is, in a language."""
    _places[:] = [address]


def own_page_again(language: str) -> str:
    return _places[0](language)
