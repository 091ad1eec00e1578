"""Meetings that are planned, and planned ones whose day has passed without a word."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from renkei.core.accounts.permissions import Verb
from renkei.core.inbox.registry import MOST_PER_CONTEXT, Waiting, register_inbox
from renkei.core.publication.selectors import within_reach
from renkei.governance.enums import MeetingState
from renkei.governance.models import Meeting
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from collections.abc import Iterator

    from renkei.core.accounts.actors import Actor

AHEAD = dt.timedelta(days=90)


@register_inbox
def planned_meetings(actor: Actor, at: dt.date) -> Iterator[Waiting]:
    """Planned meetings of the next three months, and past ones not marked as held or cancelled."""
    planned = Meeting.objects.filter(state=MeetingState.PLANNED, held_on__lte=at + AHEAD)
    rows = within_reach(planned, actor, Verb.CHANGE)
    for meeting in rows.select_related("body").order_by("held_on", "slug")[:MOST_PER_CONTEXT]:
        past = meeting.held_on < at
        said = (
            Localised.both("開催の記録がまだです：{name}", "Held or not? {name}")
            if past
            else Localised.both("会議：{name}", "Meeting: {name}")
        )
        yield Waiting(
            kind="meeting",
            slug=meeting.slug,
            text=said.filled(name=meeting.title or meeting.body.name),
            day=meeting.held_on,
            owner=meeting.body.name,
        )
