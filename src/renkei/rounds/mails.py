"""What is written to an owner: in Japanese and English, with the private link."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.mail import send_mail

from renkei.core.accounts.permissions import Verb, may_everywhere
from renkei.core.history.journal import journal
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    import datetime as dt

    from renkei.core.accounts.actors import Actor
    from renkei.rounds.models import Owner, Round

_NO_CONTACT = Localised.both("連絡先のメールがありません。", "There is no contact e-mail.")
_REFUSED = Localised.both("この操作をする権限がありません。", "You may not do this.")
_NOT_SENT = Localised.both(
    "メールを送れませんでした。文面を写して送るか、あとでもう一度お試しください。",
    "The mail could not be sent. Copy the text, or try again later.",
)


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


def send_letter(*, actor: Actor, owner: Owner, letter: Letter, at: dt.date) -> None:
    """Send a letter and remember the day. Raises RuleBroken("round.no_contact"), ("round.not_sent")."""
    if not may_everywhere(actor, Verb.CHANGE, "round"):
        raise RuleBroken("permission.refused", _REFUSED)
    if not owner.contact:
        raise RuleBroken("round.no_contact", _NO_CONTACT)
    with journal(actor=actor, action="write to owner of round"):
        owner.written_on = at
        owner.save(update_fields=["written_on"])
        try:
            send_mail(letter.subject, letter.text, None, [owner.contact])
        except OSError as error:
            raise RuleBroken("round.not_sent", _NOT_SENT) from error


def remind(asked: Round, owner: Owner, at: dt.date, *, actor: Actor, link: str) -> bool:
    """Write to an owner that still owes answers; say whether a letter was sent.

    Nothing is sent outside an open round, after its last day, without a contact, where nothing is owed, or where
    the owner was written to on that day already. Raises RuleBroken as `send_letter` does.
    """
    owing = sum(
        rows.filter(state__in=("asked", "returned")).count() for rows in (owner.questions, owner.sheets)
    )
    open_now = asked.state == "open" and at <= asked.last_day
    if not (open_now and owner.contact and owing) or owner.written_on == at:
        return False
    send_letter(actor=actor, owner=owner, letter=letter(owner, owing, link), at=at)
    return True
