"""What the office does with an inquiry: answer, note, hand over, close, reopen. Each names the revision it saw."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from renkei.core.accounts.permissions import Verb
from renkei.core.history.journal import journal
from renkei.core.notices.hours import day_of
from renkei.core.records.kinds import kind_of
from renkei.core.records.rights import require_on
from renkei.inquiries.enums import ClosingReason, MessageFrom
from renkei.inquiries.mails import tell_asker, tell_office
from renkei.inquiries.models import Inquiry, InquiryMessage
from renkei.inquiries.rules import plain
from renkei.inquiries.services.asking import due_after
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from renkei.core.accounts.actors import Actor
    from renkei.directory.models import Unit

_EMPTY = Localised.both("本文を入力してください。", "Please write something.")
_STALE = Localised.both(
    "開いたあとに、ほかの人か問い合わせた人が書きました。上のやりとりを確かめてから、もう一度押してください。",
    "Somebody wrote or acted since you opened it. Please read what stands above and press again.",
)
_SAME = Localised.both(
    "いまの部署とは別の部署を選んでください。", "Please choose another unit than the present one."
)
_REASON = Localised.both("終了の理由を選んでください。", "Please choose a reason.")
_BY_OFFICE = frozenset(set(ClosingReason) - {ClosingReason.BY_ASKER})


@contextmanager
def _acting(actor: Actor, inquiry: Inquiry, revision: int, verb: str) -> Iterator[tuple[Actor, Inquiry]]:
    """Lock the inquiry, ask for the right, refuse a stale copy; save at the end. What happens is between.

    Raises RuleBroken("permission.refused"), ("record.stale"); every step between, ("workflow.no_such_step").
    """
    kind = kind_of("inquiry")
    author = require_on(actor, Verb.ANSWER, kind, inquiry.holding())
    with journal(actor=author, action=f"{verb} inquiry"):
        found = (
            Inquiry.objects.select_for_update(of=("self",)).select_related("topic", "unit").get(pk=inquiry.pk)
        )
        author = require_on(actor, Verb.ANSWER, kind, found.holding())
        if found.revision != revision:
            raise RuleBroken("record.stale", _STALE, present=found)
        found.revision += 1
        yield author, found
        found.save()


def _say(found: Inquiry, author: Actor, sender: MessageFrom, text: str, at: dt.datetime) -> InquiryMessage:
    return InquiryMessage.objects.create(
        inquiry=found, sender=sender, unit=found.unit, author=author.name, text=text, written_at=at
    )


def answer(
    *, actor: Actor, inquiry: Inquiry, revision: int, text: str, at: dt.datetime, settled: bool = False
) -> Inquiry:
    """Write to who asked; `settled` closes it at once. Effects: rows, a mail, history.

    Raises RuleBroken("message.empty") and as `_acting`.
    """
    said = plain(text)
    if not said:
        raise RuleBroken("message.empty", _EMPTY)
    day = day_of(at)
    with _acting(actor, inquiry, revision, "answer") as (author, found):
        found.step("answer")
        found.answered_on = found.answered_on or day
        found.last_said_on = day
        if settled:
            found.close(ClosingReason.SETTLED, day)
        _say(found, author, MessageFrom.OFFICE, said, at)
        tell_asker(actor=author, inquiry=found, letter="answered", at=at)
    return found


def note(*, actor: Actor, inquiry: Inquiry, revision: int, text: str, at: dt.datetime) -> Inquiry:
    """Write something for colleagues; who asked never sees it. Effects: rows, history. Raises as `answer`."""
    said = plain(text)
    if not said:
        raise RuleBroken("message.empty", _EMPTY)
    with _acting(actor, inquiry, revision, "note") as (author, found):
        found.step("note")
        _say(found, author, MessageFrom.NOTE, said, at)
    return found


def hand_over(
    *, actor: Actor, inquiry: Inquiry, revision: int, unit: Unit, why: str, at: dt.datetime
) -> Inquiry:
    """Hand an inquiry to another unit. The day of the answer stays as it was told; after an answer it starts anew.

    Effects: rows, mails to the new unit and to who asked, history. Raises RuleBroken("inquiry.same_unit") and as
    `_acting`.
    """
    with _acting(actor, inquiry, revision, "hand_over") as (author, found):
        if unit.pk == found.unit_id:
            raise RuleBroken("inquiry.same_unit", _SAME)
        if not found.step("hand_over"):
            found.answer_due = due_after(day_of(at), found.topic)
        found.unit, found.holder, found.holder_unit = unit, unit.organisation_id, unit.pk
        found.last_said_on = day_of(at)
        _say(found, author, MessageFrom.PASSED, plain(why), at)
        tell_asker(actor=author, inquiry=found, letter="passed", at=at)
        tell_office(actor=author, inquiry=found, letter="handed", at=at)
    return found


def close(
    *, actor: Actor, inquiry: Inquiry, revision: int, reason: str, why: str, at: dt.datetime
) -> Inquiry:
    """Close an inquiry with a reason; who asked hears of it unless it was none. Effects: rows, a mail, history.

    Raises RuleBroken("inquiry.reason") and as `_acting`.
    """
    if reason not in _BY_OFFICE:
        raise RuleBroken("inquiry.reason", _REASON)
    with _acting(actor, inquiry, revision, "close") as (author, found):
        found.close(ClosingReason(reason), day_of(at), plain(why)[:500])
        if reason != ClosingReason.NO_INQUIRY:
            tell_asker(actor=author, inquiry=found, letter="closed", at=at)
    return found


def reopen(*, actor: Actor, inquiry: Inquiry, revision: int, at: dt.datetime) -> Inquiry:
    """Open a closed inquiry again; the clock starts anew. Effects: row, history. Raises as `_acting`."""
    day = day_of(at)
    with _acting(actor, inquiry, revision, "reopen") as (_, found):
        found.step("reopen")
        found.closed_on, found.closing_reason, found.closing_note = None, "", ""
        found.answer_due = due_after(day, found.topic)
        found.last_said_on = day
    return found
