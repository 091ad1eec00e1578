"""What is compared of a need and of a seed: one text for each language that it is written in."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from renkei.matching.enums import NeedState, SeedState
from renkei.matching.models import Need, Seed, Term

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import QuerySet

    from renkei.kernel.localised import Localised

LANGUAGES = ("ja", "en")  # the engine's
FIELDS: dict[str, tuple[str, ...]] = {
    "need": ("problem", "background", "tried", "wished_result"),
    "seed": ("outline", "advantage", "uses", "keywords"),
}
_PARTS = str.maketrans({"、": ",", "，": ",", ";": ","})


@dataclass(frozen=True)
class Written:
    """A text as the engine is given it."""

    language: str
    title: str
    body: str

    def given(self) -> dict[str, str]:
        return {"title": self.title, "body": self.body, "language": self.language}

    def digest(self, kind: str) -> str:
        """Return the hash by which the text is known again, whichever record it stands in."""
        whole = f"{kind}\x1f{self.language}\x1f{self.title}\x1f{self.body}"
        return hashlib.sha256(whole.encode("utf-8", "replace")).hexdigest()


def written(record: Need | Seed) -> list[Written]:
    """Return a record's texts, Japanese first; a language with nothing but a title counts as well."""
    kind = "need" if isinstance(record, Need) else "seed"
    found = []
    for language in LANGUAGES:
        title = record.title.get(language, "")
        body = "\n".join(text for name in FIELDS[kind] if (text := getattr(record, name).get(language, "")))
        if title or body:
            found.append(Written(language, title, body))
    return found


def needs_matched() -> QuerySet[Need]:
    """Return the needs that are compared: confirmed and not over."""
    return Need.objects.filter(state__in=[NeedState.OPEN, NeedState.IN_CASE, NeedState.ANSWERED])


def seeds_matched() -> QuerySet[Seed]:
    return Seed.objects.filter(state=SeedState.ACTIVE)


def matched(kind: str) -> QuerySet[Any]:
    return needs_matched() if kind == "need" else seeds_matched()


def pairs_of_terms(terms: Iterable[Term]) -> list[tuple[str, str]]:
    """Return every Japanese word of a term with every English one."""
    return [
        (japanese, english)
        for term in terms
        for japanese in _words(term.name, term.also, "ja")
        for english in _words(term.name, term.also, "en")
    ]


def glossary() -> list[tuple[str, str]]:
    """Return the cluster's own terms as the lexicon reads them, in the order of their identifiers."""
    return pairs_of_terms(Term.objects.order_by("pk"))


def version_of(pairs: Sequence[tuple[str, str]]) -> str:
    """Return sixteen letters that name a state of the terms."""
    whole = "\x1e".join(f"{japanese}\x1f{english}" for japanese, english in pairs)
    return hashlib.sha256(whole.encode("utf-8", "replace")).hexdigest()[:16]


def _words(name: Localised, also: Localised, language: str) -> list[str]:
    given = (name.get(language, ""), *also.get(language, "").translate(_PARTS).split(","))
    return list(dict.fromkeys(word.strip() for word in given if word.strip()))
