"""The registry of blocks: what a page or report can embed. Each context fills it with its blocks.py."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

from renkei.core.accounts.actors import Actor
from renkei.core.blocks.model import Blocks
from renkei.core.blocks.request import BlockRequest
from renkei.core.blocks.resolve import resolve

BlockProvider = Callable[[BlockRequest], Blocks]
YearProvider = Callable[[Actor, dt.date], Iterable[int]]

_providers: dict[str, BlockProvider] = {}
_years: dict[str, YearProvider] = {}


def register_block(name: str, provider: BlockProvider, *, years: YearProvider | None = None) -> None:
    """Register who makes a block: `<context>.<noun>`. `years` knows for which years a reader finds something."""
    _providers[name] = provider
    if years:
        _years[name] = years


def years_of(name: str, *, actor: Actor, at: dt.date) -> tuple[int, ...]:
    """Return the years for which the actor finds something in the block, oldest first, in one query."""
    return tuple(sorted(set(_years[name](actor, at))))


def block_names() -> tuple[str, ...]:
    return tuple(sorted(_providers))


def draft(name: str, request: BlockRequest) -> Blocks:
    """Return the blocks with their placeholders still open. Raises KeyError for an unknown name."""
    return _providers[name](request)


def build(name: str, request: BlockRequest) -> Blocks:
    """Return the blocks as printed. Raises KeyError for an unknown name, RuleBroken for a placeholder."""
    return resolve(draft(name, request), request)
