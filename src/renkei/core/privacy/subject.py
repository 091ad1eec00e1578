"""Whom a request is about, and the words by which copies of their data are found."""

from __future__ import annotations

import re
from dataclasses import dataclass

SHORTEST = 3


@dataclass(frozen=True)
class Subject:
    """A person of the directory, a user, or both, with every full name and address they are known to have had.

    Who is neither (who asked by the public site) is an address alone: the first of `addresses` names them.

    `person` and `username` are identifiers; `alias` is what stands in their place after an erasure.
    `written` are full names as they may stand in a text; `addresses` are e-mail addresses.
    """

    alias: str
    person: str = ""
    user: int | None = None
    username: str = ""
    written: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """Return what the identifier is: of a `person`, of a `user`, or an `address`."""
        return "person" if self.person else "user" if self.username else "address"

    @property
    def identifier(self) -> str:
        """Return what is typed to name them."""
        return self.person or self.username or (self.addresses[0] if self.addresses else "")

    def words(self) -> tuple[str, ...]:
        """Return what is searched for in every text, the longest first; too short a word would hit others."""
        found = {word for word in (*self.written, *self.addresses) if len(word) >= SHORTEST}
        return tuple(sorted(found, key=lambda word: (-len(word), word)))

    def pattern(self) -> str:
        """Return a regular expression, for PostgreSQL and for Python alike, that matches any of the words.

        Identifiers and Latin words are matched whole, so that nobody loses a part of a longer word; addresses in
        small and large letters.
        """
        parts = [
            _whole(_in_any_case(word) if word in self.addresses else re.escape(word))
            if word.isascii()
            else re.escape(word)
            for word in self.words()
        ]
        return "|".join([*parts, *(_whole(re.escape(word)) for word in self.identifiers)])


def _whole(pattern: str) -> str:
    return rf"(?<![A-Za-z0-9._-]){pattern}(?![A-Za-z0-9_-])"


def _in_any_case(word: str) -> str:
    return "".join(f"[{each.upper()}{each.lower()}]" if each.isalpha() else re.escape(each) for each in word)


def names_in_text(family: str, given: str) -> tuple[str, ...]:
    """Return the ways in which a full name stands in texts; none without both parts."""
    if not family or not given:
        return ()
    found = [f"{family}{blank}{given}" for blank in ("", " ", "\u3000", ", ")]
    if family.isascii() and given.isascii():
        found += [f"{given} {family}"]
        found += [f"{family.title()} {given.title()}", f"{given.title()} {family.title()}"]
        found += [f"{family.upper()} {given.upper()}", f"{given.title()} {family.upper()}"]
    return tuple(dict.fromkeys(found))
