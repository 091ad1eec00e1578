"""What comes in: any text at all. It is cleaned without moving a letter, cut openly, and its language is named."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

LONGEST = 8_000  # characters that are read; a need or seed has a hundred to nine hundred
JAPANESE_SHARE = 0.1  # of the letters; English prose that quotes Japanese stays below
UNDOUBTED_HAN = 30  # letters; Japanese of this length has kana
_NOT_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_LETTER = re.compile(r"[^\W\d_]")
_KANA = re.compile(r"[\u3040-\u30ff]")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff々〆]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")


class Language(StrEnum):
    JAPANESE = "ja"
    ENGLISH = "en"


class Notice(StrEnum):
    """What a person should know about how a text was read."""

    EMPTY = "empty"
    SHORT = "short"
    CUT = "cut"
    CLEANED = "cleaned"
    OTHER_LANGUAGE = "other-language"


@dataclass(frozen=True)
class Text:
    """A title and a body as one text, every letter at the place it has in `title + line break + body`."""

    whole: str
    body_start: int
    language: Language
    notices: tuple[Notice, ...] = ()


def read_text(title: str, body: str, language: str = "") -> Text:
    """Return a text that every later step can take.

    Control characters and lone surrogates become blanks, letters beyond LONGEST are left out; both are said in the
    notices. The language is the one given, or else what most letters are.
    """
    joined = f"{title}\n{body}" if title else body
    notices = []
    if len(joined) > LONGEST:
        joined = joined[:LONGEST]
        notices.append(Notice.CUT)
    whole = _NOT_TEXT.sub(" ", joined)
    if whole != joined:
        notices.append(Notice.CLEANED)
    letters = len(_LETTER.findall(whole))
    found = Language(language) if language in set(Language) else _language(whole, letters)
    if not letters:
        notices.append(Notice.EMPTY)
    elif letters < (4 if found is Language.JAPANESE else 8):
        notices.append(Notice.SHORT)
    if letters and _foreign(whole, letters):
        notices.append(Notice.OTHER_LANGUAGE)
    return Text(whole, len(title) + 1 if title else 0, found, tuple(notices))


def _language(whole: str, letters: int) -> Language:
    japanese = len(_KANA.findall(whole)) + len(_HAN.findall(whole))
    return Language.JAPANESE if japanese > JAPANESE_SHARE * letters else Language.ENGLISH


def _foreign(whole: str, letters: int) -> bool:
    """Neither script of the two languages, or a long text in Han letters without any kana."""
    kana, han, latin = (len(pattern.findall(whole)) for pattern in (_KANA, _HAN, _LATIN))
    return kana + han + latin < letters / 2 or (kana == 0 and han > UNDOUBTED_HAN and han > letters / 2)
