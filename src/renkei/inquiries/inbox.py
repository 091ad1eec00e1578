"""Inquiries that wait for an answer, on Today and in the calendar of deadlines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renkei.core.accounts.permissions import Verb
from renkei.core.inbox.due import Due
from renkei.core.inbox.registry import register_inbox
from renkei.inquiries.enums import InquiryState
from renkei.inquiries.models import Inquiry
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from collections.abc import Iterator

    from renkei.core.inbox.waiting import Window

_ANSWER = Localised.both("お問い合わせに答える：{number} {title}", "Answer an inquiry: {number} {title}")


@register_inbox(ahead=90)
def inquiries_that_wait(_window: Window) -> Iterator[Due]:
    """Tell whoever may answer of inquiries, by the day the answer is due."""
    rows = Inquiry.objects.filter(state=InquiryState.OPEN)
    yield Due(
        rows,
        _ANSWER,
        {"number": "number", "title": "title"},
        "answer_due",
        owner="unit__name",
        organisation="unit__organisation",
        verb=Verb.ANSWER,
    )
