"""Markdown pieces, and the two languages of a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import override

from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def in_both(text: object) -> tuple[str, str]:
    """Return a localised or lazy text in Japanese and in English."""
    if isinstance(text, Localised):
        return text.text("ja"), text.text("en")
    with override("ja"):
        japanese = str(text)
    with override("en"):
        return japanese, str(text)


def code(text: object) -> str:
    return f"`{text}`"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table, or a sentence where there is no row."""
    lines = [_row(row) for row in rows]
    if not lines:
        return "None. / なし。"
    return "\n".join([_row(heads), _row(["---"] * len(heads)), *lines])


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"
