import datetime as dt

import pytest

from renkei.core.accounts.actors import STRANGER
from renkei.core.inbox.registry import Waiting, waiting_for
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
