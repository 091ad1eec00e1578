"""Reports and the blocks they are made of."""

from __future__ import annotations

from renkei.config.documents.markdown import code, table
from renkei.core.blocks.registry import block_names
from renkei.reports.definitions import DEFINITIONS

_WHEN = {0: "the report's year", 1: "the year after"}


def blocks(context: str) -> str:
    """Return the names of the blocks of a context; of all contexts where none is named."""
    names = [name for name in block_names() if context in ("", name.partition(".")[0])]
    return "\n".join(f"- {code(name)}" for name in names) or "None. / なし。"


def reports(_: str) -> str:
    """Return each report's sections with the block and year that make them."""
    rows = [
        (code(definition.kind), code(section.id), code(section.block), _WHEN[section.years_later])
        for definition in DEFINITIONS.values()
        for section in definition.sections
    ]
    return table(("Report", "Section", "Block", "Year"), rows)
