"""The words of the screens: Japanese and English side by side."""

from typing import Any

from django.utils.functional import lazy
from django.utils.translation import get_language, override

from renkei.kernel.localised import Localised


def _choose(japanese: str, english: str) -> str:
    return english if (get_language() or "ja").startswith("en") else japanese


class _Bilingual:
    """Turns into the active language's words each time it is shown; Japanese where none is active."""

    def __init__(self, japanese: str, english: str) -> None:
        self.japanese = japanese
        self.english = english

    def __str__(self) -> str:
        return _choose(self.japanese, self.english)


# Made once: every call of `lazy` makes a class with all methods of texts, 20 kB, and there are thousands of texts.
_shown = lazy(str, str)


def bi(japanese: str, english: str) -> str:
    """Return a lazy text that follows the reader's language.

    The two languages stand side by side so that no screen can exist in one of them only.
    """
    return _shown(_Bilingual(japanese, english))


LANGUAGE_NAMES = {"ja": bi("日本語", "Japanese"), "en": bi("英語", "English")}


def both(words: Any) -> Localised:
    """Return a lazy bilingual text as a localised value, where a sentence needs it in both languages."""
    if isinstance(words, Localised):
        return words
    with override("ja"):
        japanese = str(words)
    with override("en"):
        return Localised.both(japanese, str(words))
