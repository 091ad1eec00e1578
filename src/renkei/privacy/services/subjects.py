"""Who a request is about: every name, address and identifier they are known to have had, also in the history."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from renkei.core.accounts.actors import Role
from renkei.core.accounts.models import User
from renkei.core.history.states import events_of
from renkei.core.merging.forwards import merged_into
from renkei.core.privacy.registry import personal_data
from renkei.core.privacy.subject import Subject, names_in_text
from renkei.core.records.kinds import kinds
from renkei.directory.models import Person, UserPerson
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.privacy.services.treating import events_model, of_events

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SHORTEST_IDENTIFIER = 5
ERASED = "erased-"
_NAMES = (
    ("family_name", "given_name"),
    ("family_kana", "given_kana"),
    ("family_roman", "given_roman"),
)
_UNKNOWN = Localised.both("この人の記録はありません。", "There is no record of this person.")


def new_alias() -> str:
    """Return an identifier that means nothing, to stand in a person's place."""
    return f"{ERASED}{secrets.token_hex(6)}"


def find_subject(kind: str, identifier: str, *, alias: str = "") -> Subject:
    """Return whom a person's identifier, a user's name or a mail address means.

    By an address are found those who are neither in the directory nor users: who asked by the public site. Raises
    RuleBroken("privacy.unknown_person"), also for an address that is nowhere kept.
    """
    if kind == "address":
        return _by_address(identifier.strip(), alias or new_alias())
    person, user = (identifier, "") if kind == "person" else ("", identifier)
    found = User.objects.filter(username=user).first() if user else None
    if found is not None:
        person = UserPerson.objects.filter(user=found).values_list("person_id", flat=True).first() or ""
    elif person:
        identity = UserPerson.objects.filter(person_id=person).select_related("user").first()
        found = identity.user if identity else None
    states = _states(person)
    if found is None and not states:
        raise RuleBroken("privacy.unknown_person", _UNKNOWN)
    username = found.username if found else ""
    return Subject(
        alias=alias or new_alias(),
        person=person,
        user=found.pk if found else None,
        username=username,
        written=tuple(dict.fromkeys(_written(states))),
        addresses=tuple(_addresses(found)) if found else (),
        identifiers=tuple(_searched_for(person, username)),
    )


def _states(person: str) -> list[Any]:
    """Return the person's record and every earlier state of it, also of the records that were merged into it."""
    if not person or person.startswith(ERASED):
        return []
    known = [person, *merged_into("person", person)]
    return [
        *Person.objects.filter(pk=person),
        *events_of(Person).filter(pgh_obj_id__in=known).order_by("-pgh_id"),
    ]


def _written(states: Iterable[Any]) -> Iterator[str]:
    for state in states:
        for family, given in _NAMES:
            yield from names_in_text(getattr(state, family), getattr(state, given))


def _addresses(user: User) -> list[str]:
    earlier = events_of(User).filter(pgh_obj_id=user.pk).values_list("email", flat=True)
    written = {each for each in (user.email, *earlier) if each}
    return sorted(written | {each.lower() for each in written})


def _by_address(written: str, alias: str) -> Subject:
    addresses = tuple(dict.fromkeys(each for each in (written.lower(), written) if each))
    if not addresses or not any(
        rows.filter(narrowed).exists() for rows, narrowed in _with_address(addresses)
    ):
        raise RuleBroken("privacy.unknown_person", _UNKNOWN)
    return Subject(alias=alias, addresses=addresses)


def _with_address(addresses: tuple[str, ...]) -> Iterator[tuple[Any, Q]]:
    """Yield the tables in which people stand by their address, and those of earlier states, each narrowed to some."""
    for declared in personal_data():
        if declared.address:
            narrowed = Q(**{f"{declared.address}__in": addresses})
            yield declared.model._default_manager, narrowed
            if events_model(declared.model) is not None:
                yield events_of(declared.model), of_events(narrowed)


def known_addresses() -> list[str]:
    """Return every address by which somebody is kept who may be neither in the directory nor a user."""
    found: set[str] = set()
    for declared in personal_data():
        if declared.address:
            tables = [declared.model._default_manager]
            tables += [events_of(declared.model)] if events_model(declared.model) is not None else []
            for rows in tables:
                found |= {
                    each.lower() for each in rows.values_list(declared.address, flat=True).distinct() if each
                }
    return sorted(found)


def _searched_for(person: str, username: str) -> Iterator[str]:
    """Yield the identifiers that can mean nobody and nothing else, so that they may be replaced in any text."""
    for known in (person, *merged_into("person", person)):
        if len(known) >= SHORTEST_IDENTIFIER and not _names_a_record(known):
            yield known
    plain = username.isalpha() or username in Role.values
    if username and not plain and len(username) >= SHORTEST_IDENTIFIER and username != person:
        yield username


def _names_a_record(slug: str) -> bool:
    others = [kind.model for kind in kinds() if kind.model is not Person]
    queries = [
        model._default_manager.filter(pk=slug).order_by().values_list("pk", flat=True) for model in others
    ]
    return queries[0].union(*queries[1:], all=True).exists()
