import datetime as dt

import pytest
from django.utils import timezone

from renkei.core.accounts.actors import COMMAND_LINE, Role
from renkei.core.accounts.models import User
from renkei.core.accounts.services import create_user
from renkei.directory.invitations import LASTS, PAUSE, ask_for_link, make_link, read_link, use_link
from renkei.directory.models import Invitation, LinkPurpose
from renkei.directory.services import Given, end_user, invite_user
from renkei.kernel.errors import RuleBroken
from renkei.kernel.periods import Period

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 4, 1, 9, tzinfo=dt.UTC)
PASSWORD = "mihon no nagai aikotoba"


@pytest.fixture
def invited(administrator):
    return invite_user(
        actor=administrator,
        name="hanako",
        email="hanako@example.jp",
        given=Given(Role.READER, Period(NOW.date(), None)),
        person=None,
        at=NOW,
    )


def code_of(call, *args, **options):
    with pytest.raises(RuleBroken) as refused:
        call(*args, **options)
    assert set(refused.value.message) == {"ja", "en"}
    return refused.value.code


def test_an_invitation_is_one_act_and_its_token_is_kept_nowhere(invited):
    user, link, token = invited
    assert not user.has_usable_password()
    assert link.purpose == LinkPurpose.INVITATION
    assert token not in str(list(Invitation.objects.values()))
    events = [
        User.pgh_event_model.objects.get(),
        Invitation.pgh_event_model.objects.get(),
        user.role_assignments.model.pgh_event_model.objects.get(),
    ]
    assert len({event.pgh_context_id for event in events}) == 1
    assert events[0].pgh_context.metadata["action"] == "invite user"
    assert "digest" not in {field.name for field in Invitation.pgh_event_model._meta.get_fields()}


def test_a_link_sets_a_password_once(invited):
    user, _, token = invited
    assert use_link(token, PASSWORD, NOW) == user
    assert User.objects.get().check_password(PASSWORD)
    assert code_of(use_link, token, "another long password", NOW) == "link.used"
    assert User.objects.get().check_password(PASSWORD)


def test_a_weak_password_leaves_the_link_open(invited):
    _, _, token = invited
    assert code_of(use_link, token, "short", NOW) == "user.password"
    assert use_link(token, PASSWORD, NOW).has_usable_password()


@pytest.mark.parametrize("spoil", [lambda t: t[:-1], lambda t: t + "x", lambda t: t.swapcase(), lambda _: ""])
def test_a_tampered_link_is_unknown(invited, spoil):
    assert code_of(use_link, spoil(invited[2]), PASSWORD, NOW) == "link.unknown"


def test_a_link_ends_with_its_time_and_not_before(invited):
    token, ends = invited[2], NOW + LASTS[LinkPurpose.INVITATION]
    assert read_link(token, ends - dt.timedelta(seconds=1))
    assert code_of(use_link, token, PASSWORD, ends) == "link.expired"


def test_a_newer_link_cancels_the_older(invited, administrator):
    user, _, token = invited
    _, newer = make_link(actor=administrator, user=user, at=NOW)
    assert code_of(read_link, token, NOW) == "link.cancelled"
    assert use_link(newer, PASSWORD, NOW)
    assert make_link(actor=administrator, user=User.objects.get(), at=NOW)[0].purpose == LinkPurpose.RESET


def test_a_user_who_was_ended_does_not_come_in(invited, administrator, reader):
    user, _, token = invited
    end_user(actor=administrator, user=user, at=NOW, day=NOW.date(), reason="見本")
    assert code_of(use_link, token, PASSWORD, NOW) == "link.user_ended"
    assert code_of(make_link, actor=administrator, user=user, at=NOW) == "link.user_ended"
    assert not user.role_assignments.exists()  # it began that very day, so it never took effect


@pytest.mark.parametrize("role", ["secretariat", "reader", "stranger"])
def test_only_administrators_make_links(invited, role, request):
    user = invited[0]
    assert code_of(make_link, actor=request.getfixturevalue(role), user=user, at=NOW) == "permission.refused"


def test_whoever_asks_gets_a_link_but_not_every_minute(invited):
    assert ask_for_link(email="hanako@example.jp", at=NOW + PAUSE) != []
    assert ask_for_link(email="HANAKO@example.jp", at=NOW + PAUSE) == []
    [(link, token)] = ask_for_link(email="HANAKO@example.jp", at=NOW + 3 * PAUSE)
    assert use_link(token, PASSWORD, link.made_at)
    assert ask_for_link(email="nobody@example.jp", at=NOW) == []


def test_demonstration_users_and_those_ended_get_no_link():
    create_user(actor=COMMAND_LINE, name="mihon", email="mihon@example.jp", is_demo=True)
    assert ask_for_link(email="mihon@example.jp", at=timezone.now()) == []
