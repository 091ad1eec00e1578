"""Reads: what can be asked about, which templates fit, who is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from renkei.core.accounts.actors import STRANGER, Actor, Grant
from renkei.core.accounts.models import User
from renkei.core.accounts.permissions import Verb, grants_for
from renkei.core.accounts.reach import reaches
from renkei.core.publication.selectors import public_on, visible_to
from renkei.directory.selectors import actors_on
from renkei.inquiries.enums import InquiryState, MessageFrom
from renkei.inquiries.models import Inquiry, InquiryTemplate, InquiryTopic

if TYPE_CHECKING:
    import datetime as dt

    from renkei.inquiries.models import InquiryMessage

MOST = 100
MOST_SAID = 300


def open_topics(at: dt.date) -> list[InquiryTopic]:
    """Return the topics strangers may ask about on a day: those that are public, of units that are."""
    rows = visible_to(InquiryTopic.objects.all(), STRANGER, at).filter(public_on(at, "unit__"))
    return list(rows.select_related("unit__organisation").order_by("position", "slug")[:MOST])


def templates_for(inquiry: Inquiry, actor: Actor, at: dt.date) -> list[InquiryTemplate]:
    """Return the templates the actor sees: those of the inquiry's topic first, then those for all topics."""
    rows = visible_to(InquiryTemplate.objects.all(), actor, at)
    fits = rows.filter(Q(topic=inquiry.topic_id) | Q(topic=None))
    return sorted(fits.order_by("slug")[:MOST], key=lambda each: each.topic_id is None)


@dataclass(frozen=True)
class Answerers:
    """Users with a mail address who may answer inquiries on a day, each with the grants to it. Read once."""

    users: tuple[tuple[User, tuple[Grant, ...]], ...] = ()

    def of(self, inquiry: Inquiry) -> tuple[list[User], list[User]]:
        """Return who may answer an inquiry: those of its unit or organisation; those of everywhere. No queries."""
        near: list[User] = []
        everywhere: list[User] = []
        for user, known in self.users:
            grants = [each for each in known if reaches(each, inquiry.holding())]
            if grants:
                (everywhere if all(each.everywhere for each in grants) else near).append(user)
        return near, everywhere


def answerers_on(at: dt.date) -> Answerers:
    """Return those who may answer inquiries on a day, whoever lent it to them aside. A bounded number of queries."""
    grants = {
        actor.user_id: tuple(each for each in grants_for(actor, Verb.ANSWER, "inquiry") if not each.lender)
        for actor in actors_on(at)
        if actor.user_id is not None
    }
    users = User.objects.filter(is_active=True).exclude(email="").in_bulk(list(grants))
    return Answerers(tuple((users[pk], known) for pk, known in grants.items() if known and pk in users))


def said_about(inquiry: Inquiry, *, notes: bool) -> list[InquiryMessage]:
    """Return what was said, the oldest first; of very much the newest. With the office's notes, or without. A query."""
    rows = inquiry.messages.select_related("unit").order_by("-written_at", "-pk")
    shown = rows if notes else rows.exclude(sender=MessageFrom.NOTE)
    return list(shown[:MOST_SAID])[::-1]


def waiting_on(at: dt.date) -> list[Inquiry]:
    """Return the inquiries that wait for an answer whose day is today or has passed, the oldest first."""
    rows = Inquiry.objects.filter(state=InquiryState.OPEN, answer_due__lte=at)
    return list(rows.select_related("unit").order_by("answer_due", "pk"))
