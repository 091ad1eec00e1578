from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renkei.core.records.kinds import kind_of
from renkei.core.tables.cells import CellSettings, assemble, read_cell, write_cell
from renkei.core.tables.columns import Column, columns_of
from renkei.kernel.cleaning import clean, looks_like_formula
from renkei.kernel.errors import NotUnderstood, RuleBroken
from renkei.kernel.localised import Localised
from renkei.kernel.money import CURRENCIES
from renkei.kernel.periods import Period


def column(kind: str, name: str) -> Column:
    return next(column for column in columns_of(kind_of(kind), ("ja", "en")) if column.name == name)


MONEY = column("contribution", "amount")
READ = [
    (MONEY, "12,345", 12_345),
    (MONEY, "１２，３４５", 12_345),
    (MONEY, "△3", -3),
    (MONEY, "12千円", 12_000),
    (MONEY, "12円", 12),
    (MONEY, "1.5百万円", 1_500_000),
    (MONEY, "", None),
    (column("statedvalue", "value"), "12.5", Decimal("12.5")),
    (column("statedvalue", "value"), "▲1,234", Decimal(-1234)),
    (column("statedvalue", "precision"), "", 1),
    (column("statedvalue", "fiscal_year"), "平成29年度", 2017),
    (column("statedvalue", "fiscal_year"), "H29", 2017),
    (column("statedvalue", "state"), "約", "about"),
    (column("statedvalue", "state"), "Not yet known", "not_yet_known"),
    (column("statedvalue", "as_of"), "令和5年5月10日", dt.date(2023, 5, 10)),
    (column("statedvalue", "place@ja"), "　表　", "表"),
    (column("pillar", "number"), "３", 3),
    (column("postholding", "acting"), "はい", True),
    (column("postholding", "acting"), "false", False),
    (column("milestone", "happened"), "平成21年", "2009"),
    (column("milestone", "happened"), "2021-04", "2021-04"),
    (column("organisation", "existence_from"), "2017年度", dt.date(2017, 4, 1)),
    (column("organisation", "existence_to"), "平成29年度", dt.date(2018, 3, 31)),
    (column("organisation", "parent"), "", None),
    (column("organisation", "publication"), "", "internal"),
    (column("organisation", "name@en"), "", ""),
]
REFUSED = [
    (MONEY, "12千人"),
    (MONEY, "約12"),
    (MONEY, "1,23"),
    (MONEY, "-"),
    (column("pillar", "number"), "3件"),
    (column("pillar", "number"), "3.5"),
    (column("statedvalue", "value"), "未確定"),
    (column("statedvalue", "value"), "19件"),
    (column("statedvalue", "fiscal_year"), "29年度"),
    (column("statedvalue", "state"), "maybe"),
    (column("postholding", "acting"), "2"),
    (column("milestone", "happened"), "2021-13"),
    (column("organisation", "name@ja"), ""),
    (column("organisation", "name@ja"), "+SUM(A1)"),
    (column("organisation", "name@ja"), "＝1+1"),
    (column("organisation", "name@ja"), "#N/A"),
    (column("organisation", "name@ja"), "外字\ue000"),
]


@pytest.mark.parametrize(("where", "text", "value"), READ, ids=lambda value: str(value)[:40])
def test_what_people_write_is_read(where, text, value):
    found = read_cell(where, text)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(("where", "text"), REFUSED, ids=lambda value: str(value)[:40])
def test_what_cannot_be_read_says_what_was_found_and_expected(where, text):
    with pytest.raises(NotUnderstood) as refused:
        read_cell(where, text)
    assert refused.value.found == text
    assert {"ja", "en"} <= set(refused.value.expected)


def test_an_individual_number_is_not_even_repeated():
    with pytest.raises(NotUnderstood) as refused:
        read_cell(column("organisation", "kana"), "1234 5678 9018")
    assert refused.value.found == ""


def test_amounts_in_a_currency_with_cents():
    euros = CellSettings(currency=CURRENCIES["EUR"])
    assert read_cell(MONEY, "12.34", settings=euros) == 1_234
    assert write_cell(MONEY, 1_234, settings=euros) == "12.34"
    assert write_cell(MONEY, 1_200, settings=euros) == "12"
    assert write_cell(MONEY, 1_234) == "1234"


def test_the_year_begins_when_the_cluster_says():
    january = CellSettings(first_month=1)
    end = read_cell(column("organisation", "existence_to"), "2017年度", settings=january)
    assert end == dt.date(2017, 12, 31)


def test_odd_years_are_understood_and_remarked():
    heard: list[Localised] = []
    assert read_cell(column("statedvalue", "fiscal_year"), "平成33年度", warn=heard.append) == 2021
    assert read_cell(column("milestone", "happened"), "平成21年度", warn=heard.append) == "2009"
    assert [said.text("en")[:5] for said in heard] == ["There", "A fis"]


TEXTS = st.text(alphabet="ab見本髙①~ \n,\"'-=0１", max_size=8)


@given(TEXTS)
def test_texts_read_once_are_read_again_unchanged(text):
    where = column("organisation", "legal_form@ja")
    try:
        value = read_cell(where, text)
    except NotUnderstood:
        return
    assert read_cell(where, write_cell(where, value)) == value


@given(st.integers(-(10**15), 10**15), st.sampled_from(["JPY", "EUR"]))
def test_amounts_come_back(amount, currency):
    settings = CellSettings(currency=CURRENCIES[currency])
    assert read_cell(MONEY, write_cell(MONEY, amount, settings=settings), settings=settings) == amount


@given(st.decimals(-(10**9), 10**9, places=4))
def test_numbers_come_back(value):
    where = column("statedvalue", "value")
    assert read_cell(where, write_cell(where, value)) == value


@given(st.dates(dt.date(1870, 1, 1), dt.date(2100, 1, 1)))
def test_dates_come_back(day):
    where = column("statedvalue", "as_of")
    assert read_cell(where, write_cell(where, day)) == day


def test_parts_are_put_together_over_what_is_stored():
    kind = kind_of("organisation")
    stored = kind.model(
        slug="a", name=Localised.both("旧", "Old"), existence=Period(dt.date(2001, 1, 1), dt.date(2002, 1, 1))
    )
    values = assemble(
        [(column("organisation", "name@ja"), "新"), (column("organisation", "existence_to"), None)], stored
    )
    assert values["name"].to_dict() == {"ja": "新", "en": "Old"}
    assert values["existence"] == Period(dt.date(2001, 1, 1), None)
    with pytest.raises(RuleBroken) as refused:
        assemble([(column("organisation", "existence_to"), dt.date(2000, 1, 1))], stored)
    assert refused.value.context["column"] == "existence_to"


def test_every_kind_has_readable_columns_in_both_languages():
    where = column("organisation", "existence_from")
    assert (where.title("ja"), where.title("en")) == ("存続期間（始まり）", "Existence, first day")
    where = column("organisation", "name@en")
    assert (where.title("ja"), where.title("en")) == ("名称（英語）", "Name (English)")


@given(st.text(max_size=12))
def test_plain_texts_take_a_short_way_to_the_same_end(text):
    try:
        value = read_cell(column("organisation", "legal_form@ja"), text)
    except NotUnderstood:
        return
    assert value == clean(text.strip()).strip()
    assert not (value and looks_like_formula(value))
