"""What is due to go: the end of the time of keeping, carried out and written down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from renkei.core.accounts.models import User
from renkei.core.accounts.permissions import Verb
from renkei.core.history.journal import journal
from renkei.core.privacy.registry import Personal, personal_data
from renkei.core.privacy.subject import Subject
from renkei.directory.models import Person
from renkei.kernel.errors import RuleBroken
from renkei.privacy.enums import ErasureCause
from renkei.privacy.models import Erasure, Reading
from renkei.privacy.services.erasure import Counts, erase_person, require
from renkei.privacy.services.subjects import ERASED, find_subject, new_alias
from renkei.privacy.services.treating import delete_rows, treat

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from django.db.models import Q

    from renkei.core.accounts.actors import Actor
    from renkei.kernel.localised import Localised

_BECAUSE = "保存期間の満了 / end of the time of keeping"


class Due:
    """What a run did: records of disposal, and whose data had to stay (identifier, reason)."""

    def __init__(self) -> None:
        self.erasures: list[Erasure] = []
        self.kept: list[tuple[str, Localised]] = []


def erase_what_is_due(*, actor: Actor, at: dt.datetime) -> Due:
    """Erase people and users whose time is over, then rows of logs and addresses that are.

    Each person is an act of their own; whoever still must be kept is named with the reason. Running it again
    does nothing more. Effects: as `erase_person`; one record of disposal for the rows.
    """
    require(actor, Verb.WITHDRAW)
    done = Due()
    for kind, identifier in list(_people_due(at)):
        try:
            subject = find_subject(kind, identifier)
            done.erasures.append(
                erase_person(
                    actor=actor,
                    subject=subject,
                    at=at,
                    reason=_BECAUSE,
                    typed=subject.identifier,
                    cause=ErasureCause.RETENTION,
                )
            )
        except RuleBroken as flaw:
            done.kept.append((identifier, flaw.message))
    rows = _erase_rows(actor, at)
    return _with(done, rows)


def _with(done: Due, rows: Erasure | None) -> Due:
    if rows is not None:
        done.erasures.append(rows)
    return done


def _people_due(at: dt.datetime) -> Iterator[tuple[str, str]]:
    """Yield people past their day and users long ended; a user who is a person goes with the person only."""
    for declared in personal_data():
        due = declared.keep.due
        if due is None:
            continue
        if declared.model is Person:
            people = Person.objects.filter(due(at)).exclude(pk__startswith=ERASED)
            yield from (("person", slug) for slug in people.order_by("pk").values_list("pk", flat=True))
        elif declared.model is User:
            users = User.objects.filter(due(at), identity__isnull=True, is_demo=False)
            users = users.exclude(username__startswith=ERASED)
            yield from (("user", name) for name in users.order_by("pk").values_list("username", flat=True))


def _erase_rows(actor: Actor, at: dt.datetime) -> Erasure | None:
    wanted = [each for each in personal_data() if each.keep.due and each.model not in {Person, User}]
    if not any(_is_due(each, at) for each in wanted):
        return None
    made = Erasure(at=at, cause=ErasureCause.RETENTION, actor=actor.name, reason=_BECAUSE)
    counts = Counts()
    with transaction.atomic(), journal(actor=actor, action="dispose of what is due"):
        made.save(force_insert=True)
        for declared in wanted:
            if declared.keep.due is None:
                continue
            rows, states = _dispose(declared, declared.keep.due(at), made)
            table = declared.model._meta.label_lower
            counts.rows |= {table: rows} if rows else {}
            counts.history |= {table: states} if rows and states else {}
        made.counts = counts.as_json()
        made.save(update_fields=["counts"])
    return made


def _dispose(declared: Personal, narrowed: Q, made: Erasure) -> tuple[int, int]:
    if declared.model is not Reading:
        return treat(declared, narrowed, made, Subject(new_alias()))
    keys = list(Reading.objects.filter(narrowed).values_list("pk", flat=True))
    delete_rows(Reading, keys, made)
    return len(keys), 0


def _is_due(declared: Personal, at: dt.datetime) -> bool:
    due = declared.keep.due
    return due is not None and declared.model._default_manager.filter(due(at)).exists()
