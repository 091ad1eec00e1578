"""One thing that waits, and the window of days somebody asks for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from django.db.models import Q

from renkei.core.accounts.permissions import Verb, grants_for, may_everywhere
from renkei.core.publication.selectors import visible_to, within_reach
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    import datetime as dt

    from django.db.models import QuerySet

    from renkei.core.accounts.actors import Actor
    from renkei.core.publication.models import Publishable

    P = TypeVar("P", bound=Publishable)

MOST_PER_PROVIDER = 30


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
    most: int = MOST_PER_PROVIDER

    def holds(self, name: str) -> Q:
        """Return the condition that a date field lies inside."""
        found = Q(**{f"{name}__lte": self.end})
        return found & Q(**{f"{name}__gte": self.start}) if self.start else found

    def reached(self, records: QuerySet[P]) -> QuerySet[P]:
        """Return those records the actor sees that day and may do this with: others' neither show nor count."""
        if self.verb is Verb.VIEW:
            return visible_to(records, self.actor, self.at)
        reached = within_reach(records, self.actor, self.verb)
        return reached if self._sees_what_it_reaches(records) else visible_to(reached, self.actor, self.at)

    def _sees_what_it_reaches(self, records: QuerySet[P]) -> bool:
        """Tell whether each role by which the actor may do this also sees: then the second condition adds nothing."""
        kind = records.model._meta.model_name or ""
        seeing = grants_for(self.actor, Verb.VIEW, kind)
        return all(grant in seeing for grant in grants_for(self.actor, self.verb, kind))

    def everywhere(self, name: str) -> bool:
        """Tell whether the actor may do this with work of the office that has no holder (a round, a user)."""
        return may_everywhere(self.actor, self.verb, name)
