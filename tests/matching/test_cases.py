"""Cases: what opening, moving, answering, closing and reopening write, refuse and leave alone."""

from __future__ import annotations

import datetime as dt
import threading
from contextlib import suppress

import pytest
from django.db import connection, transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from renkei.core.records.services import RecordRefused
from renkei.directory.models import Organisation, Person
from renkei.kernel.errors import RuleBroken
from renkei.matching.models import Activity, CaseStage, CaseStep, ClosingReason, Need
from renkei.matching.services.cases import (
    answer_case,
    close_case,
    move_case,
    open_case,
    plan_next,
    reopen_case,
)
from renkei.matching.services.handover import hand_over, undo_hand_over
from renkei.matching.services.records import HOLDING, holding_values
from renkei.matching.services.visits import Visit, keep_promise, log_visit
from tests.builders import both
from tests.matching.casework import AT, ICHI, NI, SHI, a_case, a_need, office, present

DAY = dt.timedelta(days=1)
DRAFT = "0123456789abcdef" * 2


@pytest.fixture(autouse=True)
def _office(request):
    request.getfixturevalue("transactional_db" if "transactional_db" in request.fixturenames else "db")
    office()


def stage(slug):
    return CaseStage.objects.get(pk=slug)


def refused(code, act, **values):
    with pytest.raises(RuleBroken) as caught:
        act(**values)
    assert caught.value.code == code
    return caught.value


def test_a_case_from_a_need_takes_its_holding_company_and_coordinator_and_starts_the_clock():
    need = a_need(holder_person="ichi")
    case = open_case(actor=ICHI, at=AT, title=both("件名"), need=need)
    assert holding_values(case) == holding_values(need) == holding_values(case.steps.get())
    assert (case.company_id, case.coordinator_id) == ("firm", "ichi")
    assert (case.stage_id, case.answer_due) == ("first", AT + 7 * DAY)
    assert (case.steps.get().stage_id, case.steps.get().entered_on) == ("first", AT)
    need.refresh_from_db()
    assert need.state == "in_case"
    refused("case.need_has_case", open_case, actor=ICHI, at=AT, title=both("件名"), need=need)


def test_a_case_alone_is_the_actors_organisations_and_may_be_kept_for_one_person():
    assert open_case(actor=SHI, at=AT, title=both("件名")).holder == "other"
    kept = open_case(actor=SHI, at=AT, title=both("件名"), keep_private=True)
    assert (kept.holder, kept.holder_person) == ("other", "shi")


@pytest.mark.parametrize("state", ["closed", "expired", "unconfirmed"])
def test_no_case_starts_from_a_need_that_is_over_or_not_yet_confirmed(state):
    need = a_need(state=state)
    refused("case.need_state", open_case, actor=ICHI, at=AT, title=both("件名"), need=need)


def test_somebody_elses_need_starts_no_case_and_somebody_elses_case_does_not_move():
    refused("permission.refused", open_case, actor=SHI, at=AT, title=both("件名"), need=a_need())
    case = a_case("second")
    refused("permission.refused", move_case, actor=SHI, case=case, revision=1, stage=stage("survey"), at=AT)
    private = a_case("third", holder_person="ichi")
    refused("permission.refused", move_case, actor=NI, case=private, revision=1, stage=stage("survey"), at=AT)


def test_the_second_of_two_coordinators_is_told_and_gets_the_present_state():
    case = a_case()
    move_case(actor=ICHI, case=case, revision=case.revision, stage=stage("survey"), at=AT)
    told = refused(
        "record.stale",
        move_case,
        actor=NI,
        case=case,
        revision=case.revision,
        stage=stage("meeting"),
        at=AT,
    )
    assert told.context["present"].stage_id == "survey"
    assert present(case).stage_id == "survey"
    assert case.steps.count() == 2


