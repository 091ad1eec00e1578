"""What stands on an inquiry's page: its clock, what can be done, what was said, its files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from renkei.core.accounts.permissions import Verb, may_on
from renkei.core.ui import parts
from renkei.core.ui.text import bi
from renkei.desk.pages import actor_of, today
from renkei.desk.panels import Panel, panel_for
from renkei.inquiries.enums import InquiryState
from renkei.inquiries.selectors import said_about
from renkei.inquiries.workflow import INQUIRY
from renkei.kernel.workflow import verbs

if TYPE_CHECKING:
    import datetime as dt

    from django.http import HttpRequest

    from renkei.inquiries.models import Inquiry

ACTS = {
    "answer": (bi("回答を書く", "Write an answer"), ""),
    "note": (
        bi("内部のメモを書く", "Write an internal note"),
        bi("問い合わせた人には見えません。", "Who asked does not see it."),
    ),
    "hand_over": (
        bi("別の部署に引き継ぐ", "Hand it to another unit"),
        bi(
            "引き継いだ部署と問い合わせた人にメールで知らせます。回答の期限は変わりません（回答済みなら今日から数え直します）。",
            "That unit and who asked hear by mail. The day of the answer stays; after an answer it starts anew today.",
        ),
    ),
    "close": (
        bi("終わりにする", "Close it"),
        bi("理由を選びます。問い合わせた人に知らせます。", "With a reason; who asked hears of it."),
    ),
    "reopen": (
        bi("もう一度開く", "Open it again"),
        bi("回答の期限を今日から数え直します。", "The clock starts anew today."),
    ),
}


def steps_of(inquiry: Inquiry) -> list[parts.Link]:
    """Return what can be done next, the main thing first."""
    possible = verbs(INQUIRY, inquiry.state)
    names = [name for name in ACTS if name in possible]
    return [
        parts.Link(
            ACTS[name][0],
            reverse("desk:act_on_inquiry", args=[inquiry.pk, name]),
            ACTS[name][1],
            main=name == "answer" and inquiry.state == InquiryState.OPEN,
            method="post" if name == "reopen" else "get",
            hidden=(("seen", str(inquiry.revision)),) if name == "reopen" else (),
        )
        for name in names
    ]


def tone_of(inquiry: Inquiry, at: dt.date) -> str:
    """Return how urgent an inquiry is: late, due today, waiting, done."""
    if inquiry.state != InquiryState.OPEN:
        return "good"
    if inquiry.answer_due < at:
        return "late"
    return "warn" if inquiry.answer_due == at else "info"


@panel_for("inquiry")
def of_inquiry(request: HttpRequest, inquiry: Inquiry) -> Panel:
    actor, at = actor_of(request), today()
    answers = may_on(actor, Verb.ANSWER, "inquiry", inquiry.holding())
    return Panel(
        "desk/_inquiry_panel.html",
        {
            "inquiry": inquiry,
            "tone": tone_of(inquiry, at),
            "days_late": (at - inquiry.answer_due).days,
            "links": steps_of(inquiry) if answers else [],
            "messages": said_about(inquiry, notes=True),
            "files": [
                (each, reverse("desk:file_of_inquiry", args=[inquiry.pk, each.pk]))
                for each in inquiry.files.order_by("pk")
            ],
        },
    )
