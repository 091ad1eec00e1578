"""Where a matcher reads what is kept of needs and seeds, so that a new one is ready in seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from renkei.matching.engine.reading import Prepared


class Source(Protocol):
    def glossary(self) -> list[tuple[str, str]]:
        """Return the cluster's own terms, Japanese and English."""

    def mark(self, manifest: str) -> str:
        """Return the state of what is kept for an engine; it changes with every text."""

    def numbers(self, manifest: str) -> Mapping[tuple[str, str], int]:
        """Return for every text of this engine (kind, identifier) its number; a changed text has another one."""

    def texts(self, numbers: Sequence[int]) -> Iterable[tuple[str, str, Prepared]]:
        """Yield kind, identifier and what is kept of the texts of these numbers."""
