"""A whole that is the sum of its parts: computed where every part is known, and only there."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renkei.core.accounts.actors import COMMAND_LINE, STRANGER
from renkei.core.figures.service import answer, answers, evidence
from renkei.core.files.models import Document
from renkei.core.history.journal import journal
from renkei.directory.models import Organisation
from renkei.indicators.models import Indicator, StatedValue
from renkei.indicators.rules import PartValue, summands
from renkei.kernel.localised import Localised

TODAY = dt.date(2026, 4, 1)
PARTS = frozenset({"a", "b"})
values = st.builds(
    PartValue,
    st.uuids().map(str),
    st.sampled_from(["a", "b", "c"]),
    st.sampled_from(["mihon-city", "mihon-prefecture"]),
    st.sampled_from(["result", "stated", "adopted"]),
)


@given(st.lists(values, max_size=8))
def test_a_sum_has_each_part_once_from_one_publisher_at_one_basis(given_values):
    found = summands(PARTS, given_values)
    assert sorted(value.part for value in found) in ([], ["a", "b"])
    assert len({(value.publisher, value.basis) for value in found}) <= 1
    assert set(found) <= set(given_values)


@given(st.lists(values, max_size=6), st.permutations(["a", "b"]))
def test_complete_parts_always_have_a_sum(others, parts):
    apart = [value for value in others if value.publisher != "mihon-university"]
    complete = [PartValue(f"{part}-2020", part, "mihon-university", "stated") for part in parts]
    assert summands(PARTS, apart + complete)


def test_a_part_stated_twice_makes_no_sum():
    twice = [PartValue(slug, part, "mihon-city", "stated") for slug, part in ("1a", "2a", "3b")]
    assert summands(PARTS, twice) == ()


def test_results_come_before_plans():
    stated = [PartValue(f"{part}-{b}", part, "mihon-city", b) for b in ("adopted", "result") for part in "ab"]
    assert {value.basis for value in summands(PARTS, stated)} == {"result"}


INDICATORS = (
    ("grants.all", None, True),
    ("grants.small", "grants.all", False),
    ("grants.large", "grants.all", False),
    ("ventures.all", None, False),
    ("ventures.listed", "ventures.all", False),
)
VALUES = (
    ("grants.small", 2020, 4, "exact"),
    ("grants.large", 2020, 5, "exact"),
    ("grants.small", 2021, 6, "exact"),
    ("grants.small", 2022, 6, "exact"),
    ("grants.large", 2022, None, "not_stated"),
    ("ventures.listed", 2020, 1, "exact"),
)
PUBLIC = {"publication": "public"}


def indicator(slug: str, whole: str | None = None, *, adds: bool = False) -> Indicator:
    text = Localised.both("見本", slug)
    counted = {"unit": "grant", "kind": "flow", "part_of_id": whole, "parts_add_up": adds}
    return Indicator(slug=slug, label=text, definition=text, **counted, **PUBLIC)


@pytest.fixture
def grants(db):
    """Two kinds of grants whose sum is the whole, and a part of another indicator that does not make it up."""
    name = Localised.both("見本市", "Mihon City")
    with journal(actor=COMMAND_LINE, action="test", reason="test"):
        Organisation.objects.create(slug="mihon-city", name=name, kind="municipality", **PUBLIC)
        Document.objects.create(slug="mihon-report", title=Localised.both("見本の報告", "Report"), **PUBLIC)
        for slug, whole, adds in INDICATORS:
            indicator(slug, whole, adds=adds).save(force_insert=True)
        for code, year, value, state in VALUES:
            StatedValue.objects.create(
                slug=f"{code}-{year}",
                indicator_id=code,
                fiscal_year=year,
                value=value,
                state=state,
                publisher_id="mihon-city",
                document_id="mihon-report",
                place=Localised.both("本文", "Body"),
                **PUBLIC,
            )


def test_the_whole_is_computed_with_its_parts_as_lines(grants):
    found = answer("grants.all", 2020, actor=STRANGER, at=TODAY)
    assert (found.value, found.prints, found.state) == (Decimal(9), "computed", "exact")
    assert (found.basis.code, found.publisher.code) == ("stated", "mihon-city")
    behind = evidence("grants.all", 2020, actor=STRANGER, at=TODAY)
    assert [(line.slug, line.amount) for line in behind.lines] == [
        ("grants.large-2020", 5),
        ("grants.small-2020", 4),
    ]
    assert [source.slug for source in behind.documents] == ["mihon-report"]


@pytest.mark.parametrize("year", [2021, 2022])
def test_a_part_that_is_missing_or_unknown_leaves_no_sum(grants, year):
    assert answer("grants.all", year, actor=STRANGER, at=TODAY) is None


def test_a_part_alone_is_not_the_whole(grants):
    assert answer("ventures.all", 2020, actor=STRANGER, at=TODAY) is None


def test_many_sums_cost_no_more_queries(grants, django_assert_max_num_queries):
    with journal(actor=COMMAND_LINE, action="test", reason="test"):
        Indicator.objects.bulk_create(indicator(f"grants.sum-{n}", adds=True) for n in range(200))
    with django_assert_max_num_queries(12):
        answers(2020, actor=STRANGER, at=TODAY)
