from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renkei.kernel.errors import RuleBroken
from renkei.kernel.money import (
    CURRENCIES,
    JPY,
    DisplayUnit,
    Money,
    NotAnAmount,
    Rounding,
    display,
    footing,
    format_amount,
    format_number,
    parse_amount,
)

EUR = CURRENCIES["EUR"]
AMOUNTS = st.integers(-(10**13), 10**13)
NEAR_THE_EDGE = st.builds(
    lambda whole, rest: whole * 1000 + rest, st.integers(-50, 50), st.sampled_from([0, 1, 499, 500, 501, 999])
)
UNITS = st.sampled_from(DisplayUnit)
ROUNDINGS = st.sampled_from(Rounding)
DECIMAL_RULES = {Rounding.HALF_UP: ROUND_HALF_UP, Rounding.DOWN: ROUND_DOWN, Rounding.UP: ROUND_UP}
WRITTEN = {"yen": "円", "thousand": "千円", "million": "百万円", "hundred_million": "億円"}


@given(AMOUNTS | NEAR_THE_EDGE, UNITS, ROUNDINGS)
def test_rounding_in_whole_numbers_agrees_with_exact_decimals(amount, unit, rounding):
    exact = (Decimal(amount) / unit.divisor).quantize(Decimal(1), DECIMAL_RULES[rounding])
    assert display(amount, unit, rounding) == exact
    assert display(-amount, unit, rounding) == -display(amount, unit, rounding)


def test_half_goes_up_and_never_to_the_even():
    assert [display(amount, DisplayUnit.THOUSAND) for amount in (499, 500, 1500, 2500, -2500)] == [
        0,
        1,
        2,
        3,
        -3,
    ]
    assert display(1999, DisplayUnit.THOUSAND, Rounding.DOWN) == 1
    assert display(1001, DisplayUnit.THOUSAND, Rounding.UP) == 2
    assert display(1000, DisplayUnit.THOUSAND, Rounding.UP) == 1


@given(st.lists(AMOUNTS | NEAR_THE_EDGE, max_size=6), UNITS, ROUNDINGS)
def test_the_footnote_stands_exactly_when_the_rows_do_not_add_up(amounts, unit, rounding):
    foot = footing(amounts, unit, rounding)
    assert foot.rows == tuple(display(amount, unit, rounding) for amount in amounts)
    assert foot.total == display(sum(amounts), unit, rounding)
    assert foot.differs == (sum(foot.rows) != foot.total) == (foot.note is not None)


def test_the_footnote_names_the_rule():
    amounts = (10_499, 20_499, 30_499)
    half = footing(amounts, DisplayUnit.THOUSAND)
    assert (half.rows, half.total) == ((10, 20, 30), 61)
    assert half.note["ja"] == "表示単位未満を四捨五入しているため、合計が一致しない場合があります。"
    assert "rounded half up" in half.note["en"]
    assert "切り捨てて" in footing(amounts, DisplayUnit.THOUSAND, Rounding.DOWN).note["ja"]
    assert "切り上げて" in footing(amounts, DisplayUnit.THOUSAND, Rounding.UP).note["ja"]
    assert footing(iter([1000, 2000]), DisplayUnit.THOUSAND).note is None
    assert footing([], DisplayUnit.THOUSAND).total == 0


@pytest.mark.parametrize(
    ("amount", "unit", "ja", "en"),
    [
        (12_345_678, "yen", "12,345,678円", "12,345,678 yen"),
        (12_345_678, "thousand", "12,346千円", "12,346 thousand yen"),
        (12_345_678, "million", "12百万円", "12 million yen"),
        (1_250_000_000, "hundred_million", "13億円", "13 hundred million yen"),
        (-3_000, "thousand", "△3千円", "-3 thousand yen"),
        (-400, "thousand", "0千円", "0 thousand yen"),
    ],
)
def test_an_amount_is_written_with_its_unit(amount, unit, ja, en):
    assert format_amount(amount, DisplayUnit(unit)) == ja
    assert format_amount(amount, DisplayUnit(unit), language="en") == en


def test_the_sign_can_be_chosen():
    assert format_amount(-3, negative="-") == "-3円"
    assert format_amount(-3, language="en", negative="△") == "△3 yen"
    assert format_number(Decimal("-1234.50"), "ja") == "△1,234.50"


def test_other_currencies_have_minor_units():
    assert format_amount(123_456, currency=EUR, language="en") == "1,234.56 euros"
    assert format_amount(-5, currency=EUR) == "△0.05ユーロ"
    assert format_amount(150_000, DisplayUnit.THOUSAND, currency=EUR) == "2千ユーロ"
    assert parse_amount("1,234.56", DisplayUnit.YEN, EUR) == 123_456
    assert parse_amount("1.5 thousand euros", DisplayUnit.THOUSAND, EUR) == 150_000
    assert parse_amount("12 eur", DisplayUnit.YEN, EUR) == 1200
    with pytest.raises(NotAnAmount):
        parse_amount("1.234", DisplayUnit.YEN, EUR)
    with pytest.raises(NotAnAmount):
        parse_amount("¥12", DisplayUnit.YEN, EUR)


