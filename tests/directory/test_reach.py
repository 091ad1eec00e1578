"""What a person sees, in SQL and in Python, is what the plain rules say; deputies add what they are lent."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from renkei.core.accounts.actors import COMMAND_LINE, Role
from renkei.core.accounts.permissions import Verb, may_on
from renkei.core.accounts.services import create_user, set_password
from renkei.core.files.models import Document
from renkei.core.history.journal import journal
from renkei.core.publication.selectors import is_visible, visible_to, within_reach
from renkei.core.records.kinds import kind_of
from renkei.core.records.services import change_record
from renkei.directory.deputies import appoint_deputy, end_deputy
from renkei.directory.models import Deputy, Organisation, RoleAssignment, Unit
from renkei.directory.selectors import actor_of
from renkei.directory.services import assign_role, end_role, end_user
from renkei.kernel.errors import RuleBroken
from renkei.kernel.periods import Period
from tests.builders import both, make, make_many
from tests.reach import Held, sees, writes

pytestmark = pytest.mark.django_db
DAY = dt.date(2022, 8, 1)
PASSWORD = "mihon no nagai aikotoba"
YEAR = Period(dt.date(2022, 4, 1), dt.date(2023, 3, 31))
ORGANISATIONS = ("mihon-city", "mihon-university", "mihon-institute")
UNITS = {"mihon-desk": "mihon-city", "mihon-desk-two": "mihon-city", "mihon-office": "mihon-university"}
ROLES = (Role.SECRETARIAT, Role.READER, Role.FINANCE)


@pytest.fixture
def organisations():
    for slug in ("mihon-city", "mihon-university"):
        make(Organisation, slug, name=both(slug), kind="other")
    make(Organisation, "mihon-institute", name=both("研究所"), kind="other", parent_id="mihon-university")
    make(Unit, "mihon-desk", organisation_id="mihon-city", name=both("課"), kind="other")
    make(Unit, "mihon-office", organisation_id="mihon-university", name=both("室"), kind="other")
    make(
        Unit,
        "mihon-desk-two",
        organisation_id="mihon-city",
        parent_id="mihon-desk",
        name=both("係"),
        kind="other",
    )


@pytest.fixture
def papers(organisations):
    """A document for every way in which a record can be held, shared and published."""
    homes = [
        ("", ""),
        *((name, "") for name in ORGANISATIONS),
        *((home, unit) for unit, home in UNITS.items()),
    ]
    ways = itertools.product(
        homes, ("", *ORGANISATIONS, "mihon-city mihon-institute", "*"), ("internal", "public")
    )
    rows = [
        {
            "slug": f"paper-{number}",
            "title": both("資料"),
            "holder": holder,
            "holder_unit": unit,
            "shared_with": shared if holder else "",
            "publication": publication,
        }
        for number, ((holder, unit), shared, publication) in enumerate(ways)
    ]
    make_many(Document, rows)
    assert len(rows) > 80
    return list(Document.objects.order_by("pk"))


places = st.one_of(
    st.just((None, None)),
    st.sampled_from(ORGANISATIONS).map(lambda name: (name, None)),
    st.sampled_from(sorted(UNITS)).map(lambda unit: (UNITS[unit], unit)),
)
holdings = st.lists(
    st.tuples(st.sampled_from(ROLES), places).map(lambda pair: Held(pair[0], *pair[1])), max_size=3
)


def person(name, roles):
    user = create_user(actor=COMMAND_LINE, name=name)
    give(user, roles)
    return user


def give(user, roles):
    for held in roles:
        assign_role(
            actor=COMMAND_LINE,
            user=user,
            role=Role(held.role),
            organisation=Organisation.objects.filter(pk=held.organisation).first(),
            unit=Unit.objects.filter(pk=held.unit).first(),
        )


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(roles=holdings)
def test_the_scope_is_what_the_plain_rules_say(papers, roles):
    user = person("taro", [])
    try:
        give(user, roles)
        actor = actor_of(user, DAY)
        expected = {row.pk for row in papers if row.publication == "public" or sees(roles, "document", row)}
        assert set(visible_to(Document.objects.all(), actor, DAY).values_list("pk", flat=True)) == expected
        assert {row.pk for row in papers if is_visible(row, actor, DAY)} == expected
        for verb in (Verb.CHANGE, Verb.WITHDRAW, Verb.LOAD):
            written = {row.pk for row in papers if writes(roles, verb, "document", row)}
            assert {row.pk for row in papers if may_on(actor, verb, "document", row.holding())} == written
            assert (
                set(within_reach(Document.objects.all(), actor, verb).values_list("pk", flat=True)) == written
            )
    finally:
        with journal(actor=COMMAND_LINE, action="test"):
            user.delete()


def test_rights_take_one_query_or_three(organisations, django_assert_num_queries):
    everywhere = person("jiro", [Held("reader"), Held("finance")])
    narrowed = person("hanako", [Held("reader", "mihon-city"), Held("finance", "mihon-city", "mihon-desk")])
    with django_assert_num_queries(1):
        actor_of(everywhere, DAY)
    with django_assert_num_queries(3):
        actor_of(narrowed, DAY)


def test_a_unit_belongs_to_the_organisation_of_the_role(organisations):
    user = person("hanako", [])
    with pytest.raises(RuleBroken) as refused:
        give(user, [Held("reader", "mihon-university", "mihon-desk")])
    assert refused.value.code == "role.unit_elsewhere"
    assert not RoleAssignment.objects.exists()


def test_a_deputy_has_the_others_roles_while_it_lasts_and_the_act_says_so(papers, administrator):
    hanako = person("hanako", [Held("secretariat", "mihon-city")])
    jiro = person("jiro", [Held("reader", "mihon-university")])
    appoint_deputy(actor=administrator, user=hanako, deputy=jiro, period=YEAR, reason="休暇")
    before, during = actor_of(jiro, dt.date(2022, 3, 31)), actor_of(jiro, DAY)
    mine = next(
        row for row in papers if row.holder == "mihon-city" and not row.shared_with and not row.holder_unit
    )
    assert not may_on(before, Verb.CHANGE, "document", mine.holding())
    assert may_on(during, Verb.CHANGE, "document", mine.holding())
    change_record(
        actor=during,
        kind=kind_of("document"),
        slug=mine.pk,
        revision=1,
        values={"language": "ja"},
        reason="直す",
    )
    metadata = Document.pgh_event_model.objects.order_by("-pgh_id").first().pgh_context.metadata
    assert (metadata["actor"], metadata["for"]) == ("jiro", "hanako")


def test_a_deputy_of_an_administrator_handles_no_users(administrator):
    boss, jiro = person("boss", [Held("administrator")]), person("jiro", [Held("reader")])
    appoint_deputy(actor=administrator, user=boss, deputy=jiro, period=YEAR, reason="休暇")
    with pytest.raises(RuleBroken) as refused:
        assign_role(actor=actor_of(jiro, DAY), user=jiro, role=Role.ADMINISTRATOR)
    assert refused.value.code == "permission.refused"


def test_nobody_deputises_for_themselves_in_a_ring_or_in_a_chain(administrator):
    a, b, c = (person(name, [Held("reader")]) for name in "abc")

    def code(user, deputy, period=YEAR):
        with pytest.raises(RuleBroken) as refused:
            appoint_deputy(actor=administrator, user=user, deputy=deputy, period=period, reason="休暇")
        return refused.value.code

    appoint_deputy(actor=administrator, user=b, deputy=a, period=YEAR, reason="休暇")
    assert code(a, a) == "deputy.oneself"
    assert code(a, b) == "deputy.chain"
    assert code(a, c) == "deputy.chain"
    assert code(c, b) == "deputy.chain"
    assert code(b, a) == "deputy.twice"
    assert code(c, a, Period(DAY, None)) == "deputy.no_end"
    assert Deputy.objects.count() == 1
    later = Period(dt.date(2023, 4, 1), dt.date(2023, 4, 30))
    appoint_deputy(
        actor=administrator, user=a, deputy=c, period=later, reason="出張"
    )  # another time is no chain


@pytest.mark.parametrize("ended", ["user", "deputy"])
def test_who_is_ended_neither_has_a_deputy_nor_is_one(administrator, ended):
    pair = {"user": person("hanako", [Held("finance")]), "deputy": person("jiro", [Held("reader")])}
    appoint_deputy(actor=administrator, **pair, period=YEAR, reason="休暇")
    now = dt.datetime(2022, 8, 1, tzinfo=dt.UTC)
    end_user(actor=administrator, user=pair[ended], at=now, day=DAY, reason="退職")
    assert Deputy.objects.get().period.end == dt.date(2022, 7, 31)
    assert Role.FINANCE not in {grant.role for grant in actor_of(pair["deputy"], DAY).all_grants()}
    with pytest.raises(RuleBroken) as refused:
        appoint_deputy(actor=administrator, **pair, period=YEAR, reason="休暇")
    assert refused.value.code == "deputy.ended"


def test_a_deputy_ends_early_and_only_administrators_decide_it(administrator, secretariat):
    hanako, jiro = person("hanako", [Held("finance")]), person("jiro", [])
    with pytest.raises(RuleBroken):
        appoint_deputy(actor=secretariat, user=hanako, deputy=jiro, period=YEAR, reason="休暇")
    made = appoint_deputy(actor=administrator, user=hanako, deputy=jiro, period=YEAR, reason="休暇")
    assert not actor_of(jiro, DAY).is_stranger
    end_deputy(actor=administrator, deputy=made, last_day=dt.date(2022, 7, 31), reason="戻った")
    assert actor_of(jiro, DAY).is_stranger


def test_a_narrowed_administrator_gives_no_roles_and_is_not_the_last_one(organisations, administrator):
    local = person("local", [Held("administrator", "mihon-city")])
    actor = actor_of(local, DAY)
    with pytest.raises(RuleBroken) as refused:
        assign_role(actor=actor, user=local, role=Role.ADMINISTRATOR)
    assert refused.value.code == "permission.refused"
    boss = create_user(actor=COMMAND_LINE, name="boss", password=PASSWORD)
    given = assign_role(actor=COMMAND_LINE, user=boss, role=Role.ADMINISTRATOR)
    with journal(actor=COMMAND_LINE, action="test"):
        set_password(user=local, password=PASSWORD)
    with pytest.raises(RuleBroken) as last:
        end_role(actor=administrator, assignment=given, last_day=DAY)
    assert last.value.code == "role.last_administrator"
