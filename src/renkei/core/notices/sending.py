"""Sending one mail: what the letter says now, one attempt, and what follows from how it ended.

At least once: a crash after the server took the mail and before our commit lets it go out again, with the same
Message-ID, by which mail programs know it. Everything else is exactly once: the row is locked while it is sent.
"""

from __future__ import annotations

import smtplib
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone
from django.utils.translation import override
from procrastinate.contrib.django import app

from renkei.core.history.journal import journal
from renkei.core.jobs.queue import WORKER
from renkei.core.notices.enums import NoticeState
from renkei.core.notices.letters import letter_kind, one_line
from renkei.core.notices.models import Notice
from renkei.core.notices.rules import GIVEN_UP_AFTER, pause_after, refusal
from renkei.core.notices.workflow import NOTICE
from renkei.kernel.workflow import state_after

if TYPE_CHECKING:
    import datetime as dt

    from renkei.core.notices.letters import Letter


@app.task(name="notices.send")
def send(notice: str) -> None:
    """Send one mail."""
    deliver(UUID(notice), timezone.now())


def deliver(pk: UUID, at: dt.datetime) -> None:
    """Make one attempt, and put the next one into the queue where nobody answered. Effects: mail, row, job."""
    with journal(actor=WORKER, action="send mail", for_readers=False):
        waiting = Notice.objects.select_for_update(skip_locked=True, of=("self",)).select_related("user")
        notice = waiting.filter(pk=pk, state=NoticeState.QUEUED).first()
        if notice is None:
            return
        address = _address(notice)
        letter = _written(notice, at) if address else None
        if letter is None:
            _end(notice, "drop", at, "" if address else "no_recipient")
            return
        notice.attempts += 1
        try:
            _message(notice, letter, address).send()
        except (OSError, smtplib.SMTPException) as error:
            _not_sent(notice, error, at)
        except ValueError as error:  # a header or an address that cannot be written
            _end(notice, "give_up", at, type(error).__name__)
        else:
            notice.subject, notice.text = letter.kept
            _end(notice, "send", at, "")


def _address(notice: Notice) -> str:
    if notice.user is None:
        return notice.address
    return notice.user.email if notice.user.is_active else ""


def _written(notice: Notice, at: dt.datetime) -> Letter | None:
    kind = letter_kind(notice.letter)
    if kind is None:
        return None
    with override(notice.language or "ja"):
        return kind.write(notice, at)


def _message(notice: Notice, letter: Letter, address: str) -> EmailMessage:
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    headers = {"Message-ID": f"<{notice.pk}@{host}>", "Auto-Submitted": "auto-generated"}
    if letter.stop:  # RFC 2369 and RFC 8058
        headers["List-Unsubscribe"] = f"<{letter.stop}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return EmailMessage(one_line(letter.subject), letter.text, None, [address], headers=headers)


def _not_sent(notice: Notice, error: Exception, at: dt.datetime) -> None:
    code = refusal(error)
    if code:
        _end(notice, "give_up", at, f"refused {code}")
        return
    if at - notice.made_at >= GIVEN_UP_AFTER:
        _end(notice, "give_up", at, f"no answer ({type(error).__name__})")
        return
    notice.problem = type(error).__name__
    notice.next_at = at + pause_after(notice.attempts)
    notice.save()
    send.configure(schedule_at=notice.next_at).defer(notice=str(notice.pk))


def _end(notice: Notice, verb: str, at: dt.datetime, problem: str) -> None:
    notice.state = state_after(NOTICE, notice.state, verb)
    notice.ended_at, notice.next_at, notice.problem = at, None, problem
    notice.save()
