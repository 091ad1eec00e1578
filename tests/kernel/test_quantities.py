from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renkei.kernel.errors import RuleBroken
from renkei.kernel.quantities import CountedUnit, NotAQuantity, Quantity, State, add, parse_quantity, total

PERSON, TIMES, PROJECT, YEN = (
    CountedUnit.PERSON,
    CountedUnit.PERSON_TIME,
    CountedUnit.PROJECT,
    CountedUnit.YEN,
)
UNITS = st.sampled_from(CountedUnit)
PRECISIONS = st.sampled_from([Decimal(1), Decimal(10), Decimal(1000)])


@st.composite
def quantities(draw, unit=None):
    state = draw(st.sampled_from(State))
    value = Decimal(draw(st.integers(-(10**9), 10**9))) if state.has_value else None
    return Quantity(state, value, unit or draw(UNITS), None, draw(PRECISIONS))


@given(quantities(), quantities())
def test_only_like_units_add_up(one, other):
    if one.unit is other.unit:
        assert add(one, other).unit is one.unit
    else:
        with pytest.raises(RuleBroken) as refused:
            add(one, other)
        assert refused.value.code == "units.unlike"
        assert refused.value.context == {"one": one.unit, "other": other.unit}


def test_projects_and_grants_read_alike_and_do_not_add_up():
    assert PROJECT.label["ja"] == CountedUnit.GRANT.label["ja"] == "件"
    with pytest.raises(RuleBroken, match=r"units\.unlike.*projects and grants"):
        add(Quantity.exact(3, PROJECT), Quantity.exact(4, CountedUnit.GRANT))


@given(quantities(PERSON), quantities(PERSON))
def test_unknown_is_never_zero(one, other):
    summed = one + other
    states = {one.state, other.state}
    if State.NOT_YET_KNOWN in states:
        assert summed == Quantity.not_yet_known(PERSON)
    elif states == {State.NOT_APPLICABLE}:
        assert summed.state is State.NOT_APPLICABLE
    elif State.NOT_APPLICABLE in states:
        assert summed.value == (other if one.state is State.NOT_APPLICABLE else one).value
    else:
        assert summed.value == one.value + other.value
        assert (summed.state is State.ABOUT) == (State.ABOUT in states)


@given(quantities(YEN), quantities(YEN), quantities(YEN))
def test_the_order_of_adding_does_not_matter(one, two, three):
    assert one + two == two + one
    left, right = (one + two) + three, one + (two + three)
    assert (left.state, left.value, left.margin) == (right.state, right.value, right.margin)


def test_printed_in_thousands_is_half_a_thousand_uncertain():
    stated = Quantity(State.EXACT, Decimal(12_345_000), YEN, "12,345千円", Decimal(1000))
    assert stated.margin == 500
    assert stated.agrees_with(12_345_499)
    assert stated.agrees_with(Decimal(12_344_500))
    assert stated.agrees_with(12_345_501) is False
    summed = stated + Quantity.exact(1_000, YEN, 1000) + Quantity.exact(7_000, YEN)
    assert (summed.margin, summed.precision) == (1000, 2000)
    assert summed.label("ja") == "12,353千円"


def test_counted_one_by_one_there_is_no_margin():
    stated = Quantity.exact(19, PROJECT)
    assert stated.margin == 0
    assert stated.agrees_with(19) is True
    assert Quantity.exact(20, PROJECT, 2).margin == 1
    assert stated.agrees_with(Decimal("19.4")) is False
    assert Quantity(State.EXACT, Decimal("12.5"), CountedUnit.PERCENT, None, Decimal("0.1")).agrees_with(
        Decimal("12.54")
    )


def test_what_is_not_exact_neither_agrees_nor_differs():
    for vague in (
        Quantity.about(19, PROJECT),
        Quantity.not_yet_known(PROJECT),
        Quantity.not_applicable(PROJECT),
    ):
        assert vague.agrees_with(19) is None


@pytest.mark.parametrize(
    ("quantity", "ja", "en"),
    [
        (Quantity.exact(12, PROJECT), "12件", "12 projects"),
        (Quantity.exact(1, PROJECT), "1件", "1 project"),
        (Quantity.exact(0, PROJECT), "0件", "0 projects"),
        (Quantity.about(1234, PERSON), "約1,234人", "about 1,234 people"),
        (Quantity.exact(1234, TIMES), "延べ1,234人", "1,234 person-times"),
        (Quantity.about(1234, TIMES), "延べ約1,234人", "about 1,234 person-times"),
        (Quantity.not_yet_known(PERSON), "未確定", "not yet known"),
        (Quantity.not_applicable(PERSON), "該当なし", "not applicable"),
        (Quantity.exact(12_345_000, YEN, 1000), "12,345千円", "12,345 thousand yen"),
        (Quantity.exact(-3_000, YEN, 1000), "△3千円", "-3 thousand yen"),
        (Quantity.about(2_000_000, YEN), "約2,000,000円", "about 2,000,000 yen"),
        (Quantity.exact(12_345_678, YEN), "12,345,678円", "12,345,678 yen"),
        (Quantity.exact(12_345_678, YEN, 1000), "12,345,678円", "12,345,678 yen"),
        (Quantity.exact(500_000_000, YEN, 100_000_000), "5億円", "5 hundred million yen"),
        (Quantity.exact(Decimal("12.50"), CountedUnit.PERCENT), "12.5%", "12.5%"),
        (Quantity.exact(Decimal("12.5"), CountedUnit.PERCENT, Decimal("0.01")), "12.50%", "12.50%"),
        (Quantity.exact(Decimal("12.345"), CountedUnit.PERCENT, Decimal("0.1")), "12.345%", "12.345%"),
        (Quantity.exact(Decimal("1E+3"), PERSON), "1,000人", "1,000 people"),
    ],
)
def test_labels(quantity, ja, en):
    assert (quantity.label("ja"), quantity.label("en")) == (ja, en)


