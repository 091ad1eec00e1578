"""Letters to a company about its request, in its language: each is written when it is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse

from renkei.core.notices.letters import Letter, letter
from renkei.core.records.selectors import present_cluster
from renkei.core.ui.text import bi
from renkei.kernel.localised import Localised
from renkei.matching.enums import LinkPurpose
from renkei.matching.models import Need, PrivateLink
from renkei.matching.need_rules import FORGOTTEN_AFTER
from renkei.matching.services.links import token_of

if TYPE_CHECKING:
    import datetime as dt

    from renkei.core.notices.models import Notice

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
_GREETING = Localised.both("ご相談くださった方へ", "Hello,")
_SUBJECTS = {
    "need.confirm": Localised.both("登録の確認", "Please confirm your request"),
    "need.follow": Localised.both("ご相談の頁", "The page of your request"),
    "need.answered": Localised.both("お返事があります", "There is an answer for you"),
}


def address(name: str, *arguments: str) -> str:
    return f"{settings.SITE_URL}{reverse(name, args=arguments)}"


@letter("need.confirm", bi("相談の登録の確認", "Confirmation of a request"))
def confirm(notice: Notice, at: dt.datetime) -> Letter | None:
    """The link that confirms, while it works."""
    return _with_link(notice, at, LinkPurpose.CONFIRM_NEED, "portal:confirm-need", _CONFIRM)


@letter("need.follow", bi("相談の頁のリンク", "Link to the page of a request"))
def follow(notice: Notice, at: dt.datetime) -> Letter | None:
    """The link to the firm's own page, the newest there is."""
    return _with_link(notice, at, LinkPurpose.FOLLOW_NEED, "portal:follow-need", _FOLLOW)


@letter("need.answered", bi("企業への返事の知らせ", "An answer to a company"))
def answered(notice: Notice, at: dt.datetime) -> Letter | None:  # noqa: ARG001 - an answer stays one
    """That there is an answer, not what it says."""
    need = Need.objects.filter(pk=notice.about).first()
    return _letter(need, notice.letter, _ANSWERED) if need else None


def _with_link(
    notice: Notice, at: dt.datetime, purpose: LinkPurpose, page: str, text: Localised
) -> Letter | None:
    works = PrivateLink.objects.filter(purpose=purpose, need=notice.about, revoked_at=None, expires_at__gt=at)
    link = works.filter(used_at=None).select_related("need").first()
    if link is None or link.need is None:
        return None
    token = token_of(link)
    return _letter(link.need, notice.letter, text, address(page, link.need.contact_language, token), token)


def _letter(need: Need, code: str, text: Localised, link: str = "", *secrets: str) -> Letter:
    language = need.contact_language
    again = address("portal:need-link", language)
    said = text.filled(title=need.title, link=link, again=again, days=FORGOTTEN_AFTER.days).text(language)
    cluster = present_cluster().name.text(language)
    head = _GREETING.text(language) if code == "need.confirm" else _head(need, language)
    subject = f"{_SUBJECTS[code].text(language)}｜{cluster}"
    return Letter(subject, f"{head}\n\n{said}\n\n{cluster}\n", secrets)


def _head(need: Need, language: str) -> str:
    """Return whom a letter is to, a line each; only for an address that was confirmed: it is what somebody typed."""
    company, name = (" ".join(each.split()) for each in (need.company_name, need.contact_name))
    greeting = Localised.both(f"{name} 様", f"Dear {name}").text(language) if name else ""
    return "\n".join(filter(None, (company, greeting)))
