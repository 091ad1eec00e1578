"""Letters to researchers about their sheets: each is written when it is sent, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from renkei.core.notices.letters import Letter, letter
from renkei.core.records.selectors import present_cluster
from renkei.core.ui.text import bi
from renkei.kernel.localised import Localised
from renkei.matching.enums import LinkPurpose, RefreshState
from renkei.matching.models import PrivateLink, SeedRefresh
from renkei.matching.services.links import token_of
from renkei.portal.letters import address

if TYPE_CHECKING:
    import datetime as dt

    from renkei.core.notices.models import Notice

_ASK = Localised.both(
    "研究シーズ「{title}」のシートを、年に一度確かめていただくお願いです。\n"
    "次の頁でいまの内容をご覧になり、このままでよければ「変更なし」を押してください。"
    "違うところは、その頁で直せます（{until}まで）。サインインは要りません。\n\n{link}\n\n"
    "この頁はご本人専用です。ほかの方に渡さないでください。",
    "Once a year we ask you to look at the sheet of your seed “{title}”.\n"
    "Please open this page. If the sheet is right, press “Unchanged”; if not, correct it there "
    "(until {until}). You need no account.\n\n{link}\n\n"
    "The page is for you alone. Please do not pass it on.",
)
_AGAIN = Localised.both("先にお願いした件です。\n\n", "This is a reminder.\n\n")
_SUBJECT = Localised.both("研究シーズのシートの確認のお願い", "Please look at your seed’s sheet")
_REMINDS = Localised.both("【再送】研究シーズのシートの確認のお願い", "Reminder: your seed’s sheet")


@letter("seed.refresh", bi("シーズの更新のお願い", "Request to refresh a seed"))
def asked(notice: Notice, at: dt.datetime) -> Letter | None:
    """The link to the sheet, while it works and is owed."""
    return _written(notice, at, _SUBJECT, Localised())


@letter("seed.reminder", bi("シーズの更新の催促", "Reminder to refresh a seed"))
def reminded(notice: Notice, at: dt.datetime) -> Letter | None:
    return _written(notice, at, _REMINDS, _AGAIN)


def _written(notice: Notice, at: dt.datetime, subject: Localised, before: Localised) -> Letter | None:
    works = PrivateLink.objects.filter(
        purpose=LinkPurpose.REFRESH_SEED, seed=notice.about, revoked_at=None, expires_at__gt=at
    )
    link = works.select_related("seed").order_by("-made_at").first()
    owed = SeedRefresh.objects.filter(seed=notice.about, state=RefreshState.ASKED).exists()
    if link is None or link.seed is None or not owed:
        return None
    token, cluster = token_of(link), present_cluster().name
    title = link.seed.title or link.seed.outline.mapped(lambda text: text[:60])
    said = []
    for language in ("ja", "en"):
        page = address("portal:refresh-seed", language, token)
        until = timezone.localtime(link.expires_at).date().isoformat()
        text = _ASK.filled(title=title, link=page, until=until).text(language)
        start = before.text(language) if before else ""
        said.append(f"{start}{text}\n\n{cluster.text(language)}\n")
    subjects = f"{subject.text('ja')} / {subject.text('en')}｜{cluster.text('ja')}"
    return Letter(subjects, "\n----\n\n".join(said), (token,))
