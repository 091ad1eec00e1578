"""Private links without an account. The database keeps a hash and a salt: alone it opens nothing."""

from __future__ import annotations

import hashlib
import secrets
from base64 import urlsafe_b64encode
from typing import TYPE_CHECKING

from django.utils.crypto import salted_hmac

if TYPE_CHECKING:
    from renkei.rounds.models import Linked

_SALT = "renkei.rounds.links"


def new_nonce() -> str:
    return secrets.token_hex(16)


def token_of(linked: Linked) -> str:
    """Return the present token: 256 bits of the nonce that only the server's secret key can make again."""
    keyed = salted_hmac(_SALT, linked.seed, algorithm="sha256")
    return urlsafe_b64encode(keyed.digest()).decode().rstrip("=")


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def give_link(linked: Linked) -> None:
    """Give another link, without saving; the one before opens nothing once it is saved."""
    linked.nonce = new_nonce()
    linked.token_hash = hash_of(token_of(linked))
