"""The form in which texts are searched: whatever people write differently and mean alike becomes one.

Width, case, accents, kana, hyphens, spaces and variant characters are brought together. The same tables make the
database's function (`core/search/functions.py`), so that stored texts and asked words are folded alike.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from renkei.kernel.variants import VARIANT_KANJI

INVISIBLE = (
    "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef\u0300-\u036f"
)
SPACES = " \t-\r\x1c-\x1f\x85\u1680\u2028\u2029"
EAST_ASIAN = "\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
OTHER_LETTERS = "\u0080-\u058f\u1e00-\u1fff"
HYPHENS = "‐‑‒–—―−ー─"
WAVES = "〜～∼"
_KATAKANA = range(ord("ァ"), ord("ヶ") + 1)
_SMALL = {"ゕ": "か", "ゖ": "け"}  # 鶴ヶ岡 and 鶴ケ岡, 一ヵ月 and 一カ月
_ITERATION = {"ヽ": "ゝ", "ヾ": "ゞ"}

_INVISIBLE = re.compile(f"[{INVISIBLE}]+")
_SPACES = re.compile(f"[{SPACES}]+")
_BETWEEN = re.compile(f"(?<=[{EAST_ASIAN}]) (?=[{EAST_ASIAN}])")


def _bare(letter: str) -> str:
    """Return a letter in lower case and without its accents."""
    small = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", letter).casefold())
    return "".join(each for each in small if not unicodedata.combining(each))


@cache
def letters() -> tuple[dict[str, str], dict[str, str]]:
    """Return what letters beyond ASCII become: those that become one letter, and those that become several."""
    one: dict[str, str] = {}
    several: dict[str, str] = {}
    for code in (*range(0x80, 0x590), *range(0x1E00, 0x2000)):
        letter = chr(code)
        if unicodedata.category(letter)[0] != "L" or unicodedata.normalize("NFKC", letter) != letter:
            continue
        bare = _bare(letter)
        if bare and bare != letter:
            (one if len(bare) == 1 else several)[letter] = bare
    return one, several


@cache
def characters() -> dict[str, str]:
    """Return what Japanese characters and signs become: katakana hiragana, variants one form, hyphens one."""
    found = {chr(code): chr(code - 0x60) for code in _KATAKANA} | _ITERATION | _SMALL
    found |= {old: _SMALL[new] for old, new in found.items() if new in _SMALL}
    found |= dict.fromkeys(HYPHENS, "-") | dict.fromkeys(WAVES, "~")
    return found


@cache
def variants() -> dict[str, str]:
    return {chr(code): first for code, first in VARIANT_KANJI.items()}


@cache
def _table() -> dict[int, str]:
    one, several = letters()
    capitals = {chr(code): chr(code + 32) for code in range(ord("A"), ord("Z") + 1)}
    return str.maketrans(capitals | one | several | characters() | variants())


def fold(text: str) -> str:
    """Return the text as it is compared when searching; never what is shown."""
    plain = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))
    plain = _INVISIBLE.sub("", plain.translate(_table()))
    return _BETWEEN.sub("", _SPACES.sub(" ", plain).strip(SPACE))


SPACE = " "
