"""How wide a text is and where it may be broken: full-width letters, Latin ones, Japanese rules of line breaking."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

# Advance widths of U+0020 to U+007E in Noto Sans CJK JP, in thousandths of the size of the letters.
_FIRST = 0x20
_REGULAR = (
    *(224, 323, 474, 555, 555, 921, 680, 278, 338, 338, 467, 555, 278, 347, 278, 392),
    *(555, 555, 555, 555, 555, 555, 555, 555, 555, 555, 278, 278, 555, 555, 555, 474),
    *(946, 608, 657, 638, 688, 589, 552, 689, 728, 293, 535, 646, 543, 812, 723, 742),
    *(633, 742, 635, 596, 599, 721, 575, 878, 573, 531, 603, 338, 392, 338, 555, 559),
    *(606, 563, 618, 510, 620, 554, 325, 564, 607, 275, 275, 552, 284, 926, 610, 606),
    *(620, 620, 388, 468, 377, 607, 521, 802, 498, 521, 475, 338, 270, 338, 555),
)
_BOLD = (
    *(227, 370, 574, 590, 590, 963, 740, 325, 378, 378, 507, 590, 325, 370, 325, 387),
    *(590, 590, 590, 590, 590, 590, 590, 590, 590, 590, 325, 325, 590, 590, 590, 514),
    *(1007, 641, 681, 656, 714, 615, 585, 717, 757, 330, 568, 686, 578, 853, 749, 770),
    *(667, 770, 682, 624, 625, 748, 619, 915, 627, 580, 613, 378, 387, 378, 590, 567),
    *(626, 591, 644, 527, 644, 581, 372, 597, 640, 304, 306, 604, 315, 964, 641, 626),
    *(644, 644, 436, 495, 421, 637, 576, 863, 562, 574, 511, 378, 296, 378, 590),
)
_WIDE = frozenset("WFA")  # ambiguous ones (①, —, …) are full-width in a Japanese typeface
_OTHER = 620
_NARROW = {"•": 378, "–": 544, "’": 325, "‘": 325, "“": 574, "”": 574}  # proportional, whatever Unicode says
_NOT_FIRST = frozenset(
    "、。，．,.・:：;；?？!！)）」』】］〕｝〉》ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ…‥％%〜～"
)
_NOT_LAST = frozenset("(（「『【［〔｛〈《①②③④⑤⑥⑦⑧⑨⑩￥¥※")
_LATIN_WORD = re.compile("[!-,.-~]+-?")
_OPENING = "(（「『【［〔｛〈《"
# A blank after an opening bracket, or before a comma, would let a line end or begin there.
_NO_BLANK = re.compile(f"(?<=[{re.escape(_OPENING)}]) | (?=[{re.escape(''.join(sorted(_NOT_FIRST)))}])")
_AFTER = frozenset("、。，．・：；？！）」』】］〕｝〉》")
_PARTICLES = frozenset("をにではがのともへやてし")
_OFFICES = frozenset("県都府道市町村部局課室所院会")
_FULL_NAME = 3
# Words that often end or join the long names of bodies: a line may end before one of them.
_WORDS = (
    *(
        "委員会",
        "協議会",
        "推進会議",
        "会議",
        "部会",
        "研究所",
        "研究室",
        "研究",
        "事務局",
        "機構",
        "財団",
        "法人",
    ),
    *("産業", "技術", "振興", "推進", "促進", "支援", "連携", "連絡", "調整", "企画", "専門", "形成", "協定"),
)


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of a line in the unit of `size`."""
    return sum(_advance(letter, _BOLD if bold else _REGULAR) for letter in text) * size / 1000


def is_wide(letter: str) -> bool:
    """Tell whether a letter is full-width in every typeface, as kana and kanji are."""
    return unicodedata.east_asian_width(letter) in {"W", "F"}


def _advance(letter: str, table: tuple[int, ...]) -> int:
    place = ord(letter) - _FIRST
    if 0 <= place < len(table):
        return table[place]
    if letter in _NARROW:
        return _NARROW[letter]
    if unicodedata.combining(letter):
        return 0
    return 1000 if unicodedata.east_asian_width(letter) in _WIDE else _OTHER


