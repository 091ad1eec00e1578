"""What agreements oblige to: duties not yet done, terms that end without a successor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renkei.agreements.models import Agreement, Duty
from renkei.core.inbox.due import Due, last_day
from renkei.core.inbox.registry import register_inbox
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from collections.abc import Iterator

    from renkei.core.inbox.waiting import Window


@register_inbox(ahead=180)
def duties(_window: Window) -> Iterator[Due]:
    """Duties that are not done, by their day."""
    yield Due(
        Duty.objects.filter(done_on__isnull=True),
        Localised.both("{title}（{agreement}）", "{title} ({agreement})"),
        {"title": "title", "agreement": "agreement__title"},
        "due_on",
        owner="organisation__name",
        organisation="organisation_id",
    )


@register_inbox(ahead=365, behind=365)
def ending_terms(_window: Window) -> Iterator[Due]:
    """Agreements whose term ends and that nothing follows yet, by their last day."""
    yield Due(
        Agreement.objects.filter(successors__isnull=True).annotate(ends=last_day("term")),
        Localised.both("期間の満了：{title}", "The term ends: {title}"),
        {"title": "title"},
        "ends",
    )
