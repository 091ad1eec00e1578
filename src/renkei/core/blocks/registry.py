"""The registry of blocks: what a page or report can embed. Each context fills it with its blocks.py."""

from __future__ import annotations

from collections.abc import Callable

from renkei.core.blocks.model import Blocks
from renkei.core.blocks.request import BlockRequest
from renkei.core.blocks.resolve import resolve

BlockProvider = Callable[[BlockRequest], Blocks]

_providers: dict[str, BlockProvider] = {}


def register_block(name: str, provider: BlockProvider) -> None:
    """Register who makes a block: `<context>.<noun>`."""
    _providers[name] = provider


def block_names() -> tuple[str, ...]:
    return tuple(sorted(_providers))


def draft(name: str, request: BlockRequest) -> Blocks:
    """Return the blocks with their placeholders still open. Raises KeyError for an unknown name."""
    return _providers[name](request)


def build(name: str, request: BlockRequest) -> Blocks:
    """Return the blocks as printed. Raises KeyError for an unknown name, RuleBroken for a placeholder."""
    return resolve(draft(name, request), request)
