"""What agreements oblige to: duties not yet done, terms that end without a successor."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db.models import DateField, F, Q
from django.db.models.functions import Upper

from renkei.agreements.models import Agreement, Duty
from renkei.core.accounts.permissions import Verb
from renkei.core.inbox.registry import MOST_PER_CONTEXT, Waiting, register_inbox
from renkei.core.publication.selectors import within_reach
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from collections.abc import Iterator

    from renkei.core.accounts.actors import Actor

DUTY_AHEAD = dt.timedelta(days=180)
TERM_AHEAD = dt.timedelta(days=365)
TERM_BEHIND = dt.timedelta(days=365)


@register_inbox
def duties(actor: Actor, at: dt.date) -> Iterator[Waiting]:
    """Duties that are late, or due within half a year."""
    rows = within_reach(Duty.objects.filter(done_on__isnull=True), actor, Verb.CHANGE)
    rows = rows.filter(due_on__lte=at + DUTY_AHEAD)
    for duty in rows.select_related("agreement", "organisation").order_by("due_on", "slug")[
        :MOST_PER_CONTEXT
    ]:
        yield Waiting(
            kind="duty",
            slug=duty.slug,
            text=Localised.both("{title}（{agreement}）", "{title} ({agreement})").filled(
                title=duty.title, agreement=duty.agreement.title
            ),
            day=duty.due_on,
            owner=duty.organisation.name if duty.organisation else Localised(),
        )


@register_inbox
def ending_terms(actor: Actor, at: dt.date) -> Iterator[Waiting]:
    """Agreements whose term ends within a year, or ended in the last, and that nothing follows yet."""
    rows = (
        within_reach(Agreement.objects.filter(successors__isnull=True), actor, Verb.CHANGE)
        .annotate(ends=Upper("term", output_field=DateField()))
        .filter(Q(ends__gt=at - TERM_BEHIND) & Q(ends__lte=at + TERM_AHEAD))
        .order_by(F("ends"), "slug")
    )
    for agreement in rows[:MOST_PER_CONTEXT]:
        yield Waiting(
            kind="agreement",
            slug=agreement.slug,
            text=Localised.both("期間の満了：{title}", "The term ends: {title}").filled(
                title=agreement.title
            ),
            day=agreement.term.end,
        )