def test_a_case_is_closed_with_its_reason_only():
    case = a_case()
    refused("case.needs_closing", move_case, actor=ICHI, case=case, revision=1, stage=stage("end"), at=AT)
    passed, advice = ClosingReason.objects.get(pk="passed"), ClosingReason.objects.get(pk="advice")
    centre = Organisation.objects.get(pk="centre")
    refused("case.passed_to_missing", close_case, actor=ICHI, case=case, revision=1, why=passed, at=AT)
    refused(
        "case.not_passed_on",
        close_case,
        actor=ICHI,
        case=case,
        revision=1,
        why=advice,
        at=AT,
        passed_to=centre,
    )
    done = close_case(actor=ICHI, case=case, revision=1, why=passed, at=AT, passed_to=centre)
    assert (done.closed_on, done.passed_to_id, done.stage_id) == (AT, "centre", "end")
    assert Need.objects.get(pk="need").state == "closed"
    refused(
        "case.closed", plan_next, actor=ICHI, case=done, revision=2, next_step=both("電話"), next_due=None
    )
    again = reopen_case(actor=ICHI, case=done, revision=done.revision, at=AT, reason="連絡が来た")
    assert (again.stage_id, again.closed_on, again.passed_to_id) == ("first", None, None)
    assert Need.objects.get(pk="need").state == "in_case"


def test_a_day_before_the_last_step_is_refused():
    case = a_case(days_ago=3)
    refused(
        "case.before_last_step",
        move_case,
        actor=ICHI,
        case=case,
        revision=1,
        stage=stage("survey"),
        at=AT - 4 * DAY,
    )
    refused("case.answered_before_opened", answer_case, actor=ICHI, case=case, revision=1, on=AT - 9 * DAY)


def visit(case=None, **values):
    person = Person.objects.get(pk="ichi")
    given = {"kind": "visit", "held_on": AT, "coordinator": person, "what": both("訪問した"), "case": case}
    return Visit(**given | values)


def test_a_visit_logs_moves_answers_and_plans_in_one_act():
    case = a_case(holder_person="ichi", days_ago=5)
    done = log_visit(
        actor=ICHI,
        draft=DRAFT,
        at=AT,
        visit=visit(case, stage=stage("survey"), next_step=both("電話する"), next_due=AT + DAY),
    )
    assert (done.moved, done.answered, done.again) == (True, True, False)
    now = present(case)
    assert (now.stage_id, now.answered_on, now.next_due) == ("survey", AT, AT + DAY)
    assert holding_values(done.activity) == holding_values(now)
    assert (done.activity.organisation_id, done.activity.need_id) == ("firm", "need")
    events = done.activity.pgh_event_model.objects.filter(pgh_obj_id=done.activity.pk)
    act = events.get().pgh_context_id
    assert act == CaseStep.pgh_event_model.objects.order_by("-pgh_id").first().pgh_context_id


def test_a_draft_that_is_sent_twice_is_one_visit():
    case = a_case()
    first = log_visit(actor=ICHI, draft=DRAFT, at=AT, visit=visit(case))
    second = log_visit(actor=ICHI, draft=DRAFT, at=AT, visit=visit(case))
    assert (second.again, second.activity) == (True, first.activity)
    assert Activity.objects.count() == 1


def test_a_draft_that_waited_moves_the_case_as_of_today_where_it_has_moved_meanwhile():
    case = a_case(days_ago=10)
    move_case(actor=NI, case=case, revision=1, stage=stage("survey"), at=AT - DAY)
    log_visit(actor=ICHI, draft=DRAFT, at=AT, visit=visit(case, held_on=AT - 4 * DAY, stage=stage("meeting")))
    assert CaseStep.objects.get(stage="meeting").entered_on == AT


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"what": both("")}, "visit.what"),
        ({"held_on": AT + DAY}, "visit.future"),
        ({"next_step": both("電話")}, "visit.no_case"),
    ],
)
def test_what_is_no_visit_is_refused_and_writes_nothing(values, code):
    refused(code, log_visit, actor=ICHI, draft=DRAFT, at=AT, visit=visit(**values))
    assert not Activity.objects.exists()


def test_a_stage_that_cannot_be_entered_writes_no_visit_either():
    case = a_case()
    refused(
        "case.needs_closing", log_visit, actor=ICHI, draft=DRAFT, at=AT, visit=visit(case, stage=stage("end"))
    )
    assert not Activity.objects.exists()
    assert present(case).answered_on is None


def test_a_visit_to_somebody_elses_case_is_refused():
    case = a_case(holder_person="ichi")
    with pytest.raises((RuleBroken, RecordRefused)):
        log_visit(actor=NI, draft=DRAFT, at=AT, visit=visit(case))
    assert not Activity.objects.exists()


