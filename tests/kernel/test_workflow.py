import pytest

from renkei.kernel.errors import RuleBroken
from renkei.kernel.workflow import (
    Step,
    check_table,
    final_states,
    moves,
    next_states,
    reachable,
    state_after,
    verbs,
)

STATES = ("draft", "submitted", "adopted", "refused")
TABLE = (
    Step("draft", "submit", "submitted"),
    Step("submitted", "return", "draft"),
    Step("submitted", "adopt", "adopted"),
    Step("submitted", "adopt_in_part", "adopted"),
    Step("submitted", "refuse", "refused"),
)


def test_steps_lead_where_the_table_says():
    assert next_states(TABLE, "submitted") == ("draft", "adopted", "refused")
    assert verbs(TABLE, "submitted") == ("return", "adopt", "adopt_in_part", "refuse")
    assert state_after(TABLE, "submitted", "adopt") == "adopted"
    assert next_states(TABLE, "adopted") == next_states(TABLE, "elsewhere") == ()


def test_a_step_the_table_does_not_have_is_refused_with_those_it_has():
    with pytest.raises(RuleBroken) as refused:
        state_after(TABLE, "draft", "adopt")
    assert refused.value.code == "workflow.no_such_step"
    assert refused.value.message["ja"].endswith("できる操作：submit。")
    with pytest.raises(RuleBroken, match=r"Possible: none\."):
        state_after(TABLE, "adopted", "submit")


def test_the_moves_for_the_database_are_each_named_once():
    assert moves(TABLE) == (
        ("draft", "submitted"),
        ("submitted", "draft"),
        ("submitted", "adopted"),
        ("submitted", "refused"),
    )


def test_ends_and_reach():
    assert final_states(TABLE) == {"adopted", "refused"}
    assert reachable(TABLE, "draft") == set(STATES)
    assert reachable(TABLE, "adopted") == {"adopted"}


def test_a_table_is_checked_against_its_states():
    check_table(TABLE, "draft", STATES)
    with pytest.raises(ValueError, match=r"unknown states.*refused"):
        check_table(TABLE, "draft", STATES[:3])
    with pytest.raises(ValueError, match=r"two ways.*submit"):
        check_table((*TABLE, Step("draft", "submit", "refused")), "draft", STATES)
    with pytest.raises(ValueError, match=r"never reached.*withdrawn"):
        check_table(TABLE, "draft", (*STATES, "withdrawn"))
