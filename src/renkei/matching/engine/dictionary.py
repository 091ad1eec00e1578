"""The Japanese-English dictionary: JMdict reduced to two small tries that are read where they lie on the disk.

The data are those of JMdict and JMnedict, the property of the Electronic Dictionary Research and Development Group,
used in conformance with its licence (https://www.edrdg.org/edrdg/licence.html, CC BY-SA).
"""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from typing import TYPE_CHECKING

import marisa_trie

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from renkei.matching.engine.words import Splitter

LICENCE = "https://www.edrdg.org/edrdg/licence.html"
MOST = 8  # translations kept of one word
SHORTEST_KANA = 3  # letters; shorter words in kana are too ambiguous
LONGEST_PHRASE = 4  # words of an English phrase
COMMON = {
    "ichi1": 12,
    "spec1": 18,
    "news1": 24,
    "gai1": 24,
    "spec2": 30,
    "ichi2": 36,
    "gai2": 40,
    "news2": 40,
}
RAREST = 60
AVOIDED = frozenset(
    {"archaism", "obsolete term", "obscure term", "rare", "vulgar expression or word", "proverb"}
)
_ROW = "<IB"  # number of the other word, rank from 0
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_HIRAGANA = re.compile(r"[぀-ゟー]+")
_KATAKANA = re.compile(r"[゠-ヿ]+")


class Dictionary:
    """Translations in both directions. Opening it maps files into memory and reads next to nothing."""

    def __init__(self, folder: Path) -> None:
        self._english = marisa_trie.Trie().mmap(str(folder / "english.trie"))
        self._japanese = marisa_trie.Trie().mmap(str(folder / "japanese.trie"))
        self._to_english = marisa_trie.RecordTrie(_ROW).mmap(str(folder / "to-english.trie"))
        self._to_japanese = marisa_trie.RecordTrie(_ROW).mmap(str(folder / "to-japanese.trie"))

    def english_of(self, headword: str) -> list[str]:
        """Return English phrases for a Japanese word, the usual ones first."""
        return [self._english.restore_key(number) for number in _ranked(self._to_english, headword)]

    def japanese_of(self, phrase: str) -> list[str]:
        """Return Japanese words for the stems of an English phrase, joined by blanks, the usual ones first."""
        return [self._japanese.restore_key(number) for number in _ranked(self._to_japanese, phrase)]


def _ranked(trie: marisa_trie.RecordTrie, key: str) -> list[int]:
    rows = trie.get(key)
    return [number for number, _ in sorted(rows, key=lambda row: (row[1], row[0]))] if rows else []


FILES = ("english.trie", "japanese.trie", "to-english.trie", "to-japanese.trie")


def build(database: Path, folder: Path, splitter: Splitter, progress: Callable[[int, int], None]) -> None:
    """Write the four files of the dictionary into `folder` from the SQLite file of the package jamdict-data."""
    to_english: dict[str, dict[str, float]] = defaultdict(dict)
    to_japanese: dict[str, dict[str, float]] = defaultdict(dict)
    with sqlite3.connect(f"file:{database}?mode=ro&immutable=1", uri=True) as source:
        pairs = _entries(source, progress)
        for headword, gloss, rank, first in pairs:
            plain = plain_gloss(gloss)
            phrase = " ".join(splitter.stems(plain))
            if not phrase or phrase.count(" ") >= LONGEST_PHRASE:
                continue
            _better(to_english[headword], plain, rank)
            if first:
                _better(to_japanese[phrase], headword, rank)
    source.close()
    english = marisa_trie.Trie({plain for glosses in to_english.values() for plain in glosses})
    japanese = marisa_trie.Trie({word for words in to_japanese.values() for word in words})
    english.save(str(folder / "english.trie"))
    japanese.save(str(folder / "japanese.trie"))
    marisa_trie.RecordTrie(_ROW, _rows(to_english, english)).save(str(folder / "to-english.trie"))
    marisa_trie.RecordTrie(_ROW, _rows(to_japanese, japanese)).save(str(folder / "to-japanese.trie"))


