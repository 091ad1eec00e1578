from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from renkei.core.figures.answers import FigureAnswer, MoneyStyle, combine
from renkei.core.figures.enums import FigureKind
from renkei.core.figures.registry import FigureDefinition
from renkei.kernel.errors import RuleBroken
from renkei.kernel.fiscal import FiscalYear
from renkei.kernel.localised import Localised
from renkei.kernel.money import CURRENCIES, DisplayUnit
from renkei.kernel.quantities import State
from renkei.kernel.units import CountedUnit


def an_answer(
    value: Decimal | int | None, unit: str = "project", state: str = "exact", **values
) -> FigureAnswer:
    label = Localised.both("見本", "Sample")
    definition = FigureDefinition("sample.code", label, label, CountedUnit(unit), FigureKind.FLOW)
    given: dict[str, Any] = {
        "prints": "stated",
        "precision": Decimal(1),
        "as_of": None,
        "basis": None,
        "publisher": None,
        "version": 1,
    }
    return FigureAnswer(
        definition=definition,
        fiscal_year=2017,
        period=FiscalYear(2017).period,
        state=state,
        value=None if value is None else Decimal(value),
        **given | values,
    )


@pytest.mark.parametrize(
    ("answer", "japanese", "english"),
    [
        (an_answer(19), ("19", "件", "19件"), ("19", "projects", "19 projects")),
        (an_answer(1), ("1", "件", "1件"), ("1", "project", "1 project")),
        (
            an_answer(2068, "person", "about"),
            ("約2,068", "人", "約2,068人"),
            ("about 2,068", "people", "about 2,068 people"),
        ),
        (
            an_answer(81, "person_time"),
            ("延べ81", "人", "延べ81人"),
            ("81", "person-times", "81 person-times"),
        ),
        (
            an_answer(1200, "person_time", "about"),
            ("延べ約1,200", "人", "延べ約1,200人"),
            ("about 1,200", "person-times", "about 1,200 person-times"),
        ),
        (
            an_answer(40_373_000, "yen", precision=Decimal(1000)),
            ("40,373", "千円", "40,373千円"),
            ("40,373", "thousand yen", "40,373 thousand yen"),
        ),
        (an_answer(-1_500, "yen"), ("△2", "千円", "△2千円"), ("-2", "thousand yen", "-2 thousand yen")),
        (
            an_answer(Decimal("12.5"), "percent", precision=Decimal("0.1")),
            ("12.5", "%", "12.5%"),
            ("12.5", "%", "12.5%"),
        ),
        (
            an_answer(None, state="not_yet_known"),
            ("未確定", "", "未確定"),
            ("not yet known", "", "not yet known"),
        ),
        (an_answer(None, state="not_stated"), ("記載なし", "", "記載なし"), ("not stated", "", "not stated")),
        (an_answer(0), ("0", "件", "0件"), ("0", "projects", "0 projects")),
    ],
)
def test_as_printed(answer, japanese, english):
    for language, expected in (("ja", japanese), ("en", english)):
        assert (answer.text(language), answer.unit_text(language), answer.printed(language)) == expected


def test_money_follows_the_clusters_settings():
    in_yen = an_answer(40_373_123, "yen", money=MoneyStyle(unit=DisplayUnit.YEN))
    assert in_yen.printed("en") == "40,373,123 yen"
    in_euros = an_answer(123_456_789, "yen", money=MoneyStyle(CURRENCIES["EUR"], DisplayUnit.THOUSAND))
    assert in_euros.printed("en") == "1,235 thousand euros"


def test_not_stated_is_no_number_for_sums():
    assert an_answer(None, state="not_stated").quantity.state is State.NOT_YET_KNOWN
    assert an_answer(None, state="not_applicable").quantity.state is State.NOT_APPLICABLE


def test_like_units_add_up():
    both = combine([an_answer(19), an_answer(4, state="about")])
    assert (both.value, both.state, both.unit) == (Decimal(23), State.ABOUT, CountedUnit.PROJECT)


def test_unlike_units_never_add_up():
    with pytest.raises(RuleBroken) as refused:
        combine([an_answer(19, "project"), an_answer(4, "grant")])
    assert refused.value.code == "units.unlike"


def test_unknown_makes_the_sum_unknown_and_nothing_is_not_zero():
    assert combine([an_answer(19), an_answer(None, state="not_stated")]).value is None
    with pytest.raises(RuleBroken) as refused:
        combine([])
    assert refused.value.code == "figures.nothing_to_add"


def test_a_period_is_the_fiscal_year():
    assert an_answer(1).period.end == dt.date(2018, 3, 31)
