from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, IntegrityError

from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.history.journal import journal
from renkei.indicators.models import StatedValue
from renkei.kernel.errors import RuleBroken
from renkei.rounds.answers import AnswersRefused, answer, by_link
from renkei.rounds.decisions import approve, return_answer
from renkei.rounds.mails import send_letter
from renkei.rounds.models import Question, Round
from renkei.rounds.services import make_round, move_round
from tests.rounds.conftest import BEFORE_DUE, DUE, GOOD

CODE = "research.projects"


def answered(owner, at=BEFORE_DUE, **values):
    answer(actor=by_link(owner), owner=owner, answers={CODE: GOOD | values}, at=at)
    return owner.questions.get(indicator=CODE)


def test_the_database_refuses_a_step_that_is_not_in_the_table(draft):
    with pytest.raises(DatabaseError), journal(actor=COMMAND_LINE, action="test"):
        Round.objects.update(state="locked")


def test_an_approved_answer_is_a_stated_value_and_changes_no_more(owner):
    question = answered(owner)
    approve(actor=COMMAND_LINE, question=question, reason="見本")
    value = StatedValue.objects.get(fiscal_year=2023)
    assert (value.value, value.publisher_id, value.publication) == (21, "mihon-city", "internal")
    assert (value.document.title["ja"], value.place["ja"]) == ("見本年報", "3頁")
    with pytest.raises(AnswersRefused):
        answered(owner)
    with pytest.raises(DatabaseError), journal(actor=COMMAND_LINE, action="test"):
        Question.objects.update(note="改める")


def test_approving_is_one_act_in_the_history(owner):
    approve(actor=COMMAND_LINE, question=answered(owner), reason="照合した")
    events = [
        StatedValue.pgh_event_model.objects.filter(fiscal_year=2023).get(),
        Question.pgh_event_model.objects.filter(state="approved").get(),
    ]
    assert len({event.pgh_context_id for event in events}) == 1
    assert events[0].pgh_context.metadata["action"] == "approve answer"
    assert events[0].pgh_context.metadata["reason"] == "照合した"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"source": " "}, "source"),
        ({"place": ""}, "place"),
        ({"value": ""}, "value"),
        ({"value": "21人"}, "value"),
        ({"value": "1.5"}, "value"),
        ({"value": "-"}, "value"),
    ],
)
def test_an_answer_without_source_or_in_another_unit_is_refused_and_nothing_kept(owner, values, field):
    with pytest.raises(AnswersRefused) as refused:
        answer(
            actor=by_link(owner),
            owner=owner,
            answers={"events.visits": GOOD | {"value": "30"}, CODE: GOOD | values},
            at=BEFORE_DUE,
        )
    assert [(code, name) for code, name, _ in refused.value.flaws] == [(CODE, field)]
    assert set(owner.questions.values_list("state", flat=True)) == {"asked"}


def test_even_the_database_takes_no_answer_without_source(owner):
    with pytest.raises(IntegrityError), journal(actor=COMMAND_LINE, action="test"):
        owner.questions.update(state="answered", value_state="not_yet_known")


def test_not_yet_known_is_an_answer_too(owner):
    assert answered(owner, value="未確定").value_state == "not_yet_known"


def test_late_answers_are_taken_within_the_days_of_grace(owner):
    assert answered(owner, at=DUE + dt.timedelta(14)).state == "answered"
    with pytest.raises(RuleBroken, match=r"round\.late"):
        answered(owner, at=DUE + dt.timedelta(15))


def test_a_closed_round_takes_no_answers_and_locks_only_when_all_is_decided(owner):
    question = answered(owner)
    move_round(actor=COMMAND_LINE, asked=owner.round, verb="close")
    with pytest.raises(RuleBroken, match=r"round\.not_open"):
        answered(owner)
    with pytest.raises(RuleBroken, match=r"round\.undecided"):
        move_round(actor=COMMAND_LINE, asked=owner.round, verb="lock")
    approve(actor=COMMAND_LINE, question=question, reason="見本")
    assert move_round(actor=COMMAND_LINE, asked=owner.round, verb="lock").state == "locked"


def test_a_return_needs_a_reason(owner):
    with pytest.raises(RuleBroken, match=r"answer\.no_reason"):
        return_answer(actor=COMMAND_LINE, question=answered(owner), reason=" ")


def test_readers_and_strangers_decide_nothing(owner, reader, stranger):
    question = answered(owner)
    for actor in (reader, stranger, by_link(owner)):
        with pytest.raises(RuleBroken, match=r"permission\.refused"):
            approve(actor=actor, question=question, reason="見本")
        with pytest.raises(RuleBroken, match=r"permission\.refused"):
            move_round(actor=actor, asked=owner.round, verb="close")
        with pytest.raises(RuleBroken, match=r"permission\.refused"):
            make_round(actor=actor, slug="x", title=owner.round.title, fiscal_year=2023, due_on=DUE)
        with pytest.raises(RuleBroken, match=r"permission\.refused"):
            send_letter(actor=actor, owner=owner, at=dt.datetime(2024, 6, 30, tzinfo=dt.UTC))
