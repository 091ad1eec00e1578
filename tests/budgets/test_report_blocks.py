"""Cumulative amounts and the results of measures, as reports print them."""

from __future__ import annotations

import datetime as dt

import pytest

from renkei.agreements.models import Agreement, AgreementFamily
from renkei.budgets.models import Amount, Fund, Measure, MeasureIndicator, MeasureReview, Pillar
from renkei.core.accounts.actors import COMMAND_LINE, STRANGER
from renkei.core.blocks.plain import blocks_to_text
from renkei.core.blocks.registry import build, years_of
from renkei.core.blocks.request import BlockRequest
from renkei.core.figures.service import answer
from renkei.core.files.models import Document
from renkei.core.records.cluster import Cluster
from renkei.directory.models import Organisation
from renkei.indicators.models import Indicator, StatedValue
from tests.builders import both, make

pytestmark = pytest.mark.django_db
DAY = dt.date(2024, 5, 1)
FINAL, EARLY = "actual_final", "actual_preliminary"


@pytest.fixture(autouse=True)
def cluster(db):
    make(Cluster, "mihon", name=both("見本クラスター", "Mihon Cluster"))
    make(Pillar, "research", number=1, title=both("研究を支える", "Supporting research"))
    make(Organisation, "city", name=both("見本市", "Mihon City"), kind="city")
    make(Organisation, "prefecture", name=both("見本県", "Mihon Prefecture"), kind="prefecture")
    make(Fund, "own", name=both("一般財源", "Own funds"))


def amount(slug, year, yen, basis=FINAL, **values):
    make(Amount, slug, pillar_id="research", fiscal_year=year, basis=basis, amount=yen, **values)


def told(name, year, actor=STRANGER):
    return blocks_to_text(build(name, BlockRequest.of(year, "ja", actor=actor, at=DAY)))


def test_amounts_add_up_by_party_and_by_fund_each_year_at_its_most_final_stage():
    amount("a", 2020, 1_000_000, party_id="city", fund_id="own")
    amount("b", 2021, 9_000_000, EARLY, party_id="city", fund_id="own")
    amount("c", 2021, 2_000_000, party_id="city", fund_id="own")
    amount("d", 2021, 4_000_000, party_id="prefecture")
    amount("later", 2022, 70_000_000, party_id="city", fund_id="own")
    text = told("budgets.cumulative", 2021)
    assert "見本市\t3,000" in text
    assert "見本県\t4,000" in text
    assert text.count("合計\t7,000") == 2
    assert "一般財源\t3,000" in text
    assert "数えた年度：令和2年度、令和3年度。" in text
    assert "財源の記載がない金額" in text
    assert "負担者の記載がない金額" not in text


def test_years_without_amounts_are_said_to_be_unknown_not_nothing():
    make(AgreementFamily, "family", title=both("協定", "Agreement"))
    make(
        Agreement,
        "first",
        family_id="family",
        title=both("協定", "Agreement"),
        signed_on=dt.date(2019, 3, 31),
    )
    amount("before", 2017, 500_000_000)
    amount("known", 2020, 1_000_000)
    text = told("budgets.cumulative", 2021)
    assert "合計\t1,000" in text
    assert "金額の記録がある年度だけの合計です：令和2年度。" in text


def test_nothing_on_record_is_no_table():
    assert told("budgets.cumulative", 2021) == ""
    assert years_of("budgets.cumulative", actor=STRANGER, at=DAY) == ()


def test_a_party_is_named_to_strangers_for_public_amounts_only():
    amount("open", 2020, 1_000_000, party_id="city")
    amount("inside", 2020, 5_000_000, party_id="prefecture", publication="internal")
    assert "見本県" not in told("budgets.cumulative", 2020)
    assert "見本県\t5,000" in told("budgets.cumulative", 2020, COMMAND_LINE)


def test_a_sum_is_a_figure_with_lines():
    amount("a", 2020, 1_000_000, party_id="city")
    amount("b", 2021, 2_000_000, party_id="city")
    found = answer("budgets.to_date_by_party.city", 2021, actor=STRANGER, at=DAY)
    assert found.value == 3_000_000


def two_measures():
    of = {"pillar_id": "research", "fiscal_year": 2020, "side": "results"}
    make(Measure, "support", number=1, title=both("支援", "Support"), **of)
    make(Measure, "bare", number=2, title=both("記載のない施策", "Bare"), **of)
    amount("budgeted", 2020, 900_000, "budget_initial", measure_id="support")
    amount("spent", 2020, 800_000, EARLY, measure_id="support")
    amount("settled", 2020, 850_000, measure_id="support")
    make(
        MeasureReview,
        "review",
        measure_id="support",
        target=both("企業", "Firms"),
        problems=both("人手不足", "Hands"),
    )
    make(
        Indicator,
        "visitors",
        label=both("視察者", "Visitors"),
        definition=both("人数", "People"),
        unit="person",
        kind="flow",
    )
    make(MeasureIndicator, "followed", measure_id="support", indicator_id="visitors", role="activity")
    make(Document, "paper", title=both("資料", "Paper"))
    stated = {
        "state": "exact",
        "value": 12,
        "precision": 1,
        "publisher_id": "prefecture",
        "document_id": "paper",
    }
    make(StatedValue, "v", indicator_id="visitors", fiscal_year=2020, **stated)


def test_measures_stand_with_purpose_cost_indicators_and_review():
    two_measures()
    text = told("budgets.achievements", 2020)
    assert "対象: 企業" in text
    assert "予算額: 900 千円" in text
    assert "実績額: 850 千円" in text
    assert "視察者: 12 人" in text
    assert "問題点: 人手不足" in text
    assert "評価: 記載なし" in text
    assert list(years_of("budgets.achievements", actor=STRANGER, at=DAY)) == [2020]


@pytest.mark.parametrize("name", ["budgets.cumulative", "budgets.achievements"])
def test_queries_do_not_grow_with_the_rows(name, django_assert_max_num_queries):
    def add(number):
        title = both(f"施策{number}", f"Measure {number}")
        make(
            Measure,
            f"m{number}",
            pillar_id="research",
            fiscal_year=2020,
            side="results",
            number=number,
            title=title,
        )
        make(Organisation, f"o{number}", name=both(f"組織{number}", f"O{number}"), kind="city")
        amount(f"a{number}", 2020, 1000, measure_id=f"m{number}", party_id=f"o{number}")

    add(1)
    with django_assert_max_num_queries(40) as once:
        told(name, 2020)
    for number in range(2, 9):
        add(number)
    with django_assert_max_num_queries(len(once.captured_queries)):
        told(name, 2020)
