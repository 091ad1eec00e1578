"""Searching texts in a kind's own columns, tolerant of kana and width."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from django.db.models import Q

from renkei.core.records.fields import LocalisedField

if TYPE_CHECKING:
    from renkei.core.records.kinds import Kind

LONGEST = 100
MOST_WORDS = 6
_HIRAGANA = {code: code + 0x60 for code in range(0x3041, 0x3097)}
_KATAKANA = {new: old for old, new in _HIRAGANA.items()}


def spellings(word: str) -> set[str]:
    """Return the ways a word may be written in a record: as typed, in plain width, in either kana."""
    plain = unicodedata.normalize("NFKC", word)
    return {word, plain, plain.translate(_HIRAGANA), plain.translate(_KATAKANA)}


def words_of(text: str) -> list[str]:
    return text[:LONGEST].split()[:MOST_WORDS]


def matching(kind: Kind, text: str, languages: tuple[str, ...]) -> Q:
    """Return the condition that every word stands somewhere in the searched columns or the identifier."""
    paths = ["slug"]
    for name in kind.search:
        field = kind.model._meta.get_field(name)
        if isinstance(field, LocalisedField):
            paths += [f"{name}__{language}" for language in languages]
        elif name != "slug":
            paths.append(name)
    found = Q()
    for word in words_of(text):
        one = Q()
        for spelling in spellings(word):
            for path in paths:
                one |= Q(**{f"{path}__icontains": spelling})
        found &= one
    return found
