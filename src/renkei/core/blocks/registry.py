"""The registry of blocks: what a page or report can embed. Each context fills it with its blocks.py."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from renkei.core.accounts.actors import Actor
from renkei.core.blocks.model import Blocks
from renkei.core.blocks.request import BlockRequest
from renkei.core.blocks.resolve import resolve
from renkei.kernel.errors import RuleBroken

BlockProvider = Callable[[BlockRequest], Blocks]
FlawOf = Callable[[Mapping[str, str]], RuleBroken | None]
YearProvider = Callable[[Actor, dt.date], Iterable[int]]

_providers: dict[str, BlockProvider] = {}
_labels: dict[str, Any] = {}
_years: dict[str, YearProvider] = {}
_flaws: dict[str, FlawOf] = {}


def register_block(
    name: str,
    provider: BlockProvider,
    *,
    label: Any,
    years: YearProvider | None = None,
    flaw: FlawOf | None = None,
) -> None:
    """Register who makes a block: `<context>.<noun>`, and what people call it.

    `years` knows for which years a reader finds something, `flaw` what is wrong with the block's settings.
    """
    _providers[name] = provider
    _labels[name] = label
    if years:
        _years[name] = years
    if flaw:
        _flaws[name] = flaw


def settings_flaw_of(name: str, params: Mapping[str, str]) -> RuleBroken | None:
    """Return what is wrong with the settings of a block, None where it takes any."""
    return _flaws[name](params) if name in _flaws else None


def years_of(name: str, *, actor: Actor, at: dt.date) -> tuple[int, ...]:
    """Return the years for which the actor finds something in the block, oldest first, in one query."""
    return tuple(sorted(set(_years[name](actor, at))))


def block_names() -> tuple[str, ...]:
    return tuple(sorted(_providers))


def block_choices() -> list[tuple[str, Any]]:
    """Return every block with its label, as choices of a field."""
    return [(name, _labels[name]) for name in block_names()]


def choices_with_years() -> list[tuple[str, Any]]:
    """Return the blocks that know for which years they have something to say."""
    return [(name, _labels[name]) for name in sorted(_years)]


def draft(name: str, request: BlockRequest) -> Blocks:
    """Return the blocks with their placeholders still open. Raises KeyError for an unknown name."""
    return _providers[name](request)


def build(name: str, request: BlockRequest) -> Blocks:
    """Return the blocks as printed. Raises KeyError for an unknown name, RuleBroken for a placeholder."""
    return resolve(draft(name, request), request)
