"""The calendar of deadlines: complete, permission-true, narrowed, and as a file for one's own calendar."""

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from renkei.core.accounts.actors import COMMAND_LINE, Role
from renkei.core.accounts.models import User
from renkei.core.accounts.services import deactivate
from renkei.core.history.journal import journal
from renkei.core.inbox.registry import deadlines
from renkei.directory.models import Organisation
from renkei.directory.services import Given, add_user, assign_role, end_role, invite_user
from renkei.kernel.periods import Period
from tests.desk.conftest import both, record, signed_in

pytestmark = pytest.mark.django_db
AUGUST = dt.datetime(2022, 8, 1, 9, tzinfo=dt.UTC)
START, END = dt.date(2022, 1, 1), dt.date(2023, 12, 31)


def told(actor, start=START, end=END):
    return [(item.kind, item.slug, item.day) for item in deadlines(actor, AUGUST.date(), start, end)]


def ending_records():
    record(
        "seat",
        "mihon-chair",
        body_id="mihon-council",
        role="chair",
        organisation_id="mihon-city",
        period=Period(dt.date(2020, 4, 1), dt.date(2022, 10, 31)),
    )
    record(
        "person",
        "mihon-taro",
        family_name="見本",
        controller_id="mihon-city",
        purpose="名簿",
        keep_until=dt.date(2022, 9, 30),
    )
    record(
        "pillar",
        "mihon-pillar",
        number=1,
        title=both("見本の柱", "Mihon pillar"),
        publication="public",
        public_until=dt.date(2022, 12, 31),
    )


def test_every_context_tells_its_days(mihon, administrator):
    ending_records()
    user, _, _ = invite_user(
        actor=administrator,
        name="hanako",
        email="hanako@example.jp",
        given=Given(Role.READER, Period(dt.date(2022, 4, 1), dt.date(2023, 3, 30))),
        person=None,
        at=AUGUST,
    )
    assert told(administrator) == [
        ("meeting", "mihon-council-2022", dt.date(2022, 7, 4)),
        ("duty", "mihon-evaluation", dt.date(2022, 7, 30)),
        ("user", str(user.pk), dt.date(2022, 8, 8)),
        ("person", "mihon-taro", dt.date(2022, 9, 30)),
        ("seat", "mihon-chair", dt.date(2022, 10, 31)),
        ("pillar", "mihon-pillar", dt.date(2022, 12, 31)),
        ("user", str(user.pk), dt.date(2023, 3, 30)),
        ("agreement", "mihon-agreement-1", dt.date(2023, 3, 31)),
    ]
    assert told(administrator, dt.date(2022, 9, 1), dt.date(2022, 10, 30)) == [
        ("person", "mihon-taro", dt.date(2022, 9, 30))
    ]


def test_who_sees_no_users_and_no_people_is_told_nothing_of_them(mihon, administrator, reader, stranger):
    invite_user(
        actor=administrator,
        name="hanako",
        email="hanako@example.jp",
        given=Given(Role.READER, Period(dt.date(2022, 4, 1), None)),
        person=None,
        at=AUGUST,
    )
    kinds = {kind for kind, _, _ in told(reader)}
    assert kinds == {"meeting", "duty", "agreement"}
    assert told(stranger) == [
        ("agreement", "mihon-agreement-1", dt.date(2023, 3, 31))
    ]  # the one that is public


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_page_shows_six_months_with_owner_and_days(mihon, language):
    with time_machine.travel(AUGUST, tick=False):
        page = signed_in("reader", language).get("/desk/deadlines/?from=2022-07")
    [(month, items)] = page.context["months"]
    assert (month.year, month.month) == (2022, 7)
    assert [item.url for item in items] == [
        "/desk/governance/meeting/mihon-council-2022/",
        "/desk/agreements/duty/mihon-evaluation/",
    ]
    assert [item.tag.text(language) for item in items] == (
        ["28日超過", "2日超過"] if language == "ja" else ["28 days late", "2 days late"]
    )
    assert ("見本市" if language == "ja" else "Mihon City") in page.text


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("kind=duty", ["mihon-evaluation"]),
        ("organisation=mihon-city", ["mihon-evaluation"]),
        ("whose=mine", ["mihon-council-2022", "mihon-evaluation"]),
        ("kind=agreement", []),
        ("kind=nonsense", []),
    ],
)
def test_it_is_narrowed(mihon, query, slugs):
    with time_machine.travel(AUGUST, tick=False):
        page = signed_in("secretariat").get(f"/desk/deadlines/?from=2022-07&{query}")
    assert [item.url.split("/")[-2] for _, items in page.context["months"] for item in items] == slugs
    assert bool(slugs) != ("この期間に期限はありません" in page.text)


