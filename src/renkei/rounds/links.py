"""Private links without an account. The database keeps a hash and a salt: alone it opens nothing."""

from __future__ import annotations

import hashlib
import secrets
from base64 import urlsafe_b64encode
from typing import TYPE_CHECKING

from django.utils.crypto import salted_hmac

if TYPE_CHECKING:
    from renkei.rounds.models import Owner

_SALT = "renkei.rounds.links"


def new_nonce() -> str:
    return secrets.token_hex(16)


def token_of(owner: Owner) -> str:
    """Return the owner's present token: 256 bits that only the server's secret key can make again."""
    keyed = salted_hmac(_SALT, f"{owner.pk}:{owner.nonce}", algorithm="sha256")
    return urlsafe_b64encode(keyed.digest()).decode().rstrip("=")


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
