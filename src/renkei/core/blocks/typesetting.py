"""The typesetter: a template that stands still, and data that it reads. Nothing written by anybody is ever markup."""

from __future__ import annotations

import json
import re
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import noto_cjk_sans_jp_bold
import noto_cjk_sans_jp_regular
import typst

from renkei.core.blocks.letters import NEVER

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

_HERE = Path(__file__).parent
_SHARED = "parts.typ"
_MAIN = "main.typ"
# PDF/A-2a for archives and PDF/UA-1 for those who do not see it, in one file.
STANDARDS = ("a-2a", "ua-1")
_NOT_SHOWN = re.compile(
    r'(?:the text|contains the codepoint) `"((?:[^"\\]|\\.)*)"`(?: could not be displayed)?'
)
_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}|\\(.)")
_NAMED = {"n": "\n", "r": "\r", "t": "\t", "0": "\0"}
_PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")
STANDS_FOR_UNKNOWN = "〓"  # the printers' mark for a letter that is not in the case
_ATTEMPTS = 5
_DOTS = 200  # an inch


@dataclass(frozen=True)
class Typeset:
    """A finished PDF: whether it keeps to the standards, and which letters no font had (〓 stands for them)."""

    content: bytes
    accessible: bool
    missing: tuple[str, ...] = ()

    @property
    def pages(self) -> int:
        """Return how many pages it has, by the marks of the pages themselves."""
        return len(_PAGE.findall(self.content))


def set_in_type(
    template: str, said: dict[str, Any], *, at: dt.datetime, files: Mapping[str, bytes] | None = None
) -> Typeset:
    """Return a PDF with tags, to PDF/A-2a and PDF/UA-1; the same words, pictures and moment give the same bytes.

    `files` are pictures by the names under which `said` speaks of them. Fonts are those of the installation, never
    the machine's. Letters no font has are replaced by 〓 and told. Raises RuntimeError where the typesetter fails
    for another reason.
    """
    words = _mapped(said, lambda text: text.translate(NEVER))
    missing: list[str] = []
    for _ in range(_ATTEMPTS):
        try:
            content = _compiled(template, words, at, files or {}, STANDARDS)
        except typst.TypstError as error:
            found = _not_shown(f"{error} {getattr(error, 'diagnostic', '')}")
            if not found:
                break
            missing += found
            words = _replaced(words, found)
        else:
            return Typeset(content, accessible=True, missing=tuple(missing))
    content = _compiled(template, words, at, files or {}, ())
    return Typeset(content, accessible=False, missing=tuple(missing))


def _compiled(
    template: str, said: Any, at: dt.datetime, files: Mapping[str, bytes], standards: tuple[str, ...]
) -> bytes:
    made: bytes = _set(
        {_MAIN: _template(template), _SHARED: _template(_SHARED), **files},
        format="pdf",
        sys_inputs={"paper": json.dumps(said, ensure_ascii=False)},
        timestamp=int(at.timestamp()),
        pdf_standards=list(standards),
    )
    return made


def _set(files: Mapping[str, bytes], **options: Any) -> Any:
    """Let the typesetter work in a folder that is gone afterwards and that it cannot look out of."""
    with tempfile.TemporaryDirectory(prefix="renkei-") as folder:
        for name, content in files.items():
            (Path(folder) / name).write_bytes(content)
        main = str(Path(folder) / _MAIN)
        return typst.compile(main, root=folder, font_paths=fonts(), ignore_system_fonts=True, **options)


def png_of(svg: str) -> bytes:
    """Return a drawing as a picture of 200 dots an inch, on white. Raises RuntimeError for what is no drawing."""
    page = b'#set page(width: auto, height: auto, margin: 0pt, fill: white)\n#image("drawing.svg")'
    made: bytes = _set({_MAIN: page, "drawing.svg": svg.encode()}, format="png", ppi=_DOTS)
    return made


def is_picture(content: bytes, ending: str) -> bool:
    """Tell whether the typesetter can show a picture at all."""
    name = f"picture.{ending}"
    try:
        _set({_MAIN: f'#image("{name}")'.encode(), name: content}, format="svg")
    except typst.TypstError:
        return False
    return True


@cache
def _template(name: str) -> bytes:
    return (_HERE / name).read_bytes()


@cache
def fonts() -> typst.Fonts:
    """Return the fonts of the installation, read once (Noto Sans CJK JP, SIL Open Font License 1.1)."""
    folders = [str(Path(str(module.__file__)).parent) for module in _FONTS]
    return typst.Fonts(include_system_fonts=False, font_paths=folders)


_FONTS = (noto_cjk_sans_jp_regular, noto_cjk_sans_jp_bold)


def _not_shown(told: str) -> list[str]:
    """Return the texts the typesetter says no font has, as they were given."""
    found = (_ESCAPE.sub(_plain, text) for text in _NOT_SHOWN.findall(told))
    return sorted({text for text in found if text}, key=len, reverse=True)


def _plain(match: re.Match[str]) -> str:
    number, letter = match.groups()
    return chr(int(number, 16)) if number else _NAMED.get(letter, letter)


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
