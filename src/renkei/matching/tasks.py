from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils import timezone

from renkei.core.accounts.actors import Actor, Role
from renkei.core.jobs.long import Work, long_task, start
from renkei.core.jobs.queue import WORKER, periodic
from renkei.core.notices.hours import is_morning_of_work
from renkei.core.ui.text import bi
from renkei.kernel.localised import Localised
from renkei.matching.engine.trouble import MatchingUnavailable
from renkei.matching.matcher import present_client
from renkei.matching.models import Match
from renkei.matching.services.expiry import expire_needs, forget_unconfirmed, warn_of_expiry
from renkei.matching.services.indexing import make_ready, present_version, waiting
from renkei.matching.services.measuring import measure

if TYPE_CHECKING:
    from renkei.core.jobs.models import LongJob

INDEX = "matching.index"
FEW = 50  # records made ready on the side; more are a long job, whose page tells how far it is
KEEPER = Actor(WORKER.name, frozenset({Role.ADMINISTRATOR}))


@periodic("37 18 * * *", "matching.needs")
def look_after_needs(timestamp: int) -> None:  # noqa: ARG001
    """End needs whose last day has passed and forget what nobody confirmed, every night."""
    now = timezone.now()
    expire_needs(actor=KEEPER, at=timezone.localtime(now).date())
    forget_unconfirmed(actor=KEEPER, at=now)


@periodic("*/10 * * * *", "matching.warnings")
def warnings(timestamp: int) -> None:  # noqa: ARG001
    """Write that needs end soon, on the mornings of working days; what went out once does not go out again."""
    now = timezone.now()
    if is_morning_of_work(now):
        warn_of_expiry(actor=KEEPER, at=now)


@long_task(INDEX, bi("ニーズとシーズの文を照合用に整える", "Making needs and seeds ready for matching"))
def index(work: Work) -> Localised:
    """Read the texts that changed, or all of them with a new engine."""
    count = make_ready(present_client(), work.tell)
    return Localised.both(f"{count}件を整えました。", f"{count} records were made ready.")


def ask_for_index(*, actor: Actor, at: dt.datetime) -> LongJob:
    """Ask for the texts to be made ready; a job that is not over yet is returned. The caller asks for the right."""
    return start(actor=actor, task=INDEX, at=at)


@periodic("* * * * *", "matching.ready")
def keep_ready(timestamp: int) -> None:  # noqa: ARG001
    """Make ready what changed. Where no matcher answers, what changed waits."""
    client = present_client()
    try:
        left = sum(map(len, waiting(present_version(client)).values()))
        if left > FEW:
            ask_for_index(actor=KEEPER, at=timezone.now())
        else:
            make_ready(client, lambda _done, _total: None)
    except MatchingUnavailable:
        return


@periodic("20 15 * * *", "matching.measure")
def keep_measures(timestamp: int) -> None:  # noqa: ARG001
    """Measure the quality of matching soon after midnight, for the month of the day that is over."""
    if not Match.objects.exists():
        return
    now = timezone.now()
    yesterday = timezone.localdate(now) - dt.timedelta(days=1)
    try:
        measure(actor=KEEPER, at=now, client=present_client(), of=yesterday)
    except MatchingUnavailable:
        return
