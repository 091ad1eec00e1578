"""Names of persons taken out of what is frozen, and put back when it is read.

A text in which a name stands becomes `{"#named": [text, n1, text]}`; the name itself is a content of its own, with a
salt, so that its hash in the manifest tells nobody who it was.
"""

from __future__ import annotations

import json
import re
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from renkei.core.privacy.subject import Subject, names_in_text
from renkei.directory.models import Person
from renkei.kernel.localised import Localised
from renkei.reports.coding import canonical
from renkei.reports.enums import Cause

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django.db.models import QuerySet

NAMED = "#named"
GONE: dict[str, Localised] = {
    Cause.CONSENT: Localised.both("（同意の撤回により削除）", "(removed: consent withdrawn)"),
    Cause.ERASURE: Localised.both("（個人情報の消去により削除）", "(removed: personal data erased)"),
}
_NAMES = ("family_name", "given_name", "family_kana", "given_kana", "family_roman", "given_roman")


def strings(plain: Any) -> Iterator[str]:
    """Yield every text in objects of JSON; keys are none."""
    match plain:
        case str():
            yield plain
        case list():
            for each in plain:
                yield from strings(each)
        case dict():
            for each in plain.values():
                yield from strings(each)


def persons_named(text: str, among: QuerySet[Person] | None = None) -> dict[str, tuple[str, ...]]:
    """Return the full names of persons of the directory that stand in a text, with whom each may mean. One query.

    As in an erasure, a name of one word is none: it would hit others.
    """
    found: dict[str, list[str]] = {}
    rows = Person.objects.all() if among is None else among
    for slug, *parts in rows.order_by("pk").values_list("pk", *_NAMES):
        for family, given in zip(parts[::2], parts[1::2], strict=True):
            for name in names_in_text(family, given):
                if name in text and slug not in found.setdefault(name, []):
                    found[name].append(slug)
    whole = {name: slugs for name, slugs in found.items() if slugs and re.search(_pattern([name]), text)}
    return {name: tuple(slugs) for name, slugs in whole.items()}


def _pattern(names: list[str]) -> str:
    return Subject(alias="", written=tuple(names)).pattern() or r"(?!)"


@dataclass
class Taken:
    """The names taken out so far, by the text as printed: their own name (n1), and whom they may mean."""

    persons: Mapping[str, tuple[str, ...]]
    keys: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._words = re.compile(_pattern(list(self.persons)))

    def out_of(self, plain: Any) -> Any:
        """Return objects of JSON with every name replaced by its key."""
        match plain:
            case str():
                return self._without(plain)
            case list():
                return [self.out_of(each) for each in plain]
            case dict():
                return {key: self.out_of(each) for key, each in plain.items()}
        return plain

    def _without(self, text: str) -> Any:
        pieces: list[str] = []
        end = 0
        for found in self._words.finditer(text):
            key = self.keys.setdefault(found.group(), f"n{len(self.keys) + 1}")
            pieces += [text[end : found.start()], key]
            end = found.end()
        return {NAMED: [*pieces, text[end:]]} if pieces else text

    def contents(self) -> Iterator[tuple[str, bytes, tuple[str, ...]]]:
        """Yield key, content and persons of each name."""
        for name, key in self.keys.items():
            yield key, canonical({"name": name, "salt": secrets.token_hex(16)}), self.persons[name]


def holds(plain: Any) -> list[str]:
    """Return the keys of the names that stand in objects of JSON, each once."""
    found: dict[str, None] = {}

    def look(part: Any) -> None:
        match part:
            case {"#named": [*pieces]}:
                found.update(dict.fromkeys(pieces[1::2]))
            case dict():
                for each in part.values():
                    look(each)
            case list():
                for each in part:
                    look(each)

    look(plain)
    return sorted(found)


def put_back(plain: Any, names: Mapping[str, Localised], language: str) -> Any:
    """Return objects of JSON with the names put back; for one that was removed, `names` holds a visible mark."""
    match plain:
        case {"#named": [*pieces]}:
            return "".join(
                names[piece].text(language) if index % 2 else piece for index, piece in enumerate(pieces)
            )
        case {"#languages": texts}:
            return {"#languages": {tag: put_back(text, names, tag) for tag, text in texts.items()}}
        case dict():
            return {key: put_back(each, names, language) for key, each in plain.items()}
        case list():
            return [put_back(each, names, language) for each in plain]
    return plain


def name_in(content: bytes) -> Localised:
    """Return the name a content holds: as it was printed, in every language the same."""
    name = str(json.loads(content)["name"])
    return Localised.both(name, name)
