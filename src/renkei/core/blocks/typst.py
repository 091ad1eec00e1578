"""Resolved blocks as a typeset paper (PDF). The template stands still; whatever is said reaches it as data."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import noto_cjk_sans_jp_bold
import noto_cjk_sans_jp_regular
import typst

from renkei.core.blocks.render import blocks_to_json

if TYPE_CHECKING:
    import datetime as dt

    from renkei.core.blocks.model import Blocks

_TEMPLATE = Path(__file__).with_name("paper.typ")
_STANDARD = "ua-1"
_NOT_SHOWN = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}|\\(.)")
_NAMED = {"n": "\n", "r": "\r", "t": "\t", "0": "\0"}
_PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")
_CONTROL = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127))
STANDS_FOR_UNKNOWN = "〓"  # the printers' mark for a letter that is not in the case
_ATTEMPTS = 5


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


@dataclass(frozen=True)
class Typeset:
    """A finished PDF: whether it keeps to PDF/UA-1, and which letters no font had (〓 stands for them)."""

    content: bytes
    accessible: bool
    missing: tuple[str, ...] = ()

    @property
    def pages(self) -> int:
        """Return how many pages it has, by the marks of the pages themselves."""
        return len(_PAGE.findall(self.content))


def typeset(paper: Paper) -> Typeset:
    """Return a paper as a PDF with tags, contents and page numbers; the same paper gives the same bytes.

    Fonts are those of the installation, never the machine's. Letters no font has are replaced by 〓 and told.
    Raises RuntimeError where the typesetter fails for another reason.
    """
    said = _said(paper)
    missing: list[str] = []
    for _ in range(_ATTEMPTS):
        try:
            return Typeset(_compiled(said, paper, _STANDARD), accessible=True, missing=tuple(missing))
        except typst.TypstError as error:
            found = _not_shown(f"{error} {getattr(error, 'diagnostic', '')}")
            if not found:
                break
            missing += found
            said = _replaced(said, found)
    return Typeset(_compiled(said, paper, ""), accessible=False, missing=tuple(missing))


def _said(paper: Paper) -> Any:
    return _clean(
        {
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
    )


def _compiled(said: Any, paper: Paper, standard: str) -> bytes:
    options: dict[str, Any] = {"pdf_standards": [standard]} if standard else {}
    made: bytes = typst.compile(
        _template(),
        format="pdf",
        font_paths=[str(folder) for folder in font_folders()],
        ignore_system_fonts=True,
        sys_inputs={"paper": json.dumps(said, ensure_ascii=False)},
        timestamp=int(paper.at.timestamp()),
        **options,
    )
    return made


@cache
def _template() -> bytes:
    return _TEMPLATE.read_bytes()


def font_folders() -> tuple[Path, ...]:
    """Return where the fonts of the installation lie (Noto Sans CJK JP, SIL Open Font License 1.1)."""
    return tuple(
        Path(str(module.__file__)).parent for module in (noto_cjk_sans_jp_regular, noto_cjk_sans_jp_bold)
    )


def _not_shown(told: str) -> list[str]:
    """Return the texts the typesetter says no font has, as they were given."""
    found = (_ESCAPE.sub(_plain, text) for text in _NOT_SHOWN.findall(told))
    return sorted({text for text in found if text}, key=len, reverse=True)


def _plain(match: re.Match[str]) -> str:
    number, letter = match.groups()
    return chr(int(number, 16)) if number else _NAMED.get(letter, letter)


def _clean(node: Any) -> Any:
    """Return the same without control letters, which no paper can show."""
    return _mapped(node, lambda text: text.translate(_CONTROL))


def _replaced(node: Any, missing: list[str]) -> Any:
    def without(text: str) -> str:
        for each in missing:
            text = text.replace(each, STANDS_FOR_UNKNOWN * len(each))
        return text

    return _mapped(node, without)


def _mapped(node: Any, change: Any) -> Any:
    if isinstance(node, str):
        return change(node)
    if isinstance(node, list):
        return [_mapped(each, change) for each in node]
    if isinstance(node, dict):
        return {name: _mapped(each, change) for name, each in node.items()}
    return node
