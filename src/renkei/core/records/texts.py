"""Narrowing records by words of their localised texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

if TYPE_CHECKING:
    from collections.abc import Iterable

LANGUAGES = ("ja", "en")


def holding(words: str, fields: Iterable[str]) -> Q:
    """Return the condition that one of these localised fields (paths) holds the words, in either language."""
    found = Q(pk__in=())
    for name in fields:
        for language in LANGUAGES:
            found |= Q(**{f"{name}__{language}__icontains": words})
    return found
