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
from renkei.privacy.services.subjects import find_subject

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator
    from pathlib import Path

    from renkei.core.accounts.actors import Actor


def missing_erasures(path: Path | None = None) -> list[Listed]:
    """Return erasures of the list that the database knows nothing of: it is older than they are."""
    known = {str(pk) for pk in Erasure.objects.values_list("pk", flat=True)}
    return [each for each in listed(path) if each.done and each.erasure not in known]


def unfinished_erasures() -> list[Listed]:
    """Return erasures that were begun and never said to be done: a person looks at them."""
    return [each for each in listed() if not each.done]


def replay_erasures(*, actor: Actor, at: dt.datetime, path: Path | None = None) -> list[Erasure]:
    """Erase again whoever the list names and the database has. Effects: as `erase_person`."""
    made = []
    for entry in missing_erasures(path):
        for kind, identifier in _named(entry):
            subject = find_subject(kind, identifier, alias=entry.alias)
            made.append(
                erase_person(
                    actor=actor,
                    subject=subject,
                    at=at,
                    reason=entry.erasure,
                    typed=subject.person or subject.username,
                    cause=ErasureCause.REPLAY,
                )
            )
            break  # a user who is a person goes with the person
    return made


def _named(entry: Listed) -> Iterator[tuple[str, str]]:
    people = {*Person.objects.values_list("pk", flat=True)}
    people |= {*events_of(Person).values_list("pgh_obj_id", flat=True)}
    yield from (("person", slug) for slug in sorted(people) if entry.names("person", slug))
    users = User.objects.values_list("username", flat=True)
    yield from (("user", name) for name in users if entry.names("user", name))
