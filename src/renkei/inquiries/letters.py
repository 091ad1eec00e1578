"""Letters to those who answer inquiries: that something is there and where, not what somebody wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

from renkei.core.notices.hours import day_of
from renkei.core.notices.letters import Letter, letter
from renkei.core.publication.selectors import is_visible
from renkei.core.records.kinds import kind_of
from renkei.core.ui.text import bi
from renkei.directory.selectors import actor_of
from renkei.inquiries.enums import InquiryState
from renkei.inquiries.models import Inquiry

if TYPE_CHECKING:
    import datetime as dt

    from renkei.core.notices.models import Notice

_SAID = {
    "inquiry.asked": bi("お問い合わせが届きました", "An inquiry has come in"),
    "inquiry.written": bi("お問い合わせに連絡が届きました", "Who asked has written"),
    "inquiry.ended": bi("お問い合わせを本人が終えました", "Who asked has ended the inquiry"),
    "inquiry.handed": bi("お問い合わせが引き継がれました", "An inquiry has been handed to you"),
    "inquiry.due": bi("お問い合わせの回答の期限は今日です", "An answer is due today"),
    "inquiry.late": bi("お問い合わせの回答の期限が過ぎました", "An answer is late"),
}
_WHILE_OPEN = frozenset({"inquiry.due", "inquiry.late"})


def _to_office(notice: Notice, at: dt.datetime) -> Letter | None:
    """Tell a user who sees the inquiry at that moment, or the unit's own address; nobody else hears of it."""
    inquiry = Inquiry.objects.select_related("unit").filter(pk=notice.about).first()
    day = day_of(at)
    if inquiry is None or (notice.letter in _WHILE_OPEN and inquiry.state != InquiryState.OPEN):
        return None
    if notice.user is not None and not is_visible(inquiry, actor_of(notice.user, day), day):
        return None
    if notice.user is None and notice.address != inquiry.unit.email:
        return None
    said = f"{_SAID[notice.letter]}（{inquiry.number}）"
    due = bi(f"回答の期限：{inquiry.answer_due}", f"Answer due: {inquiry.answer_due}")
    address = f"{settings.SITE_URL}{kind_of('inquiry').desk_address(inquiry.pk)}"
    lines = [said, str(due), address] if inquiry.state == InquiryState.OPEN else [said, address]
    return Letter(said, "\n\n".join(lines) + "\n")


for _code, _name in _SAID.items():
    letter(_code, _name)(_to_office)
