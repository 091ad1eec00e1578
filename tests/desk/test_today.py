import datetime as dt

import pytest
import time_machine
from django.core.signing import get_cookie_signer
from django.db import connection
from django.test.utils import CaptureQueriesContext

from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.records.kinds import kind_of
from renkei.core.records.services import change_record, withdraw_record
from renkei.core.ui.text import both as bilingual
from tests.desk.conftest import both, record, signed_in

pytestmark = pytest.mark.django_db
AUGUST = dt.datetime(2022, 8, 1, 9, 0, tzinfo=dt.UTC)


def rename(number):
    change_record(
        actor=COMMAND_LINE,
        kind=kind_of("organisation"),
        slug="mihon-city",
        revision=number,
        values={"kana": f"ミホン{number}"},
        reason="名称を直す",
    )


def test_what_is_late_stands_first_and_what_is_ahead_beside_it(mihon):
    with time_machine.travel(AUGUST, tick=False):
        page = signed_in("secretariat").get("/desk/")
    assert [(item.tag.text("ja"), item.tone) for item in page.context["waiting"]] == [
        ("28日超過", "late"),
        ("2日超過", "late"),
    ]
    assert [(item.url, item.tone) for item in page.context["ahead"]] == [
        ("/desk/agreements/agreement/mihon-agreement-1/", "neutral")
    ]
    assert "日超過" in page.text


def test_today_and_tomorrow_have_their_words(mihon):
    for day, word in ((30, "Today"), (29, "tomorrow"), (28, "in 2 days")):
        with time_machine.travel(dt.datetime(2022, 7, day, 3, tzinfo=dt.UTC), tick=False):
            page = signed_in("secretariat", "en").get("/desk/")
        assert word in [bilingual(item.tag).text("en") for item in page.context["ahead"]]


def test_a_reader_waits_for_nothing(mihon):
    page = signed_in("reader").get("/desk/")
    assert page.context["waiting"] == page.context["ahead"] == []


def seen(client, moment):
    """Give a browser the memory of a visit."""
    user = client.session["_auth_user_id"]
    client.cookies["desk_seen"] = get_cookie_signer(salt="desk_seen").sign(f"{user} {moment.isoformat()}")


def test_what_changed_since_the_last_visit_is_told_with_author_and_reason(mihon):
    desk = signed_in("secretariat")
    assert desk.get("/desk/").context["since"] is None
    rename(1)
    again = signed_in("secretariat")
    seen(again, AUGUST)
    page = again.get("/desk/")
    assert page.context["since"] == AUGUST
    told = [
        (event.text.text("ja"), event.text.text("en"), event.why, event.url) for event in page.context["new"]
    ]
    assert (
        "組織「見本市」を変更",
        "Changed: Organisation “Mihon City”",
        "名称を直す",
        "/desk/directory/organisation/mihon-city/",
    ) in told
    assert page.context["older"] == []
    assert "名称を直す" in page.text


def test_what_was_seen_is_not_new(mihon):
    desk = signed_in("secretariat")
    seen(desk, dt.datetime.now(dt.UTC) + dt.timedelta(seconds=5))
    page = desk.get("/desk/")
    assert page.context["new"] == []
    assert page.context["older"]


def test_a_visit_lasts_as_long_as_its_session(mihon):
    desk = signed_in("secretariat")
    seen(desk, AUGUST)
    first = desk.get("/desk/")
    assert first.cookies["desk_seen"].value
    assert desk.get("/desk/").context["since"] == AUGUST


def test_a_visit_of_somebody_else_does_not_count(mihon):
    other = signed_in("reader")
    other.get("/desk/")
    mine = signed_in("secretariat")
    mine.cookies["desk_seen"] = other.cookies["desk_seen"].value
    assert mine.get("/desk/").context["since"] is None
    mine = signed_in("secretariat")
    mine.cookies["desk_seen"] = "forged"
    assert mine.get("/desk/").context["since"] is None


def test_the_last_changes_name_what_they_touched(desk, mihon):
    withdraw_record(
        actor=COMMAND_LINE, kind=kind_of("duty"), slug="mihon-evaluation", revision=1, reason="誤り"
    )
    events = desk.get("/desk/").context["older"]
    withdrawn = [event for event in events if event.why == "誤り"]
    assert [(event.text.text("ja"), event.text.text("en"), event.url) for event in withdrawn] == [
        ("協定の義務「中間評価」を取り下げ", "Withdrawn: Duty “Interim evaluation”", "")
    ]


def test_people_stay_out_of_a_readers_changes(mihon):
    record(
        "person",
        "mihon-taro",
        family_name="見本",
        given_name="太郎",
        controller_id="mihon-city",
        purpose="名簿",
    )
    assert "見本 太郎" not in signed_in("reader").get("/desk/").text
    assert all(
        "人「" not in event.text.text("ja") for event in signed_in("reader").get("/desk/").context["older"]
    )


def test_today_costs_the_same_after_many_changes(desk, mihon):
    def queries():
        desk.get("/desk/")
        with CaptureQueriesContext(connection) as caught:
            desk.get("/desk/")
        return len(caught)

    few = queries()
    for number in range(1, 30):
        rename(number)
    record(
        "indicator",
        "events.visitors",
        label=both("視察者", "Visitors"),
        definition=both("数", "n"),
        unit="person",
        kind="flow",
    )
    assert queries() == few <= 20
