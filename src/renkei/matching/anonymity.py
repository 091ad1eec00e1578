"""Whether a text that shall be anonymous names the firm (pure): its name, kana, contact, domain, place."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from renkei.kernel.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_LEGAL = re.compile(
    r"株式[会會]社|有限[会會]社|合同[会會]社|合資会社|合名会社|一般社団法人|公益社団法人|一般財団法人|公益財団法人|社団法人|財団法人"
    r"|農事組合法人|協同組合|\((?:株|有|同|資|名|一社|一財)\)|㈱|㈲"
    r"|\b(?:company limited|co\.?,? ?ltd\.?|corporation|incorporated|limited|company|corp\.?|inc\.?|ltd\.?|llc"
    r"|k\.?k\.?|co\.?)(?=\W|$)",
    re.IGNORECASE,
)
_KANA_LEGAL = re.compile(
    "カブシキ[ガカ]イシャ|ユウゲン[ガカ]イシャ|かぶしき[がか]いしゃ|ゆうげん[がか]いしゃ"
)
_PLACE = re.compile(r"[^\s都道府県市区郡0-9,、]{1,8}?[市区町村](?![場工])")
_APART = re.compile(r"[\W_]+")
_SHORTEST = 2
_SHORTEST_LATIN = 3
_SHORTEST_OF_A_PERSON = 2
# Houses of mail that tell nothing of a firm.
_OPEN_MAIL = ("gmail", "yahoo", "outlook", "hotmail", "icloud", "docomo", "ezweb", "softbank", "example")


@dataclass(frozen=True)
class Named:
    """What was found: the word as it is known, what it is, the field of the text."""

    word: str
    what: str
    field: str


@dataclass(frozen=True)
class Known:
    """A word that tells who the firm is. `what` is one of name, kana, contact, domain, place."""

    word: str
    what: str


def core_of(name: str) -> str:
    """Return a name without its legal form, in usual widths."""
    said = unicodedata.normalize("NFKC", name)
    return " ".join(_KANA_LEGAL.sub(" ", _LEGAL.sub(" ", said)).split()).strip(" ・.,、。()-")


def known_words(
    names: Iterable[str],
    kana: Iterable[str],
    contacts: Iterable[str],
    mails: Iterable[str],
    places: Iterable[str],
) -> list[Known]:
    """Return what must not stand in an anonymous text, each word once."""
    found = [Known(core_of(name), "name") for name in names]
    found += [Known(core_of(each), "kana") for each in kana]
    for contact in contacts:
        parts = [part for part in re.split(r"[\s　・]+", contact) if part]
        found += [Known(part, "contact") for part in (contact.strip(), *parts)]
    found += [Known(part, "domain") for mail in mails for part in _house(mail)]
    found += [Known(place, "place") for text in places for place in _PLACE.findall(text)]
    return [each for each in dict.fromkeys(found) if _tells(each)]


def _house(address: str) -> list[str]:
    """Return the firm's part of a mail address or a website."""
    host = fold(address).rpartition("@")[2].partition("://")[2] or fold(address).rpartition("@")[2]
    labels = [label for label in host.partition("/")[0].split(".") if label not in {"www", "mail"}]
    return [label for label in labels[:1] if label not in _OPEN_MAIL]


def _tells(each: Known) -> bool:
    if each.word.isascii():
        return len(_APART.sub("", each.word)) >= _SHORTEST_LATIN
    return len(each.word) >= (_SHORTEST_OF_A_PERSON if each.what == "contact" else _SHORTEST)


def named_in(texts: Mapping[str, str], known: Iterable[Known]) -> list[Named]:
    """Return where words that tell who the firm is stand in texts, by field; however spaced, in any kana or width."""
    found = []
    words = list(known)
    for field, text in texts.items():
        said = fold(text)
        close = _APART.sub("", said)
        found += [Named(each.word, each.what, field) for each in words if _stands(each.word, said, close)]
    return found


def _stands(word: str, said: str, close: str) -> bool:
    """Tell whether a word stands in a text; Latin words as whole words, others also with other marks between."""
    folded = fold(word)
    pieces = [re.escape(piece) for piece in _APART.split(folded) if piece]
    if folded.isascii():
        return re.search(rf"(?<![a-z0-9]){'[^a-z0-9]*'.join(pieces)}(?![a-z0-9])", said) is not None
    return _APART.sub("", folded) in close
