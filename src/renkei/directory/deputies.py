"""Deputies: who acts in whose place, for a period. Nobody is both at once, so places are never passed on."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db.models import Q

from renkei.core.accounts.models import User
from renkei.core.accounts.permissions import Verb
from renkei.core.history.journal import journal
from renkei.directory.models import Deputy
from renkei.directory.services import require_for_roles
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.kernel.periods import Period

if TYPE_CHECKING:
    from renkei.core.accounts.actors import Actor

DAY = dt.timedelta(days=1)
_ONESELF = Localised.both("本人は自分の代理になれません。", "Nobody is their own deputy.")
_ENDED = Localised.both(
    "利用を終えた人は、代理にも本人にもなれません。",
    "A user who has been ended neither has a deputy nor is one.",
)
_DEMO = Localised.both("見本の利用者には代理を決められません。", "Demonstration users have no deputies.")
_CHAIN = Localised.both(
    "{name} は同じ期間に、代理を頼んでいるか、ほかの人の代理をしています。代理の代理はできません。",
    "{name} has a deputy or is one in that period. A deputy's place is not passed on.",
)
_TWICE = Localised.both(
    "この二人の代理は、同じ期間にすでにあります。",
    "These two have such an arrangement in that period already.",
)
_BEFORE = Localised.both("終わりの日が、始まりの日より前です。", "The last day lies before the first.")
_NO_END = Localised.both("代理には終わりの日が必要です。", "A deputy needs a last day.")


def appoint_deputy(*, actor: Actor, user: User, deputy: User, period: Period, reason: str) -> Deputy:
    """Let a user act in another's place for a period. Effects: row, history.

    Raises RuleBroken("permission.refused"), ("deputy.oneself"), ("deputy.ended"), ("deputy.chain"), ("deputy.twice"),
    ("deputy.no_end").
    """
    require_for_roles(actor, Verb.ADD)
    if user.pk == deputy.pk:
        raise RuleBroken("deputy.oneself", _ONESELF)
    if period.end is None:
        raise RuleBroken("deputy.no_end", _NO_END)
    with journal(actor=actor, action="appoint deputy", reason=reason):
        # both users are locked, so that two appointments at once cannot make a chain
        present = list(User.objects.select_for_update().filter(pk__in=[user.pk, deputy.pk]).order_by("pk"))
        if not all(each.is_active for each in present):
            raise RuleBroken("deputy.ended", _ENDED)
        meanwhile = Deputy.objects.filter(period__overlap=period)
        if meanwhile.filter(user=user, deputy=deputy).exists():
            raise RuleBroken("deputy.twice", _TWICE)
        if meanwhile.filter(deputy=user).exists():
            raise RuleBroken("deputy.chain", _CHAIN.filled(name=user.username))
        if meanwhile.filter(user=deputy).exists():
            raise RuleBroken("deputy.chain", _CHAIN.filled(name=deputy.username))
        return Deputy.objects.create(user=user, deputy=deputy, period=period)


def end_deputy(*, actor: Actor, deputy: Deputy, last_day: dt.date, reason: str) -> None:
    """Let a deputy act until a day only. Effects: row, history; nothing where it ends no later already.

    Raises RuleBroken("permission.refused"), ("deputy.ends_before_it_begins").
    """
    require_for_roles(actor, Verb.CHANGE)
    start, end = deputy.period.start, deputy.period.end
    if end is not None and end <= last_day:
        return
    if start is not None and last_day < start - DAY:
        raise RuleBroken("deputy.ends_before_it_begins", _BEFORE)
    with journal(actor=actor, action="end deputy", reason=reason):
        if start is not None and last_day < start:
            deputy.delete()  # it never took effect
        else:
            deputy.period = Period(start, last_day)
            deputy.save(update_fields=["period"])


def deputies_from(user: User, day: dt.date) -> list[Deputy]:
    """Return who stands in for a user, and for whom the user does, on a day or later."""
    rows = Deputy.objects.filter(Q(user=user) | Q(deputy=user), period__endswith__gt=day)
    return list(rows.select_related("user", "deputy").order_by("period", "pk"))
