"""Texts and identifiers of a plan that go into another year: the rules, and what they never do."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renkei.budgets.carried import (
    LONGEST_SLUG,
    OPEN,
    Move,
    carried_slug,
    carried_text,
    has_open_place,
    is_unchanged,
    typed_years,
)
from renkei.core.records.fields import SLUG
from renkei.kernel.fiscal import FiscalYear
from renkei.kernel.localised import Localised

YEAR = 2021
BELONGS = frozenset({("meeting", "this-year"), ("agreement", "running")})


def move(years=1):
    return Move(YEAR, YEAR + years, FiscalYear(YEAR + years).period, BELONGS)


def carried(text, years=1, language="ja"):
    return carried_text(Localised({language: text}), move(years)).text(language)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[[year:2021]]に", "[[year:2022]]に"),
        ("[[figure:a.b@2021]]件", "[[figure:a.b@2022]]件"),
        ("[[figure:a.b@2020]]件", "[[figure:a.b@2021]]件"),
        ("[[figure:a.b]]と[[figure:a.b@this]]と[[year:next]]", "[[figure:a.b]]と[[figure:a.b@this]]と[[year:next]]"),
        ("2021年度に", "2021年度に"),
        ("[[meeting:old]]に", "〔要記入〕に"),
        ("[[meeting:this-year]]に", "[[meeting:this-year]]に"),
        ("[[agreement:running]]で", "[[agreement:running]]で"),
        ("[[agreement:ended]]で", "〔要記入〕で"),
        ("[[date:2021-08-28]]に", "〔要記入〕に"),
        ("[[date:2022-08-28]]に", "[[date:2022-08-28]]に"),
        ("[[period:2019-04-01/2021-03-31]]に", "〔要記入〕に"),
        ("[[period:2019-04-01/2023-03-31]]に", "[[period:2019-04-01/2023-03-31]]に"),
        ("[[milestone:founded]]と[[body:council]]", "〔要記入〕と[[body:council]]"),
        ("〔要記入〕のまま", "〔要記入〕のまま"),
    ],
)  # fmt: skip
def test_a_text_for_the_year_after(text, expected):
    assert carried(text) == expected


def test_the_open_place_is_in_the_language_of_its_text():
    assert carried("On [[meeting:old]].", language="en") == f"On {OPEN['en']}."
    assert has_open_place(f"On {OPEN['en']}.")


def test_into_the_results_of_the_same_year_nothing_moves():
    assert carried("[[year:2021]]の[[figure:a.b@2021]]", years=0) == "[[year:2021]]の[[figure:a.b@2021]]"


@pytest.mark.parametrize(
    ("now", "same"),
    [
        ("[[year:2022]]に[[figure:a.b@2022]]件、[[meeting:old]]に。", True),
        ("[[year:2022]]に[[figure:a.b@2022]]件、〔要記入〕に。", True),
        ("[[year:2021]]に[[figure:a.b@2021]]件、〔要記入〕に。", True),
        ("[[year:2022]]に[[figure:a.b@2022]]件、[[meeting:new]]に。", False),
        ("〔要記入〕に[[figure:a.b@2022]]件、〔要記入〕に。", False),
        ("[[year:2022]]に[[figure:a.b@2022]]件、来年に。", False),
        ("[[year:2022]]に[[figure:a.c@2022]]件、〔要記入〕に。", False),
    ],
)
def test_what_counts_as_unchanged(now, same):
    source = "[[year:2021]]に[[figure:a.b@2021]]件、[[meeting:old]]に。"
    assert is_unchanged(now, source, 1) is same


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("平成30年度と令和元年", {"平成30年度", "令和元年"}),
        ("FY2018 and 2019年", {"FY2018", "2019年"}),
        ("[[year:2018]]と[[figure:a.b@2018]]", set()),
        ("12,018件、20189", set()),
        ("1.2018", set()),
    ],
)
def test_years_that_are_typed(text, years):
    assert typed_years(text) == years


@pytest.mark.parametrize(
    ("slug", "target", "expected"),
    [
        ("plan-2021-top", ("results", 2021), "results-2021-top"),
        ("plan-2021-top", ("plan", 2022), "plan-2022-top"),
        ("item-2021", ("results", 2021), "item-2021-results"),
        ("item-2021", ("plan", 2022), "item-2022"),
        ("top", ("results", 2021), "top-results-2021"),
        ("taken-2021", ("plan", 2022), "taken-2022-plan"),
        ("plan-2021-taken", ("plan", 2022), "plan-2022-taken-2"),
    ],
)
def test_identifiers_of_copies(slug, target, expected):
    taken = {slug, "taken-2022", "plan-2022-taken"}
    assert carried_slug(slug, ("plan", YEAR), target, taken) == expected


PIECES = st.one_of(
    st.text(alphabet="あいabc[]〔〕 0123。", max_size=6),
    st.sampled_from(
        [
            "[[year:2021]]", "[[year:this]]", "[[figure:a.b@2021]]", "[[figure:a.b]]", "[[meeting:old]]",
            "[[meeting:this-year]]", "[[date:2021-08-28]]", "[[date:2022-05-01]]", "[[body:council]]",
            "2021年度", "令和3年", "1,200件", "〔要記入〕",
        ]
    ),
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=8).map("".join).filter(lambda text: text.strip())
NUMBERS = re.compile(r"\d+")


@given(TEXTS, st.sampled_from([0, 1]))
def test_nothing_is_invented(text, years):
    """Every number of a copy stood in its source, but for years of placeholders, which move."""
    made = carried(text, years)
    before, after = NUMBERS.findall(text), NUMBERS.findall(made)
    moved = {str(int(year) + years) for year in before}
    assert set(after) <= set(before) | moved
    dated = re.findall(r"\[\[(?:date|meeting|agreement|period):[^\]]*\]\]", made)
    assert all(each in text for each in dated)
    assert typed_years(made) == typed_years(text)


@given(TEXTS, st.sampled_from([0, 1]))
def test_a_copy_is_unchanged_until_somebody_writes(text, years):
    made = carried(text, years)
    assert is_unchanged(made, text, years)
    assert not is_unchanged(f"{made}。新しい文", text, years)


@given(
    st.from_regex(r"[a-z0-9]+(-[a-z0-9]+){0,30}", fullmatch=True).filter(
        lambda slug: len(slug) <= LONGEST_SLUG
    ),
    st.sampled_from([("results", 2021), ("plan", 2022)]),
)
def test_every_identifier_is_valid_and_free(slug, target):
    first = carried_slug(slug, ("plan", YEAR), target, {slug})
    second = carried_slug(slug, ("plan", YEAR), target, {slug, first})
    assert len({slug, first, second}) == 3
    for made in (first, second):
        SLUG(made)
        assert len(made) <= LONGEST_SLUG
    assert carried_slug(slug, ("plan", YEAR), target, {slug}) == first  # the rule is stable


def test_the_days_of_the_year_are_the_clusters():
    of_january = Move(2021, 2022, FiscalYear(2022, 1).period)
    text = Localised({"ja": "[[date:2023-02-01]]"})
    assert has_open_place(carried_text(text, of_january).text("ja"))
    assert FiscalYear(2022).period.contains(dt.date(2023, 2, 1))