def test_a_promise_is_kept_once():
    case = a_case()
    done = log_visit(
        actor=ICHI, draft=DRAFT, at=AT, visit=visit(case, promised=both("資料を送る"), promised_by=AT + DAY)
    )
    kept = keep_promise(actor=ICHI, activity=done.activity, on=AT)
    assert kept.promise_kept_on == AT
    refused("visit.promise_kept", keep_promise, actor=ICHI, activity=kept, on=AT)


def test_two_moves_at_the_same_moment_are_one_move_and_one_that_is_told(transactional_db):
    case = a_case()
    start, told = threading.Barrier(2), []

    def move(actor, to):
        try:
            wanted = stage(to)
            start.wait(10)
            move_case(actor=actor, case=case, revision=1, stage=wanted, at=AT)
            told.append("moved")
        except RuleBroken as broken:
            told.append(broken.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=move, args=each) for each in ((ICHI, "survey"), (NI, "meeting"))]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(told) == ["moved", "record.stale"]
    assert case.steps.count() == 2


class Office(RuleBasedStateMachine):
    """Whatever is done in whatever order, a case, its steps, its need and its holding stay of one piece."""

    def __init__(self):
        super().__init__()
        self.all = transaction.atomic()  # each run is taken back
        self.all.__enter__()
        self.day, self.owner, self.acts = AT, ICHI, []
        self.case = a_case(holder_person="ichi")

    def now(self):
        return present(self.case)

    def tried(self, act, **values):
        with suppress(RuleBroken):  # what is refused is for the invariant to find unchanged
            act(actor=self.owner, case=self.now(), revision=self.now().revision, **values)

    @rule(to=st.sampled_from(["first", "survey", "meeting", "joint", "end"]), days=st.integers(-2, 3))
    def move(self, to, days):
        self.day += max(days, 0) * DAY
        self.tried(move_case, stage=stage(to), at=self.day + min(days, 0) * DAY)

    @rule(why=st.sampled_from(["advice", "passed"]), to=st.sampled_from([None, "centre"]))
    def close(self, why, to):
        body = to and Organisation.objects.get(pk=to)
        self.tried(close_case, why=ClosingReason.objects.get(pk=why), at=self.day, passed_to=body)

    @rule()
    def reopen(self):
        self.tried(reopen_case, at=self.day, reason="続ける")

    @rule()
    def stale(self):
        was = self.now()
        with pytest.raises(RuleBroken):
            move_case(
                actor=self.owner, case=was, revision=was.revision - 1, stage=stage("survey"), at=self.day
            )
        assert self.now().revision == was.revision

    @rule()
    def hand(self):
        old = self.owner
        self.owner = NI if old is ICHI else ICHI
        people = Person.objects.in_bulk()
        if self.now().closed_on is not None and not self.now().holder_person:
            return
        done = hand_over(
            actor=old, leaving=people[old.person], successor=people[self.owner.person], reason="異動", at=AT
        )
        self.acts.append((old, done.act))

    @precondition(lambda self: self.acts)
    @rule()
    def take_back(self):
        giver, act = self.acts.pop()
        undo_hand_over(actor=self.owner, act=act, reason="取り消し")
        self.owner = giver

    @invariant()
    def of_one_piece(self):
        case = self.now()
        assert (case.closed_on is None) == (case.stage.phase != "closed") == (case.closing_reason_id is None)
        steps = list(case.steps.order_by("slug"))
        assert steps[-1].stage_id == case.stage_id
        assert [each.entered_on for each in steps] == sorted(each.entered_on for each in steps)
        need = case.need
        assert need.state == ("closed" if case.closed_on else "in_case")
        held = [holding_values(each) for each in (case, need, *steps)]
        assert all(each == held[0] for each in held)
        assert set(held[0]) == set(HOLDING)
        assert case.holder_person == self.owner.person
        assert (case.passed_to_id is not None) == (case.closing_reason_id == "passed")

    def teardown(self):
        transaction.set_rollback(True)
        self.all.__exit__(None, None, None)


def test_the_office_stays_of_one_piece():
    run_state_machine_as_test(
        Office, settings=settings(max_examples=8, stateful_step_count=10, deadline=None)
    )
