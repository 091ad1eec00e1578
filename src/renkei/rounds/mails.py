"""What is written to an owner: in Japanese and English, with the private link."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.accounts.models import User
from renkei.core.accounts.permissions import Verb, may_everywhere
from renkei.core.history.journal import journal
from renkei.core.jobs.queue import WORKER
from renkei.core.notices.services import write_mail
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.rounds.models import Owner, Round
from renkei.rounds.selectors import counted, owners_seen

if TYPE_CHECKING:
    from renkei.core.accounts.actors import Actor

BEFORE = dt.timedelta(days=7)

_NO_CONTACT = Localised.both("連絡先のメールがありません。", "There is no contact e-mail.")
_REFUSED = Localised.both("この操作をする権限がありません。", "You may not do this.")


@dataclass(frozen=True)
class Letter:
    subject: str
    text: str


def letter(owner: Owner, owing: int, link: str) -> Letter:
    """Write the request or the reminder: the same words, so that one letter is enough to answer."""
    asked, name = owner.round, owner.organisation.name
    due, last = asked.due_on.isoformat(), asked.last_day.isoformat()
    japanese = (
        f"{name.text('ja')} 御中\n\n「{asked.title.text('ja')}」について、未回答の項目が {owing} 件あります。\n"
        f"{due} までに、次の頁から回答をお願いします（{last} まで開けます）。\n{link}\n\n"
        "この頁は貴組織専用です。ほかの方に渡さないでください。\n"
    )
    english = (
        f"To {name.text('en')}\n\n“{asked.title.text('en')}”: answers we are still waiting for: {owing}.\n"
        f"Please answer by {due} on this page (open until {last}).\n{link}\n\n"
        "The page is for your organisation alone. Please do not pass it on.\n"
    )
    subject = f"{asked.title.text('ja')} / {asked.title.text('en')}"
    return Letter(" ".join(subject.split()), f"{japanese}\n----\n\n{english}")


def send_letter(
    *, actor: Actor, owner: Owner, at: dt.datetime, letter: str = "round", once: str = ""
) -> bool:
    """Let the letter go to an owner and remember the day; `once` names a reminder that goes out once.

    Returns whether it was written. Raises RuleBroken("permission.refused"), ("round.no_contact"), ("notice.address").
    """
    if actor is not WORKER and not may_everywhere(actor, Verb.CHANGE, "round"):
        raise RuleBroken("permission.refused", _REFUSED)
    if not owner.contact:
        raise RuleBroken("round.no_contact", _NO_CONTACT)
    with journal(actor=actor, action="write to owner of round"):
        about = ("round", str(owner))
        sent = write_mail(actor=actor, letter=letter, address=owner.contact, about=about, once=once, at=at)
        if sent is None:
            return False
        owner.written_on = timezone.localtime(at).date()
        owner.save(update_fields=["written_on"])
    return True


def late_owners(asked: Round, actor: Actor) -> list[Owner]:
    """Return the owners of a round that the actor sees and that owe answers or sheets, counted as `owing`."""
    owners = owners_seen(actor).filter(round=asked).select_related("round", "organisation")
    return list(
        owners.annotate(owing=counted(("asked", "returned"))).filter(owing__gt=0).order_by("organisation")
    )


def owing_of(owner: Owner) -> int:
    """Count the answers and sheets an owner still owes."""
    return sum(
        rows.filter(state__in=("asked", "returned")).count() for rows in (owner.questions, owner.sheets)
    )


def remind_owner(*, actor: Actor, owner: Owner, at: dt.datetime) -> bool:
    """Write to an owner that still owes answers; say whether a letter was written.

    Nothing is written outside an open round, after its last day, without a contact, where nothing is owed, or
    where the owner was written to on that day already. Raises RuleBroken as `send_letter` does.
    """
    asked, day = owner.round, timezone.localtime(at).date()
    if asked.state != "open" or day > asked.last_day or not owner.contact or owner.written_on == day:
        return False
    if owner not in late_owners(asked, actor):
        return False
    return send_letter(actor=actor, owner=owner, at=at)


def remind(*, at: dt.datetime) -> int:
    """Write the reminders of a day: before a round is due, after it was, and to its officer. Each goes out once.

    Returns how many were written. Owners without an address stand in the report to the officer.
    """
    day = timezone.localtime(at).date()
    written = 0
    for asked in Round.objects.filter(state="open", due_on__lte=day + BEFORE):
        when = "before" if day <= asked.due_on else "after"
        if day > asked.last_day:
            continue
        for owner in late_owners(asked, COMMAND_LINE):
            if owner.contact:
                once = f"round/{owner.pk}/{when}/{asked.due_on}"
                written += send_letter(actor=WORKER, owner=owner, letter=f"round_{when}", once=once, at=at)
        if when == "after":
            written += _report(asked, at)
    return written


def _report(asked: Round, at: dt.datetime) -> bool:
    officer = officer_of(asked)
    if officer is None or not officer.email or not officer.is_active:
        return False
    once = f"round/{asked.pk}/late/{asked.due_on}"
    notice = write_mail(
        actor=WORKER, letter="round_late", user=officer, about=("round", asked.pk), once=once, at=at
    )
    return notice is not None


def officer_of(asked: Round) -> User | None:
    """Return who opened a round last, as the history says."""
    acts = Round.pgh_event_model.objects.filter(  # type: ignore[attr-defined]
        pgh_obj_id=asked.pk, pgh_context__metadata__action__in=("open round", "reopen round")
    )
    last = acts.select_related("pgh_context").order_by("-pgh_id").first()
    return User.objects.filter(pk=last.pgh_context.metadata["user"]).first() if last else None
