"""Whose eyes look at a figure: staff of everywhere, of an organisation, or strangers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from renkei.core.accounts.permissions import EVERY, Verb, may, may_everywhere, may_on
from renkei.core.accounts.reach import COMMON, Holding
from renkei.core.publication.selectors import is_visible, seen_by

if TYPE_CHECKING:
    import datetime as dt

    from django.db.models import Model, Q

    from renkei.core.accounts.actors import Actor


@dataclass(frozen=True)
class Eyes:
    """What one reader sees of figures on a day."""

    actor: Actor
    at: dt.date

    @cached_property
    def everything(self) -> bool:
        return may_everywhere(self.actor, Verb.VIEW, EVERY)

    @cached_property
    def of_staff(self) -> bool:
        """Whether they see more than strangers: differences nobody has explained, common values not public."""
        return may(self.actor, Verb.VIEW, EVERY)

    def see(self, *, public: bool, held: Holding = COMMON) -> bool:
        """Tell whether something that is public or not, and whose work it is, is seen."""
        return public or self.everything or may_on(self.actor, Verb.VIEW, EVERY, held)

    def see_record(self, record: Any) -> bool:
        return is_visible(record, self.actor, self.at)

    def rows(self, model: type[Model]) -> Q:
        """Return the condition of the rows that are seen; an empty one where all are."""
        return seen_by(self.actor, str(model._meta.model_name), self.at)
