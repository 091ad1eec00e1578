"""Private links without an account: made, read, used, revoked. The database keeps a digest only."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from base64 import urlsafe_b64encode
from typing import TYPE_CHECKING

from django.utils.crypto import salted_hmac

from renkei.core.history.journal import journal
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.matching.enums import LinkPurpose
from renkei.matching.models import PrivateLink

if TYPE_CHECKING:
    from renkei.core.accounts.actors import Actor
    from renkei.matching.models import Need, Seed

LASTS = {
    LinkPurpose.CONFIRM_NEED: dt.timedelta(days=7),
    LinkPurpose.FOLLOW_NEED: dt.timedelta(days=180),
    LinkPurpose.REFRESH_SEED: dt.timedelta(days=60),
}
_SALT = "renkei.matching.links"

_UNKNOWN = Localised.both("このリンクは使えません。", "This link does not work.")
_ENDED = {
    "link.used": Localised.both("このリンクはすでに使われました。", "This link has been used."),
    "link.revoked": Localised.both(
        "このリンクは新しいリンクに替わりました。", "This link was replaced by a newer one."
    ),
    "link.expired": Localised.both("このリンクの期限が過ぎました。", "This link has expired."),
}


def make_link(
    *, actor: Actor, purpose: str, at: dt.datetime, need: Need | None = None, seed: Seed | None = None
) -> tuple[PrivateLink, str]:
    """Make a link for a need or a seed and return it with its token; those before it stop working.

    Effects: rows, history. Whoever calls has checked the right to.
    """
    with journal(actor=actor, action=f"make link {purpose}"):
        revoke_links(actor=actor, purpose=purpose, at=at, need=need, seed=seed)
        link = PrivateLink.objects.create(
            purpose=purpose,
            need=need,
            seed=seed,
            digest=secrets.token_hex(32),
            made_at=at,
            expires_at=at + LASTS[LinkPurpose(purpose)],
        )
        token = token_of(link)
        link.digest = _digest(token)
        link.save(update_fields=["digest"])
    return link, token


def token_of(link: PrivateLink) -> str:
    """Return a link's token: 256 bits that only the server's secret key can make again, for a letter sent later."""
    seed = f"{link.pk} {link.purpose} {link.made_at.astimezone(dt.UTC).isoformat()}"
    return urlsafe_b64encode(salted_hmac(_SALT, seed, algorithm="sha256").digest()).decode().rstrip("=")


def read_link(token: str, purpose: str, at: dt.datetime) -> PrivateLink:
    """Return the link behind a token.

    Raises RuleBroken("link.unknown"), ("link.used"), ("link.revoked"), ("link.expired").
    """
    found = PrivateLink.objects.filter(digest=_digest(token), purpose=purpose)
    link = found.select_related("need__coordinator", "need__about_seed", "seed").first()
    if link is None:
        raise RuleBroken("link.unknown", _UNKNOWN)
    for code, ended in (
        ("link.used", link.used_at is not None and purpose == LinkPurpose.CONFIRM_NEED),
        ("link.revoked", link.revoked_at is not None),
        ("link.expired", link.expires_at <= at),
    ):
        if ended:
            raise RuleBroken(code, _ENDED[code])
    return link


def revoke_links(
    *, actor: Actor, purpose: str, at: dt.datetime, need: Need | None = None, seed: Seed | None = None
) -> None:
    """Stop the links of a need or a seed. Effects: rows, history."""
    with journal(actor=actor, action=f"revoke links {purpose}"):
        for link in PrivateLink.objects.filter(purpose=purpose, need=need, seed=seed, revoked_at=None):
            link.revoked_at = at
            link.save(update_fields=["revoked_at"])


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
