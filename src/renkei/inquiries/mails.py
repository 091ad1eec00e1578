"""Which letters about inquiries go to whom: to who asked, to the unit, and to those above it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renkei.core.notices.hours import day_of
from renkei.core.notices.services import write_mail
from renkei.inquiries.selectors import who_answers

if TYPE_CHECKING:
    import datetime as dt

    from renkei.core.accounts.actors import Actor
    from renkei.inquiries.models import Inquiry


def tell_asker(*, actor: Actor, inquiry: Inquiry, letter: str, at: dt.datetime) -> None:
    """Let a letter (received, link, answered, passed, closed) go to who asked, where there is an address.

    Effects: a mail.
    """
    if inquiry.contact_email:
        about = ("inquiry", inquiry.pk)
        write_mail(actor=actor, letter=f"inquiry.{letter}", address=inquiry.contact_email, about=about, at=at)


def tell_office(
    *, actor: Actor, inquiry: Inquiry, letter: str, at: dt.datetime, once: str = "", above: bool = False
) -> int:
    """Let a letter (asked, written, ended, handed, due, late) go to the unit: its users, else its own address.

    Where there is neither, or with `above`, it goes to those who answer for the whole cluster. Returns how many were
    written; `once` names what each of them is told once only. Effects: mails.
    """
    near, everywhere = who_answers(inquiry, day_of(at))
    about, code, written = ("inquiry", inquiry.pk), f"inquiry.{letter}", 0
    if not near and inquiry.unit.email:
        key = f"{once}/unit" if once else ""
        sent = write_mail(actor=actor, letter=code, address=inquiry.unit.email, about=about, at=at, once=key)
        written += sent is not None
    far = everywhere if above or (not near and not inquiry.unit.email) else []
    for user in [*near, *far]:
        key = f"{once}/{user.pk}" if once else ""
        sent = write_mail(actor=actor, letter=code, user=user, about=about, at=at, once=key)
        written += sent is not None
    return written
