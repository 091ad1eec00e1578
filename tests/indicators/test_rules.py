from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renkei.core.records.kinds import kind_of
from renkei.core.records.services import RecordRefused, add_record
from renkei.indicators.enums import ValueState
from renkei.indicators.rules import KNOWN, known_needs_value, like_the_computed
from tests.core.figures.rows import both


@given(st.sampled_from(ValueState.values), st.none() | st.integers(-2, 2).map(Decimal))
def test_a_number_stands_exactly_where_it_is_known(state, value):
    flaws = list(known_needs_value(state, value))
    assert (flaws == []) == ((state in KNOWN) == (value is not None))


def test_zero_is_a_number():
    assert list(known_needs_value("exact", Decimal(0))) == []


def test_an_indicator_agrees_with_what_is_computed_under_its_code():
    assert list(like_the_computed("project", "flow", None)) == []
    assert list(like_the_computed("meeting", "flow", ("meeting", "flow"))) == []
    flaws = [(name, flaw.code) for name, flaw in like_the_computed("project", "stock", ("meeting", "flow"))]
    assert flaws == [("unit", "indicator.unit_differs"), ("kind", "indicator.kind_differs")]


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["governance.meetings_held", "governance.meetings_held.council"])
def test_the_record_is_refused(secretariat, code):
    values = {
        "slug": code,
        "label": both("label"),
        "definition": both("definition"),
        "unit": "decision",
        "kind": "flow",
    }
    with pytest.raises(RecordRefused) as refused:
        add_record(actor=secretariat, kind=kind_of("indicator"), values=values, reason="test")
    assert [(name, flaw.code) for name, flaw in refused.value.flaws] == [("unit", "indicator.unit_differs")]
    values |= {"unit": "meeting"}
    assert add_record(actor=secretariat, kind=kind_of("indicator"), values=values, reason="test").pk == code