def test_the_number_alone():
    assert Quantity.exact(1234, PERSON).number("ja") == "1,234"
    assert Quantity.exact(-12_345_000, YEN, 1000).number("en") == "-12,345"
    assert Quantity.not_yet_known(PERSON).number("ja") == ""


@pytest.mark.parametrize(
    ("state", "value", "precision", "code"),
    [
        (State.EXACT, None, 1, "quantity.value_missing"),
        (State.ABOUT, None, 1, "quantity.value_missing"),
        (State.NOT_YET_KNOWN, Decimal(0), 1, "quantity.value_not_allowed"),
        (State.NOT_APPLICABLE, Decimal(0), 1, "quantity.value_not_allowed"),
        (State.EXACT, Decimal(1), 0, "quantity.precision"),
    ],
)
def test_state_and_value_belong_together(state, value, precision, code):
    with pytest.raises(RuleBroken) as refused:
        Quantity(state, value, PERSON, None, Decimal(precision))
    assert refused.value.code == code


def test_stored_words_become_states_and_units():
    assert Quantity("about", Decimal(3), "person") == Quantity.about(3, PERSON)


def test_totals():
    assert total([], PERSON) == Quantity.exact(0, PERSON)
    assert total([Quantity.not_applicable(PERSON)], PERSON) == Quantity.not_applicable(PERSON)
    assert total((Quantity.exact(number, PERSON) for number in (1, 2, 3)), PERSON) == Quantity.exact(
        6, PERSON
    )
    with pytest.raises(RuleBroken, match=r"units\.unlike"):
        total([Quantity.exact(1, PERSON)], TIMES)


@pytest.mark.parametrize(
    ("text", "unit", "quantity"),
    [
        ("12", PROJECT, Quantity.exact(12, PROJECT)),
        ("１２件", PROJECT, Quantity.exact(12, PROJECT)),
        ("1 project", PROJECT, Quantity.exact(1, PROJECT)),
        ("約1,234人", PERSON, Quantity.about(1234, PERSON)),
        ("1,234名", PERSON, Quantity.exact(1234, PERSON)),
        ("about 1,234 People", PERSON, Quantity.about(1234, PERSON)),
        ("延べ80人", TIMES, Quantity.exact(80, TIMES)),
        ("約延べ80人", TIMES, Quantity.about(80, TIMES)),
        ("延べ約80人", TIMES, Quantity.about(80, TIMES)),
        ("80", TIMES, Quantity.exact(80, TIMES)),
        ("△3円", YEN, Quantity.exact(-3, YEN)),
        (
            "12.50％",
            CountedUnit.PERCENT,
            Quantity.exact(Decimal("12.50"), CountedUnit.PERCENT, Decimal("0.01")),
        ),
        ("未確定", PERSON, Quantity.not_yet_known(PERSON)),
        ("Not yet known", PERSON, Quantity.not_yet_known(PERSON)),
        ("該当なし", PERSON, Quantity.not_applicable(PERSON)),
    ],
)
def test_a_cell_is_read_in_the_unit_of_its_column(text, unit, quantity):
    found = parse_quantity(text, unit)
    assert (found.state, found.value, found.unit, found.precision) == (
        quantity.state,
        quantity.value,
        quantity.unit,
        quantity.precision,
    )
    assert found.printed == text


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("", PERSON),
        ("-", PERSON),
        ("―", PERSON),
        ("12社", PROJECT),
        ("延べ80人", PERSON),
        ("12.5", PERSON),
        ("12千円", YEN),
        ("1,23", PERSON),
        ("多数", PERSON),
        ("約", PERSON),
        ("10〜20", PERSON),
        ("9" * 21, PERSON),
    ],
)
def test_anything_else_is_refused(text, unit):
    with pytest.raises(NotAQuantity) as refused:
        parse_quantity(text, unit)
    assert refused.value.found == text
    assert unit.label["ja"] in refused.value.expected["ja"]


@given(quantities(), st.sampled_from(["ja", "en"]))
def test_a_label_is_read_back(quantity, language):
    whole = Quantity(quantity.state, quantity.value, quantity.unit)
    found = parse_quantity(whole.label(language), whole.unit)
    assert (found.state, found.value, found.unit) == (whole.state, whole.value, whole.unit)


@given(st.text(), UNITS)
def test_no_text_breaks_the_reader(text, unit):
    try:
        assert parse_quantity(text, unit).unit is unit
    except NotAQuantity as refused:
        assert refused.found == text  # noqa: PT017 - either outcome is right, a third is not


def test_every_unit_and_state_has_both_names():
    for labelled in (*CountedUnit, *State):
        assert labelled.label.missing(["ja", "en"]) == ()
    assert not CountedUnit.PERCENT.is_discrete
    assert CountedUnit.YEN.is_discrete
