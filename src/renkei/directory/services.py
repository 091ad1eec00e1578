"""Users and their roles: invited, given a role for a period, ended; the last administrator stays."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import transaction
from django.db.models import Q
from django.utils.translation import override

from renkei.core.accounts.actors import COMMAND_LINE, Actor, Role
from renkei.core.accounts.models import User
from renkei.core.accounts.permissions import Verb, may
from renkei.core.accounts.services import create_user, deactivate, require_for_users
from renkei.core.accounts.sessions import end_sessions
from renkei.core.history.journal import journal
from renkei.directory.enums import OrganisationKind
from renkei.directory.invitations import cancel_links, make_link
from renkei.directory.models import Deputy, Invitation, Organisation, Person, RoleAssignment, Unit, UserPerson
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.kernel.periods import Period

if TYPE_CHECKING:
    from collections.abc import Iterable

DEMO_ROLES = tuple(role for role in Role if role is not Role.STRANGER)
DEMO_ORGANISATIONS = (
    (Role.SECRETARIAT, OrganisationKind.MUNICIPALITY),
    (Role.SECRETARIAT, OrganisationKind.UNIVERSITY),
    (Role.READER, OrganisationKind.FOUNDATION),
)
DEMO_SINCE = dt.date(2000, 1, 1)
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Given:
    """A role as it is given: for an organisation (none: the whole cluster) or one of its units, and a period."""

    role: Role
    period: Period
    organisation: Organisation | None = None
    unit: Unit | None = None


_REFUSED = Localised.both("この操作をする権限がありません。", "You may not do this.")
_LAST = Localised.both(
    "管理者が一人もいなくなるため、できません。先に別の管理者を決めてください。",
    "Nobody would be left as administrator. Please give that role to somebody else first.",
)
_UNIT = Localised.both("その組織の部署を選んでください。", "Please choose a unit of that organisation.")
_TAKEN = Localised.both("この人にはすでに利用者があります。", "This person is a user already.")
_BEFORE = Localised.both(
    "終わりの日が、役割の始まる日より前です。", "The last day lies before the day the role begins."
)


def assign_role(
    *,
    actor: Actor,
    user: User,
    role: Role,
    period: Period | None = None,
    organisation: Organisation | None = None,
    unit: Unit | None = None,
    reason: str = "",
) -> RoleAssignment:
    """Give a user a role for a period (none: without end), everywhere or for an organisation or unit.

    Effects: row, history. Raises RuleBroken("permission.refused"), ("role.unit_elsewhere").
    """
    require_for_roles(actor, Verb.ADD)
    if unit is not None and (organisation is None or unit.organisation_id != organisation.pk):
        raise RuleBroken("role.unit_elsewhere", _UNIT)
    with journal(actor=actor, action="assign role", reason=reason):
        return RoleAssignment.objects.create(
            user=user, role=role, period=period or Period(), organisation=organisation, unit=unit
        )


def end_role(*, actor: Actor, assignment: RoleAssignment, last_day: dt.date, reason: str = "") -> None:
    """Let a role end after a day. Effects: row, history; nothing where it ends no later already.

    Raises RuleBroken("permission.refused"), ("role.ends_before_it_begins"), ("role.last_administrator").
    """
    require_for_roles(actor, Verb.CHANGE)
    period = assignment.period
    if period.end is not None and period.end <= last_day:
        return
    if period.start is not None and last_day < period.start - DAY:
        raise RuleBroken("role.ends_before_it_begins", _BEFORE)
    with journal(actor=actor, action="end role", reason=reason):
        if period.start is not None and last_day < period.start:
            assignment.delete()  # it never took effect
        else:
            assignment.period = Period(period.start, last_day)
            assignment.save(update_fields=["period"])
        if assignment.role == Role.ADMINISTRATOR and assignment.organisation_id is None:
            _require_an_administrator(last_day + DAY)


def _require_an_administrator(day: dt.date) -> None:
    """Raise RuleBroken("role.last_administrator") unless somebody who can sign in is one everywhere, for good.

    Deputies do not count: their place ends.
    """
    held = RoleAssignment.objects.select_for_update(of=("self",)).filter(
        role=Role.ADMINISTRATOR,
        organisation__isnull=True,  # one for an organisation cannot give roles
        user__is_active=True,
        period__contains=day,
        period__upper_inf=True,
    )
    enters = Q(user__is_demo=False) & ~Q(user__password__startswith=UNUSABLE_PASSWORD_PREFIX)
    if settings.DEMO:
        enters |= Q(user__is_demo=True)
    if not held.filter(enters).exists():
        raise RuleBroken("role.last_administrator", _LAST)


def require_for_roles(actor: Actor, verb: Verb) -> None:
    """Raise RuleBroken("permission.refused") unless the actor may do this with roles, for the whole cluster."""
    if not may(actor, verb, "roleassignment"):
        raise RuleBroken("permission.refused", _REFUSED)


def add_user(*, actor: Actor, name: str, role: str, email: str = "", password: str | None = None) -> User:
    """Add a user with a role. Effects: two rows, history. Raises RuleBroken as `create_user` does."""
    with transaction.atomic():
        user = create_user(actor=actor, name=name, email=email, password=password)
        assign_role(actor=actor, user=user, role=Role(role))
    return user


def invite_user(
    *,
    actor: Actor,
    name: str,
    email: str,
    given: Given,
    person: Person | None,
    at: dt.datetime,
    reason: str = "",
) -> tuple[User, Invitation, str]:
    """Add a user with a role and a link to come in by, as one act; return the link's token with them.

    Effects: rows, history. Raises RuleBroken as `create_user`, ("user.person_taken").
    """
    with journal(actor=actor, action="invite user", reason=reason):
        user = create_user(actor=actor, name=name, email=email)
        if person is not None:
            say_who(actor=actor, user=user, person=person)
        assign_role(
            actor=actor,
            user=user,
            role=given.role,
            period=given.period,
            organisation=given.organisation,
            unit=given.unit,
        )
        link, token = make_link(actor=actor, user=user, at=at)
    return user, link, token


def say_who(*, actor: Actor, user: User, person: Person) -> UserPerson:
    """Say which person of the directory a user is. Raises RuleBroken("user.person_taken")."""
    require_for_users(actor, Verb.CHANGE)
    if UserPerson.objects.filter(Q(person=person) | Q(user=user)).exists():
        raise RuleBroken("user.person_taken", _TAKEN)
    with journal(actor=actor, action="say who a user is"):
        return UserPerson.objects.create(user=user, person=person)


def end_user(*, actor: Actor, user: User, at: dt.datetime, day: dt.date, reason: str) -> None:
    """End a user at once: no sign-in, no sessions, no links, no roles or deputies from this day on. History stays.

    Effects: rows, history, sessions. Raises RuleBroken("permission.refused"), ("role.last_administrator").
    """
    require_for_users(actor, Verb.CHANGE)
    with journal(actor=actor, action="end user", reason=reason):
        deactivate(user=user)
        end_roles(actor=actor, roles=roles_from(user, day), last_day=day - DAY)
        _end_deputies(user, day)
        cancel_links(Invitation.objects.filter(user=user), at)
        end_sessions(user, at)


def _end_deputies(user: User, day: dt.date) -> None:
    """Let nobody stand in for a user any more, nor the user for anybody; called inside a journal."""
    for each in Deputy.objects.filter(Q(user=user) | Q(deputy=user), period__endswith__gt=day):
        if each.period.start is not None and each.period.start >= day:
            each.delete()
        else:
            each.period = Period(each.period.start, day - DAY)
            each.save(update_fields=["period"])


def roles_from(user: User, day: dt.date) -> list[RoleAssignment]:
    """Return the roles of a user that hold on a day or later."""
    return [
        each
        for each in user.role_assignments.order_by("pk")
        if each.period.end is None or each.period.end >= day
    ]


def end_roles(*, actor: Actor, roles: Iterable[RoleAssignment], last_day: dt.date) -> None:
    """End roles after a day; those that would begin later never begin. Raises as `end_role`."""
    for role in roles:
        start = role.period.start
        end_role(actor=actor, assignment=role, last_day=max(last_day, start - DAY) if start else last_day)


def ensure_demo_users() -> list[tuple[str, str, str]]:
    """Make the users of a demonstration where they are missing: roles without a person or a password.

    One for each role everywhere and, for what the loaded cluster has of them, secretariats and readers of single
    organisations: the first of each kind of DEMO_ORGANISATIONS, by identifier.
    Returns (user name, role in Japanese, role in English). Only the sign-in page of a demonstration
    lets them in.
    """
    given: list[tuple[str, Role, Organisation | None]] = [(role.value, role, None) for role in DEMO_ROLES]
    for role, kind in DEMO_ORGANISATIONS:
        found = Organisation.objects.filter(kind=kind, parent__isnull=True).order_by("pk").first()
        if found is not None:
            given.append((f"{role.value}-{found.pk}"[:150], role, found))
    known = set(User.objects.filter(is_demo=True).values_list("username", flat=True))
    for name, role, organisation in given:
        if name in known:
            continue
        with transaction.atomic():
            user = create_user(actor=COMMAND_LINE, name=name, is_demo=True)
            period = Period(DEMO_SINCE, None)
            assign_role(actor=COMMAND_LINE, user=user, role=role, period=period, organisation=organisation)
    return [(name, *_in_both_languages(role, organisation)) for name, role, organisation in given]


def _in_both_languages(role: Role, organisation: Organisation | None) -> tuple[str, str]:
    said = []
    for language in ("ja", "en"):
        with override(language):
            label = str(role.label)
        where = organisation.name.text(language) if organisation else ""
        form = "{label}（{where}）" if language == "ja" else "{label} ({where})"
        said.append(form.format(label=label, where=where) if where else label)
    return said[0], said[1]
