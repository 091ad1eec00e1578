"""What somebody does without an account: write, look over, send, follow, end. Whoever calls has checked the link."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import IntegerField
from django.db.models.functions import Cast, Length, Substr

from renkei.core.accounts.actors import Actor, Role
from renkei.core.files.attaching import take_in_all
from renkei.core.history.journal import journal
from renkei.core.history.states import events_of
from renkei.core.notices.hours import day_of, works_in_japan
from renkei.core.records.selectors import present_cluster
from renkei.core.records.services import RecordRefused, row_flaws
from renkei.core.secret_links import digest_of
from renkei.inquiries.enums import ClosingReason, MessageFrom
from renkei.inquiries.files import keep
from renkei.inquiries.mails import tell_asker, tell_office
from renkei.inquiries.models import Inquiry, InquiryDraft, InquiryFile, InquiryMessage
from renkei.inquiries.rules import (
    A_DAY,
    ANSWER_DAYS,
    BETWEEN_TWO,
    DRAFT_LASTS,
    MOST_A_DAY,
    MOST_FILES,
    days_of_work_after,
    number_after,
    plain,
    short_title,
)
from renkei.inquiries.services.links import make_link, read_draft
from renkei.kernel.errors import RuleBroken
from renkei.kernel.fiscal import FiscalYear
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from renkei.core.files.attaching import Given
    from renkei.directory.models import Unit
    from renkei.inquiries.models import InquiryTopic

ASKER = Actor("inquirer (private link)", frozenset({Role.STRANGER}))
MOST_AT_ONCE = 20
TYPED = ("name", "email", "organisation", "text")
_ONE_NUMBER_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('renkei.inquiries.number'))"
_OFTEN = Localised.both(
    "このメールアドレスからのお問い合わせが続いています。少し待ってから、もう一度お試しください（1分に1件、1日に5件まで）。",
    "This address has just asked. Please wait a little and try again (one a minute, five a day).",
)
_EMPTY = Localised.both("本文を入力してください。", "Please write something.")


def keep_draft(
    *,
    values: Mapping[str, str],
    unit: Unit,
    topic: InquiryTopic | None,
    language: str,
    at: dt.datetime,
    files: Sequence[Given] = (),
    before: InquiryDraft | None = None,
) -> str:
    """Keep what was typed for a day, to be looked over before it is sent; return the token of its page.

    `before` is the draft it takes the place of; its files stay where no others are given. Effects: rows, files.
    Raises RuleBroken("inquiry.empty"), ("file.…").
    """
    typed = {name: plain(str(values.get(name) or "")) for name in TYPED}
    if not typed["text"]:
        raise RuleBroken("inquiry.empty", _EMPTY)
    typed["email"] = typed["email"].lower()
    typed |= {name: " ".join(typed[name].split()) for name in ("name", "organisation")}
    papers = take_in_all(files, MOST_FILES)
    token = secrets.token_urlsafe(32)
    with journal(actor=ASKER, action="write inquiry", for_readers=False):
        draft = InquiryDraft.objects.create(
            digest=digest_of(token),
            topic=topic,
            unit=unit,
            language=language,
            values=typed,
            expires_at=at + DRAFT_LASTS,
        )
        keep(draft, papers)
        if before is not None:
            if not papers:
                before.files.update(draft=draft)
            before.delete()
    return token


def send(*, token: str, at: dt.datetime) -> tuple[Inquiry, str]:
    """Send what was looked over: it gets its number and its clock. Return it with the token of its own page.

    Effects: the inquiry, its files, a link, mails to who asked and to the unit, history; the draft is gone. Raises
    RuleBroken("link.…") also where it was sent before, ("inquiry.too_often"), RecordRefused.
    """
    _refuse_too_often(
        read_draft(token, at).values["email"], at
    )  # whoever floods does not keep others waiting
    with journal(actor=ASKER, action="send inquiry", reason="portal"):
        with connection.cursor() as cursor:  # one after another, so that no number is given twice
            cursor.execute(_ONE_NUMBER_AT_A_TIME)
        draft = read_draft(token, at)
        _refuse_too_often(draft.values["email"], at)
        inquiry = _made(draft, at)
        flaws = list(row_flaws(inquiry))
        if flaws:
            raise RecordRefused(flaws)
        inquiry.save(force_insert=True)
        InquiryFile.objects.filter(draft=draft).update(draft=None, inquiry=inquiry)
        draft.delete()
        _, follow = make_link(actor=ASKER, inquiry=inquiry, at=at)
        tell_asker(actor=ASKER, inquiry=inquiry, letter="received", at=at)
        tell_office(actor=ASKER, inquiry=inquiry, letter="asked", at=at)
    return inquiry, follow


def due_after(day: dt.date, topic: InquiryTopic | None) -> dt.date:
    """Return the day by which an answer is due to what was said on a day."""
    return days_of_work_after(day, topic.answer_days if topic else ANSWER_DAYS, japanese=works_in_japan())


def _made(draft: InquiryDraft, at: dt.datetime) -> Inquiry:
    day, typed = day_of(at), draft.values
    year = FiscalYear.of(day, present_cluster().first_month).start_year
    number = number_after(_last_number(year), year)
    return Inquiry(
        slug=f"inquiry-{number}",
        number=number,
        title=short_title(typed["text"]),
        topic=draft.topic,
        unit=draft.unit,
        holder=draft.unit.organisation_id,
        holder_unit=draft.unit_id,
        received_on=day,
        last_said_on=day,
        answer_due=due_after(day, draft.topic),
        text=typed["text"],
        contact_name=typed["name"],
        contact_email=typed["email"],
        organisation_name=typed["organisation"],
        language=draft.language,
        agreed_at=at,
    )


def _last_number(year: int) -> str | None:
    """Return the last number given in a year, also where its inquiry was withdrawn: the history still knows it.

    A number given twice would show one person the history of another.
    """
    count = Cast(Substr("number", len("2026-") + 1, Length("number")), IntegerField())
    given: list[tuple[int, str]] = []
    for rows in (Inquiry.objects, events_of(Inquiry)):
        known = rows.filter(number__regex=rf"^{year}-[0-9]{{1,9}}$").annotate(count=count)
        given += known.order_by("-count").values_list("count", "number")[:1]
    return max(given)[1] if given else None


def _refuse_too_often(address: str, at: dt.datetime) -> None:
    """Keep one address from being flooded with mails that somebody else asks for."""
    known = Inquiry.objects.filter(contact_email=address)
    if known.filter(agreed_at__gt=at - BETWEEN_TWO).exists():
        raise RuleBroken("inquiry.too_often", _OFTEN)
    if known.filter(agreed_at__gt=at - A_DAY).count() >= MOST_A_DAY:
        raise RuleBroken("inquiry.too_often", _OFTEN)


def write(*, inquiry: Inquiry, text: str, at: dt.datetime) -> Inquiry:
    """Add what who asked wants to say; after an answer the clock starts anew. Effects: rows, mails, history.

    Raises RuleBroken("message.empty"), ("workflow.no_such_step") where it is closed.
    """
    said = plain(text)
    if not said:
        raise RuleBroken("message.empty", _EMPTY)
    day = day_of(at)
    with journal(actor=ASKER, action="write about inquiry"):
        found = Inquiry.objects.select_for_update(of=("self",)).select_related("topic").get(pk=inquiry.pk)
        if not found.step("write"):
            found.answer_due = due_after(day, found.topic)
        found.last_said_on = day
        found.revision += 1
        found.save()
        InquiryMessage.objects.create(inquiry=found, sender=MessageFrom.ASKER, text=said, written_at=at)
        tell_office(actor=ASKER, inquiry=found, letter="written", at=at)
    return found


def end(*, inquiry: Inquiry, text: str, at: dt.datetime) -> Inquiry:
    """Close an inquiry at the wish of who asked. Effects: rows, mails, history.

    Raises RuleBroken("workflow.no_such_step").
    """
    with journal(actor=ASKER, action="end inquiry"):
        found = Inquiry.objects.select_for_update().get(pk=inquiry.pk)
        found.close(ClosingReason.BY_ASKER, day_of(at))
        found.last_said_on = day_of(at)
        found.revision += 1
        found.save()
        if said := plain(text):
            InquiryMessage.objects.create(inquiry=found, sender=MessageFrom.ASKER, text=said, written_at=at)
        tell_office(actor=ASKER, inquiry=found, letter="ended", at=at)
    return found


def send_links_again(*, email: str, at: dt.datetime) -> int:
    """Write new links to whoever asked with this address, at most one an hour for each inquiry; return how many.

    Effects: links, mails, history; the links before stop working.
    """
    known = Inquiry.objects.filter(contact_email=email)
    recent = known.filter(links__made_at__gt=at - dt.timedelta(hours=1))
    found = list(known.exclude(pk__in=recent.values("pk")).order_by("-received_on", "pk")[:MOST_AT_ONCE])
    for inquiry in found:
        with journal(actor=ASKER, action="send link again", for_readers=False):
            make_link(actor=ASKER, inquiry=inquiry, at=at)
            tell_asker(actor=ASKER, inquiry=inquiry, letter="link", at=at)
    return len(found)
