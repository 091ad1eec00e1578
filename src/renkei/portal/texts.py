"""Blocks of contexts as HTML for a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from renkei.core.accounts.actors import STRANGER
from renkei.core.blocks.answers import AnswerBook
from renkei.core.blocks.html import spans_to_html
from renkei.core.blocks.model import Blocks, Paragraph, Place, Spans
from renkei.core.blocks.registry import build
from renkei.core.blocks.render import blocks_to_html
from renkei.core.blocks.request import BlockRequest, Conventions
from renkei.core.blocks.resolve import resolve
from renkei.core.blocks.writing import told
from renkei.core.figures.service import answers_to
from renkei.kernel.fiscal import FiscalYear
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.utils.safestring import SafeString


def strangers_request(language: str, fiscal_year: int | None = None, **params: str) -> BlockRequest:
    """Return the request of a reader who is not signed in, for the present fiscal year unless another is asked."""
    conventions = Conventions.of_cluster()
    today = timezone.localdate()
    year = fiscal_year or FiscalYear.of(today, conventions.first_month).start_year
    book = AnswerBook(actor=STRANGER, at=today, fetch=answers_to)
    return BlockRequest(year, language, STRANGER, today, book, params, conventions)


def built(name: str, language: str, fiscal_year: int | None = None, **params: str) -> SafeString:
    """Build a block of a context for strangers and render it."""
    return blocks_to_html(build(name, strangers_request(language, fiscal_year, **params)), language)


def printed(drafts: Iterable[Spans], request: BlockRequest) -> list[SafeString]:
    """Return many texts as HTML, one for each; figures and records are looked up for all of them together."""
    blocks = resolve(tuple(Paragraph(spans) for spans in drafts), request)
    return [spans_to_html(block.spans) for block in blocks if isinstance(block, Paragraph)]


def blocks_of_text(text: Localised, language: str, place: Place | None = None) -> SafeString:
    """Render a localised text with placeholders, a paragraph for each line that holds one."""
    request = strangers_request(language)
    chosen, found = text.resolve(language)
    paragraphs = [Localised({found: line}) for line in chosen.splitlines() if line.strip()]
    blocks: Blocks = tuple(Paragraph(told(request, each, place or Place())) for each in paragraphs)
    return blocks_to_html(resolve(blocks, request), language)
