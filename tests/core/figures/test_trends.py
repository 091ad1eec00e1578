"""Over the years."""

from __future__ import annotations

import datetime as dt

import pytest

from renkei.core.accounts.actors import COMMAND_LINE, STRANGER
from renkei.core.figures.service import history, known_years
from tests.core.figures import rows
from tests.core.figures.rows import TODAY

pytestmark = pytest.mark.django_db


def test_known_years(sources):
    rows.indicator()
    rows.stated()
    rows.stated("inside", fiscal_year=2011, publication="internal")
    rows.body()
    rows.meeting("a", dt.date(2020, 3, 31))
    rows.pillar()
    rows.amount("b", 5, fiscal_year=2022)
    assert known_years(COMMAND_LINE, TODAY) == [2011, 2017, 2019, 2022]
    assert known_years(STRANGER, TODAY) == [2017, 2019, 2022]


def test_a_trend_joins_like_points_only(sources):
    rows.organisation("university")
    rows.indicator(version=2)
    for year, values in {
        2010: {},
        2011: {},
        2012: {"basis": "planned"},
        2013: {"basis": "planned"},
        2014: {"basis": "planned", "publisher_id": "university"},
        2015: {"basis": "planned", "publisher_id": "university", "definition_version": 2},
        2017: {"basis": "planned", "publisher_id": "university", "definition_version": 2},
        2018: {
            "basis": "planned",
            "publisher_id": "university",
            "definition_version": 2,
            "state": "not_stated",
            "value": None,
        },
    }.items():
        rows.stated(f"y{year}", fiscal_year=year, **values)
    points = history(["research.projects", "no.such"], actor=COMMAND_LINE, at=TODAY)
    assert points["no.such"] == []
    assert [(one.fiscal_year, one.joined) for one in points["research.projects"]] == [
        (2010, False),
        (2011, True),
        (2012, False),
        (2013, True),
        (2014, False),
        (2015, False),
        (2017, False),
        (2018, False),
    ]


def test_mixed_stages_are_never_joined():
    rows.pillar("one")
    rows.pillar("two", 2)
    for year in (2016, 2017):
        rows.amount(f"a{year}", 10, fiscal_year=year, basis="actual_final")
        rows.amount(f"b{year}", 5, fiscal_year=year, pillar_id="two")
    points = history(["budgets.actual", "budgets.actual.one"], actor=COMMAND_LINE, at=TODAY)
    assert [one.joined for one in points["budgets.actual"]] == [False, False]
    assert [one.joined for one in points["budgets.actual.one"]] == [False, True]
