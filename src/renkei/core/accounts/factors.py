"""What the library keeps of people's second factors and identities, as our history sees it.

The tables are django-allauth's. The database refuses to add or take away a row without author, action and reason,
as for every table of ours, and remembers who, which and when. Secrets and keys are no part of that history; that
a factor was used is no change of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import pghistory
import pgtrigger
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount

from renkei.core.history.journal import UNEXPLAINED
from renkei.core.ui.text import bi

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db import models

M = TypeVar("M", bound="type[models.Model]")

COMING_AND_GOING = pgtrigger.Trigger(
    name="explained",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Delete,
    func=UNEXPLAINED.func,
)


def _remembered(*, exclude: tuple[str, ...]) -> Callable[[M], M]:
    def decorate(model: M) -> M:
        tracked: M = pghistory.track(
            pghistory.InsertEvent(), pghistory.DeleteEvent(), append_only=True, exclude=list(exclude)
        )(model)
        pgtrigger.register(COMING_AND_GOING)(tracked)
        return tracked

    return decorate


@_remembered(exclude=("data", "last_used_at"))
class SignInFactor(Authenticator):
    """A second factor of a user: a passkey, an app for one-time codes, recovery codes."""

    class Meta:
        proxy = True
        verbose_name = bi("第二の手段", "Second factor")
        verbose_name_plural = bi("第二の手段", "Second factors")


@_remembered(exclude=("extra_data", "last_login"))
class SignInIdentity(SocialAccount):
    """An identity of a user at the issuer named in the settings."""

    class Meta:
        proxy = True
        verbose_name = bi("外部のサインイン", "Identity at an issuer")
        verbose_name_plural = bi("外部のサインイン", "Identities at an issuer")
