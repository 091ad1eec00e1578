"""A user's calendar address: secret, made again at will, without an account. The database keeps a hash."""

from __future__ import annotations

import hashlib
import secrets
from base64 import urlsafe_b64encode
from typing import TYPE_CHECKING

from django.utils.crypto import salted_hmac

from renkei.core.history.journal import journal
from renkei.core.notices.models import MailChoice

if TYPE_CHECKING:
    from renkei.core.accounts.actors import Actor
    from renkei.core.accounts.models import User

SALT = "renkei.core.notices.calendars"
LONGEST = 100


def calendar_token(choice: MailChoice | None) -> str:
    """Return the token of a user's calendar, nothing where they have none."""
    if choice is None or not choice.calendar_nonce:
        return ""
    keyed = salted_hmac(SALT, f"{choice.user_id}:{choice.calendar_nonce}", algorithm="sha256")
    return urlsafe_b64encode(keyed.digest()).decode().rstrip("=")


def open_calendar(*, actor: Actor, user: User) -> None:
    """Give a user's calendar an address; one it had opens nothing any more. Effects: row, history."""
    with journal(actor=actor, action="open calendar", for_readers=False):
        choice, _ = MailChoice.objects.get_or_create(user=user)
        choice.calendar_nonce = secrets.token_hex(16)
        choice.calendar_hash = _hash(calendar_token(choice))
        choice.save()


def close_calendar(*, actor: Actor, user: User) -> None:
    """Take the address away. Effects: row, history."""
    with journal(actor=actor, action="close calendar", for_readers=False):
        MailChoice.objects.filter(user=user).update(calendar_nonce="", calendar_hash="")


def user_of_calendar(token: str) -> User | None:
    """Return whose calendar an address is, nobody where it is unknown, closed or its user has left."""
    if not token or len(token) > LONGEST:
        return None
    choice = MailChoice.objects.select_related("user").filter(calendar_hash=_hash(token)).first()
    return choice.user if choice and choice.user.is_active else None


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
