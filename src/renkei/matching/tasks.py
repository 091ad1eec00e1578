from __future__ import annotations

from django.utils import timezone

from renkei.core.accounts.actors import Actor, Role
from renkei.core.jobs.queue import WORKER, periodic
from renkei.core.notices.hours import is_morning_of_work
from renkei.matching.services.expiry import expire_needs, forget_unconfirmed, warn_of_expiry

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
