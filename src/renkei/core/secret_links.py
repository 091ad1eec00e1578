"""What all private links without an account share: a token only the server's key can make, a digest in the database."""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from typing import TYPE_CHECKING, Protocol

from django.utils.crypto import salted_hmac

from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    import datetime as dt

UNKNOWN = Localised.both("このリンクは使えません。", "This link does not work.")
REVOKED = Localised.both("このリンクは新しいリンクに替わりました。", "This link was replaced by a newer one.")
EXPIRED = Localised.both("このリンクの期限が過ぎました。", "This link has expired.")


class Ending(Protocol):
    """A link with its two ends."""

    expires_at: dt.datetime
    revoked_at: dt.datetime | None


def made_token(salt: str, seed: str) -> str:
    """Return 256 bits that only the server's secret key can make again from the seed, for a letter sent later."""
    return urlsafe_b64encode(salted_hmac(salt, seed, algorithm="sha256").digest()).decode().rstrip("=")


def digest_of(token: str) -> str:
    """Return what the database keeps of a token."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def refuse_ended(link: Ending, at: dt.datetime) -> None:
    """Raise RuleBroken("link.revoked") or ("link.expired") for a link that works no longer."""
    if link.revoked_at is not None:
        raise RuleBroken("link.revoked", REVOKED)
    if link.expires_at <= at:
        raise RuleBroken("link.expired", EXPIRED)
