"""Private links without an account: made, read, used, revoked. The database keeps a digest only."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import TYPE_CHECKING

from renkei.core.history.journal import journal
from renkei.core.secret_links import UNKNOWN, digest_of, made_token, refuse_ended
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

_USED = Localised.both("このリンクはすでに使われました。", "This link has been used.")


def make_link(
    *, actor: Actor, purpose: str, at: dt.datetime, need: Need | None = None, seed: Seed | None = None
) -> tuple[PrivateLink, str]:
    """Make a link for a need or a seed and return it with its token; those before it stop working.

    Effects: rows, history. Whoever calls has checked the right to.
    """
    with journal(actor=actor, action=f"make link {purpose}", for_readers=False):
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
        link.digest = digest_of(token)
        link.save(update_fields=["digest"])
    return link, token


def token_of(link: PrivateLink) -> str:
    """Return a link's token: 256 bits that only the server's secret key can make again, for a letter sent later."""
    seed = f"{link.pk} {link.purpose} {link.made_at.astimezone(dt.UTC).isoformat()}"
    return made_token(_SALT, seed)


def read_link(token: str, purpose: str, at: dt.datetime) -> PrivateLink:
    """Return the link behind a token.

    Raises RuleBroken("link.unknown"), ("link.used"), ("link.revoked"), ("link.expired").
    """
    found = PrivateLink.objects.filter(digest=digest_of(token), purpose=purpose)
    link = found.select_related("need__coordinator", "need__about_seed", "seed").first()
    if link is None:
        raise RuleBroken("link.unknown", UNKNOWN)
    if link.used_at is not None and purpose == LinkPurpose.CONFIRM_NEED:
        raise RuleBroken("link.used", _USED)
    refuse_ended(link, at)
    return link


def revoke_links(
    *, actor: Actor, purpose: str, at: dt.datetime, need: Need | None = None, seed: Seed | None = None
) -> None:
    """Stop the links of a need or a seed. Effects: rows, history."""
    with journal(actor=actor, action=f"revoke links {purpose}", for_readers=False):
        for link in PrivateLink.objects.filter(purpose=purpose, need=need, seed=seed, revoked_at=None):
            link.revoked_at = at
            link.save(update_fields=["revoked_at"])
