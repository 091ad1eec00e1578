"""A file of KAKEN or researchmap, by what stands in it and not by its name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.matching.sources import kaken, researchmap
from renkei.matching.sources.found import NOT_TEXT

if TYPE_CHECKING:
    from renkei.matching.sources.found import Found

EMPTY = Localised.both("ファイルが空です。", "The file is empty.")
UNKNOWN = Localised.both(
    "KAKENのXML・CSVでも、researchmapのJSON（jsonl）でもありません。",
    "This is neither XML or CSV of KAKEN nor JSON (jsonl) of researchmap.",
)
MOST_BYTES = 10_000_000
TOO_LARGE = Localised.both(
    "ファイルが大きすぎます（10 MBまで）。期間や研究者で分けて書き出してください。",
    "The file is too large (up to 10 MB). Please export it in parts, by period or researcher.",
)
_DECLARATION = re.compile(r"<\?xml[^>]*\?>")
_BINARY = (b"PK\x03\x04", b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"\xd0\xcf\x11\xe0")


def read_source(content: bytes) -> Found:
    """Return what a file holds. Raises RuleBroken("source.…") for a file that is none of these."""
    if not content.strip():
        raise RuleBroken("source.empty", EMPTY)
    if content.startswith(_BINARY):
        raise RuleBroken("source.unknown", UNKNOWN)
    if len(content) > MOST_BYTES:
        raise RuleBroken("source.too_large", TOO_LARGE)
    text = decoded(content)
    if text.lstrip().startswith("<"):
        # It is decoded already: what the file says of its encoding no longer holds.
        return kaken.read_xml(_DECLARATION.sub("", text.lstrip(), count=1).encode())
    if text.lstrip().startswith(("{", "[")):
        return researchmap.read_json(text)
    if "研究課題" in text.partition("\n")[0]:
        return kaken.read_csv(text)
    raise RuleBroken("source.unknown", UNKNOWN)


def decoded(content: bytes) -> str:
    """Return the text of a file: UTF-8 or UTF-16 by its mark, UTF-8 or cp932 where it has none; never a guess."""
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "cp932"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise RuleBroken("source.not_text", NOT_TEXT)