def test_mine_is_what_the_organisation_of_my_role_must_do(mihon):
    user = add_user(actor=COMMAND_LINE, name="hanako", role="reader")
    for assignment in user.role_assignments.all():
        end_role(actor=COMMAND_LINE, assignment=assignment, last_day=dt.date(2021, 1, 1))
    assign_role(
        actor=COMMAND_LINE,
        user=user,
        role=Role.SECRETARIAT,
        organisation=Organisation.objects.get(pk="mihon-city"),
    )
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    with time_machine.travel(AUGUST, tick=False):
        page = client.get("/desk/deadlines/?from=2022-07&whose=mine")
    assert [item.url.split("/")[-2] for _, items in page.context["months"] for item in items] == [
        "mihon-evaluation"
    ]


@pytest.mark.parametrize("month", ["", "2022-13", "x", "9999-12", "0001-01", "2022-07-01"])
def test_a_month_that_is_none_is_the_present_one(mihon, month):
    with time_machine.travel(AUGUST, tick=False):
        assert signed_in("reader").get("/desk/deadlines/", {"from": month}).context["first"] == dt.date(
            2022, 8, 1
        )


def test_many_deadlines_cost_no_more_queries(mihon):
    def queries():
        desk.get("/desk/deadlines/?from=2022-07")
        with CaptureQueriesContext(connection) as caught:
            page = desk.get("/desk/deadlines/?from=2022-07")
        return len(caught), page.context["count"]

    desk = signed_in("administrator")
    few, before = queries()
    for number in range(1, 20):
        record(
            "duty",
            f"mihon-duty-{number}",
            agreement_id="mihon-agreement-1",
            organisation_id="mihon-university",
            title=both(f"報告{number}", f"Report {number}"),
            due_on=dt.date(2022, 9, number),
        )
    many, after = queries()
    assert after == before + 19
    assert many == few <= 25


def test_ones_own_calendar_has_a_secret_address_that_can_be_taken_away(mihon):
    desk = signed_in("secretariat")
    assert "calendar/" not in desk.get("/desk/settings/mails/").text.replace("settings/calendar/", "")
    desk.post("/desk/settings/calendar/", {"verb": "open"})
    first = desk.get("/desk/settings/mails/").context["calendar"].removeprefix("http://127.0.0.1:8000")
    with time_machine.travel(AUGUST, tick=False):
        answer = Client().get(first)
        file = Calendar.from_ical(answer.content)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert [(str(e["summary"]), e.decoded("dtstart")) for e in file.walk("VEVENT")] == [
        ("開催の記録がまだです：第2回見本推進会議", dt.date(2022, 7, 4)),
        ("中間評価（見本協定 第1期）", dt.date(2022, 7, 30)),
        ("期間の満了：見本協定 第1期", dt.date(2023, 3, 31)),
    ]
    assert len({str(e["uid"]) for e in file.walk("VEVENT")}) == 3
    desk.post("/desk/settings/calendar/", {"verb": "renew"})
    second = desk.get("/desk/settings/mails/").context["calendar"].removeprefix("http://127.0.0.1:8000")
    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200
    user = User.objects.get(username="secretariat")

    with journal(actor=COMMAND_LINE, action="end"):
        deactivate(user=user)
    assert Client().get(second).status_code == 404
    assert Client().get("/calendar/.ics").status_code == 404


def test_the_list_is_downloaded_as_a_file(mihon):
    with time_machine.travel(AUGUST, tick=False):
        answer = signed_in("reader", "en").get("/desk/deadlines/?from=2022-07&kind=duty&form=ics")
    [event] = Calendar.from_ical(answer.content).walk("VEVENT")
    assert str(event["summary"]) == "Interim evaluation (Mihon agreement, first term)"
    assert str(event["url"]) == "http://127.0.0.1:8000/desk/agreements/duty/mihon-evaluation/"
