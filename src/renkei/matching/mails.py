"""What is written about needs: to the firm in its language, to the office in both and without any content."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from django.core.mail import send_mail
from django.db import transaction

from renkei.core.records.selectors import present_cluster
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from collections.abc import Iterable

    from renkei.core.accounts.models import User
    from renkei.matching.models import Need

_log = logging.getLogger(__name__)
_CONFIRM = Localised.both(
    "ご相談を受け取りました。まだ登録は終わっていません。\n"
    "次の頁を開き、「登録を確認する」を押してください（{days}日以内）。\n\n{link}\n\n"
    "押されなければ、お送りいただいた内容は{days}日後に削除します。\n"
    "心当たりがなければ、何もしないでください。",
    "We have your request, but it is not registered yet.\n"
    "Please open this page and press “Confirm” (within {days} days).\n\n{link}\n\n"
    "If you do not, what you sent is deleted after {days} days.\n"
    "If you did not ask for this, do nothing.",
)
_FOLLOW = Localised.both(
    "「{title}」の進み具合は、次の頁でご覧になれます。書き足し、取り下げもここからできます。\n\n{link}\n\n"
    "この頁は貴社専用です。ほかの方に渡さないでください。\n"
    "期限は半年です。過ぎたときは、次の頁からリンクを送り直せます。\n{again}",
    "You can follow “{title}” on this page, write to us and withdraw it.\n\n{link}\n\n"
    "The page is for your firm alone. Please do not pass it on.\n"
    "It is open for half a year; afterwards another link can be asked for here.\n{again}",
)
_ANSWERED = Localised.both(
    "「{title}」に返事を書きました。貴社専用の頁でご覧ください。リンクが見つからないときは、次の頁から送り直せます。\n\n{again}",
    "There is an answer about “{title}” on your page. If you cannot find its link, ask for another here.\n\n{again}",
)
_SUBJECTS = {
    "confirm": Localised.both("登録の確認", "Please confirm your request"),
    "follow": Localised.both("ご相談の頁", "The page of your request"),
    "answered": Localised.both("お返事があります", "There is an answer for you"),
}
_OFFICE = {
    "asked": ("企業からの相談が届きました。", "A company has asked for help."),
    "written": ("企業から連絡が届きました。", "A company has written."),
    "withdrawn": ("企業が相談を取り下げました。", "A company has withdrawn its request."),
    "interest": ("公開しているニーズに関心が寄せられました。", "Somebody is interested in a published need."),
    "expiring": (
        "ニーズの期限が30日以内に切れます。続けるなら更新してください。",
        "A need ends within thirty days. Renew it if it still stands.",
    ),
}


@dataclass(frozen=True)
class Letter:
    subject: str
    text: str


def to_company(need: Need, name: str, *, link: str = "", again: str = "", days: int = 7) -> Letter:
    """Write a letter to the firm in the language of contact: confirm, follow or answered."""
    language = need.contact_language
    body = {"confirm": _CONFIRM, "follow": _FOLLOW, "answered": _ANSWERED}[name]
    said = body.filled(title=need.title, link=link, again=again, days=days).text(language)
    cluster = present_cluster().name.text(language)
    post = need.contact_name and Localised.both(f"{need.contact_name} 様", f"Dear {need.contact_name}").text(
        language
    )
    head = "\n".join(filter(None, (need.company_name, post)))
    return Letter(f"{_SUBJECTS[name].text(language)}｜{cluster}", f"{head}\n\n{said}\n\n{cluster}\n")


def to_office(name: str, address: str) -> Letter:
    """Write to those who look after a need: that something is there and where, not what."""
    japanese, english = _OFFICE[name]
    return Letter(f"{japanese} / {english}", f"{japanese}\n{english}\n\n{address}\n")


def post(letter: Letter, addresses: Iterable[str]) -> None:
    """Send a letter to each address when the act around it is committed. Effects: mails."""
    for address in addresses:
        transaction.on_commit(partial(_send, letter, address))


def tell(users: Iterable[User], letter: Letter) -> None:
    post(letter, [user.email for user in users if user.email])


def _send(letter: Letter, address: str) -> None:
    """Send one mail; a mail server that is down must not undo what was kept."""
    try:
        send_mail(" ".join(letter.subject.split()), letter.text, None, [address])
    except OSError:
        _log.warning("a mail could not be sent")
