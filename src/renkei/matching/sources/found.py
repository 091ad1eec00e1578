"""What a file of others holds: entries to choose from, and what could not be read, line by line."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_ENTRIES = 5_000
LONGEST_TEXT = 4_000

NOT_TEXT = Localised.both(
    "文字コードが読めません（UTF-8、Shift_JIS、UTF-16のどれか）",
    "the letters cannot be read (UTF-8, Shift_JIS or UTF-16)",
)
NO_TITLE = Localised.both("題名がありません", "there is no title")
NO_IDENTIFIER = Localised.both("番号がありません", "there is no identifier")
TWICE = Localised.both("同じ番号が前にもあります", "the same identifier stands further up")
TOO_MANY = Localised.both(
    f"一度に読めるのは{MOST_ENTRIES:,}件までです", f"at most {MOST_ENTRIES:,} entries are read at once"
)


@dataclass(frozen=True)
class Entry:
    """A project or a work. `outline` and `keywords` are for a sheet, `venue` is where it appeared or who pays."""

    source: str
    identifier: str
    kind: str
    title: Localised
    people: Localised = field(default_factory=Localised)
    venue: Localised = field(default_factory=Localised)
    outline: Localised = field(default_factory=Localised)
    keywords: Localised = field(default_factory=Localised)
    institution: Localised = field(default_factory=Localised)
    appeared: str = ""
    number: str = ""  # a DOI, an application number


@dataclass(frozen=True)
class Problem:
    """What could not be read: `line` counts lines of the file, entries of an XML file."""

    line: int
    what: Localised
    found: str = ""


@dataclass(frozen=True)
class Found:
    source: str
    entries: Sequence[Entry] = ()
    problems: Sequence[Problem] = ()


class Gathering:
    """Entries and problems of one file, each identifier once, no more than fit."""

    def __init__(self, source: str) -> None:
        self.source = source
        self._entries: dict[str, Entry] = {}
        self._problems: list[Problem] = []

    def add(self, line: int, entry: Entry) -> None:
        if not entry.identifier:
            self.tell(line, NO_IDENTIFIER, entry.title.text("ja"))
        elif not entry.title:
            self.tell(line, NO_TITLE, entry.identifier)
        elif entry.identifier in self._entries:
            self.tell(line, TWICE, entry.identifier)
        elif len(self._entries) >= MOST_ENTRIES:
            if not self._problems or self._problems[-1].what is not TOO_MANY:
                self.tell(line, TOO_MANY)
        else:
            self._entries[entry.identifier] = entry

    def tell(self, line: int, what: Localised, found: str = "") -> None:
        self._problems.append(Problem(line, what, found[:100]))

    def end(self) -> Found:
        return Found(self.source, tuple(self._entries.values()), tuple(self._problems))


def localised(ja: str = "", en: str = "") -> Localised:
    return Localised.both(plain(ja), plain(en))


def plain(text: object) -> str:
    """Return a text without letters nobody sees, cut where it is longer than a sheet holds."""
    said = "".join(each for each in str(text or "") if each >= " " or each in "\n\t")
    return " ".join(said.split())[:LONGEST_TEXT] if "\n" not in said else said.strip()[:LONGEST_TEXT]
