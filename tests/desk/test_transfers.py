"""The April transfer: seen first, done as one act, read back by an auditor."""

import datetime as dt

import pytest
import time_machine
from pghistory.models import Context

from renkei.core.accounts.actors import COMMAND_LINE, Role
from renkei.core.accounts.services import create_user
from renkei.directory.models import Person, PostHolding, RoleAssignment
from renkei.directory.selectors import actor_of
from renkei.directory.services import assign_role, say_who
from renkei.directory.transfers import Transfer, transfer
from renkei.kernel.errors import RuleBroken
from renkei.kernel.periods import Period
from tests.desk.conftest import both, record, signed_in

pytestmark = pytest.mark.django_db
FIRST = dt.date(2026, 4, 1)
LAST = dt.date(2026, 3, 31)
PASSWORD = "mihon no nagai aikotoba"
NEWCOMER = {
    "post": "mihon-head",
    "day": "令和8年4月1日",
    "successor": "newcomer",
    "family_name": "見本",
    "given_name": "次郎",
    "purpose": "職員の名簿",
    "slug": "mihon-jiro",
    "end_roles": "on",
    "reason": "4月の人事異動",
}


@pytest.fixture
def post(mihon):
    record("post", "mihon-head", title=both("課長", "Head"), organisation_id="mihon-city")
    for slug, name in (("mihon-taro", "太郎"), ("mihon-hanako", "花子")):
        record(
            "person", slug, family_name="見本", given_name=name, controller_id="mihon-city", purpose="名簿"
        )
    record("seat", "mihon-council-head", body_id="mihon-council", role="member", post_id="mihon-head")
    record(
        "postholding",
        "mihon-head-taro",
        post_id="mihon-head",
        person_id="mihon-taro",
        period=Period(dt.date(2023, 4, 1), None),
    )
    return "mihon-head"


def user_for(person, name, role=Role.FINANCE):
    user = create_user(actor=COMMAND_LINE, name=name, password=PASSWORD)
    say_who(actor=COMMAND_LINE, user=user, person=Person.objects.get(pk=person))
    if role:
        assign_role(actor=COMMAND_LINE, user=user, role=role)
    return user


def acts():
    return Context.objects.filter(metadata__action="transfer post")


def state():
    return (
        [(each.pk, each.period, each.person_id) for each in PostHolding.objects.order_by("pk")],
        [(each.user_id, each.role, each.period) for each in RoleAssignment.objects.order_by("pk")],
        Person.objects.count(),
    )


def test_the_april_transfer_from_preview_to_history(post):
    leaver = user_for("mihon-taro", "taro")
    office = signed_in("administrator")
    before = state()
    preview = office.post("/desk/transfer/", NEWCOMER)
    assert preview.status_code == 200
    assert state() == before
    assert not acts().exists()
    for said in ("見本 太郎", "見本 次郎", "財務", "見本推進会議", "名簿に新しく加わります"):
        assert said in preview.text, said
    done = office.post("/desk/transfer/", NEWCOMER | {"confirm": "1"}, follow=True)
    assert [(each.person_id, each.period) for each in PostHolding.objects.order_by("period")] == [
        ("mihon-taro", Period(dt.date(2023, 4, 1), LAST)),
        ("mihon-jiro", Period(FIRST, None)),
    ]
    assert Role.FINANCE in actor_of(leaver, LAST).roles
    assert actor_of(leaver, FIRST).is_stranger
    act = acts().get()
    assert done.redirect_chain[-1][0] == f"/desk/acts/{act.pk}/"
    auditor = signed_in("auditor").get(f"/desk/acts/{act.pk}/")
    for said in ("4月の人事異動", "administrator", "mihon-jiro", "mihon-head-taro", "taro", "2026-03-31"):
        assert said in auditor.text, said
    assert signed_in("reader").get(f"/desk/acts/{act.pk}/").status_code == 200
    assert "役割の割り当て" not in signed_in("reader").get(f"/desk/acts/{act.pk}/").text


