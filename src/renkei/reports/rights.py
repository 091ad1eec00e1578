"""Who may do what with editions: the office for the whole cluster, a party's secretariat for its own answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renkei.core.accounts.permissions import Verb, acting, may, may_everywhere, may_on
from renkei.core.accounts.reach import Holding
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from renkei.core.accounts.actors import Actor

KIND = "edition"
_REFUSED = Localised.both("この操作をする権限がありません。", "You may not do this.")


def require_office(actor: Actor, verb: Verb = Verb.CHANGE) -> Actor:
    """Return the actor as the history names it. Raises RuleBroken("permission.refused") unless of the office."""
    if not may_everywhere(actor, verb, KIND):
        raise RuleBroken("permission.refused", _REFUSED)
    return acting(actor, verb, KIND)


def answers_for(actor: Actor, organisation: str) -> bool:
    """Tell whether the actor may answer for an organisation: its secretariat, or the office for the whole cluster."""
    return may_on(actor, Verb.CHANGE, KIND, Holding(organisation))


def require_party(actor: Actor, organisation: str) -> Actor:
    """Return the actor as the history names it. Raises RuleBroken("permission.refused") unless they answer for it."""
    if not answers_for(actor, organisation):
        raise RuleBroken("permission.refused", _REFUSED)
    return acting(actor, Verb.CHANGE, KIND, Holding(organisation))


def require_any(actor: Actor) -> Actor:
    """Return the actor as the history names it. Raises RuleBroken("permission.refused") for who changes no edition."""
    if not may(actor, Verb.CHANGE, KIND):
        raise RuleBroken("permission.refused", _REFUSED)
    return acting(actor, Verb.CHANGE, KIND)
