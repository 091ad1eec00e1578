"""What differs between two sides, why, and in which forms it is told."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renkei.kernel.localised import Localised
from renkei.reports.comparing import Figure, Side, compare
from renkei.reports.enums import Sort

LABEL = Localised.both("共同研究", "Joint projects")


def figure(value, code="research.joint_projects", year=2020, lines=(), **more):
    amount = None if value is None else Decimal(value)
    given_ = {
        "label": LABEL,
        "state": "exact" if value is not None else "not_yet_known",
        "unit": "project",
        "basis": "result",
        "publisher": "prefecture",
        "version": 1,
        "prints": "computed",
        "printed": Localised.both(f"{value}件", f"{value} projects"),
    }
    told = {("jointproject", slug): (Decimal(amount_), Localised.both(slug, slug)) for slug, amount_ in lines}
    return Figure(code, year, value=amount, lines=told, **(given_ | more))


def side(*figures, year=2020):
    return Side(Localised.both("版", "edition"), "yearly", year, figures, {})


def sorts(before, after):
    return [(each.sort, each.figure.code, each.change) for each in compare(before, after).differences]


def test_nothing_differs_between_a_side_and_itself():
    one = side(figure(19), figure(None, code="x.y"))
    assert compare(one, one).differences == ()


def test_one_more_project_is_told_with_the_sum_that_leads_to_it():
    was = [(f"p{number}", 1) for number in range(19)]
    before = side(figure(19, lines=was))
    after = side(figure(20, lines=[*was, ("new-one", 1)]))
    (found,) = compare(before, after).differences
    assert (found.sort, found.change) == (Sort.RESTATED, 1)
    assert (
        found.explanation.text("ja") == "19＋1（新しいもの）−0（なくなったもの）＝20。新しいもの：new-one。"
    )
    assert found.explanation.text("en") == "19 + 1 new − 0 ended = 20. New: new-one."


def test_the_sum_tells_what_ended_what_was_recounted_and_what_no_line_shows():
    before = side(figure(10, lines=[("a", 4), ("b", 6)]))
    after = side(figure(15, lines=[("a", 5), ("c", 7)]))
    (found,) = compare(before, after).differences
    text = found.explanation.text("en")
    assert text.startswith("10 + 7 new − 6 ended + 1 recounted + 3 not among the lines = 15.")


@pytest.mark.parametrize(
    ("changed", "sort"),
    [
        ({"version": 2}, Sort.REDEFINED),
        ({"unit": "company"}, Sort.REDEFINED),
        ({"basis": "adopted"}, Sort.OTHER_BASIS),
        ({"publisher": "university"}, Sort.OTHER_PUBLISHER),
        ({"state": "about"}, Sort.RESTATED),
    ],
)
def test_the_same_year_told_otherwise(changed, sort):
    (found,) = compare(side(figure(19)), side(figure(19, **changed))).differences
    assert found.sort == sort
    assert found.change is None or found.change == 0


def test_another_year_is_compared_in_the_same_place():
    before = side(figure(15), figure(3, code="gone.one"), year=2020)
    after = side(figure(19, year=2021), figure(1, code="new.one", year=2021), year=2021)
    assert sorts(before, after) == [
        (Sort.CHANGED, "research.joint_projects", 4),
        (Sort.NEW, "new.one", None),
        (Sort.DROPPED, "gone.one", None),
    ]


def test_a_value_of_the_year_before_that_is_told_again_otherwise_is_restated():
    before = side(figure(15), year=2020)
    after = side(figure(16), figure(19, year=2021), year=2021)
    found = {each.sort: each for each in compare(before, after).differences}
    assert found[Sort.RESTATED].change == 1
    assert found[Sort.CHANGED].change == 4


def test_a_total_that_its_parts_do_not_add_up_to():
    def money(value, code):
        return figure(value, code=code, unit="yen")

    one = side(money(100, "budgets.actual"), money(60, "budgets.actual.a"), money(30, "budgets.actual.b"))
    assert [each.sort for each in compare(one, one).differences] == [Sort.SUM, Sort.SUM]
    whole = side(money(90, "budgets.actual"), money(60, "budgets.actual.a"), money(30, "budgets.actual.b"))
    assert compare(whole, whole).differences == ()
    open_ = side(money(100, "budgets.actual"), money(60, "budgets.actual.a"), money(None, "budgets.actual.b"))
    assert compare(open_, open_).differences == ()


AMOUNTS = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(1, 50), max_size=8)


@given(AMOUNTS, AMOUNTS, st.integers(0, 5))
def test_every_sum_that_is_told_adds_up(was, now, rest):
    before = side(figure(sum(was.values()), lines=was.items()))
    after = side(figure(sum(now.values()) + rest, lines=now.items()))
    for found in compare(before, after).differences:
        text = found.explanation.text("en").split(" New:")[0].rstrip(".")
        if not text:
            continue
        left, right = text.split(" = ")
        words = left.replace(",", "").split(" ")
        total = int(words[0])
        for at, word in enumerate(words):
            if word in {"+", "−"}:
                total += int(words[at + 1]) * (1 if word == "+" else -1)
        assert total == int(right.replace(",", ""))
