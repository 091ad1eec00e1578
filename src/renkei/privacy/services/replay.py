"""After a restore: those who were erased after the backup was made are erased again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renkei.core.accounts.models import User
from renkei.core.history.states import events_of
from renkei.directory.models import Person
from renkei.privacy.enums import ErasureCause
from renkei.privacy.models import Erasure
from renkei.privacy.services.erasure import erase_person
from renkei.privacy.services.outside import Listed, listed
from renkei.privacy.services.subjects import find_subject, known_addresses

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable
    from pathlib import Path

    from renkei.core.accounts.actors import Actor


def missing_erasures(path: Path | None = None) -> list[Listed]:
    """Return erasures of the list that the database knows nothing of, and whose people it has.

    It is older than they are. Raises RuleBroken("erasures.damaged").
    """
    known = {str(pk) for pk in Erasure.objects.values_list("pk", flat=True)}
    lost = [each for each in listed(path) if each.done and each.erasure not in known]
    everybody = _everybody() if lost else []
    return [each for each in lost if _named(each, everybody)]


def unfinished_erasures() -> list[Listed]:
    """Return erasures that were begun and never said to be done: a person looks at them."""
    return [each for each in listed() if not each.done]


def replay_erasures(*, actor: Actor, at: dt.datetime, path: Path | None = None) -> list[Erasure]:
    """Erase again whoever the list names and the database has. Effects: as `erase_person`.

    Raises RuleBroken("erasures.damaged"); then nobody is erased.
    """
    made = []
    for entry in missing_erasures(path):
        named = _named(entry, _everybody())
        if named is None:
            continue  # went with an erasure before: a user with the person
        subject = find_subject(*named, alias=entry.alias)
        made.append(
            erase_person(
                actor=actor,
                subject=subject,
                at=at,
                reason=entry.erasure,
                typed=subject.identifier,
                cause=ErasureCause.REPLAY,
            )
        )
    return made


def _everybody() -> list[tuple[str, str]]:
    """Return the identifiers of all people, also of those in the history alone, of all users, and then addresses."""
    people = {*Person.objects.values_list("pk", flat=True)}
    people |= {*events_of(Person).values_list("pgh_obj_id", flat=True)}
    users = User.objects.order_by("username").values_list("username", flat=True)
    return [
        *(("person", slug) for slug in sorted(people)),
        *(("user", name) for name in users),
        *(("address", each) for each in known_addresses()),
    ]


def _named(entry: Listed, everybody: Iterable[tuple[str, str]]) -> tuple[str, str] | None:
    return next((each for each in everybody if entry.names(*each)), None)
