"""Letters that no document may hold: control letters, halves of letters, and what Unicode says is none."""

from __future__ import annotations

from renkei.kernel.cleaning import clean

NEVER = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127, *range(0xD800, 0xE000), 0xFFFE, 0xFFFF))


def printable(text: str) -> str:
    """Return a text as a document may hold it."""
    return clean(text).translate(NEVER)
