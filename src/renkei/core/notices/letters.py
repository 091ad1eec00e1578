"""The letters: each is a function in the code that writes itself when it is sent. The desk registers them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import datetime as dt

    from renkei.core.notices.models import Notice

HIDDEN = "…"


@dataclass(frozen=True)
class Letter:
    """Subject and text. `secrets` are left out of what is kept; `stop` is the address that ends such mails."""

    subject: str
    text: str
    secrets: tuple[str, ...] = ()
    stop: str = ""

    @property
    def kept(self) -> tuple[str, str]:
        """Return subject and text as they are kept: without what would let somebody in."""
        subject, text = self.subject, self.text
        for secret in self.secrets:
            subject, text = subject.replace(secret, HIDDEN), text.replace(secret, HIDDEN)
        return subject, text


Writer = Callable[["Notice", "dt.datetime"], Letter | None]


@dataclass(frozen=True)
class LetterKind:
    code: str
    name: Any
    write: Writer


_kinds: dict[str, LetterKind] = {}


def letter(code: str, name: Any) -> Callable[[Writer], Writer]:
    """Register who writes a kind of letter. It returns None where there is nothing to say (any more).

    The writer shows only what the recipient may see at that moment.
    """

    def register(write: Writer) -> Writer:
        _kinds[code] = LetterKind(code, name, write)
        return write

    return register


def letter_kind(code: str) -> LetterKind | None:
    return _kinds.get(code)


def one_line(text: str) -> str:
    """Return a subject that cannot hold a second header."""
    return " ".join("".join(" " if not each.isprintable() else each for each in text).split())[:250]
