from __future__ import annotations

from decimal import Decimal

import pytest

from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.figures.service import answers_as_json
from tests.core.figures import rows
from tests.core.figures.rows import TODAY

pytestmark = pytest.mark.django_db


def test_as_plain_objects(sources):
    rows.pillar()
    rows.amount("a", 40_373_000, publisher_id="mihon-city")
    rows.indicator()
    rows.stated(value=None, state="not_yet_known")
    plain = {one["code"]: one for one in answers_as_json(2017, actor=COMMAND_LINE, at=TODAY)}
    assert list(plain) == ["budgets.actual", "budgets.actual.one", "research.projects"]
    money = plain["budgets.actual.one"]
    assert money.pop("definition").keys() == {"ja", "en"}
    assert money == {
        "code": "budgets.actual.one",
        "label": {"ja": "実績額（見本のone）", "en": "Actual amount: Sample one"},
        "value": 40_373_000,
        "unit": "yen",
        "kind": "flow",
        "period": {"start": "2017-04-01", "end": "2018-03-31"},
        "as_of": None,
        "basis": "actual_stage_not_stated",
        "publisher": "mihon-city",
        "printed": {"ja": "40,373千円", "en": "40,373 thousand yen"},
        "computed": {"value": 40_373_000, "lines": 1},
        "stated": [],
        "version": 1,
    }
    unknown = plain["research.projects"]
    assert (unknown["value"], unknown["computed"], unknown["printed"]["en"]) == (None, None, "not yet known")
    assert unknown["stated"] == [
        {
            "value": None,
            "state": "not_yet_known",
            "publisher": "mihon-city",
            "document": "report",
            "place": {"ja": "見本のpage 3", "en": "Sample page 3"},
            "basis": "result",
        }
    ]


def test_numbers_stay_whole_where_they_are(sources):
    rows.cluster(currency="EUR")
    rows.indicator("a.rate", unit="percent")
    rows.stated("a", indicator_id="a.rate", value=Decimal("12.5000"), precision=Decimal("0.1"))
    rows.pillar()
    rows.amount("b", 4_037_350)
    plain = {one["code"]: one for one in answers_as_json(2017, actor=COMMAND_LINE, at=TODAY)}
    assert (plain["a.rate"]["value"], plain["a.rate"]["printed"]["en"]) == (12.5, "12.5%")
    assert (plain["budgets.actual"]["value"], plain["budgets.actual"]["unit"]) == (40_373.5, "EUR")
