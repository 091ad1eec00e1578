"""Blocks that contexts offer to pages and reports."""

from __future__ import annotations

from renkei.config.documents.markdown import code
from renkei.core.blocks.registry import block_names


def blocks(context: str) -> str:
    """Return the names of the blocks of a context; of all contexts where none is named."""
    names = [name for name in block_names() if context in ("", name.partition(".")[0])]
    return "\n".join(f"- {code(name)}" for name in names) or "None. / なし。"
