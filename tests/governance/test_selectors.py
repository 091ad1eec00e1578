import datetime as dt

import pytest

from renkei.core.accounts.actors import COMMAND_LINE, STRANGER
from renkei.directory.models import Organisation
from renkei.governance.models import Body, Function, Meeting, Relation
from renkei.governance.selectors import latest_meetings, relations_on
from renkei.kernel.periods import Period
from tests.builders import both, make

pytestmark = pytest.mark.django_db
DAY = dt.date(2024, 5, 1)
ENDED = Period(None, dt.date(2020, 3, 31))


def body(slug, **values):
    return make(Body, slug, name=both("見本会議"), legal_type="committee", **values)


def test_a_relation_is_told_while_both_ends_exist():
    council, old = body("council"), body("old", existence=ENDED)
    city = make(Organisation, "mihon-city", name=both("見本市"), kind="municipality")
    former = make(Organisation, "former", name=both("旧市"), kind="municipality", existence=ENDED)
    task = make(Function, "task", name=both("機能"))
    make(Relation, "now", kind="guidance", from_body=council, to_organisation=city)
    make(Relation, "ended-source", kind="guidance", from_body=old, to_organisation=city)
    make(Relation, "ended-target", kind="guidance", from_body=council, to_organisation=former)
    make(Relation, "of-a-function", kind="performs", from_organisation=city, to_function=task)
    assert {row.pk for row in relations_on(DAY)} == {"now", "of-a-function"}
    assert {row.pk for row in relations_on(dt.date(2020, 3, 31))} == {
        "now",
        "ended-source",
        "ended-target",
        "of-a-function",
    }


def test_the_latest_meetings_of_each_body_that_the_reader_may_see(django_assert_num_queries):
    bodies = [body("one"), body("two"), body("three")]
    for number in range(5):
        for name in ("one", "two"):
            held = dt.date(2020 + number, 4, 1)
            state = "internal" if (name, number) == ("two", 4) else "public"
            make(Meeting, f"{name}-{number}", body_id=name, held_on=held, publication=state)
    with django_assert_num_queries(2):
        seen = latest_meetings(bodies, 2, actor=STRANGER, at=DAY)
    assert [row.pk for row in seen] == ["one-4", "one-3", "two-3", "two-2"]
    assert "two-4" in {row.pk for row in latest_meetings(bodies, 2, actor=COMMAND_LINE, at=DAY)}
