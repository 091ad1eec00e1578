"""A report as a typeset paper in the house style (PDF)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Any

from renkei.core.blocks.model import Blocks, PictureFile
from renkei.core.blocks.render import blocks_to_json
from renkei.core.blocks.row_heads import with_row_heads
from renkei.core.blocks.typesetting import Typeset, is_picture, set_in_type
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    import datetime as dt

Content = Callable[[PictureFile], bytes | None]
ENDINGS = {"image/png": "png", "image/jpeg": "jpg"}
NOT_SHOWN = Localised.both("写真は掲載されていません", "The photograph is not shown")
CONTENTS = Localised.both("目次", "Contents")
CONTACT = Localised.both("お問い合わせ", "Contact")


@dataclass(frozen=True)
class PaperSection:
    """A chapter of a paper. `language` is that of its title; `breaks`: it begins a page."""

    id: str
    title: str
    language: str
    blocks: Blocks
    breaks: bool = True


@dataclass(frozen=True)
class ReportPaper:
    """What a report says on paper.

    `number` is the 資料番号 at the top right, `contact` the lines of the block at its end; `site` completes links to
    pages of ours, which lead nowhere without it.
    """

    title: str
    cluster: str
    language: str
    sections: tuple[PaperSection, ...]
    at: dt.datetime
    subtitle: str = ""
    number: str = ""
    contact: tuple[str, ...] = ()
    site: str = ""
    accent: str = "#006173"


def typeset_report(paper: ReportPaper, content: Content) -> Typeset:
    """Return the report as a PDF, to PDF/A-2a and PDF/UA-1; `content` gives the bytes of a photograph, or none.

    What is no picture is left out, and its note says so. Raises RuntimeError where the typesetter fails.
    """
    found = _typeset(paper, content)
    return replace(found, content=with_row_heads(found.content))


def _typeset(paper: ReportPaper, content: Content) -> Typeset:
    said, files = _said(paper, content, frozenset())
    try:
        return set_in_type("report.typ", said, at=paper.at, files=files)
    except RuntimeError:
        broken = frozenset(
            name for name, each in files.items() if not is_picture(each, name.rpartition(".")[2])
        )
        if not broken:
            raise
    said, files = _said(paper, content, broken)
    return set_in_type("report.typ", said, at=paper.at, files=files)


def _said(
    paper: ReportPaper, content: Content, broken: frozenset[str]
) -> tuple[dict[str, Any], dict[str, bytes]]:
    files = _Files(content, broken, paper.language)
    said = {
        "title": paper.title,
        "cluster": paper.cluster,
        "subtitle": paper.subtitle,
        "language": paper.language,
        "number": paper.number,
        "contact": list(paper.contact),
        "contact_title": CONTACT.text(paper.language),
        "contents": CONTENTS.text(paper.language),
        "site": paper.site,
        "accent": paper.accent,
        "sections": [
            {
                "id": each.id,
                "title": each.title,
                "language": each.language,
                "breaks": each.breaks,
                "blocks": files.shown(blocks_to_json(each.blocks)),
            }
            for each in paper.sections
        ],
    }
    return said, files.found


class _Files:
    """Takes pictures out of what is said, and names them; those that cannot be shown become their note."""

    def __init__(self, content: Content, broken: frozenset[str], language: str) -> None:
        self._content, self._broken, self._language = content, broken, language
        self._drawings = 0
        self.found: dict[str, bytes] = {}

    def shown(self, blocks: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
        """Return the blocks with photographs that follow each other together."""
        shown: list[dict[str, Any]] = []
        for kind, group in groupby(blocks, key=lambda each: each["type"]):
            if kind == "picture":
                shown.append({"type": "pictures", "items": [self._photograph(each) for each in group]})
            else:
                shown += [each for block in group for each in self._block(block)]
        return shown

    def _block(self, block: dict[str, Any]) -> list[dict[str, Any]]:
        if block["type"] == "drawing":
            return self._drawing(block)
        if block["type"] == "section":
            return [block | {"blocks": self.shown(block["blocks"])}]
        return [block]

    def _drawing(self, block: dict[str, Any]) -> list[dict[str, Any]]:
        """Return the drawing with its words beside it; the words alone where it cannot be drawn."""
        words = self.shown(block["text"])
        self._drawings += 1
        name = f"drawing-{self._drawings}.svg"
        if name in self._broken:
            return words
        self.found[name] = block["svg"].encode()
        kept = {key: value for key, value in block.items() if key != "svg"}
        return [kept | {"name": name, "text": words}]

    def _photograph(self, block: dict[str, Any]) -> dict[str, Any]:
        file = block["file"]
        shown = {"caption": block["caption"], "name": "", "alternative": ""}
        shown["note"] = block["note"] or NOT_SHOWN.text(self._language)
        if file is None or file["media_type"] not in ENDINGS:
            return shown
        name = f"{file['sha256']}.{ENDINGS[file['media_type']]}"
        content = None if name in self._broken else self._content(PictureFile(**file))
        if content is None:
            return shown
        self.found[name] = content
        return shown | {"name": name, "alternative": file["alternative"]}
