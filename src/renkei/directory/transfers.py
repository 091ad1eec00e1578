"""A change of hands at a post: who leaves, who takes over, from which day, and what moves with it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction

from renkei.core.accounts.actors import Role
from renkei.core.accounts.permissions import Verb, may
from renkei.core.history.journal import journal
from renkei.core.records.kinds import kind_of
from renkei.core.records.rights import require
from renkei.core.records.services import add_record, change_record
from renkei.directory.models import Person, Post, PostHolding, UserPerson
from renkei.directory.services import Given, assign_role, end_roles, roles_from
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.kernel.periods import Period

if TYPE_CHECKING:
    from collections.abc import Mapping

    from renkei.core.accounts.actors import Actor
    from renkei.core.accounts.models import User
    from renkei.directory.models import RoleAssignment

DAY = dt.timedelta(days=1)
_NOTHING = Localised.both(
    "その日の前に在任している人も、後を継ぐ人もいません。",
    "Nobody holds this post then and nobody takes it over.",
)
_SAME = Localised.both("いま在任している人と同じです。", "This person holds the post already.")


@dataclass(frozen=True)
class Transfer:
    """What is asked for. The successor is a person of the directory, a newcomer's values, or nobody yet."""

    post: str
    day: dt.date
    person: str | None = None
    newcomer: Mapping[str, Any] | None = None
    acting: bool = False
    end_roles: bool = True
    hand_over_roles: bool = False


@dataclass
class Outcome:
    """What a transfer did, or would do. `roles_left` hold on: the actor may not end them, or it was not asked."""

    post: Post
    day: dt.date
    ended: PostHolding | None = None
    begun: PostHolding | None = None
    is_newcomer: bool = False
    leaver: User | None = None
    successor: User | None = None
    roles_ended: list[RoleAssignment] = field(default_factory=list)
    roles_begun: list[RoleAssignment] = field(default_factory=list)
    roles_left: list[RoleAssignment] = field(default_factory=list)
    other_posts: list[PostHolding] = field(default_factory=list)


def transfer(*, actor: Actor, asked: Transfer, reason: str, dry_run: bool = False) -> Outcome:
    """Carry out a transfer as one act; with `dry_run` do the same and take it back.

    Effects: rows, history. Raises RuleBroken("permission.refused"), ("transfer.nothing"), ("transfer.same_person"),
    ("role.last_administrator"), RecordRefused where the records would break a rule.
    """
    require(actor, Verb.CHANGE, kind_of("postholding"))
    with transaction.atomic():
        with journal(actor=actor, action="transfer post", reason=reason):
            outcome = _carry_out(actor, asked, reason)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        if dry_run:
            transaction.set_rollback(True)
    return outcome


def holder_before(post: Post, day: dt.date) -> PostHolding | None:
    """Return who holds a post on the day before, and would still hold it on the day."""
    held = post.holdings.select_related("person").filter(acting=False, period__contains=day - DAY)
    return next((each for each in held if each.period.contains(day)), None)


def _carry_out(actor: Actor, asked: Transfer, reason: str) -> Outcome:
    outcome = Outcome(Post.objects.get(pk=asked.post), asked.day)
    leaving = holder_before(outcome.post, asked.day)
    if leaving is not None and leaving.person_id == asked.person:
        raise RuleBroken("transfer.same_person", _SAME)
    person = _successor(actor, asked, reason, outcome)
    if leaving is None and person is None:
        raise RuleBroken("transfer.nothing", _NOTHING)
    if leaving is not None:
        _leave(actor, leaving, reason, outcome)
    if person is not None:
        outcome.begun = _take_over(actor, asked, person, reason)
    _move_roles(actor, asked, leaving, person, outcome)
    return outcome


def _successor(actor: Actor, asked: Transfer, reason: str, outcome: Outcome) -> Person | None:
    if asked.newcomer is not None:
        outcome.is_newcomer = True
        values = {"controller_id": outcome.post.organisation_id, **asked.newcomer}
        added = add_record(actor=actor, kind=kind_of("person"), values=values, reason=reason)
        return Person.objects.get(pk=added.pk)
    return Person.objects.get(pk=asked.person) if asked.person else None


def _leave(actor: Actor, leaving: PostHolding, reason: str, outcome: Outcome) -> None:
    change_record(
        actor=actor,
        kind=kind_of("postholding"),
        slug=leaving.pk,
        revision=leaving.revision,
        values={"period": Period(leaving.period.start, outcome.day - DAY)},
        reason=reason,
    )
    outcome.ended = PostHolding.objects.select_related("person").get(pk=leaving.pk)
    others = leaving.person.holdings.select_related("post").filter(period__contains=outcome.day)
    outcome.other_posts = list(others.exclude(pk=leaving.pk).order_by("pk"))


def _take_over(actor: Actor, asked: Transfer, person: Person, reason: str) -> PostHolding:
    slug = f"{asked.post[:85]}-{asked.day:%Y%m%d}"
    taken = set(PostHolding.objects.filter(pk__startswith=slug).values_list("pk", flat=True))
    number = next(each for each in range(1, len(taken) + 2) if _numbered(slug, each) not in taken)
    values = {
        "slug": _numbered(slug, number),
        "post_id": asked.post,
        "person_id": person.pk,
        "period": Period(asked.day, None),
        "acting": asked.acting,
    }
    add_record(actor=actor, kind=kind_of("postholding"), values=values, reason=reason)
    return PostHolding.objects.select_related("person").get(pk=values["slug"])


def _numbered(slug: str, number: int) -> str:
    return slug if number == 1 else f"{slug}-{number}"


def _move_roles(
    actor: Actor, asked: Transfer, leaving: PostHolding | None, person: Person | None, outcome: Outcome
) -> None:
    """End the leaver's roles and start the same for the successor; who may not do so leaves them as they are."""
    outcome.leaver = _user_of(leaving.person_id) if leaving else None
    outcome.successor = _user_of(person.pk) if person else None
    if outcome.leaver is None:
        return
    held = roles_from(outcome.leaver, asked.day)
    if not (asked.end_roles and may(actor, Verb.CHANGE, "roleassignment")):
        outcome.roles_left = held
        return
    if asked.hand_over_roles and outcome.successor is not None:
        outcome.roles_begun = [
            assign_role(
                actor=actor,
                user=outcome.successor,
                role=each.role,
                period=each.period,
                organisation=each.organisation,
                unit=each.unit,
            )
            for each in (_from(role, asked.day) for role in held)
        ]
    end_roles(actor=actor, roles=held, last_day=asked.day - DAY)
    outcome.roles_ended = held


def _from(role: RoleAssignment, day: dt.date) -> Given:
    start = max(day, role.period.start or day)
    return Given(Role(role.role), Period(start, role.period.end), role.organisation, role.unit)


def _user_of(person: str) -> User | None:
    identity = UserPerson.objects.select_related("user").filter(person=person, user__is_active=True).first()
    return identity.user if identity else None
