"""Numbers written with Chinese characters, as they stand in dates of Japanese documents."""

import re

_DIGITS = {character: value for value, character in enumerate("〇一二三四五六七八九")} | {"零": 0}
_RUN = re.compile(r"[〇零一二三四五六七八九十百千]+")
_POSITIONAL = re.compile(
    r"(?:([二三四五六七八九]?)(千))?(?:([二三四五六七八九]?)(百))?"
    r"(?:([一二三四五六七八九]?)(十))?([一二三四五六七八九]?)"
)


def kanji_number(text: str) -> int:
    """Read 二十九, 千九百九十九 or 二〇二二. Raise ValueError for anything else."""
    if text and all(character in _DIGITS for character in text):
        return int("".join(str(_DIGITS[character]) for character in text))
    match = _POSITIONAL.fullmatch(text)
    if not text or not match:
        msg = f"not a number: {text!r}"
        raise ValueError(msg)
    thousands, has_thousands, hundreds, has_hundreds, tens, has_tens, ones = match.groups()
    places = ((thousands, has_thousands, 1000), (hundreds, has_hundreds, 100), (tens, has_tens, 10))
    return sum(_DIGITS.get(digit, 1) * weight for digit, present, weight in places if present) + _DIGITS.get(
        ones, 0
    )


def kanji_to_digits(text: str) -> str:
    """Replace every well-formed number in Chinese characters by digits; leave the rest as it stands."""

    def replaced(match: re.Match[str]) -> str:
        try:
            return str(kanji_number(match.group()))
        except ValueError:
            return match.group()

    return _RUN.sub(replaced, text)
