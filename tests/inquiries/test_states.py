"""An inquiry stays sound in whatever order people and the clock act on it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from renkei.core.accounts.actors import Actor, Role
from renkei.core.jobs.queue import WORKER
from renkei.directory.models import Unit
from renkei.inquiries.models import Inquiry, InquiryMessage
from renkei.inquiries.services import answering, asking, keeping
from renkei.kernel.errors import RuleBroken
from tests.inquiries.conftest import MORNING, ask

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
EVERYWHERE = Actor("secretariat", frozenset({Role.SECRETARIAT}))


def again(inquiry):
    return Inquiry.objects.get(pk=inquiry.pk)


def another(inquiry):
    return Unit.objects.get(pk="lab" if inquiry.unit_id == "desk" else "desk")


# The steps in words of the test's own: from which states each may be taken, and where it leads.
WALK = {
    "write": ({"open": "open", "answered": "open"}, lambda it, at: asking.write(inquiry=it, text="x", at=at)),
    "end": ({"open": "closed", "answered": "closed"}, lambda it, at: asking.end(inquiry=it, text="", at=at)),
    "answer": (
        {"open": "answered", "answered": "answered"},
        lambda it, at: answering.answer(actor=EVERYWHERE, inquiry=it, revision=it.revision, text="x", at=at),
    ),
    "settle": (
        {"open": "closed", "answered": "closed"},
        lambda it, at: answering.answer(
            actor=EVERYWHERE, inquiry=it, revision=it.revision, text="x", at=at, settled=True
        ),
    ),
    "note": (
        {"open": "open", "answered": "answered", "closed": "closed"},
        lambda it, at: answering.note(actor=EVERYWHERE, inquiry=it, revision=it.revision, text="x", at=at),
    ),
    "hand_over": (
        {"open": "open", "answered": "open"},
        lambda it, at: answering.hand_over(
            actor=EVERYWHERE, inquiry=it, revision=it.revision, unit=another(it), why="", at=at
        ),
    ),
    "close": (
        {"open": "closed", "answered": "closed"},
        lambda it, at: answering.close(
            actor=EVERYWHERE, inquiry=it, revision=it.revision, reason="settled", why="", at=at
        ),
    ),
    "reopen": (
        {"closed": "open"},
        lambda it, at: answering.reopen(actor=EVERYWHERE, inquiry=it, revision=it.revision, at=at),
    ),
    "quiet": (
        {"answered": "closed", "open": "open", "closed": "closed"},
        lambda _, at: keeping.close_quiet(actor=WORKER, at=at + 31 * DAY),
    ),
}


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(sorted(WALK)), max_size=8))
def test_whatever_is_done_in_whatever_order_the_inquiry_stays_sound(topic, steps):
    with transaction.atomic():
        inquiry = ask(topic)
        state, at = "open", MORNING
        for step in steps:
            leads, act = WALK[step]
            at += dt.timedelta(hours=1)
            before, said = again(inquiry), InquiryMessage.objects.count()
            if state in leads:
                act(before, at)
                state = leads[state]
            else:
                with pytest.raises(RuleBroken, match=r"workflow\.no_such_step"):
                    act(before, at)
                assert InquiryMessage.objects.count() == said
                assert again(inquiry).revision == before.revision
            found = again(inquiry)
            assert found.state == state
            if step in {"write", "hand_over"} and before.state == "answered":
                assert found.answer_due == asking.due_after(at.date(), topic)
            elif step != "reopen":
                assert found.answer_due == before.answer_due
            assert list(found.row_flaws()) == []
            assert found.answer_due >= found.received_on
        transaction.set_rollback(True)
