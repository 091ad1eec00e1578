"""An edition as people lead it, in any order, beside a plain model of what must be: the database never differs."""

from __future__ import annotations

import datetime as dt

import pytest
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
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.kernel.workflow import moves
from renkei.reports import checking, editions
from renkei.reports.enums import EditionState
from renkei.reports.models import Edition, EditionPart
from renkei.reports.publishing import publish
from renkei.reports.verifying import verify_all
from renkei.reports.workflow import EDITION, FROZEN, IN_WORK
from tests.reports.editing import DAY, NOON

pytestmark = pytest.mark.django_db
REASON = Localised.both("理由", "A reason")
NUMBERS = st.integers(1, 3)


def tried(act, *, allowed):
    """Carry out an act that the model allows, or see it refused without a trace."""
    try:
        with transaction.atomic():
            act()
    except RuleBroken:
        assert not allowed
        return False
    assert allowed
    return True


class Undone(Exception):  # noqa: N818 - no mistake
    """What was tried is taken back."""


def refused(number, **values):
    """Write past the services, take it back, and say whether the database refused."""
    try:
        with transaction.atomic(), journal(actor=COMMAND_LINE, action="test"):
            Edition.objects.filter(number=number).update(**values)
            raise Undone  # noqa: TRY301
    except Undone:
        return False
    except DatabaseError:
        return True


class EditionMachine(RuleBasedStateMachine):
    """The editions of one report: `self.states` by number; `self.decided` those with a decision."""

    def __init__(self):
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()

    def teardown(self):
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    @initialize()
    def nothing_yet(self):
        self.states: dict[int, str] = {}
        self.decided: set[int] = set()
        self.corrects: dict[int, int] = {}

    def stored(self, number):
        return Edition.objects.get(number=number)

    def in_work(self):
        return [number for number, state in self.states.items() if state in IN_WORK]

    def moved(self, number, act, verb, *, allowed=True):
        """Try a step of the table for an edition that there is."""
        if number not in self.states:
            return False
        after = {(step.from_state, step.verb): step.to_state for step in EDITION}
        found = after.get((self.states[number], verb))
        if not tried(lambda: act(self.stored(number)), allowed=allowed and found is not None):
            return False
        self.states[number] = found
        return True

    @rule()
    def begin(self):
        allowed = not self.in_work() and "published" not in self.states.values()
        act = {"actor": COMMAND_LINE, "kind": "yearly", "year": 2020, "at": DAY}
        if len(self.states) < 3 and tried(lambda: editions.begin_edition(**act), allowed=allowed):
            self.states[len(self.states) + 1] = "draft"

    @rule(number=NUMBERS)
    def correct(self, number):
        if number not in self.states or len(self.states) == 3:
            return
        allowed = self.states[number] == "published" and not self.in_work()
        act = {"actor": COMMAND_LINE, "edition": self.stored(number), "reason": REASON, "at": DAY}
        if tried(lambda: editions.correct_edition(**act), allowed=allowed):
            self.corrects[len(self.states) + 1] = number
            self.states[len(self.states) + 1] = "draft"

    @rule(number=NUMBERS)
    def ask(self, number):
        if self.states.get(number) == "checking":
            return  # asking one more party leaves it in check
        self.moved(
            number,
            lambda each: checking.ask_check(actor=COMMAND_LINE, edition=each, organisations=[], at=NOON),
            "ask",
        )

    @rule(number=NUMBERS)
    def agree(self, number):
        self.moved(number, lambda each: checking.agree(actor=COMMAND_LINE, edition=each, reason="x"), "agree")

    @rule(number=NUMBERS, verb=st.sampled_from(["take_back", "discard"]))
    def move(self, number, verb):
        if (
            self.moved(
                number,
                lambda each: editions.move_edition(actor=COMMAND_LINE, edition=each, verb=verb, reason="x"),
                verb,
            )
            and verb == "take_back"
        ):
            self.decided.discard(number)

    @rule(number=NUMBERS)
    def decide(self, number):
        if number not in self.states:
            return
        act = {"actor": COMMAND_LINE, "edition": self.stored(number), "number": "1", "on": DAY, "at": DAY}
        if tried(lambda: editions.record_decision(**act), allowed=self.states[number] == "agreed"):
            self.decided.add(number)

    @rule(number=NUMBERS)
    def publish(self, number):
        if self.moved(
            number,
            lambda each: publish(actor=COMMAND_LINE, edition=each, at=NOON),
            "publish",
            allowed=number in self.decided,
        ):
            older = self.corrects.get(number)
            if older and self.states[older] == "published":
                self.states[older] = "corrected"

    @rule(number=NUMBERS)
    def withdraw(self, number):
        self.moved(
            number,
            lambda each: editions.withdraw_edition(actor=COMMAND_LINE, edition=each, reason=REASON, at=DAY),
            "withdraw",
        )

    @rule(number=NUMBERS, state=st.sampled_from(EditionState.values))
    def somebody_writes_past_the_services(self, number, state):
        """The database itself knows the table, and lets no frozen edition change."""
        before = self.states.get(number)
        if before is None or before == state:
            return
        allowed = (before, state) in moves(EDITION) and (state not in FROZEN or before in FROZEN)
        assert refused(number, state=state) != allowed

    @rule(number=NUMBERS, day=st.dates(dt.date(2020, 1, 1), dt.date(2020, 1, 2)))
    def somebody_changes_what_is_printed(self, number, day):
        if number not in self.states:
            return
        assert refused(number, decided_on=day, paper_number="another") == (self.states[number] in FROZEN)

    @invariant()
    def the_database_is_as_the_model(self):
        if not hasattr(self, "states"):
            return
        assert dict(Edition.objects.values_list("number", "state")) == self.states
        assert sum(state == "published" for state in self.states.values()) <= 1
        assert len(self.in_work()) <= 1
        frozen = {number for number, state in self.states.items() if state in FROZEN}
        assert set(EditionPart.objects.values_list("edition__number", flat=True)) == frozen
        assert all(each.is_good for each in verify_all(Edition.objects.all()))


def test_editions_go_only_the_ways_of_the_table_whatever_people_do(clean_mihon):
    run_state_machine_as_test(
        EditionMachine,
        settings=settings(
            max_examples=20,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
