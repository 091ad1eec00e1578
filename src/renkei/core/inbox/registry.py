"""What waits and what is due: each context tells it (inbox.py), Today, the calendar and the mails show it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import Q

from renkei.core.accounts.permissions import Verb, may_everywhere
from renkei.core.publication.selectors import visible_to, within_reach
from renkei.core.records.kinds import kind_of
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from renkei.core.accounts.actors import Actor
    from renkei.core.publication.models import Publishable

    P = TypeVar("P", bound=Publishable)

MOST_PER_CONTEXT = 30
MOST_IN_CALENDAR = 500


@dataclass(frozen=True)
class Waiting:
    """One thing to do about one record. `day` None: it has no day yet; a day before today is late.

    `organisation` is the identifier of whoever must do it, `owner` what it is called.

    `verb` is the right that whoever is told must have with such records.
    """

    kind: str
    slug: str
    text: Localised
    day: dt.date | None = None
    owner: Localised = field(default_factory=Localised)
    organisation: str = ""
    verb: Verb = Verb.CHANGE

    def days_late(self, at: dt.date) -> int:
        """Return how many days have passed since its day; 0 or less where it is not late."""
        return (at - self.day).days if self.day else 0

    @property
    def key(self) -> str:
        """Name the thing with its day: a new day is a new thing."""
        return f"{self.kind}/{self.slug}/{self.day or ''}"


@dataclass(frozen=True)
class Window:
    """Who asks, for what they may do (`verb`), and for which days, seen from the day `at`.

    `start` None means all that is late; `undated`: also what has no day. At most `most` things of a provider, the
    oldest first.
    """

    actor: Actor
    verb: Verb
    at: dt.date
    start: dt.date | None
    end: dt.date
    undated: bool = True
    most: int = MOST_PER_CONTEXT

    def holds(self, name: str) -> Q:
        """Return the condition that a date field lies inside."""
        found = Q(**{f"{name}__lte": self.end})
        return found & Q(**{f"{name}__gte": self.start}) if self.start else found

    def reached(self, records: QuerySet[P]) -> QuerySet[P]:
        """Return those records the actor sees that day and may do this with: others' neither show nor count."""
        seen = visible_to(records, self.actor, self.at)
        return seen if self.verb is Verb.VIEW else within_reach(seen, self.actor, self.verb)

    def everywhere(self, name: str) -> bool:
        """Tell whether the actor may do this with work of the office that has no holder (a round, a user)."""
        return may_everywhere(self.actor, self.verb, name)


InboxProvider = Callable[[Window], Iterable[Waiting]]


@dataclass(frozen=True)
class Provider:
    tell: InboxProvider
    ahead: dt.timedelta
    behind: dt.timedelta | None


_providers: list[Provider] = []


def register_inbox(*, ahead: int, behind: int | None = None) -> Callable[[InboxProvider], InboxProvider]:
    """Register who knows what waits in a window of days: in few queries, and at most `window.most` things.

    A provider starts from `window.reached(rows)`, or asks `window.everywhere(kind)` for what has no holder.
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
        found += _told(provider, Window(actor, Verb.CHANGE, at, start, at + provider.ahead))
    return in_order(found)


def deadlines(
    actor: Actor, at: dt.date, start: dt.date, end: dt.date, verb: Verb = Verb.VIEW
) -> list[Waiting]:
    """Return every deadline of some days that the actor may see (or act on: `verb`), in order of the days."""
    window = Window(actor, verb, at, start, end, undated=False, most=MOST_IN_CALENDAR)
    return in_order(item for provider in _providers for item in _told(provider, window) if item.day)


def in_order(items: Iterable[Waiting]) -> list[Waiting]:
    return sorted(items, key=lambda item: (item.day is None, item.day or dt.date.max, item.kind, item.slug))


def _told(provider: Provider, window: Window) -> Iterator[Waiting]:
    """Yield what a provider tells, checked once more: a query per kind only where not all records are reached."""
    by_kind: dict[tuple[str, Verb], list[Waiting]] = {}
    for item in provider.tell(window):
        by_kind.setdefault((item.kind, item.verb), []).append(item)
    for (name, verb), group in by_kind.items():
        asked = window if window.verb is Verb.VIEW else replace(window, verb=verb)
        allowed = _allowed(asked, name, [item.slug for item in group])
        yield from (item for item in group if allowed is None or item.slug in allowed)


def _allowed(window: Window, name: str, slugs: list[str]) -> set[Any] | None:
    """Return the slugs the actor may be told of, or None for all of them."""
    try:
        model = kind_of(name).model
    except KeyError:  # work of the office that is no record of the cluster
        return None if window.everywhere(name) else set()
    records = model._default_manager.all()
    reached = window.reached(records)
    return None if reached is records else set(reached.filter(pk__in=slugs).values_list("pk", flat=True))
