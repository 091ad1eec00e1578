import datetime as dt

import pytest

from renkei.core.accounts.actors import COMMAND_LINE, Role
from renkei.core.accounts.models import User
from renkei.core.accounts.services import change_settings, create_user
from renkei.directory.selectors import actor_of
from renkei.directory.services import add_user, assign_role, ensure_demo_users
from renkei.kernel.errors import RuleBroken
from renkei.kernel.periods import Period

pytestmark = pytest.mark.django_db
TODAY = dt.date(2022, 8, 1)
PASSWORD = "mihon no nagai aikotoba"


def test_a_user_has_the_role_given(administrator):
    user = add_user(actor=administrator, name="mihon", role="secretariat", password=PASSWORD)
    assert user.check_password(PASSWORD)
    assert actor_of(user, TODAY).roles == {Role.SECRETARIAT, Role.STRANGER}


def test_a_role_ends_with_its_period(administrator):
    user = create_user(actor=administrator, name="mihon")
    assign_role(actor=administrator, user=user, role=Role.READER, period=Period(None, dt.date(2022, 7, 31)))
    assert not actor_of(user, dt.date(2022, 7, 31)).is_stranger
    assert actor_of(user, TODAY).is_stranger


@pytest.mark.parametrize("role", ["secretariat", "reader", "stranger"])
def test_only_administrators_add_users(role, request):
    with pytest.raises(RuleBroken) as refused:
        create_user(actor=request.getfixturevalue(role), name="mihon")
    assert refused.value.code == "permission.refused"
    assert not User.objects.exists()


@pytest.mark.parametrize("password", ["short", "password1234", "mihon-hanako1"])
def test_weak_passwords_are_refused_in_both_languages(administrator, password):
    with pytest.raises(RuleBroken) as refused:
        create_user(actor=administrator, name="mihon-hanako", password=password)
    assert refused.value.code == "user.password"
    assert set(refused.value.message) == {"ja", "en"}


def test_a_name_is_taken_once_and_a_failed_user_leaves_no_role(administrator):
    add_user(actor=administrator, name="mihon", role="reader", password=PASSWORD)
    with pytest.raises(RuleBroken) as refused:
        add_user(actor=administrator, name="mihon", role="administrator", password=PASSWORD)
    assert refused.value.code == "user.name_taken"
    assert User.objects.get().role_assignments.count() == 1


def test_the_history_never_holds_a_password(administrator):
    create_user(actor=administrator, name="mihon", password=PASSWORD)
    fields = {field.name for field in User.pgh_event_model._meta.get_fields()}
    assert "username" in fields
    assert "password" not in fields


def test_demonstration_users_are_roles_without_a_password():
    names = ensure_demo_users()
    assert (
        names
        == ensure_demo_users()
        == [
            ("administrator", "管理者", "Administrator"),
            ("secretariat", "事務局", "Secretariat"),
            ("reader", "閲覧者", "Reader"),
        ]
    )
    assert User.objects.count() == 3
    assert not any(user.has_usable_password() or not user.is_demo for user in User.objects.all())


def test_settings_are_kept_and_the_same_again_writes_nothing():
    user = create_user(actor=COMMAND_LINE, name="mihon")
    change_settings(actor=actor_of(user, TODAY), user=user, language="en", shortcuts=False)
    change_settings(actor=actor_of(user, TODAY), user=user, language="en", shortcuts=False)
    kept = User.objects.get()
    assert (kept.language, kept.shortcuts) == ("en", False)
    assert User.pgh_event_model.objects.count() == 2
