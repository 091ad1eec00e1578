"""The rules over several rows hold for single changes, too, from whichever side they are broken."""

from __future__ import annotations

import datetime as dt

import pytest

from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.records.kinds import kind_of
from renkei.core.records.services import RecordRefused, change_record
from renkei.core.tables.service import load_package
from renkei.kernel.periods import Period
from tests.core.tables.test_round_trip import MIHON

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def mihon(settings, tmp_path):
    place = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": tmp_path / "f"},
    }
    settings.STORAGES = settings.STORAGES | {"default": place}
    load_package(MIHON, actor=COMMAND_LINE)


BROKEN = [
    ("seat", "council-chair", {"period": Period(dt.date(2014, 3, 31), None)}, "seat.outside_body"),
    ("body", "mihon-council", {"existence": Period(dt.date(2015, 4, 1), None)}, "seat.outside_body"),
    ("body", "mihon-council", {"existence": Period(None, dt.date(2023, 7, 9))}, "meeting.outside_body"),
    ("meeting", "council-2023", {"held_on": dt.date(2014, 3, 31)}, "meeting.outside_body"),
    ("agreement", "mihon-three-party-1", {"term_number": 3}, "agreement.predecessor"),
    ("agreement", "mihon-three-party-1", {"predecessor_id": "mihon-three-party-2"}, "record.loop"),
    ("body", "mihon-council", {"parent_id": "mihon-committee"}, "record.loop"),
    ("organisation", "mihon-university", {"parent_id": "mihon-university"}, "record.loop"),
    ("measure", "research-2023", {"side": "plan"}, "item.measure"),
    ("measure", "research-2023", {"fiscal_year": 2022}, "amount.measure"),
    ("item", "item-joint-2023", {"pillar_id": "mihon-research", "measure_id": None}, "item.parent"),
    ("indicator", "research.joint_projects.local", {"unit": "person"}, "units.unlike"),
    ("statedvalue", "joint-projects-2023", {"value": "19.5"}, "value.not_whole"),
    ("statedvalue", "joint-projects-2023", {"definition_version": 2}, "value.version"),
    ("unit", "mihon-city-industry", {"parent_id": "mihon-prefecture-planning"}, "unit.parent"),
]


@pytest.mark.parametrize(("kind", "slug", "values", "code"), BROKEN, ids=lambda value: str(value)[:40])
def test_a_change_that_breaks_a_rule_over_several_rows(kind, slug, values, code):
    with pytest.raises(RecordRefused) as refused:
        change_record(
            actor=COMMAND_LINE, kind=kind_of(kind), slug=slug, revision=1, values=values, reason="試み"
        )
    assert code in {flaw.code for _, flaw in refused.value.flaws}
    assert kind_of(kind).model.objects.get(pk=slug).revision == 1


def test_a_change_that_breaks_none():
    change_record(
        actor=COMMAND_LINE,
        kind=kind_of("seat"),
        slug="council-chair",
        revision=1,
        values={"period": Period(dt.date(2014, 4, 1), dt.date(2023, 3, 31))},
        reason="任期満了",
    )
