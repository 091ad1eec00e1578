import datetime as dt

import pytest
import time_machine

from renkei.agreements.models import Duty
from renkei.core.accounts.actors import COMMAND_LINE, STRANGER, Role
from renkei.core.accounts.permissions import Verb
from renkei.core.inbox.due import Due
from renkei.core.inbox.registry import Provider, _told, deadlines, waiting_for
from renkei.core.inbox.waiting import Waiting, Window
from renkei.core.publication.selectors import visible_to, within_reach
from renkei.core.records.kinds import kind_of
from renkei.directory.models import Organisation
from renkei.directory.selectors import actor_of
from renkei.privacy.enums import CaseKind
from renkei.privacy.services.breaches import record_breach
from renkei.privacy.services.cases import open_case
from tests.cast import OTHER, OWN, narrowed, signed_in_as
from tests.desk.conftest import both, record

pytestmark = pytest.mark.django_db
AUGUST = dt.date(2022, 8, 1)


def found(actor, at=AUGUST):
    return [(item.kind, item.slug, item.day) for item in waiting_for(actor, at)]


def test_what_is_late_comes_first_and_what_has_no_day_last(mihon, secretariat):
    record(
        "indicator",
        "events.visitors",
        label=both("視察者", "Visitors"),
        definition=both("数", "Number"),
        unit="person",
        kind="flow",
    )
    record(
        "statedvalue",
        "visitors-2021",
        indicator_id="events.visitors",
        fiscal_year=2021,
        state="not_yet_known",
        publisher_id="mihon-city",
        document_id="mihon-report",
        place=both("1頁", "page 1"),
    )
    assert found(secretariat) == [
        ("meeting", "mihon-council-2022", dt.date(2022, 7, 4)),
        ("duty", "mihon-evaluation", dt.date(2022, 7, 30)),
        ("agreement", "mihon-agreement-1", dt.date(2023, 3, 31)),
        ("statedvalue", "visitors-2021", None),
    ]


def test_a_value_stated_since_waits_no_more(mihon, secretariat):
    record(
        "indicator",
        "events.visitors",
        label=both("視察者", "Visitors"),
        definition=both("数", "Number"),
        unit="person",
        kind="flow",
    )
    for slug, state, value, basis in (
        ("open", "not_yet_known", None, "stated"),
        ("known", "exact", 5, "result"),
    ):
        record(
            "statedvalue",
            slug,
            indicator_id="events.visitors",
            fiscal_year=2021,
            state=state,
            value=value,
            basis=basis,
            publisher_id="mihon-city",
            document_id="mihon-report",
            place=both("1頁", "page 1"),
        )
    assert not [kind for kind, _, _ in found(secretariat) if kind == "statedvalue"]


def test_what_lies_far_ahead_does_not_wait_yet(mihon, secretariat):
    assert found(secretariat, dt.date(2021, 1, 1)) == []


def test_a_term_with_a_successor_does_not_wait(mihon, secretariat):
    record(
        "agreement",
        "mihon-agreement-2",
        family_id="mihon-agreements",
        title=both("第2期", "Second"),
        predecessor_id="mihon-agreement-1",
    )
    assert "agreement" not in {kind for kind, _, _ in found(secretariat)}


def test_only_who_may_change_is_waited_for(mihon, reader):
    assert waiting_for(reader, AUGUST) == []
    assert waiting_for(STRANGER, AUGUST) == []


def test_lateness_is_counted_in_days():
    item = Waiting("duty", "x", both("義務", "duty"), dt.date(2022, 7, 30))
    assert item.days_late(AUGUST) == 2
    assert item.days_late(dt.date(2022, 7, 30)) == 0
    assert Waiting("duty", "x", both("義務", "duty")).days_late(AUGUST) == 0


def work_of_two(mihon):
    """A duty of each organisation, beside the common one."""
    for place in (OWN, OTHER):
        values = {"title": both("義務", "Duty"), "due_on": AUGUST, "holder": place}
        record("duty", f"{place}-duty", agreement_id="mihon-agreement-1", **values)


