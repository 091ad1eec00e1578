"""Words of a text: Japanese by Sudachi (short units, normalised forms), English by their stems."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import Stemmer
from sudachipy import Dictionary, SplitMode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sudachipy import Tokenizer

# Parts of speech that carry no subject: particles, auxiliaries, punctuation, blanks.
SILENT = frozenset({"助詞", "助動詞", "補助記号", "空白"})
ENGLISH_STOP = (
    "a an and are as at be been but by can could did do does for from had has have he her his how i if in into is "
    "it its may more most no not of on or our s shall she should so some such t than that the their them then "
    "there these they this those to us was we were what when where which who will with would you your"
)
JAPANESE_STOP = (
    "為る 居る 有る 事 物 為 其れ 此れ 其処 此処 成る 因る 於く おく 置く 出来る 為さる 言う 無い 良い 何 様 行う "
    "又 及び 此の 其の"
)
STOP = frozenset((ENGLISH_STOP + " " + JAPANESE_STOP).split())
SUDACHI_LIMIT = 12_000  # characters handed over at once; Sudachi refuses more than 49,149 bytes
_LATIN = re.compile(r"[0-9a-zα-ω]+(?:[.'’][0-9a-zα-ω]+)*")
_JAPANESE = re.compile(r"[぀-ヿ㐀-䶿一-鿿々〆ー]+")
_SENTENCE_END = re.compile(r"(?<=[。．！？!?\n])")


@dataclass(frozen=True)
class Word:
    """One word with its place in the text. `key` is what is compared; `japanese` says which script it came from."""

    key: str
    start: int
    end: int
    japanese: bool
    surface: str


class Splitter:
    """Splits texts into words. Holds one Sudachi tokeniser; not to be shared between threads."""

    def __init__(self) -> None:
        self._sudachi: Tokenizer = Dictionary(dict="core").tokenizer(mode=SplitMode.A)
        self._stemmer = Stemmer.Stemmer("english", 0)
        self._stem = lru_cache(maxsize=50_000)(self._stemmer.stemWord)

    def words(self, text: str) -> list[Word]:
        """Return the words of a text in order, with offsets into the text as given."""
        folded, places = fold(text)
        found = [*self._latin(folded), *(self._japanese(folded) if _JAPANESE.search(folded) else ())]
        return [
            Word(key, places[first], places[last - 1] + 1, japanese, folded[first:last])
            for first, last, key, japanese in sorted(found)
        ]

    def stems(self, phrase: str) -> list[str]:
        """Return the stems of an English phrase, stop words left out."""
        return [key for _, _, key, _ in self._latin(phrase)]

    def _latin(self, text: str) -> Iterator[tuple[int, int, str, bool]]:
        for match in _LATIN.finditer(text):
            word = match.group().replace("’", "'").removesuffix("'s")
            if word and word not in STOP:
                yield match.start(), match.end(), self._stem(word), False

    def _japanese(self, text: str) -> Iterator[tuple[int, int, str, bool]]:
        for start in range(0, len(text), SUDACHI_LIMIT):
            for morpheme in self._sudachi.tokenize(text[start : start + SUDACHI_LIMIT]):
                if not _JAPANESE.match(morpheme.surface()) or morpheme.part_of_speech()[0] in SILENT:
                    continue
                key = morpheme.normalized_form()
                if key.strip() and key not in STOP:
                    yield start + morpheme.begin(), start + morpheme.end(), key.lower(), True


def fold(text: str) -> tuple[str, list[int]]:
    """Return the text in compatibility form and lower case, and for each of its letters the place in `text`."""
    if text.isascii():
        return text.lower(), list(range(len(text)))
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        for folded in _fold_letter(letter):
            letters.append(folded)
            places.append(place)
    return "".join(letters), places


@lru_cache(maxsize=20_000)
def _fold_letter(letter: str) -> str:
    found = unicodedata.normalize("NFKC", letter).lower()
    if len(found) == 1 and "À" <= letter <= "ɏ":
        plain = unicodedata.normalize("NFD", found)
        found = "".join(part for part in plain if not unicodedata.combining(part))
    return found


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield the places of the sentences of a text, blanks around them left out."""
    place = 0
    for part in _SENTENCE_END.split(text):
        for start, end in _halves(part):
            shown = part[start:end]
            kept = shown.strip()
            if kept:
                first = place + start + shown.index(kept)
                yield first, first + len(kept)
        place += len(part)


def _halves(part: str) -> Iterator[tuple[int, int]]:
    """English sentences end at a full stop before a blank and a capital."""
    start = 0
    for match in re.finditer(r"\.\s+(?=[A-Z“\"(])", part):
        yield start, match.end()
        start = match.end()
    yield start, len(part)
