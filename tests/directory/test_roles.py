import datetime as dt

import pytest

from renkei.core.accounts.actors import COMMAND_LINE, Actor, Role
from renkei.core.accounts.permissions import EVERY, PERMISSIONS, Verb, may
from renkei.core.accounts.services import create_user
from renkei.directory.models import RoleAssignment
from renkei.directory.selectors import actor_of
from renkei.directory.services import assign_role, end_role, end_user, ensure_demo_users
from renkei.kernel.errors import RuleBroken
from renkei.kernel.periods import Period

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 3, 31)
NEXT = dt.date(2026, 4, 1)
NOW = dt.datetime(2026, 4, 1, 9, tzinfo=dt.UTC)
PASSWORD = "mihon no nagai aikotoba"


def administrator_named(name, *, password=PASSWORD, period=None):
    user = create_user(actor=COMMAND_LINE, name=name, password=password)
    return assign_role(actor=COMMAND_LINE, user=user, role=Role.ADMINISTRATOR, period=period)


def test_a_role_ends_after_its_last_day(administrator):
    user = create_user(actor=COMMAND_LINE, name="hanako")
    given = assign_role(actor=COMMAND_LINE, user=user, role=Role.FINANCE)
    end_role(actor=administrator, assignment=given, last_day=DAY)
    assert Role.FINANCE in actor_of(user, DAY).roles
    assert actor_of(user, NEXT).is_stranger
    end_role(actor=administrator, assignment=given, last_day=NEXT)  # later than it ends already
    assert RoleAssignment.objects.get().period.end == DAY


def test_a_role_does_not_end_long_before_it_begins(administrator):
    user = create_user(actor=COMMAND_LINE, name="hanako")
    given = assign_role(actor=COMMAND_LINE, user=user, role=Role.READER, period=Period(NEXT, None))
    with pytest.raises(RuleBroken) as refused:
        end_role(actor=administrator, assignment=given, last_day=dt.date(2025, 1, 1))
    assert refused.value.code == "role.ends_before_it_begins"


def refused_as_the_last(call):
    with pytest.raises(RuleBroken) as refused:
        call()
    assert refused.value.code == "role.last_administrator"


@pytest.mark.parametrize("other", ["none", "invited", "ends", "inactive", "demonstration"])
def test_the_last_administrator_stays(administrator, other, settings):
    settings.DEMO = False
    given = administrator_named("hanako")
    if other == "invited":
        administrator_named("jiro", password=None)
    if other == "ends":
        administrator_named("jiro", period=Period(None, dt.date(2027, 3, 31)))
    if other == "inactive":
        end_user(actor=administrator, user=administrator_named("jiro").user, at=NOW, day=NEXT, reason="見本")
    if other == "demonstration":
        ensure_demo_users()
    refused_as_the_last(lambda: end_role(actor=administrator, assignment=given, last_day=DAY))
    refused_as_the_last(
        lambda: end_user(actor=administrator, user=given.user, at=NOW, day=NEXT, reason="見本")
    )
    given.user.refresh_from_db()
    given.refresh_from_db()
    assert given.user.is_active
    assert given.period.end is None


def test_one_of_two_administrators_may_leave(administrator):
    given = administrator_named("hanako")
    administrator_named("jiro")
    end_role(actor=administrator, assignment=given, last_day=DAY)
    assert actor_of(given.user, NEXT).is_stranger


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_nobody_else_touches_roles(role):
    user = create_user(actor=COMMAND_LINE, name="hanako")
    given = assign_role(actor=COMMAND_LINE, user=user, role=Role.READER)
    actor = Actor(role, frozenset({role}))
    with pytest.raises(RuleBroken):
        assign_role(actor=actor, user=user, role=Role.ADMINISTRATOR)
    with pytest.raises(RuleBroken):
        end_role(actor=actor, assignment=given, last_day=DAY)
    with pytest.raises(RuleBroken):
        end_user(actor=actor, user=user, at=NOW, day=NEXT, reason="見本")


def test_the_auditor_sees_everything_and_writes_nothing():
    auditor = Actor("auditor", frozenset({Role.AUDITOR}))
    for kind in ("user", "roleassignment", "person", "meeting"):
        assert {verb for verb in Verb if may(auditor, verb, kind)} == {Verb.VIEW, Verb.HISTORY}


def test_finance_writes_money_but_does_not_publish_it():
    finance = Actor("finance", frozenset({Role.FINANCE}))
    assert may(finance, Verb.CHANGE, "amount")
    assert may(finance, Verb.ADD, "contribution")
    assert not may(finance, Verb.PUBLISH, "amount")
    assert not may(finance, Verb.CHANGE, "agreement")
    assert not may(finance, Verb.VIEW, "user")


def test_every_role_has_its_row():
    assert set(PERMISSIONS) == set(Role)
    assert all(EVERY in row for row in PERMISSIONS.values())
