"""What happens when somebody has signed in, by whatever door, and what of an identity is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.utils import timezone

from renkei.core.accounts.sessions import begin_session

if TYPE_CHECKING:
    from django.http import HttpRequest

    from renkei.core.accounts.models import User


@receiver(user_logged_in)
def remember_sign_in(request: HttpRequest, user: User, **_: Any) -> None:
    agent = request.headers.get("user-agent", "")
    begin_session(request.session, user=user, user_agent=agent, at=timezone.now())


@receiver(pre_save, sender=SocialAccount)
def keep_the_identifier_only(instance: SocialAccount, **_: Any) -> None:
    """Names and addresses that an issuer tells at every sign-in are not needed here."""
    instance.extra_data = {}
