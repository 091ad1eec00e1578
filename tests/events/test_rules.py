"""Days stand once, and end after they begin."""

from __future__ import annotations

import pytest

from renkei.core.accounts.actors import Actor, Role
from renkei.core.records.kinds import kind_of
from renkei.core.records.services import RecordRefused, add_record, set_flaws
from renkei.desk.writes import written
from renkei.directory.models import Organisation
from renkei.events.models import Event, EventOrganiser
from renkei.indicators.models import Milestone
from renkei.kernel.localised import Localised
from renkei.programmes.models import Programme
from renkei.ventures.models import VentureCount
from tests.builders import both, make


def codes(record):
    return [(name, flaw.code) for name, flaw in record.row_flaws()]


HELD = Milestone(slug="held")


@pytest.mark.parametrize(
    ("values", "flaws"),
    [
        ({}, []),
        ({"opens": "2022-08-22"}, []),
        ({"opens": "2022-08-22", "closes": "2022-08-24"}, []),
        ({"opens": "2022-08-22", "closes": "2022-08"}, []),
        ({"milestone": HELD}, []),
        ({"milestone": HELD, "opens": "2022-08-22"}, [("opens", "event.days_twice")]),
        ({"opens": "2022-08-22", "closes": "2022-08-21"}, [("closes", "event.closes_before_it_opens")]),
        ({"closes": "2022-08-21"}, [("closes", "event.closes_before_it_opens")]),
    ],
)
def test_an_event_has_its_days_once_and_in_order(values, flaws):
    assert codes(Event(slug="e", fiscal_year=2022, **values)) == flaws


@pytest.mark.parametrize(
    ("values", "flaws"),
    [
        ({"began": "2009"}, []),
        ({"start": HELD}, []),
        ({"start": HELD, "began": "2009"}, [("began", "programme.beginning_twice")]),
        ({"began": "2009-04", "ended": "2009"}, []),
        ({"began": "2009-04", "ended": "2009-03"}, [("ended", "programme.ends_before_it_begins")]),
    ],
)
def test_a_programme_begins_once_and_ends_later(values, flaws):
    assert codes(Programme(slug="p", **values)) == flaws


@pytest.mark.parametrize(
    ("values", "flaws"),
    [
        ({"counted_from": "2015"}, []),
        ({"counted_from": "2015", "counted_until": "2020", "reason": Localised.both("合併", "merged")}, []),
        ({"counted_until": "2020"}, [("reason", "venture.reason_missing")]),
        (
            {"counted_from": "2015", "counted_until": "2014", "reason": Localised.both("誤り", "mistake")},
            [("counted_until", "venture.left_before_counted")],
        ),
    ],
)
def test_a_venture_leaves_a_count_with_a_reason_and_after_it_entered(values, flaws):
    assert codes(VentureCount(slug="v", **values)) == flaws


@pytest.mark.parametrize(
    ("values", "flaws"),
    [
        ({"happened": "2022-08-22", "ended": "2022-08-24", "year_kind": "exact"}, []),
        ({"happened": "2023-02", "ended": "2022", "year_kind": "fiscal"}, []),
        (
            {"happened": "2023-02", "ended": "2022", "year_kind": "calendar"},
            [("ended", "milestone.ends_before_it_begins")],
        ),
        ({"ended": "2022", "year_kind": "calendar"}, []),
    ],
)
def test_a_milestone_ends_no_earlier_than_it_begins(values, flaws):
    assert codes(Milestone(slug="m", **values)) == flaws


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("ended", "flaws"), [("", []), ("2009", []), ("2008-12", ["programme.ends_before_it_begins"])]
)
@pytest.mark.parametrize(("kind", "slug"), [("programme", "p"), ("milestone", "began")])
def test_a_programme_ends_no_earlier_than_its_milestone(ended, flaws, kind, slug):
    start = make(Milestone, "began", title=both("開始"), happened="2009-04", year_kind="exact")
    make(Programme, "p", title=both("制度"), start=start, ended=ended)
    assert [flaw.code for _, _, _, flaw in set_flaws(kind_of(kind), slug)] == flaws


@pytest.mark.django_db
def test_an_organisation_organises_an_event_once_in_a_role():
    make(Organisation, "city", name=both("見本市"), kind="municipality")
    make(Event, "e", title=both("会"), fiscal_year=2022)
    make(EventOrganiser, "host", event_id="e", organisation_id="city", role="host")
    make(EventOrganiser, "support", event_id="e", organisation_id="city", role="support")
    office = Actor("office", frozenset({Role.STRANGER, Role.SECRETARIAT}), 1)
    values = {"slug": "again", "event_id": "e", "organisation_id": "city", "role": "host"}
    kind = kind_of("eventorganiser")
    with pytest.raises(RecordRefused) as refused:
        written(kind, lambda: add_record(actor=office, kind=kind, values=values, reason="test"))
    assert [(name, flaw.code) for name, flaw in refused.value.flaws] == [("role", "record.not_unique")]
    assert EventOrganiser.objects.count() == 2
