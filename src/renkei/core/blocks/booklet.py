"""Resolved blocks as a booklet (PDF): a page for each part, with its contents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from renkei.core.blocks.render import blocks_to_json
from renkei.core.blocks.typesetting import Typeset, set_in_type

if TYPE_CHECKING:
    import datetime as dt

    from renkei.core.blocks.model import Blocks


@dataclass(frozen=True)
class Paper:
    """What a paper says.

    `breaks` is how deep headings begin a page and stand in the contents; `site` completes links to our own pages.
    """

    title: str
    subtitle: str
    author: str
    language: str
    contents: str
    blocks: Blocks
    at: dt.datetime
    site: str = ""
    accent: str = "#0017c1"
    breaks: int = 2


def typeset(paper: Paper) -> Typeset:
    """Return a paper as a PDF with tags, contents and page numbers; the same paper gives the same bytes.

    Letters no font has are replaced by 〓 and told. Raises RuntimeError where the typesetter fails for another reason.
    """
    said = {
        "title": paper.title,
        "subtitle": paper.subtitle,
        "author": paper.author,
        "language": paper.language,
        "contents": paper.contents,
        "site": paper.site,
        "accent": paper.accent,
        "breaks": paper.breaks,
        "blocks": blocks_to_json(paper.blocks),
    }
    return set_in_type("booklet.typ", said, at=paper.at)
