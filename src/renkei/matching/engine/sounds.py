"""How a word sounds, roughly, so that a name in katakana meets its spelling: マロトー and Maroteaux.

Both are reduced to the consonants that Japanese keeps apart, and compared by threes. Vowels, voicing of s and z, l and
r, b and v, m and n do not count: transliterations differ in exactly these.
"""

from __future__ import annotations

import re
import unicodedata

_ROWS = {
    "": "アイウエオヤユヨワヲァィゥェォャュョッー",
    "k": "カキクケコヵヶ",
    "g": "ガギグゲゴ",
    "s": "サシスセソザジズゼゾ",
    "t": "タチツテト",
    "d": "ダヂヅデド",
    "n": "ナニヌネノマミムメモン",
    "h": "ハヒフヘホ",
    "b": "バビブベボヴ",
    "p": "パピプペポ",
    "r": "ラリルレロ",
}
_KANA = str.maketrans({letter: sound for sound, letters in _ROWS.items() for letter in letters})
_SPELLING = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("ph|f", "h"),
        ("sch|sh|th", "s"),
        ("tch", "t"),
        ("ch|ck", "k"),
        ("c(?=[eiy])|d(?=[iy])|g(?=[eiy])", "s"),
        ("[cq]", "k"),
        ("x", "ks"),
        ("v", "b"),
        ("l", "r"),
        ("[jz]", "s"),
        ("m", "n"),
        ("h(?=[^aeiouy]|$)", ""),
        ("[aeiouyw]", ""),
    )
]
_TWICE = re.compile(r"(.)\1+")
_KATAKANA = re.compile(r"[ァ-ヺー]{3,}")
_WORD = re.compile(r"[A-Za-zÀ-ɏ]{4,}")
SIZE = 3


def katakana_sound(word: str) -> str:
    """Return the consonants of a word in katakana."""
    return _TWICE.sub(r"\1", word.translate(_KANA))


def spelling_sound(word: str) -> str:
    """Return the consonants of a word in Latin letters as katakana would keep them."""
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", word.lower()) if "a" <= letter <= "z")
    for pattern, sound in _SPELLING:
        plain = pattern.sub(sound, plain)
    return _TWICE.sub(r"\1", plain)


def has_sound(word: str, *, japanese: bool) -> bool:
    """Whether `sounds` would read a word of a text: katakana in a Japanese one, Latin letters in another."""
    return bool((_KATAKANA if japanese else _WORD).search(word))


def sounds(text: str, *, japanese: bool) -> set[str]:
    """Return the threes of consonants of the katakana words (or else the Latin words) of a text."""
    folded = unicodedata.normalize("NFKC", text)
    words = _KATAKANA.findall(folded) if japanese else _WORD.findall(folded)
    found: set[str] = set()
    for word in set(words):
        sound = katakana_sound(word) if japanese else spelling_sound(word)
        if len(sound) > 1:
            marked = f"^{sound}$"
            found.update(marked[place : place + SIZE] for place in range(len(marked) - SIZE + 1))
    return found
