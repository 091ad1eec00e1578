"""What waits and what is due: each context tells it (inbox.py), Today shows it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from renkei.core.accounts.permissions import Verb, may
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from renkei.core.accounts.actors import Actor

MOST_PER_CONTEXT = 30


@dataclass(frozen=True)
class Waiting:
    """One thing to do about one record. `day` None: it has no day yet; a day before today is late.

    `verb` is the right that whoever is told must have with such records.
    """

    kind: str
    slug: str
    text: Localised
    day: dt.date | None = None
    owner: Localised = field(default_factory=Localised)
    verb: Verb = Verb.CHANGE

    def days_late(self, at: dt.date) -> int:
        """Return how many days have passed since its day; 0 or less where it is not late."""
        return (at - self.day).days if self.day else 0


InboxProvider = Callable[["Actor", dt.date], Iterable[Waiting]]

_providers: list[InboxProvider] = []


def register_inbox(provider: InboxProvider) -> InboxProvider:
    """Register who knows what waits for an actor on a day: in few queries, and at most MOST_PER_CONTEXT things.

    A provider starts from `within_reach(rows, actor, Verb.CHANGE)`, so that others' work neither shows nor counts.
    """
    _providers.append(provider)
    return provider


def waiting_for(actor: Actor, at: dt.date) -> list[Waiting]:
    """Return what waits for those who may change such records: the oldest day first, undated last."""
    found = [
        item for provider in _providers for item in provider(actor, at) if may(actor, item.verb, item.kind)
    ]
    return sorted(found, key=lambda item: (item.day is None, item.day or dt.date.max, item.kind, item.slug))
