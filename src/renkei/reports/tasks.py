from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from renkei.core.accounts.models import User
from renkei.core.accounts.permissions import Verb
from renkei.core.jobs.long import Work, long_task, start
from renkei.core.jobs.models import LongJob
from renkei.core.jobs.queue import WORKER, periodic
from renkei.core.ui.text import bi
from renkei.directory.selectors import actor_of
from renkei.kernel.localised import Localised
from renkei.reports.editions import day_of
from renkei.reports.models import Edition
from renkei.reports.publishing import publish, require_ready
from renkei.reports.rights import require_office
from renkei.reports.verifying import note_damage

if TYPE_CHECKING:
    import datetime as dt

    from renkei.core.accounts.actors import Actor

PUBLISH = "editions.publish"
_PUBLISHED = Localised.both(
    "公表しました。この版はもう変わりません。", "Published. This edition changes no more."
)


@periodic("20 4 * * *", "reports.verify")
def verification(timestamp: int) -> None:  # noqa: ARG001
    """Recompute the hashes of every published edition each night; what is damaged waits on Today."""
    note_damage(actor=WORKER, day=timezone.localdate())


def ask_publication(*, actor: Actor, edition: Edition, at: dt.datetime) -> LongJob:
    """Ask for an edition to be published; where that is asked for already, return the job that does it.

    Raises RuleBroken as `publish` does where something is missing now.
    """
    require_office(actor, Verb.PUBLISH)
    require_ready(edition, day_of(at))
    return start(actor=actor, task=PUBLISH, at=at, about=edition.pk)


def last_publication(edition: Edition) -> LongJob | None:
    """Return the latest job that was asked to publish an edition."""
    return LongJob.objects.filter(task=PUBLISH, about=edition.pk).order_by("-asked_at", "pk").first()


@long_task(PUBLISH, bi("報告の版を公表する", "Publish an edition of a report"))
def publish_asked(work: Work) -> Localised:
    """Publish an edition for who asked, with the rights they have now. Done once more after a kill, it is done."""
    now = timezone.now()
    edition = Edition.objects.select_related("corrects").get(pk=work.about)
    if not edition.is_frozen:
        actor = actor_of(User.objects.filter(pk=work.asked_by or 0).first(), day_of(now))
        publish(actor=actor, edition=edition, at=now, tell=work.tell)
    return _PUBLISHED
