"""Writing mails: a row and a job in the transaction of the act that asks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q

from renkei.core.accounts.permissions import Verb, may_everywhere
from renkei.core.history.journal import journal
from renkei.core.notices.enums import NoticeState
from renkei.core.notices.models import MailChoice, Notice
from renkei.core.notices.sending import send
from renkei.core.notices.workflow import NOTICE
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.kernel.workflow import state_after

if TYPE_CHECKING:
    import datetime as dt

    from django.db.models import QuerySet

    from renkei.core.accounts.actors import Actor
    from renkei.core.accounts.models import User

_ADDRESS = Localised.both(
    "メールの宛先が正しくありません。name@example.jp の形で指定してください。",
    "This is no e-mail address; it should look like name@example.jp.",
)
_NOT_YOURS = Localised.both("この操作をする権限がありません。", "You may not do this.")


def write_mail(
    *,
    actor: Actor,
    letter: str,
    at: dt.datetime,
    user: User | None = None,
    address: str = "",
    about: tuple[str, str] = ("", ""),
    once: str = "",
) -> Notice | None:
    """Let a letter go to a user (in their language) or an address (in both languages).

    `once` names what may be written once only: the second call returns None. Effects: a row and a job, when the
    act around it is committed. Raises RuleBroken("notice.address").
    """
    found = user.email if user else address
    try:
        validate_email(found)
    except ValidationError as error:
        raise RuleBroken("notice.address", _ADDRESS) from error
    values = {
        "letter": letter,
        "user": user,
        "address": address,
        "language": user.language if user else "",
        "about_kind": about[0],
        "about": about[1],
        "made_by_id": actor.user_id,
        "made_at": at,
    }
    with journal(actor=actor, action="write mail", for_readers=False):
        if once:
            notice, new = Notice.objects.get_or_create(once=once, defaults=values)
        else:
            notice, new = Notice.objects.create(**values), True
        if not new:
            return None
        send.defer(notice=str(notice.pk))
    return notice


def notices_of(actor: Actor) -> QuerySet[Notice]:
    """Return the mails an actor may know of: to them and by them; all for who looks after users."""
    if may_everywhere(actor, Verb.CHANGE, "user"):
        return Notice.objects.all()
    if actor.user_id is None:
        return Notice.objects.none()
    return Notice.objects.filter(Q(user=actor.user_id) | Q(made_by=actor.user_id))


def failed_for(actor: Actor, since: dt.datetime) -> int:
    """Count the mails an actor sent that could not be delivered since a moment."""
    if actor.user_id is None:
        return 0
    return Notice.objects.filter(made_by=actor.user_id, state=NoticeState.FAILED, ended_at__gt=since).count()


def send_again(*, actor: Actor, notice: Notice, at: dt.datetime) -> None:
    """Try a mail that failed once more, or one that waits without a job. Raises RuleBroken."""
    mine = actor.user_id is not None and notice.made_by_id == actor.user_id
    if not mine and not may_everywhere(actor, Verb.CHANGE, "user"):
        raise RuleBroken("permission.refused", _NOT_YOURS)
    with journal(actor=actor, action="send mail again", for_readers=False):
        present = Notice.objects.select_for_update().get(pk=notice.pk)
        if present.state != NoticeState.QUEUED:
            present.state = state_after(NOTICE, present.state, "resend")
            present.attempts, present.problem, present.ended_at = 0, "", None
        present.made_at, present.next_at = at, None
        present.save()
        send.defer(notice=str(present.pk))


def choose_rhythm(*, actor: Actor, user: User, rhythm: str) -> MailChoice:
    """Keep how often a user wants to be written to. Effects: row, history."""
    with journal(actor=actor, action="choose mails", for_readers=False):
        choice, _ = MailChoice.objects.get_or_create(user=user)
        if choice.rhythm != rhythm:
            choice.rhythm = rhythm
            choice.save(update_fields=["rhythm"])
    return choice
