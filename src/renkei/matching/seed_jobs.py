"""Long work about seeds: asking many researchers for a refresh, typesetting the booklet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from renkei.core.accounts.models import User
from renkei.core.jobs.long import long_task, start
from renkei.core.jobs.queue import periodic
from renkei.core.notices.hours import day_of
from renkei.core.ui.text import bi
from renkei.directory.selectors import actor_of
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.matching.enums import RefreshState
from renkei.matching.models import Seed
from renkei.matching.refreshing import NOT_ASKED, standing, to_refresh
from renkei.matching.services.booklets import LANGUAGES, make_booklet, outdated
from renkei.matching.services.refreshes import A_WEEK, ask_refresh

if TYPE_CHECKING:
    import datetime as dt

    from renkei.core.accounts.actors import Actor
    from renkei.core.jobs.long import Work
    from renkei.core.jobs.models import LongJob

ASK, REMIND = "ask", "remind"
_SENT = Localised.both(
    "{sent}件にお願いを送りました。送れなかったもの：{failed}件。",
    "Written to {sent}; not possible for {failed}.",
)
_MADE = Localised.both("シーズ集をつくりました（{seeds}件）。", "The booklet is made ({seeds} seeds).")


def start_asking(*, actor: Actor, year: int, what: str, at: dt.datetime, organisation: str = "") -> LongJob:
    """Ask for the mails of a year: to those not asked yet, or as reminders. The caller asks for the right."""
    about = f"{year}/{what}/{organisation}/{actor.user_id}"
    return start(actor=actor, task="seeds.refresh", at=at, about=about)


@long_task("seeds.refresh", bi("シーズの更新のお願いを送る", "Ask for the refresh of seeds"))
def write_to_researchers(work: Work) -> Localised:
    """Write to every researcher the one who asked may write to; a letter of the last week is not sent again."""
    year, what, organisation, _ = work.about.split("/")
    now = timezone.now()
    actor = actor_of(User.objects.filter(pk=work.asked_by or 0).first(), day_of(now))
    rows = to_refresh(actor, int(year), organisation)
    if what == REMIND:
        long_ago = now - A_WEEK
        rows = standing(rows, RefreshState.ASKED).filter(asked_at__lte=long_ago)
        rows = rows.filter(Q(reminded_at=None) | Q(reminded_at__lte=long_ago))
    else:
        rows = standing(rows, NOT_ASKED)
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    sent = 0
    for number, key in enumerate(keys):
        work.tell(number, len(keys))
        seed = Seed.objects.select_related("researcher__identity__user").get(pk=key)
        try:
            ask_refresh(actor=actor, seed=seed, year=int(year), at=timezone.now())
        except RuleBroken:  # it is told by number; its line on the page says why
            continue
        sent += 1
    work.tell(len(keys), len(keys))
    return _SENT.filled(sent=sent, failed=len(keys) - sent)


def start_booklet(*, actor: Actor, at: dt.datetime) -> LongJob:
    return start(actor=actor, task="seeds.booklet", at=at)


@long_task("seeds.booklet", bi("シーズ集をつくる", "Make the booklet of seeds"))
def typeset_booklets(work: Work) -> Localised:
    """Typeset the booklet in each language of the screens."""
    seeds = 0
    for number, language in enumerate(LANGUAGES):
        work.tell(number, len(LANGUAGES))
        seeds = make_booklet(language=language, at=timezone.now()).seeds
    work.tell(len(LANGUAGES), len(LANGUAGES))
    return _MADE.filled(seeds=seeds)


@periodic("*/10 * * * *", "seeds.booklets")
def booklets(timestamp: int) -> None:  # noqa: ARG001
    """Typeset a booklet anew where what is public has changed since."""
    now = timezone.now()
    for language in outdated(day_of(now)):
        make_booklet(language=language, at=now)