def test_roles_go_to_a_successor_who_is_a_user(post, administrator):
    leaver, successor = user_for("mihon-taro", "taro"), user_for("mihon-hanako", "hanako", role=None)
    asked = Transfer(post, FIRST, person="mihon-hanako", hand_over_roles=True)
    outcome = transfer(actor=administrator, asked=asked, reason="見本")
    assert (outcome.leaver, outcome.successor) == (leaver, successor)
    assert actor_of(successor, LAST).is_stranger
    assert Role.FINANCE in actor_of(successor, FIRST).roles
    assert actor_of(leaver, FIRST).is_stranger
    assert (
        len({each.pgh_context_id for each in RoleAssignment.pgh_event_model.objects.order_by("-pgh_id")[:2]})
        == 1
    )


def test_the_secretariat_moves_the_post_but_not_the_roles(post, secretariat):
    leaver = user_for("mihon-taro", "taro")
    outcome = transfer(actor=secretariat, asked=Transfer(post, FIRST, person="mihon-hanako"), reason="見本")
    assert [each.role for each in outcome.roles_left] == [Role.FINANCE]
    assert Role.FINANCE in actor_of(leaver, FIRST).roles
    assert outcome.begun.person_id == "mihon-hanako"


def test_an_administrator_hands_over_and_the_last_one_cannot_simply_leave(post, administrator, settings):
    settings.DEMO = False
    user_for("mihon-taro", "taro", Role.ADMINISTRATOR)
    before = state()
    with pytest.raises(RuleBroken) as refused:
        transfer(actor=administrator, asked=Transfer(post, FIRST, person="mihon-hanako"), reason="見本")
    assert refused.value.code == "role.last_administrator"
    assert state() == before
    user_for("mihon-hanako", "hanako", role=None)
    asked = Transfer(post, FIRST, person="mihon-hanako", hand_over_roles=True)
    assert transfer(actor=administrator, asked=asked, reason="見本").roles_begun


def test_a_post_falls_vacant(post, administrator):
    outcome = transfer(actor=administrator, asked=Transfer(post, FIRST), reason="見本")
    assert outcome.begun is None
    assert PostHolding.objects.get().period.end == LAST
    with pytest.raises(RuleBroken) as refused:
        transfer(actor=administrator, asked=Transfer(post, FIRST), reason="見本")
    assert refused.value.code == "transfer.nothing"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"successor": "person", "person": "mihon-taro"}, "person"),
        ({"successor": "person", "person": ""}, "person"),
        ({"slug": ""}, "slug"),
        ({"slug": "mihon-taro"}, "slug"),
        ({"day": "4月"}, "day"),
        ({"day": "2020-04-01"}, "day"),
        ({"post": ""}, "post"),
        ({"reason": ""}, "reason"),
    ],
)
@pytest.mark.parametrize("confirm", [{}, {"confirm": "1"}])
def test_what_cannot_be_is_said_beside_its_field_and_nothing_is_written(post, changes, field, confirm):
    before = state()
    page = signed_in("secretariat").post("/desk/transfer/", NEWCOMER | changes | confirm)
    assert page.status_code == 422
    assert field in page.context["form"].errors
    assert state()[0] == before[0]
    assert state()[2] == before[2]


def test_what_was_typed_stays_when_one_goes_back_to_mend_it(post):
    page = signed_in("secretariat").post("/desk/transfer/", NEWCOMER | {"mend": "1"})
    assert page.status_code == 200
    assert 'value="mihon-jiro"' in page.text
    assert page.context["outcome"] is None


@pytest.mark.parametrize("role", ["reader", "auditor", "finance", "reviewer", "coordinator", "institute"])
def test_readers_transfer_nobody(post, role):
    before = state()[0]
    assert signed_in(role).post("/desk/transfer/", NEWCOMER | {"confirm": "1"}).status_code == 404
    assert state()[0] == before


@pytest.mark.parametrize(
    ("today", "offered"),
    [("2026-03-01", "2026-04-01"), ("2026-05-31", "2026-04-01"), ("2026-06-01", "2027-04-01")],
)
def test_the_form_offers_the_april_that_is_meant(post, today, offered):
    with time_machine.travel(f"{today} 12:00 +0900", tick=False):
        assert f'value="{offered}"' in signed_in("secretariat").get("/desk/transfer/").text
