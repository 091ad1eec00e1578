"""Kinds of record that a text shows by their date. Each context names its own at start-up."""

from __future__ import annotations

_dated: dict[str, str] = {}


def shown_by_date(kind: str, field: str) -> None:
    """Show records of this kind, wherever a text names one, by the date in `field`."""
    _dated[kind] = field


def date_field(kind: str) -> str:
    """Return the field that dates a kind, or an empty text for kinds shown by their label."""
    return _dated.get(kind, "")
