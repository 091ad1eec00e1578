"""Which letters about inquiries go to whom: to who asked, to the unit, and to those above it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renkei.core.notices.hours import day_of
from renkei.core.notices.services import write_mail
from renkei.inquiries.rules import QUIET_AFTER
from renkei.inquiries.selectors import answerers_on
from renkei.inquiries.services.links import make_link, working_link

if TYPE_CHECKING:
    import datetime as dt

    from renkei.core.accounts.actors import Actor
    from renkei.core.accounts.models import User
    from renkei.inquiries.models import Inquiry
    from renkei.inquiries.selectors import Answerers


def tell_asker(*, actor: Actor, inquiry: Inquiry, letter: str, at: dt.datetime) -> None:
    """Let a letter (received, link, answered, passed, closed) go to who asked, where there is an address.

    It carries the link to their page: where none works much longer, a new one is made. Effects: a mail, rows.
    """
    if inquiry.contact_email:
        if working_link(inquiry, at + QUIET_AFTER) is None:
            make_link(actor=actor, inquiry=inquiry, at=at)
        about = ("inquiry", inquiry.pk)
        write_mail(actor=actor, letter=f"inquiry.{letter}", address=inquiry.contact_email, about=about, at=at)


def tell_office(*, actor: Actor, inquiry: Inquiry, letter: str, at: dt.datetime) -> None:
    """Let a letter (asked, written, ended, handed) go to those who answer an inquiry. Effects: mails."""
    for _, user in who_hears(inquiry, answerers_on(day_of(at))):
        write_to(user, actor=actor, inquiry=inquiry, letter=letter, at=at)


def who_hears(
    inquiry: Inquiry, answerers: Answerers, *, above: bool = False
) -> list[tuple[str, User | None]]:
    """Return who hears of an inquiry, each with a key of their own: the unit's users, else its own address (None).

    Where there is neither, or with `above`, also those who answer for the whole cluster. No queries.
    """
    near, everywhere = answerers.of(inquiry)
    unit: list[tuple[str, User | None]] = [("unit", None)] if not near and inquiry.unit.email else []
    far = everywhere if above or not (near or unit) else []
    return [*unit, *((str(user.pk), user) for user in [*near, *far])]


def write_to(
    user: User | None, *, actor: Actor, inquiry: Inquiry, letter: str, at: dt.datetime, once: str = ""
) -> bool:
    """Let a letter go to a user, or to the unit's own address; say whether it was written. Effects: a mail."""
    address = "" if user else inquiry.unit.email
    about = ("inquiry", inquiry.pk)
    sent = write_mail(
        actor=actor, letter=f"inquiry.{letter}", user=user, address=address, about=about, at=at, once=once
    )
    return sent is not None
