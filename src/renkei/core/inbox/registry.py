"""What waits and what is due: each context tells it (inbox.py), Today, the calendar and the mails show it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from renkei.core.accounts.permissions import Verb, grants_for
from renkei.core.accounts.reach import Holding, reaches
from renkei.core.inbox.due import Due, found
from renkei.core.inbox.waiting import Waiting, Window
from renkei.core.records.kinds import kind_of

if TYPE_CHECKING:
    from renkei.core.accounts.actors import Actor

MOST_IN_CALENDAR = 500

InboxProvider = Callable[[Window], Iterable[Due | Waiting]]


@dataclass(frozen=True)
class Provider:
    tell: InboxProvider
    ahead: dt.timedelta
    behind: dt.timedelta | None


_providers: list[Provider] = []


def register_inbox(*, ahead: int, behind: int | None = None) -> Callable[[InboxProvider], InboxProvider]:
    """Register who knows what waits in a window of days.

    A provider yields queries (`Due`), asked together with those of all others and kept to what the actor reaches;
    or, for work of the office that is no record of the cluster, what waits itself: at most `window.most` things,
    after asking `window.everywhere(kind)`.
    `ahead` and `behind` are the days it wants on Today: how soon, and how long after its day (None: until done).
    """

    def register(provider: InboxProvider) -> InboxProvider:
        past = None if behind is None else dt.timedelta(days=behind)
        _providers.append(Provider(provider, dt.timedelta(days=ahead), past))
        return provider

    return register


def waiting_for(actor: Actor, at: dt.date) -> list[Waiting]:
    """Return what waits for those who may change such records: the oldest day first, undated last."""

    def window(provider: Provider) -> Window:
        start = None if provider.behind is None else at - provider.behind
        return Window(actor, Verb.CHANGE, at, start, at + provider.ahead)

    return _told((provider, window(provider)) for provider in _providers)


def deadlines(
    actor: Actor, at: dt.date, start: dt.date, end: dt.date, verb: Verb = Verb.VIEW
) -> list[Waiting]:
    """Return every deadline of some days that the actor may see (or act on: `verb`), in order of the days."""
    window = Window(actor, verb, at, start, end, undated=False, most=MOST_IN_CALENDAR)
    return [item for item in _told((provider, window) for provider in _providers) if item.day]


def in_order(items: Iterable[Waiting]) -> list[Waiting]:
    return sorted(items, key=lambda item: (item.day is None, item.day or dt.date.max, item.kind, item.slug))


def _told(asked: Iterable[tuple[Provider, Window]]) -> list[Waiting]:
    queries: list[tuple[Due, Window]] = []
    items: list[Waiting] = []
    for provider, window in asked:
        said: list[Waiting] = []
        for one in provider.tell(window):
            if isinstance(one, Due):
                queries.append((one, window))
            else:
                said.append(one)
        items += _reached(said, window)
    return in_order([*items, *found(queries)])


def _reached(items: Iterable[Waiting], window: Window) -> Iterator[Waiting]:
    """Yield what the actor may be told of: a query per kind only where not all records are reached."""
    by_kind: dict[tuple[str, Verb], list[Waiting]] = {}
    for item in items:
        by_kind.setdefault((item.kind, item.verb), []).append(item)
    for (name, verb), group in by_kind.items():
        asked = window if window.verb is Verb.VIEW else replace(window, verb=verb)
        yield from _allowed(asked, name, group)


def _allowed(window: Window, name: str, items: list[Waiting]) -> list[Waiting]:
    """Return those items the actor may be told of.

    Work of the office that is no record of the cluster (a round, a user) is for roles of everywhere; what one
    organisation has to do in it is for its own roles too.
    """
    try:
        model = kind_of(name).model
    except KeyError:
        if window.everywhere(name):
            return items
        return [each for each in items if each.organisation and _is_theirs(window, name, each.organisation)]
    records = model._default_manager.all()
    reached = window.reached(records)
    if reached is records:
        return items
    allowed = set(reached.filter(pk__in=[item.slug for item in items]).values_list("pk", flat=True))
    return [each for each in items if each.slug in allowed]


def _is_theirs(window: Window, name: str, organisation: str) -> bool:
    grants = grants_for(window.actor, window.verb, name)
    return any(reaches(grant, Holding(organisation)) for grant in grants)