def widest_word(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of the longest Latin word: what a box must have room for, as no line ends within one."""
    words = _LATIN_WORD.findall(text)
    return max((width_of(word, size, bold=bold) for word in words), default=0.0)


def _script(letter: str) -> str:
    if "ぁ" <= letter <= "ゟ":
        return "hiragana"
    if "゠" <= letter <= "ヿ":
        return "katakana"
    if unicodedata.east_asian_width(letter) in _WIDE:
        return "kanji"
    return "latin"


def _between_words(before: str, after: str) -> bool:
    """Tell whether a line may end between two letters without cutting a word, as far as their scripts tell."""
    if after in _NOT_FIRST or after == " " or before in _NOT_LAST:
        return False
    if before == " ":
        return True
    if before in _AFTER or after in _NOT_LAST:
        return True
    if before == "-":
        return after.isalpha()
    one, other = _script(before), _script(after)
    if one == other or "latin" in {one, other}:
        return False
    return other != "hiragana" and (one != "hiragana" or before in _PARTICLES)


def _after_office(text: str, place: int) -> bool:
    """Tell whether the name of an office ends here and another name follows (労働部 | 工業戦略技術振興課)."""
    before, after = text[place - _FULL_NAME : place], text[place : place + _FULL_NAME]
    return (
        (text[place - 1] in _OFFICES or before.endswith("法人"))
        and len(before) == len(after) == _FULL_NAME
        and all(_script(letter) == "kanji" for letter in before + after)
    )


def _before_word(text: str, place: int) -> bool:
    """Tell whether a common word of names begins here, with another word before it."""
    return place > 1 and _script(text[place - 1]) == "kanji" and text.startswith(_WORDS, place)


def _between_letters(before: str, after: str) -> bool:
    """A blank stays with the letter before it: what follows it is judged as what begins the line."""
    return after not in _NOT_FIRST and after != " " and before not in _NOT_LAST


def _pieces(text: str, most: float, size: float, *, bold: bool) -> list[str]:
    """Return the parts between which a line may end; one that is wider than a line is cut further."""
    found = _cut(text, [_between_words(*pair) for pair in pairwise(text)])
    for rule in (_after_office, _before_word, lambda piece, at: _between_letters(piece[at - 1], piece[at])):
        found = [
            part
            for piece in found
            for part in (
                _cut(piece, [rule(piece, at) for at in range(1, len(piece))])
                if width_of(piece.rstrip(), size, bold=bold) > most
                else [piece]
            )
        ]
    return found


def _cut(text: str, may: list[bool]) -> list[str]:
    places = [0, *(at for at, allowed in enumerate(may, 1) if allowed), len(text)]
    return [text[start:end] for start, end in pairwise(places) if end > start]


def _filled(pieces: list[str], most: float, size: float, *, bold: bool) -> list[str]:
    lines = [""]
    for piece in pieces:
        if lines[-1] and width_of((lines[-1] + piece).rstrip(), size, bold=bold) > most:
            lines.append(piece)
        else:
            lines[-1] += piece
    return [line.strip() for line in lines if line.strip()]


def wrapped(text: str, most: float, size: float, *, bold: bool = False, even: bool = False) -> list[str]:
    """Return a text in lines of at most `most`, broken between words where it can be.

    No line begins with what may not begin one (、。）), none ends with an opening bracket. With `even`, the lines are
    of nearly the same length. What cannot be broken may stand out.
    """
    text = _NO_BLANK.sub("", " ".join(text.split()))
    pieces = _pieces(text, most, size, bold=bold)
    lines = _filled(pieces, most, size, bold=bold)
    if not even or len(lines) < 2:  # noqa: PLR2004 - one line is even
        return lines
    low, high = most / len(lines) / 2, most
    while high - low > size / 2:
        middle = (low + high) / 2
        shorter = _filled(pieces, middle, size, bold=bold)
        fits = len(shorter) <= len(lines) and all(
            width_of(line, size, bold=bold) <= middle for line in shorter
        )
        low, high = (low, middle) if fits else (middle, high)
    return _filled(pieces, high, size, bold=bold)
