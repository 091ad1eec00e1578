"""A round as people use it, in any order, beside a plain model of what must be: the database never differs from it."""

from __future__ import annotations

import datetime as dt
import io

from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.history.journal import journal
from renkei.indicators.models import StatedValue
from renkei.kernel.errors import RuleBroken
from renkei.rounds.answers import AnswersRefused, answer, attach, by_link
from renkei.rounds.decisions import approve, return_answer, take_back
from renkei.rounds.links import token_of
from renkei.rounds.models import Question, Round
from renkei.rounds.selectors import door_by_token
from renkei.rounds.services import ask, move_round, renew_link
from tests.rounds.conftest import DUE, GOOD

CODES = ("research.projects", "events.visits", "events.talks")
LAST = DUE + dt.timedelta(14)
STEPS = {
    ("draft", "open"): "open",
    ("open", "close"): "closed",
    ("closed", "reopen"): "open",
    ("closed", "lock"): "locked",
    ("locked", "unlock"): "closed",
}
NEW = {"state": "asked", "revision": 1, "value": None, "files": 0}


class RoundMachine(RuleBasedStateMachine):
    """`state`, `asked`, `link` and `day` are what must be; each rule says itself whether it may succeed."""

    @initialize(opened=st.sampled_from([True, True, False]))
    def begin(self, opened):
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.state, self.day, self.number = "draft", DUE, 0
        self.asked = {code: dict(NEW) for code in CODES[:2]}
        self.links = [token_of(self.owner())]
        if opened:
            self.move("open", "")

    def teardown(self):
        if hasattr(self, "outer"):
            transaction.set_rollback(True)
            self.outer.__exit__(None, None, None)

    def owner(self):
        return (
            Round.objects.get().owners.select_related("round", "organisation").get(organisation="mihon-city")
        )

    def question(self, code):
        return Question.objects.get(owner=self.owner(), indicator=code)

    def attempt(self, act, *, allowed):
        """Act in a transaction of its own; it must succeed exactly where the model says so."""
        try:
            with transaction.atomic():
                act()
        except (RuleBroken, AnswersRefused):
            assert not allowed
            return False
        assert allowed
        return True

    @rule(
        verb=st.sampled_from(["open", "close", "reopen", "lock", "unlock"]),
        reason=st.sampled_from(["", "理由"]),
    )
    def move(self, verb, reason):
        there = STEPS.get((self.state, verb))
        allowed = bool(there) and (bool(reason) or verb not in {"reopen", "unlock"})
        if verb == "lock" and any(one["state"] == "answered" for one in self.asked.values()):
            allowed = False
        old = Round.objects.get()
        if self.attempt(
            lambda: move_round(actor=COMMAND_LINE, asked=old, verb=verb, reason=reason), allowed=allowed
        ):
            self.state = there

    @rule(code=st.sampled_from(CODES))
    def ask_for(self, code):
        def act():
            ask(actor=COMMAND_LINE, asked=Round.objects.get(), organisation="mihon-city", indicators=[code])

        if self.attempt(act, allowed=self.state in {"draft", "open"}):
            self.asked.setdefault(code, dict(NEW))

    @rule(code=st.sampled_from(CODES), behind=st.integers(0, 1), link=st.sampled_from([0, 0, 0, 1, 2]))
    def answer_by_link(self, code, behind, link):
        """Answer over the present revision or the one before, through one of the links there have been."""
        token = self.links[-1 - min(link, len(self.links) - 1)]
        door = door_by_token(token, self.day)
        opens = token == self.links[-1] and self.state != "draft" and self.day <= LAST
        assert (door is not None) == opens
        if door is None:
            return
        one = self.asked.get(code, NEW)
        self.number += 1
        given = GOOD | {"value": str(self.number), "revision": str(one["revision"] - behind)}
        allowed = code in self.asked and self.state == "open" and not behind and one["state"] != "approved"

        def act():
            answer(actor=by_link(door.owner), owner=door.owner, answers={code: given}, at=self.day)

        if self.attempt(act, allowed=allowed):
            one |= {"state": "answered", "value": self.number}
            one["revision"] += 1

    @rule(code=st.sampled_from(CODES), content=st.binary(min_size=1, max_size=2))
    def attach_a_file(self, code, content):
        if code not in self.asked:
            return
        one = self.asked[code]
        name, owner = f"{content.hex()}.pdf", self.owner()
        new = not self.question(code).files.filter(name=name).exists()
        fits = not new or one["files"] < 5
        allowed = self.state == "open" and self.day <= LAST and one["state"] != "approved" and fits

        def act():
            files = [(io.BytesIO(b"%PDF-1.7\n" + content), name)]
            attach(actor=by_link(owner), owner=owner, indicator=code, files=files, at=self.day)

        if self.attempt(act, allowed=allowed):
            one["files"] += new

    @rule(code=st.sampled_from(CODES), verb=st.sampled_from(["return", "approve", "take_back"]))
    def decide(self, code, verb):
        if code not in self.asked:
            return
        one, question = self.asked[code], self.question(code)
        needed, after, act = {
            "return": ("answered", "returned", return_answer),
            "approve": ("answered", "approved", approve),
            "take_back": ("approved", "returned", take_back),
        }[verb]
        allowed = one["state"] == needed and self.state in {"open", "closed"}
        if self.attempt(lambda: act(actor=COMMAND_LINE, question=question, reason="確認"), allowed=allowed):
            one["state"] = after
            one["revision"] += 1

    @rule()
    def renew(self):
        renew_link(actor=COMMAND_LINE, owner=self.owner())
        self.links.append(token_of(self.owner()))

    @rule(days=st.integers(1, 5))
    def time_passes(self, days):
        self.day += dt.timedelta(days)

    @rule(code=st.sampled_from(CODES))
    def somebody_writes_past_the_services(self, code):
        """The database itself keeps what is approved, and everything in a locked round."""
        if code not in self.asked:
            return
        kept = self.state == "locked" or self.asked[code]["state"] == "approved"
        question = self.question(code)
        try:
            with transaction.atomic(), journal(actor=COMMAND_LINE, action="test"):
                Question.objects.filter(pk=question.pk).update(note="改める")
                if question.stated_value_id:
                    StatedValue.objects.filter(pk=question.stated_value_id).update(value=0)
        except DatabaseError:
            assert kept
        else:
            assert not kept

    @invariant()
    def the_database_is_as_the_model(self):
        if not hasattr(self, "asked"):
            return
        assert Round.objects.get().state == self.state
        found = {
            one.indicator_id: {
                "state": one.state,
                "revision": one.revision,
                "value": one.value,
                "files": one.files.count(),
            }
            for one in self.owner().questions.all()
        }
        assert found == self.asked
        stated = dict(StatedValue.objects.filter(fiscal_year=2023).values_list("indicator", "value"))
        approved = {code: one["value"] for code, one in self.asked.items() if one["state"] == "approved"}
        assert stated == approved


def test_a_round_goes_only_the_ways_of_its_tables_whatever_people_do(draft):
    from tests.core.figures import rows

    rows.indicator("events.talks", unit="event")
    run_state_machine_as_test(
        RoundMachine,
        settings=settings(
            max_examples=40,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