def plain_gloss(gloss: str) -> str:
    """Return a gloss without brackets, articles and the "to" of verbs, in lower case."""
    words = _BRACKETS.sub(" ", gloss).lower().split()
    while words and words[0] in {"to", "a", "an", "the"}:
        del words[0]
    return " ".join(words)


def _better(found: dict[str, float], word: str, rank: float) -> None:
    found[word] = min(rank, found.get(word, rank))


def _rows(
    table: dict[str, dict[str, float]], other: marisa_trie.Trie
) -> Iterator[tuple[str, tuple[int, int]]]:
    for key in sorted(table):
        best = sorted(table[key].items(), key=lambda item: (item[1], item[0]))[:MOST]
        for rank, (word, _) in enumerate(best):
            yield key, (other[word], rank)


def _grouped(rows: Iterable[tuple[int, str]]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for key, text in rows:
        found[key].append(text)
    return found


def _entries(
    source: sqlite3.Connection, progress: Callable[[int, int], None]
) -> Iterator[tuple[str, str, float, bool]]:
    """Yield (headword, gloss, how far from the usual translation, whether it is the usual way to write the word)."""
    kanji = _grouped(source.execute("SELECT idseq, text FROM Kanji ORDER BY ID"))
    kana = _grouped(source.execute("SELECT idseq, text FROM Kana ORDER BY ID"))
    rarity = _rarity(source)
    misc = _grouped(source.execute("SELECT sid, text FROM misc"))
    senses = source.execute(
        "SELECT Sense.idseq, Sense.ID, SenseGloss.text FROM Sense JOIN SenseGloss ON sid = Sense.ID"
        " WHERE lang = 'eng' ORDER BY Sense.ID, SenseGloss.rowid"
    ).fetchall()
    ranks: dict[int, int] = defaultdict(int)
    for done, (entry, sense, gloss) in enumerate(senses):
        if done % 20_000 == 0:
            progress(done, len(senses))
        marks = set(misc.get(sense, ()))
        if marks & AVOIDED:
            continue
        rank = ranks[entry] + rarity.get(entry, RAREST) / 12
        ranks[entry] += 1
        words = _headwords(kanji.get(entry, []), kana.get(entry, []), marks)
        for place, headword in enumerate(words):
            yield headword, gloss, rank, place == 0
    yield from _names(source)
    progress(len(senses), len(senses))


def _rarity(source: sqlite3.Connection) -> dict[int, int]:
    """Return for each entry its class of frequency in newspapers (1 to 48), or one for other marks of common words."""
    found: dict[int, int] = {}
    marks = source.execute(
        "SELECT idseq, KJP.text FROM Kanji JOIN KJP ON kid = ID"
        " UNION ALL SELECT idseq, KNP.text FROM Kana JOIN KNP ON kid = ID"
    )
    for entry, mark in marks:
        rarity = int(mark[2:]) if mark.startswith("nf") else COMMON.get(mark, RAREST)
        found[entry] = min(rarity, found.get(entry, RAREST))
    return found


def _headwords(kanji: list[str], kana: list[str], marks: set[str]) -> Iterator[str]:
    yield from kanji
    if not kanji or "word usually written using kana alone" in marks:
        for word in kana:
            if len(word) >= SHORTEST_KANA or not _HIRAGANA.fullmatch(word):
                yield word
    else:
        yield from (word for word in kana if _KATAKANA.fullmatch(word) and len(word) >= SHORTEST_KANA)


def _names(source: sqlite3.Connection) -> Iterator[tuple[str, str, float, bool]]:
    """Yield foreign names in katakana with their spelling: diseases, methods and firms are named after people."""
    rows = source.execute(
        "SELECT NEKana.text, NETransGloss.text FROM NEKana"
        " JOIN NETranslation ON NETranslation.idseq = NEKana.idseq JOIN NETransGloss ON tid = NETranslation.ID"
        " WHERE NETransGloss.lang = 'eng' AND NEKana.idseq NOT IN (SELECT idseq FROM NEKanji)"
        " ORDER BY NEKana.ID, NETransGloss.rowid"
    )
    for word, spelling in rows:
        if _KATAKANA.fullmatch(word) and len(word) >= SHORTEST_KANA:
            yield word, spelling, 10.0, True
