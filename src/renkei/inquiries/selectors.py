"""Reads: what can be asked about, which templates fit, who is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from renkei.core.accounts.actors import STRANGER, Actor
from renkei.core.accounts.models import User
from renkei.core.accounts.permissions import Verb, grants_for
from renkei.core.accounts.reach import reaches
from renkei.core.publication.selectors import public_on, visible_to
from renkei.directory.selectors import actors_on
from renkei.inquiries.enums import InquiryState
from renkei.inquiries.models import Inquiry, InquiryTemplate, InquiryTopic

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

MOST = 100


def open_topics(at: dt.date) -> list[InquiryTopic]:
    """Return the topics strangers may ask about on a day: those that are public, of units that are."""
    rows = visible_to(InquiryTopic.objects.all(), STRANGER, at).filter(public_on(at, "unit__"))
    return list(rows.select_related("unit__organisation").order_by("position", "slug")[:MOST])


def templates_for(inquiry: Inquiry, actor: Actor, at: dt.date) -> list[InquiryTemplate]:
    """Return the templates the actor sees: those of the inquiry's topic first, then those for all topics."""
    rows = visible_to(InquiryTemplate.objects.all(), actor, at)
    fits = rows.filter(Q(topic=inquiry.topic_id) | Q(topic=None))
    return sorted(fits.order_by("slug")[:MOST], key=lambda each: each.topic_id is None)


def who_answers(inquiry: Inquiry, at: dt.date) -> tuple[list[User], list[User]]:
    """Return who may answer an inquiry and has a mail address: those of its unit or organisation; those of everywhere.

    A bounded number of queries.
    """
    near: list[int] = []
    everywhere: list[int] = []
    for actor in actors_on(at):
        grants = [
            each
            for each in grants_for(actor, Verb.ANSWER, "inquiry")
            if not each.lender and reaches(each, inquiry.holding())
        ]
        if grants and actor.user_id is not None:
            (everywhere if all(each.everywhere for each in grants) else near).append(actor.user_id)
    users = User.objects.filter(is_active=True).exclude(email="").in_bulk([*near, *everywhere])
    return _those(near, users), _those(everywhere, users)


def _those(keys: Sequence[int], users: dict[int, User]) -> list[User]:
    return [users[key] for key in keys if key in users]


def waiting_on(at: dt.date) -> list[Inquiry]:
    """Return the inquiries that wait for an answer whose day is today or has passed, the oldest first."""
    rows = Inquiry.objects.filter(state=InquiryState.OPEN, answer_due__lte=at)
    return list(rows.select_related("unit").order_by("answer_due", "pk"))