@given(st.integers(-(10**9), 10**9), UNITS, st.sampled_from(["ja", "en"]), st.sampled_from(["△", "-"]))
def test_what_is_written_is_read_back_in_its_unit(number, unit, language, negative):
    amount = number * unit.divisor
    assert parse_amount(format_amount(amount, unit, language=language, negative=negative), unit) == amount


@pytest.mark.parametrize(
    ("text", "unit", "amount"),
    [
        ("12千円", "thousand", 12_000),
        ("12", "thousand", 12_000),
        ("１２，３４５", "yen", 12_345),
        ("１２，３４５千円", "thousand", 12_345_000),
        ("12,345 円", "yen", 12_345),
        ("¥12,345", "yen", 12_345),
        ("￥12,345", "yen", 12_345),
        ("12345JPY", "yen", 12_345),
        ("△3", "yen", -3),
        ("▲ 3", "yen", -3),
        ("−3", "yen", -3),
        ("－３", "yen", -3),
        ("+3", "yen", 3),
        ("0.5", "thousand", 500),
        ("3.25億円", "hundred_million", 325_000_000),
        ("3百万円", "million", 3_000_000),
        ("3 Million Yen", "million", 3_000_000),
        ("0", "million", 0),
        ("9,223,372,036,854,775,807", "yen", 2**63 - 1),
    ],
)
def test_an_amount_is_read_in_the_unit_of_its_column(text, unit, amount):
    assert parse_amount(text, DisplayUnit(unit)) == amount


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("", "yen"),
        ("-", "yen"),
        ("(3)", "yen"),
        ("（３）", "yen"),
        ("12千円", "yen"),
        ("12円", "thousand"),
        ("12千", "thousand"),
        ("12百万円", "thousand"),
        ("12人", "yen"),
        ("12万円", "yen"),
        ("1億2千万円", "yen"),
        ("¥12円", "yen"),
        ("¥12", "thousand"),
        ("1,23", "yen"),
        ("1,2345", "yen"),
        ("12,345,", "yen"),
        ("0.5", "yen"),
        ("0.0001", "thousand"),
        ("1.2.3", "yen"),
        ("1e3", "yen"),
        ("12 345", "yen"),
        ("--3", "yen"),
        ("9,223,372,036,854,775,808", "yen"),
        ("0." + "0" * 40 + "1", "hundred_million"),
        ("約12", "yen"),
    ],
)
def test_anything_else_is_refused_with_the_unit_expected(text, unit):
    with pytest.raises(NotAnAmount) as refused:
        parse_amount(text, DisplayUnit(unit))
    assert refused.value.found == text
    assert WRITTEN[unit] in refused.value.expected["ja"]


def test_without_a_declared_unit_a_unit_in_the_cell_is_refused():
    assert parse_amount("12,345", None) == 12_345
    for text in ("12円", "12千円", "¥12"):
        with pytest.raises(NotAnAmount, match="no unit is declared"):
            parse_amount(text, None)


@given(UNITS, UNITS)
def test_another_unit_than_the_declared_one_is_always_refused(written, declared):
    text = "7" + WRITTEN[written]
    if written is declared:
        assert parse_amount(text, declared) == 7 * declared.divisor
    else:
        with pytest.raises(NotAnAmount):
            parse_amount(text, declared)


@given(st.text(), UNITS)
def test_no_text_breaks_the_reader(text, unit):
    try:
        assert isinstance(parse_amount(text, unit), int)
    except NotAnAmount as refused:
        assert refused.found == text  # noqa: PT017 - either outcome is right, a third is not


def test_unlike_currencies_never_add_up():
    assert Money(3) + Money(4) == Money(7)
    assert Money(3) - Money(4) == -Money(1) == Money(-1)
    with pytest.raises(RuleBroken, match=r"money\.unlike_currencies"):
        Money(3) + Money(3, EUR)
    with pytest.raises(RuleBroken, match="ユーロ"):
        Money(3) - Money(3, EUR)


def test_everything_has_both_names():
    for labelled in (*Rounding, *DisplayUnit):
        assert labelled.label.missing(["ja", "en"]) == ()
    assert {code: currency.code for code, currency in CURRENCIES.items()} == {
        code: code for code in CURRENCIES
    }
    assert DisplayUnit.THOUSAND.label_in(JPY)["ja"] == "千円"
