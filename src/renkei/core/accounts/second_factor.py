"""Who must have a second factor, who has one, and how an administrator takes away one that was lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator
from django.conf import settings

from renkei.core.accounts.actors import Role
from renkei.core.accounts.permissions import Verb
from renkei.core.accounts.services import require_for_users
from renkei.core.accounts.sessions import end_sessions
from renkei.core.history.journal import journal
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    import datetime as dt

    from renkei.core.accounts.actors import Actor
    from renkei.core.accounts.models import User

MAIN = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)

_NONE = Localised.both("この利用者には第二の手段がありません。", "This user has no second factor.")


def must_have_second_factor(actor: Actor) -> bool:
    """Tell whether the setting RENKEI_SECOND_FACTOR asks one of this actor."""
    if settings.SECOND_FACTOR == "all":
        return not actor.is_stranger
    return settings.SECOND_FACTOR == "administrators" and Role.ADMINISTRATOR in actor.roles


def has_second_factor(user: User) -> bool:
    """Tell whether a user has a passkey or one-time codes; recovery codes alone are none. One query."""
    return bool(Authenticator.objects.filter(user=user, type__in=MAIN).exists())


def take_away_factors(*, actor: Actor, user: User, reason: str, at: dt.datetime) -> int:
    """Take away all second factors of a user who has lost them; return how many.

    Every session of the user ends. Effects: rows, history, sessions. Raises RuleBroken("permission.refused"),
    ("factor.none").
    """
    require_for_users(actor, Verb.CHANGE)
    with journal(actor=actor, action="take away factors", reason=reason):
        held = list(Authenticator.objects.select_for_update().filter(user=user))
        if not held:
            raise RuleBroken("factor.none", _NONE)
        for factor in held:
            factor.delete()
        end_sessions(user, at)
    return len(held)
