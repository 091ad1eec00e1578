"""Links by which users set a password: made, sent, shown once, used once, ended by time."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from base64 import urlsafe_b64encode
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.crypto import salted_hmac

from renkei.core.accounts.actors import Actor
from renkei.core.accounts.models import User
from renkei.core.accounts.permissions import Verb
from renkei.core.accounts.services import require_for_users, set_password
from renkei.core.history.journal import journal
from renkei.directory.models import Invitation, LinkPurpose
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from collections.abc import Iterable

SALT = "renkei.directory.invitations"
LASTS = {LinkPurpose.INVITATION: dt.timedelta(days=7), LinkPurpose.RESET: dt.timedelta(hours=2)}
PAUSE = dt.timedelta(minutes=5)

_UNKNOWN = Localised.both(
    "このリンクは使えません。コピーが途中で切れていないか確かめてください。",
    "This link does not work. Please check that it was copied whole.",
)
_USED = Localised.both(
    "このリンクはすでに使われました。パスワードでサインインしてください。",
    "This link has been used. Please sign in with your password.",
)
_CANCELLED = Localised.both(
    "このリンクは取り消されました。新しいリンクを使ってください。",
    "This link was cancelled. Please use the newer one.",
)
_EXPIRED = Localised.both(
    "このリンクの期限が過ぎました。管理者に新しいリンクを頼んでください。",
    "This link has expired. Please ask an administrator for a new one.",
)
_ENDED = Localised.both("この利用者は使えなくなっています。", "This user has been ended.")


def make_link(*, actor: Actor, user: User, at: dt.datetime) -> tuple[Invitation, str]:
    """Make a link for a user and return it with its token, which is kept nowhere.

    Links made before stop working. Effects: rows, history. Raises RuleBroken("permission.refused"),
    ("link.user_ended").
    """
    require_for_users(actor, Verb.ADD)
    return _make(actor, user, at)


def ask_for_link(*, email: str, at: dt.datetime) -> list[tuple[Invitation, str]]:
    """Make links for the active users with this address who asked for none in the last five minutes.

    Demonstration users get none. Effects: rows, history.
    """
    users = User.objects.filter(email__iexact=email, is_active=True, is_demo=False)
    asked = Invitation.objects.filter(made_at__gt=at - PAUSE)
    found = users.exclude(pk__in=asked.values("user")).order_by("pk")
    return [_make(Actor(user.username, user_id=user.pk), user, at) for user in found]


def _make(actor: Actor, user: User, now: dt.datetime) -> tuple[Invitation, str]:
    if not user.is_active:
        raise RuleBroken("link.user_ended", _ENDED)
    purpose = LinkPurpose.RESET if user.has_usable_password() else LinkPurpose.INVITATION
    with journal(actor=actor, action="make link", reason=""):
        cancel_links(Invitation.objects.filter(user=user), now)
        link = Invitation.objects.create(
            user=user,
            purpose=purpose,
            digest=secrets.token_hex(32),  # the token needs the row's number
            made_at=now,
            expires_at=now + LASTS[purpose],
        )
        token = token_of(link)
        link.digest = _digest(token)
        link.save(update_fields=["digest"])
    return link, token


def token_of(link: Invitation) -> str:
    """Return a link's token: 256 bits that only the server's secret key makes again, for its mail."""
    keyed = salted_hmac(SALT, f"{link.pk}:{link.made_at.timestamp()}", algorithm="sha256")
    return urlsafe_b64encode(keyed.digest()).decode().rstrip("=")


def usable_token(link: Invitation, at: dt.datetime) -> str | None:
    """Return the token of a link that still works, else nothing: used, cancelled, expired, or made with another key."""
    token = token_of(link)
    try:
        read_link(token, at)
    except RuleBroken:
        return None
    return token


def cancel_links(links: Iterable[Invitation], now: dt.datetime) -> None:
    """Stop links that nobody has used yet; called inside a journal."""
    for link in links:
        if link.used_at is None and link.cancelled_at is None:
            link.cancelled_at = now
            link.save(update_fields=["cancelled_at"])


def read_link(token: str, at: dt.datetime) -> Invitation:
    """Return the link behind a token.

    Raises RuleBroken("link.unknown"), ("link.used"), ("link.cancelled"), ("link.expired"), ("link.user_ended").
    """
    link = Invitation.objects.select_related("user").filter(digest=_digest(token)).first()
    if link is None:
        raise RuleBroken("link.unknown", _UNKNOWN)
    return _usable(link, at)


def use_link(token: str, password: str, at: dt.datetime) -> User:
    """Set the password of the link's user. Effects: rows, history. Raises as `read_link`, ("user.password")."""
    with transaction.atomic():
        found = read_link(token, at)
        link = Invitation.objects.select_for_update().get(pk=found.pk)  # two at once: the second is told
        link.user = found.user
        user = _usable(link, at).user
        with journal(actor=Actor(user.username, user_id=user.pk), action=f"use {link.purpose}"):
            set_password(user=user, password=password)
            link.used_at = at
            link.save(update_fields=["used_at"])
    return user


def _usable(link: Invitation, now: dt.datetime) -> Invitation:
    if link.used_at is not None:
        raise RuleBroken("link.used", _USED)
    if not link.user.is_active:
        raise RuleBroken("link.user_ended", _ENDED)
    if link.cancelled_at is not None:
        raise RuleBroken("link.cancelled", _CANCELLED)
    if link.expires_at <= now:
        raise RuleBroken("link.expired", _EXPIRED)
    return link


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
