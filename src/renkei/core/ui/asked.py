"""What an address or a form asks for, read without trust."""

from __future__ import annotations

_LONGEST = 9


def whole(text: str) -> int | None:
    """Return the whole number that a text names, below a thousand million; None for everything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _LONGEST else None
