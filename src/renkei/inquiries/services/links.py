"""The links by which people follow their inquiries, and those to drafts. The database keeps digests."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import TYPE_CHECKING

from renkei.core.history.journal import journal
from renkei.core.secret_links import EXPIRED, UNKNOWN, digest_of, made_token, refuse_ended
from renkei.inquiries.models import InquiryDraft, InquiryLink
from renkei.inquiries.rules import FOLLOW_LASTS
from renkei.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from renkei.core.accounts.actors import Actor
    from renkei.inquiries.models import Inquiry

_SALT = "renkei.inquiries.links"


def make_link(*, actor: Actor, inquiry: Inquiry, at: dt.datetime) -> tuple[InquiryLink, str]:
    """Make a link to an inquiry and return it with its token; those before it stop working. Effects: rows, history."""
    with journal(actor=actor, action="make link to inquiry", for_readers=False):
        for old in InquiryLink.objects.filter(inquiry=inquiry, revoked_at=None):
            old.revoked_at = at
            old.save(update_fields=["revoked_at"])
        link = InquiryLink.objects.create(
            inquiry=inquiry, digest=secrets.token_hex(32), made_at=at, expires_at=at + FOLLOW_LASTS
        )
        token = token_of(link)
        link.digest = digest_of(token)
        link.save(update_fields=["digest"])
    return link, token


def token_of(link: InquiryLink) -> str:
    return made_token(_SALT, f"{link.pk} {link.made_at.astimezone(dt.UTC).isoformat()}")


def working_link(inquiry: Inquiry, at: dt.datetime) -> InquiryLink | None:
    """Return the link by which an inquiry can be followed at a moment, for a letter."""
    return InquiryLink.objects.filter(inquiry=inquiry, revoked_at=None, expires_at__gt=at).first()


def read_link(token: str, at: dt.datetime) -> InquiryLink:
    """Return the link behind a token. Raises RuleBroken("link.unknown"), ("link.revoked"), ("link.expired")."""
    found = InquiryLink.objects.filter(digest=digest_of(token))
    link = found.select_related("inquiry__unit__organisation", "inquiry__topic").first()
    if link is None:
        raise RuleBroken("link.unknown", UNKNOWN)
    refuse_ended(link, at)
    return link


def read_draft(token: str, at: dt.datetime) -> InquiryDraft:
    """Return the draft behind a token. Raises RuleBroken("link.unknown") also once it is sent, ("link.expired")."""
    found = InquiryDraft.objects.select_related("unit__organisation", "topic").filter(digest=digest_of(token))
    draft = found.first()
    if draft is None:
        raise RuleBroken("link.unknown", UNKNOWN)
    if draft.expires_at <= at:
        raise RuleBroken("link.expired", EXPIRED)
    return draft
