"""Rules for needs (pure): what a text about a problem still lacks, how long a need stands, how long links live."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import TYPE_CHECKING

from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from collections.abc import Iterable

STANDS = dt.timedelta(days=365)
WARNED_BEFORE = dt.timedelta(days=30)
FORGOTTEN_AFTER = dt.timedelta(days=7)
MOST_FILES = 3
LONGEST_TEXT = 10_000
LONGEST_TITLE = 60
ENOUGH = {"ja": 50, "en": 120}

_HINTS = {
    "short": Localised.both(
        "短めです。何を、どうしたいのか、いま何が起きているかを一、二文足してください。",
        "This is short. Add a sentence or two: what you want to do, and what happens now.",
    ),
    "object": Localised.both(
        "何についての相談かが読み取れません。製品、原料、工程、装置の名前を入れてください。",
        "It does not say what it is about. Name the product, material, process or machine.",
    ),
    "number": Localised.both(
        "数字がありません。量、割合、温度、不良率など、分かるものを一つ入れてください。",
        "There is no number. Give one you know: an amount, a share, a temperature, a rate of faults.",
    ),
    "time": Localised.both(
        "時期がありません。いつごろまでに答えがほしいか、いつから困っているかを入れてください。",
        "There is no time. Say by when you want an answer, or since when the problem exists.",
    ),
}
_NUMBER = re.compile(
    r"[0-9]|[一二三四五六七八九十百千万数][割倍個件本台人円種トン年月日週度%％]"
    r"|半分|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|half|dozens?|hundreds?|thousands?)\b"
)
_TIME = re.compile(
    r"[0-9一二三四五六七八九十数来今昨先](?:年|ヶ月|か月|カ月|箇月|ケ月|月|週|日)|まで|以内|時期|早急|急ぎ|来春|来夏|来秋|来冬|春|夏|秋|冬|期末|年度"
    r"|\b(?:by|until|within|since|before|after|year|years|month|months|week|weeks|spring|summer|autumn|winter|soon|urgent"
    r"|urgently|january|february|march|april|june|july|august|september|october|november|december)\b"
)
# Words that say that somebody asks, not what about.
_EMPTY_JA = re.compile(
    r"問題|課題|相談|質問|解決|改善|改良|対応|対策|検討|開発|研究|技術|会社|弊社|当社|企業|製品|商品|新商品|新製品|"
    r"困難|希望|支援|協力|助言|方法|手段|必要|可能|現在|最近|以前|今回|何|誰|皆|様|御|者|的|化|性|中|時|事|方|教|困|欲|探|知|願"
)
_NAMES_JA = re.compile(r"[一-鿿々]{2,}|[゠-ヿ]{3,}|[一-鿿々][゠-ヿ]+|[A-Za-z]{3,}")
_COMMON = """
about advice after again also always another anything because before being better business company
could develop development difficult does doing everything from give good great have hello help here
idea improve improvement information into issue just know like looking make many month months more
much need needs ours please problem problems product products quality question research should since
solution solve some something support technology that their them there these they thing things this
through trouble until very want wants well what when where which will with within work would year
years your
"""
_EMPTY_EN = frozenset(_COMMON.split())
_KANA, _HAN, _LATIN = re.compile(r"[ぁ-ヿｦ-ﾟ]"), re.compile(r"[一-鿿]"), re.compile(r"[A-Za-z]{2,}")
_WORD_EN = re.compile(r"[a-z][a-z'-]{3,}")


def lacking(text: str, language: str, *, has_day: bool = False) -> list[str]:
    """Return what a text about a problem lacks: codes among short, object, number, time; none where it is clear.

    `has_day`: the day by which an answer is wanted is given elsewhere. An empty text lacks nothing: it is not a
    vague text, it is none.
    """
    said = unicodedata.normalize("NFKC", text).casefold().strip()
    if not said:
        return []
    found = []
    if len(said) < ENOUGH[written_in(text, language)]:
        found.append("short")
    if not _names_something(said):
        found.append("object")
    if not _NUMBER.search(said):
        found.append("number")
    if not has_day and not _TIME.search(said):
        found.append("time")
    return found


def written_in(text: str, language: str) -> str:
    """Return ja or en, whichever a text is written in; the language of the page where the text does not tell."""
    if _KANA.search(text):
        return "ja"
    if _LATIN.search(text) and not _HAN.search(text):
        return "en"
    return "en" if language == "en" else "ja"


def _names_something(said: str) -> bool:
    """Tell whether a text names a thing, beyond the words everybody uses who asks for help."""
    rest = _EMPTY_JA.sub(" ", said)
    japanese = any(not word.isascii() for word in _NAMES_JA.findall(rest))
    english = any(word not in _EMPTY_EN for word in _WORD_EN.findall(said))
    return japanese or english


def hints(codes: Iterable[str]) -> list[tuple[str, Localised]]:
    """Return code and sentence for each code there is; others are left out, whoever sends them."""
    return [(code, _HINTS[code]) for code in dict.fromkeys(codes) if code in _HINTS]


def short_title(text: str) -> str:
    """Return the first sentence of a text as a title of at most 60 characters."""
    first = re.split(r"[。．.!?！？\n]", text.strip(), maxsplit=1)[0].strip() or text.strip()
    return first if len(first) <= LONGEST_TITLE else f"{first[: LONGEST_TITLE - 1]}…"


def plain(text: str) -> str:
    """Return a stranger's text with nothing in it that our own texts would open as a placeholder."""
    return text.replace("\r\n", "\n").replace("[[", "［［").replace("]]", "］］").strip()


def expiry(day: dt.date) -> dt.date:
    """Return the last day of a need that is received or renewed on a day."""
    return day + STANDS