def test_each_is_told_of_the_work_of_their_own_organisation(mihon):
    work_of_two(mihon)
    told = [slug for _, slug, _ in found(actor_of(narrowed("secretariat"), AUGUST))]
    assert told == [f"{OWN}-duty"]
    whole = [slug for _, slug, _ in found(actor_of(narrowed("secretariat", None), AUGUST))]
    assert {f"{OWN}-duty", f"{OTHER}-duty", "mihon-evaluation"} <= set(whole)


@pytest.mark.parametrize("place", [OWN, OTHER, None])
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.STRANGER])
def test_nobody_is_told_of_more_than_they_see(mihon, role, place):
    work_of_two(mihon)
    actor = actor_of(narrowed(role, place), AUGUST)
    for verb in (Verb.VIEW, Verb.CHANGE):
        for item in deadlines(actor, AUGUST, dt.date(2020, 1, 1), dt.date(2030, 1, 1), verb):
            record_of = kind_of(item.kind).model._default_manager.filter(pk=item.slug)
            assert visible_to(record_of, actor, AUGUST).exists(), (role, place, item)
            assert verb is Verb.VIEW or within_reach(record_of, actor, Verb.CHANGE).exists()


def test_a_provider_that_tells_too_much_is_held_back(mihon):
    """Also one that forgets whose work it is shows nobody's but the actor's."""
    work_of_two(mihon)

    def careless(window):
        for slug in Duty.objects.values_list("pk", flat=True):
            yield Waiting("duty", slug, both("義務", "duty"), AUGUST)
        yield Waiting("round", "x", both("照会", "round"), AUGUST)
        yield Waiting("user", "1", both("利用者", "user"), AUGUST)

    window = Window(actor_of(narrowed("administrator"), AUGUST), Verb.CHANGE, AUGUST, None, AUGUST)
    provider = Provider(careless, dt.timedelta(), None)
    assert [(item.kind, item.slug) for item in _told([(provider, window)])] == [("duty", f"{OWN}-duty")]


def test_a_query_is_kept_to_what_the_actor_reaches_and_to_the_oldest(mihon):
    work_of_two(mihon)
    said = both("義務：{title}", "Duty: {title}")
    provider = Provider(
        lambda _: [Due(Duty.objects.all(), said, {"title": "title"}, "due_on")], dt.timedelta(), None
    )

    def told(place, **asked):
        actor = actor_of(narrowed("administrator", place), AUGUST)
        window = Window(actor, Verb.CHANGE, AUGUST, None, dt.date(2030, 1, 1), **asked)
        return [item.slug for item in _told([(provider, window)])]

    assert told(OWN) == [f"{OWN}-duty"]
    everybodys = told(None)
    assert len(everybodys) > 2
    assert told(None, most=1) == everybodys[:1]


def test_requests_and_breaches_wait_and_lead_to_their_pages(mihon):
    """They are no records of the cluster, so that their addresses are their own."""
    city = Organisation.objects.get(pk=OWN)
    user = narrowed("secretariat", None)
    case = open_case(
        actor=COMMAND_LINE,
        kind=CaseKind.DISCLOSURE,
        subject_kind="user",
        subject=user.username,
        controller=city,
        received_on=AUGUST,
    )
    breach = record_breach(
        actor=COMMAND_LINE, known_on=AUGUST, persons={OWN: 3}, happened="見本", items="氏名"
    )
    desk = signed_in_as(user)
    addresses = [f"/desk/privacy/cases/{case.number}/", f"/desk/privacy/breaches/{breach.number}/"]
    with time_machine.travel(dt.datetime(2022, 8, 1, 3, tzinfo=dt.UTC), tick=False):
        for page in ("/desk/", "/desk/deadlines/?from=2022-07"):
            text = desk.get(page).text
            assert [address in text for address in addresses] == [True, True], page
        assert desk.get("/desk/deadlines/?kind=privacycase").status_code == 200
        narrow = signed_in_as(narrowed("secretariat")).get("/desk/").text
        assert [desk.get(address).status_code for address in addresses] == [200, 200]
    assert not [address for address in addresses if address in narrow]
