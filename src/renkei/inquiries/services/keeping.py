"""What runs by the clock: reminders, what has gone quiet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renkei.core.history.journal import journal
from renkei.core.notices.hours import day_of
from renkei.core.notices.models import Notice
from renkei.inquiries.enums import ClosingReason, InquiryState
from renkei.inquiries.mails import tell_asker, who_hears, write_to
from renkei.inquiries.models import Inquiry
from renkei.inquiries.rules import QUIET_AFTER
from renkei.inquiries.selectors import Answerers, answerers_on, waiting_on

if TYPE_CHECKING:
    import datetime as dt

    from renkei.core.accounts.actors import Actor


def remind(*, actor: Actor, at: dt.datetime) -> int:
    """Tell the unit on the day an answer is due; once the day has passed, tell it and those above it, once each.

    Returns how many letters were written; whoever was told costs no question of their own. Effects: mails.
    """
    day = day_of(at)
    waiting = waiting_on(day)
    answerers = answerers_on(day) if waiting else Answerers()
    owed = [
        (inquiry, letter, f"inquiry/{inquiry.pk}/{letter}/{inquiry.answer_due}/{key}", user)
        for inquiry in waiting
        for letter in ("late" if inquiry.answer_due < day else "due",)
        for key, user in who_hears(inquiry, answerers, above=letter == "late")
    ]
    told = set(
        Notice.objects.filter(once__in=[once for _, _, once, _ in owed]).values_list("once", flat=True)
    )
    return sum(
        write_to(user, actor=actor, inquiry=inquiry, letter=letter, at=at, once=once)
        for inquiry, letter, once, user in owed
        if once not in told
    )


def close_quiet(*, actor: Actor, at: dt.datetime) -> int:
    """Close answered inquiries about which nothing was said for thirty days; return how many.

    Effects: rows, mails, history.
    """
    day = day_of(at)
    rows = Inquiry.objects.filter(state=InquiryState.ANSWERED, last_said_on__lt=day - QUIET_AFTER)
    with journal(actor=actor, action="close quiet inquiries"):
        found = list(rows.select_for_update(of=("self",)).order_by("pk"))
        for inquiry in found:
            inquiry.close(ClosingReason.QUIET, day)
            inquiry.revision += 1
            inquiry.save()
            tell_asker(actor=actor, inquiry=inquiry, letter="closed", at=at)
    return len(found)
