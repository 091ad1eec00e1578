"""Finds the marked places of the pages and writes the generated parts into them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from renkei.config.documents.parts import part

if TYPE_CHECKING:
    from collections.abc import Iterator

_MARKED = re.compile(
    r"(?P<open><!-- generated: (?P<name>[a-z-]+)(?: (?P<about>[a-z]+))? -->\n)"
    r"(?P<old>.*?)"
    r"(?P<close><!-- end of generated -->)",
    re.DOTALL,
)


def documents(root: Path | None = None) -> Iterator[Path]:
    """Yield every Markdown page of the project: those at the top and all below docs/."""
    top = root or Path(settings.PROJECT)
    yield from sorted(top.glob("*.md"))
    yield from sorted((top / "docs").rglob("*.md"))


def regenerated(text: str) -> str:
    """Return a page with its generated parts as the code says now. Raises KeyError for an unknown part."""

    def fresh(match: re.Match[str]) -> str:
        content = part(match["name"], match["about"] or "")
        return f"{match['open']}{content}\n{match['close']}"

    return _MARKED.sub(fresh, text)


def stale_pages(root: Path | None = None) -> list[Path]:
    """Return the pages whose generated parts differ from what the code says."""
    return [
        path for path in documents(root) if regenerated(path.read_text("utf-8")) != path.read_text("utf-8")
    ]


def rewrite(root: Path | None = None) -> list[Path]:
    """Bring every page up to date and return those that were changed."""
    changed = stale_pages(root)
    for path in changed:
        path.write_text(regenerated(path.read_text("utf-8")), "utf-8")
    return changed
