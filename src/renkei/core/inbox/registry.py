"""What waits and what is due: each context tells it (inbox.py), Today, the calendar and the mails show it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from renkei.core.accounts.permissions import Verb, may
from renkei.core.publication.selectors import visible_to
from renkei.core.records.kinds import kind_of
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from renkei.core.accounts.actors import Actor

MOST_PER_CONTEXT = 30
MOST_IN_CALENDAR = 500


@dataclass(frozen=True)
class Waiting:
    """One thing to do about one record. `day` None: it has no day yet; a day before today is late.

    `organisation` is the identifier of whoever must do it, `owner` what it is called.
    """

    kind: str
    slug: str
    text: Localised
    day: dt.date | None = None
    owner: Localised = field(default_factory=Localised)
    organisation: str = ""

    def days_late(self, at: dt.date) -> int:
        """Return how many days have passed since its day; 0 or less where it is not late."""
        return (at - self.day).days if self.day else 0

    @property
    def key(self) -> str:
        """Name the thing with its day: a new day is a new thing."""
        return f"{self.kind}/{self.slug}/{self.day or ''}"


@dataclass(frozen=True)
class Window:
    """The days that are asked for, seen from the day `at`: `start` None means all that is late.

    `undated`: also what has no day. At most `most` things of a provider, the oldest first.
    """

    at: dt.date
    start: dt.date | None
    end: dt.date
    undated: bool = True
    most: int = MOST_PER_CONTEXT

    def holds(self, name: str) -> Q:
        """Return the condition that a date field lies inside."""
        found = Q(**{f"{name}__lte": self.end})
        return found & Q(**{f"{name}__gte": self.start}) if self.start else found


InboxProvider = Callable[[Window], Iterable[Waiting]]


@dataclass(frozen=True)
class Provider:
    tell: InboxProvider
    ahead: dt.timedelta
    behind: dt.timedelta | None


_providers: list[Provider] = []


def register_inbox(*, ahead: int, behind: int | None = None) -> Callable[[InboxProvider], InboxProvider]:
    """Register who knows what waits in a window of days: in few queries, and at most `window.most` things.

    `ahead` and `behind` are the days it wants on Today: how soon, and how long after its day (None: until done).
    """

    def register(provider: InboxProvider) -> InboxProvider:
        past = None if behind is None else dt.timedelta(days=behind)
        _providers.append(Provider(provider, dt.timedelta(days=ahead), past))
        return provider

    return register


def waiting_for(actor: Actor, at: dt.date) -> list[Waiting]:
    """Return what waits for those who may change such records: the oldest day first, undated last."""
    found: list[Waiting] = []
    for provider in _providers:
        start = None if provider.behind is None else at - provider.behind
        found += provider.tell(Window(at, start, at + provider.ahead))
    return in_order(item for item in _visible(actor, found, at) if may(actor, Verb.CHANGE, item.kind))


def deadlines(actor: Actor, at: dt.date, start: dt.date, end: dt.date) -> list[Waiting]:
    """Return every deadline of some days that the actor may see, whoever it waits for, in order of the days."""
    window = Window(at, start, end, undated=False, most=MOST_IN_CALENDAR)
    found = [item for provider in _providers for item in provider.tell(window)]
    return in_order(item for item in _visible(actor, found, at) if item.day)


def in_order(items: Iterable[Waiting]) -> list[Waiting]:
    return sorted(items, key=lambda item: (item.day is None, item.day or dt.date.max, item.kind, item.slug))


def _visible(actor: Actor, items: Iterable[Waiting], at: dt.date) -> Iterator[Waiting]:
    """Yield what concerns records the actor may see that day: a query per kind only where not all are visible."""
    by_kind: dict[str, list[Waiting]] = {}
    for item in items:
        by_kind.setdefault(item.kind, []).append(item)
    for name, group in by_kind.items():
        allowed = _allowed(actor, name, [item.slug for item in group], at)
        yield from (item for item in group if allowed is None or item.slug in allowed)


def _allowed(actor: Actor, name: str, slugs: list[str], at: dt.date) -> set[Any] | None:
    """Return the slugs the actor may see, or None for all of them."""
    try:
        model = kind_of(name).model
    except KeyError:  # work of the office (a round, a user) that is no record of the cluster
        return None if may(actor, Verb.VIEW, name) else set()
    records = model._default_manager.all()
    seen = visible_to(records, actor, at)
    return None if seen is records else set(seen.filter(pk__in=slugs).values_list("pk", flat=True))
