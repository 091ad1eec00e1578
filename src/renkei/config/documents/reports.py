"""Reports and the blocks they are made of."""

from __future__ import annotations

from renkei.config.documents.markdown import code, table
from renkei.core.blocks.registry import block_names
from renkei.reports.definitions import starters
from renkei.reports.enums import SectionYear


def blocks(context: str) -> str:
    """Return the names of the blocks of a context; of all contexts where none is named."""
    names = [name for name in block_names() if context in ("", name.partition(".")[0])]
    return "\n".join(f"- {code(name)}" for name in names) or "None. / なし。"


def reports(_: str) -> str:
    """Return the reports every cluster begins with: each section's block and year."""
    rows = [
        (code(piece.report_id), code(piece.anchor), code(piece.block), str(SectionYear(piece.year).label))
        for piece in starters()[1]
    ]
    return table(("Report", "Section", "Block", "Year"), rows)
