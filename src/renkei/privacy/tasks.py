from __future__ import annotations

from django.utils import timezone

from renkei.core.accounts.actors import Actor, Role
from renkei.core.jobs.queue import WORKER, periodic
from renkei.privacy.services.retention import erase_what_is_due

KEEPER = Actor(WORKER.name, frozenset({Role.ADMINISTRATOR}))  # the worker, where it disposes of what is due


@periodic("23 18 * * *", "privacy.retain")
def retain(timestamp: int) -> None:  # noqa: ARG001
    """Erase what is kept no longer, every night; who must stay waits on Today with their day."""
    erase_what_is_due(actor=KEEPER, at=timezone.now())
