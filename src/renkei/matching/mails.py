"""Which letters about needs go to whom: to the firm, and to those who look after a need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from renkei.core.notices.services import write_mail
from renkei.matching.reception import users_of

if TYPE_CHECKING:
    import datetime as dt

    from renkei.core.accounts.actors import Actor
    from renkei.matching.models import Need


def write_to_company(*, actor: Actor, need: Need, letter: str, at: dt.datetime) -> None:
    """Let a letter (confirm, follow, answered) go to the firm. Effects: a mail. Nothing where there is no address."""
    if need.contact_email:
        about = ("need", need.pk)
        write_mail(actor=actor, letter=f"need.{letter}", address=need.contact_email, about=about, at=at)


def tell_office(*, actor: Actor, need: Need, letter: str, at: dt.datetime, once: str = "") -> int:
    """Let a letter (asked, written, withdrawn, interest, expiring) go to those who look after a need.

    Returns how many were written; `once` names what each of them is told once only. Effects: mails.
    """
    written = 0
    for user in users_of(need, timezone.localtime(at).date()):
        key = f"{once}/{user.pk}" if once else ""
        about = ("need", need.pk)
        sent = write_mail(actor=actor, letter=f"need.{letter}", user=user, about=about, at=at, once=key)
        written += sent is not None
    return written
