"""Letters to people who asked, in their language: each is written when it is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renkei.core.notices.letters import Letter, letter
from renkei.core.records.selectors import present_cluster
from renkei.core.ui.text import bi
from renkei.inquiries.enums import InquiryState
from renkei.inquiries.models import Inquiry
from renkei.inquiries.services.links import token_of, working_link
from renkei.kernel.eras import format_date
from renkei.kernel.localised import Localised
from renkei.portal.letters import address

if TYPE_CHECKING:
    import datetime as dt

    from renkei.core.notices.models import Notice

_GREETING = Localised.both(
    "お問い合わせくださった方へ", "Hello,"
)  # no name: anybody can type any text and address
_RECEIVED = Localised.both(
    "お問い合わせを受け付けました。\n\n受付番号：{number}\n用件：{about}\n担当：{unit}\n回答の予定：{due}まで\n\n"
    "回答は次の頁に載せ、載せたことをメールでお知らせします。書き足すことも、終えることもできます。",
    "We have your inquiry.\n\nNumber: {number}\nAbout: {about}\nIn charge: {unit}\nAnswer by: {due}\n\n"
    "The answer will stand on this page, and we write to you when it does. You can add to it there, or end it.",
)
_LINK = Localised.both(
    "お問い合わせ（{number}）の頁の新しいリンクです。", "A new link to your inquiry {number}."
)
_ANSWERED = Localised.both(
    "お問い合わせ（{number}）に回答しました。次の頁でご覧ください。",
    "Your inquiry {number} has been answered. Please read the answer on this page.",
)
_PASSED = Localised.both(
    "お問い合わせ（{number}）は、{unit}が引き継ぎました。回答の予定：{due}まで",
    "Your inquiry {number} has been handed to {unit}. Answer by: {due}",
)
_CLOSED = Localised.both(
    "お問い合わせ（{number}）の対応を終えました。やりとりは次の頁でご覧になれます。"
    "まだ知りたいことがあれば、新しいお問い合わせとしてお送りください。",
    "Your inquiry {number} is closed. What was said stands on this page. "
    "If something is left, please send it as a new inquiry.",
)
_FOOT = Localised.both(
    "{link}\n\nこの頁はご本人専用です。ほかの方に渡さないでください。\n"
    "リンクの期限は半年です。使えないときは、次の頁からリンクを送り直せます。\n{again}",
    "{link}\n\nThe page is for you alone. Please do not pass it on.\n"
    "The link works for half a year; another can be asked for here.\n{again}",
)
_NOT_YOU = Localised.both(
    "お心当たりがなければ、このメールは捨ててください。", "If you did not ask, please throw this mail away."
)
_SUBJECTS = {
    "inquiry.received": (
        Localised.both("お問い合わせの受付（{number}）", "Your inquiry {number}"),
        _RECEIVED,
    ),
    "inquiry.link": (
        Localised.both("お問い合わせの頁のリンク（{number}）", "Link to your inquiry {number}"),
        _LINK,
    ),
    "inquiry.answered": (
        Localised.both("お問い合わせへの回答（{number}）", "Answer to your inquiry {number}"),
        _ANSWERED,
    ),
    "inquiry.passed": (
        Localised.both("お問い合わせの担当が変わりました（{number}）", "Your inquiry {number} is handed on"),
        _PASSED,
    ),
    "inquiry.closed": (
        Localised.both("お問い合わせの終了（{number}）", "Your inquiry {number} is closed"),
        _CLOSED,
    ),
}
_NAMES = {
    "inquiry.received": bi("お問い合わせの受付", "Receipt of an inquiry"),
    "inquiry.link": bi("お問い合わせの頁のリンク", "Link to an inquiry"),
    "inquiry.answered": bi("お問い合わせへの回答の知らせ", "Word of an answer"),
    "inquiry.passed": bi("お問い合わせの引き継ぎの知らせ", "Word of a hand-over"),
    "inquiry.closed": bi("お問い合わせの終了の知らせ", "Word that an inquiry is closed"),
}


def _to_asker(notice: Notice, at: dt.datetime) -> Letter | None:
    """Tell who asked what happened and where to read it; nothing that they typed: nobody confirmed the address.

    Nothing is sent once the address is gone.
    """
    rows = Inquiry.objects.select_related("unit__organisation", "topic")
    inquiry = rows.filter(pk=notice.about, contact_email=notice.address).first()
    if inquiry is None or (notice.letter == "inquiry.closed" and inquiry.state != InquiryState.CLOSED):
        return None
    language = inquiry.language
    link = working_link(inquiry, at)
    token = token_of(link) if link else ""
    unit = inquiry.unit
    values = {
        "number": inquiry.number,
        "about": (inquiry.topic.name if inquiry.topic else unit.name).text(language),
        "unit": f"{unit.organisation.name.text(language)} {unit.name.text(language)}",
        "due": format_date(inquiry.answer_due, language),
        "link": address("portal:follow-inquiry", language, token) if token else "",
        "again": address("portal:inquiry-link", language),
    }
    subject, text = _SUBJECTS[notice.letter]
    parts = [text, _FOOT, *([_NOT_YOU] if notice.letter == "inquiry.received" else [])]
    body = "\n\n".join(each.filled(**values).text(language) for each in parts)
    cluster = present_cluster().name.text(language)
    secrets = (token,) if token else ()
    return Letter(
        f"{subject.filled(**values).text(language)}｜{cluster}",
        f"{_GREETING.text(language)}\n\n{body}\n\n{cluster}\n",
        secrets,
    )


for _code, _name in _NAMES.items():
    letter(_code, _name)(_to_asker)
