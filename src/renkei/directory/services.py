"""Roles of users: assigned for a period, found again by day."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import override

from renkei.core.accounts.actors import COMMAND_LINE, Actor, Role
from renkei.core.accounts.models import User
from renkei.core.accounts.permissions import Verb, may
from renkei.core.accounts.services import create_user
from renkei.core.history.journal import journal
from renkei.directory.models import Organisation, RoleAssignment
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.kernel.periods import Period

DEMO_ROLES = (Role.ADMINISTRATOR, Role.SECRETARIAT, Role.READER)
DEMO_SINCE = dt.date(2000, 1, 1)


def assign_role(
    *,
    actor: Actor,
    user: User,
    role: Role,
    period: Period | None = None,
    organisation: Organisation | None = None,
) -> RoleAssignment:
    """Give a user a role for a period (none: without end). Effects: row, history. Raises RuleBroken."""
    if not may(actor, Verb.ADD, "roleassignment"):
        raise RuleBroken(
            "permission.refused", Localised.both("この操作をする権限がありません。", "You may not do this.")
        )
    with journal(actor=actor, action="assign role"):
        return RoleAssignment.objects.create(
            user=user, role=role, period=period or Period(), organisation=organisation
        )


def add_user(*, actor: Actor, name: str, role: str, email: str = "", password: str | None = None) -> User:
    """Add a user with a role. Effects: two rows, history. Raises RuleBroken as `create_user` does."""
    with transaction.atomic():
        user = create_user(actor=actor, name=name, email=email, password=password)
        assign_role(actor=actor, user=user, role=Role(role))
    return user


def ensure_demo_users() -> list[tuple[str, str, str]]:
    """Make the users of a demonstration where they are missing: roles without a person or a password.

    Returns (user name, role in Japanese, role in English). Only the sign-in page of a demonstration
    lets them in.
    """
    known = set(User.objects.filter(is_demo=True).values_list("username", flat=True))
    for role in DEMO_ROLES:
        if role.value in known:
            continue
        with transaction.atomic():
            user = create_user(actor=COMMAND_LINE, name=role.value, is_demo=True)
            assign_role(actor=COMMAND_LINE, user=user, role=role, period=Period(DEMO_SINCE, None))
    return [(role.value, *_in_both_languages(role)) for role in DEMO_ROLES]


def _in_both_languages(role: Role) -> tuple[str, str]:
    with override("ja"):
        japanese = str(role.label)
    with override("en"):
        return japanese, str(role.label)
