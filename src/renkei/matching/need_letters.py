"""Letters to those who look after a need: that something is there and where, not what a company confides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone

from renkei.core.notices.letters import Letter, letter
from renkei.core.publication.selectors import is_visible
from renkei.core.records.kinds import kind_of
from renkei.core.ui.text import bi
from renkei.directory.selectors import actor_of
from renkei.matching.models import Need

if TYPE_CHECKING:
    import datetime as dt

    from renkei.core.notices.models import Notice

_SAID = {
    "need.asked": bi("企業からの相談が届きました。", "A company has asked for help."),
    "need.written": bi("企業から連絡が届きました。", "A company has written."),
    "need.withdrawn": bi("企業が相談を取り下げました。", "A company has withdrawn its request."),
    "need.interest": bi(
        "公開しているニーズに関心が寄せられました。", "Somebody is interested in a published need."
    ),
    "need.expiring": bi(
        "ニーズの期限が30日以内に切れます。続けるなら更新してください。",
        "A need ends within thirty days. Renew it if it still stands.",
    ),
}


def _to_office(notice: Notice, at: dt.datetime) -> Letter | None:
    """Tell a user who sees the need at that moment; nobody else hears of it."""
    need = Need.objects.filter(pk=notice.about).first()
    day = timezone.localtime(at).date()
    if need is None or not is_visible(need, actor_of(notice.user, day), day):
        return None
    said = str(_SAID[notice.letter])
    return Letter(said, f"{said}\n\n{settings.SITE_URL}{kind_of('need').desk_address(need.pk)}\n")


for _code, _name in _SAID.items():
    letter(_code, _name)(_to_office)
