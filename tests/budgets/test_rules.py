from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from renkei.budgets.enums import Basis
from renkei.budgets.rules import (
    ACTUAL_STAGES,
    BUDGET_STAGES,
    BUDGET_WITH_SUPPLEMENTARY,
    MIXED,
    SUPPLEMENTARY,
    Group,
    counted,
    counted_bases,
    stage,
)

BUDGETS = (*BUDGET_STAGES, SUPPLEMENTARY)
budget_sets = st.sets(st.sampled_from(BUDGETS), min_size=1)
actual_sets = st.sets(st.sampled_from(ACTUAL_STAGES), min_size=1)
groups = st.sets(
    st.builds(Group, st.sampled_from("abc"), st.sampled_from(BUDGETS), st.booleans()), max_size=16
) | st.sets(
    st.builds(Group, st.sampled_from("abc"), st.sampled_from(ACTUAL_STAGES), st.booleans()), max_size=16
)


def test_the_stages_are_those_of_the_records():
    assert {*BUDGETS, *ACTUAL_STAGES} == set(Basis.values)
    order = [basis.value for basis in Basis]
    assert sorted(BUDGET_STAGES, key=order.index) == list(BUDGET_STAGES)
    assert sorted(ACTUAL_STAGES, key=order.index) == list(ACTUAL_STAGES)


@given(budget_sets | actual_sets)
def test_something_counts_and_only_what_is_there(present):
    assert counted_bases(present)
    assert counted_bases(present) <= present


@given(actual_sets)
def test_of_actual_amounts_the_most_final_stage_alone_counts(present):
    assert counted_bases(present) == {max(present, key=ACTUAL_STAGES.index)}


@given(budget_sets)
def test_a_revised_budget_replaces_everything(present):
    assert counted_bases(present | {"budget_revised"}) == {"budget_revised"}


@given(budget_sets)
def test_supplementary_budgets_add_to_the_initial_one_and_to_nothing_else(present):
    kept = counted_bases(present)
    assert len(kept) == 1 or kept == {"budget_initial", SUPPLEMENTARY}
    if "budget_revised" not in present and {"budget_initial", SUPPLEMENTARY} <= present:
        assert kept == {"budget_initial", SUPPLEMENTARY}


def test_a_supplementary_budget_beside_a_budget_without_stage_is_not_added():
    assert counted_bases({SUPPLEMENTARY, "budget_stage_not_stated"}) == {"budget_stage_not_stated"}
    assert counted_bases({SUPPLEMENTARY}) == {SUPPLEMENTARY}


@given(groups)
def test_each_pillar_counts_and_no_money_counts_twice(present):
    kept = counted(present)
    assert kept <= present
    assert {group.pillar for group in kept} == {group.pillar for group in present}
    assert len({(group.pillar, group.basis) for group in kept}) == len(kept)


@given(groups)
def test_the_pillar_as_a_whole_wins_over_its_measures(present):
    for group in counted(present):
        whole = Group(group.pillar, group.basis, by_measure=False)
        assert not group.by_measure or whole not in present


@given(groups)
def test_pillars_do_not_depend_on_each_other(present):
    for pillar in {group.pillar for group in present}:
        alone = {group for group in present if group.pillar == pillar}
        assert counted(alone) == {group for group in counted(present) if group.pillar == pillar}


@given(st.lists(budget_sets.map(counted_bases) | actual_sets.map(counted_bases), min_size=1))
def test_a_shared_stage_is_named_and_others_are_mixed(each):
    named = stage(each)
    together = frozenset().union(*each)
    if named == BUDGET_WITH_SUPPLEMENTARY:
        assert together == {"budget_initial", SUPPLEMENTARY}
    elif named == MIXED:
        assert len(together) > 1
    else:
        assert together == {named}


def test_a_pillar_without_supplementary_budget_shares_the_stage():
    assert stage([{"budget_initial"}, {"budget_initial", SUPPLEMENTARY}]) == BUDGET_WITH_SUPPLEMENTARY
    assert stage([{"budget_initial"}, {"budget_revised"}]) == MIXED
