"""What agreements oblige to: duties not yet done, terms that end without a successor."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db.models import DateField, F
from django.db.models.functions import Upper

from renkei.agreements.models import Agreement, Duty
from renkei.core.inbox.registry import Waiting, Window, register_inbox
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from collections.abc import Iterator

DAY = dt.timedelta(days=1)  # the database keeps the day after the last one


@register_inbox(ahead=180)
def duties(window: Window) -> Iterator[Waiting]:
    """Duties that are not done, by their day."""
    rows = window.reached(Duty.objects.filter(window.holds("due_on"), done_on__isnull=True))
    for duty in rows.select_related("agreement", "organisation").order_by("due_on", "slug")[: window.most]:
        yield Waiting(
            kind="duty",
            slug=duty.slug,
            text=Localised.both("{title}（{agreement}）", "{title} ({agreement})").filled(
                title=duty.title, agreement=duty.agreement.title
            ),
            day=duty.due_on,
            owner=duty.organisation.name if duty.organisation else Localised(),
            organisation=duty.organisation.pk if duty.organisation else "",
        )


@register_inbox(ahead=365, behind=365)
def ending_terms(window: Window) -> Iterator[Waiting]:
    """Agreements whose term ends and that nothing follows yet, by their last day."""
    rows = (
        window.reached(Agreement.objects.filter(successors__isnull=True))
        .annotate(ends=Upper("term", output_field=DateField()))
        .filter(ends__gt=window.start or dt.date.min, ends__lte=window.end + DAY)
        .order_by(F("ends"), "slug")
    )
    for agreement in rows[: window.most]:
        yield Waiting(
            kind="agreement",
            slug=agreement.slug,
            text=Localised.both("期間の満了：{title}", "The term ends: {title}").filled(
                title=agreement.title
            ),
            day=agreement.term.end,
        )
