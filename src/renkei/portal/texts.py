"""Blocks of contexts as HTML for a page."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString

from renkei.core.accounts.actors import STRANGER
from renkei.core.blocks.registry import BlockRequest, build
from renkei.core.blocks.render import blocks_to_html
from renkei.kernel.localised import Localised


def built(name: str, language: str, fiscal_year: int | None = None, **params: Any) -> SafeString:
    """Build a block of a context for strangers and render it."""
    raise NotImplementedError


def blocks_of_text(text: Localised, language: str) -> SafeString:
    """Render a localised text with placeholders as paragraphs."""
    raise NotImplementedError
