"""Cases: opened from a need, a seed or alone, moved through the stages, answered, closed with a reason, reopened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from renkei.core.accounts.permissions import Verb
from renkei.core.history.journal import journal
from renkei.core.records.kinds import kind_of
from renkei.core.records.rights import require, require_on
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.matching.enums import NeedState, StagePhase
from renkei.matching.models import Case, CaseStage, CaseStep, Need
from renkei.matching.rules import first_answer_due
from renkei.matching.services.records import act_on, added, changed, free_slug, holding_values

if TYPE_CHECKING:
    import datetime as dt

    from renkei.core.accounts.actors import Actor
    from renkei.directory.models import Organisation, Person
    from renkei.matching.models import ClosingReason, Seed

_NO_STAGES = Localised.both(
    "案件の段階が登録されていません。先に「案件の段階」を登録してください。",
    "No stages of cases are recorded. Please record them first.",
)
_HAS_CASE = Localised.both(
    "このニーズには、進行中の案件がすでにあります。", "There already is an open case of this need."
)
_NEED_STATE = Localised.both(
    "終了した・期限の切れた・確認待ちのニーズからは案件を始められません。",
    "No case starts from a need that is closed, expired or not yet confirmed.",
)
_CLOSED = Localised.both(
    "終了した案件です。続けるには、先に再開してください。", "The case is closed. Reopen it to go on."
)
_OPEN = Localised.both("進行中の案件です。", "The case is open.")
_SAME = Localised.both("案件はすでにこの段階にあります。", "The case already is in this stage.")
_CLOSE_IT = Localised.both(
    "終了の段階へは、終了の理由を選んで「終了する」から移します。",
    "A case gets to a closing stage by being closed, with the reason.",
)
_BEFORE = Localised.both(
    "いまの段階に入った日より前の日は入れられません。",
    "The day lies before the one on which the present stage was entered.",
)
_PASSED_TO = Localised.both("引き継ぎ先の機関を選んでください。", "Please say to which body it is passed.")
_NOT_PASSED = Localised.both(
    "この終了の理由では、引き継ぎ先は入れません。", "With this reason nothing is passed on."
)
_ANSWERED = Localised.both("最初の回答はもう記録されています。", "The first answer is recorded already.")
_NOT_ANSWERED_BEFORE = Localised.both(
    "案件の開始日以後の日を入れてください。", "Please give a day on or after the opening of the case."
)


def open_case(
    *,
    actor: Actor,
    at: dt.date,
    title: Localised,
    need: Need | None = None,
    seed: Seed | None = None,
    company: Organisation | None = None,
    coordinator: Person | None = None,
    keep_private: bool = False,
) -> Case:
    """Open a case in the first stage. Effects: case, its first step, the need's state, history.

    From a need it takes holding, company and coordinator; else it is the organisation's, or the coordinator's alone.
    Raises RuleBroken("permission.refused"), ("case.no_stages"), ("case.need_has_case"), ("case.need_state").
    """
    require(actor, Verb.ADD, kind_of("case"))
    stage = first_stage()
    with journal(actor=_author(actor, need), action="open case"):
        if need := _locked_need(need):
            company, coordinator = company or need.company, coordinator or need.coordinator
        alone = coordinator.pk if coordinator else actor.person
        case: Case = added(
            "case",
            actor=actor,
            reason="",
            slug=free_slug(Case, f"case-{at:%Y%m%d}"),
            title=title or (need.title if need else Localised()),
            stage=stage,
            opened_on=at,
            answer_due=first_answer_due(at, stage.days),
            need=need,
            seed=seed,
            company=company,
            coordinator=coordinator,
            **(holding_values(need) if need else {"holder_person": alone if keep_private else ""}),
        )
        _step(case, stage, at, actor=actor, reason="")
        _set_need(case, NeedState.IN_CASE, actor, "")
    return case


def move_case(
    *,
    actor: Actor,
    case: Case,
    revision: int,
    stage: CaseStage,
    at: dt.date,
    note: Localised | None = None,
    reason: str = "",
) -> Case:
    """Move an open case to another stage. Effects: case, step, history.

    Raises RuleBroken("record.stale") with `present` where somebody else was quicker, ("case.closed"),
    ("case.same_stage"), ("case.needs_closing"), ("case.before_last_step"), ("permission.refused").
    """
    with act_on(case, actor=actor, revision=revision, action="move case", reason=reason) as present:
        _require_open(present)
        if stage.pk == present.stage_id:
            raise RuleBroken("case.same_stage", _SAME)
        if stage.phase == StagePhase.CLOSED:
            raise RuleBroken("case.needs_closing", _CLOSE_IT)
        _require_not_before(present, at)
        moved = changed(present, actor=actor, reason=reason, stage=stage)
        _step(moved, stage, at, actor=actor, reason=reason, note=note)
    return moved


def close_case(
    *,
    actor: Actor,
    case: Case,
    revision: int,
    why: ClosingReason,
    at: dt.date,
    passed_to: Organisation | None = None,
    note: Localised | None = None,
) -> Case:
    """End a case with its reason; one that passes it on says to whom. Effects: case, step, need's state, history.

    The case goes to the cluster's closing stage where there is one; its need is closed with its last open case.

    Raises RuleBroken("record.stale"), ("case.closed"), ("case.passed_to_missing"), ("case.not_passed_on"),
    ("case.before_last_step"), ("permission.refused").
    """
    if why.passes_on and passed_to is None:
        raise RuleBroken("case.passed_to_missing", _PASSED_TO)
    if passed_to is not None and not why.passes_on:
        raise RuleBroken("case.not_passed_on", _NOT_PASSED)
    reason = why.name.text("ja")
    with act_on(case, actor=actor, revision=revision, action="close case", reason=reason) as present:
        _require_open(present)
        _require_not_before(present, at)
        last = CaseStage.objects.filter(phase=StagePhase.CLOSED).order_by("position", "pk").first()
        values: dict[str, Any] = {
            "closed_on": at,
            "closing_reason": why,
            "passed_to": passed_to,
            "next_step": Localised(),
            "next_due": None,
        }
        done = changed(present, actor=actor, reason=reason, stage=last or present.stage, **values)
        if last is not None:
            _step(done, last, at, actor=actor, reason=reason, note=note)
        _set_need(done, NeedState.CLOSED, actor, reason)
    return done


def reopen_case(*, actor: Actor, case: Case, revision: int, at: dt.date, reason: str) -> Case:
    """Take up a closed case where it stood. Effects: case, step, need's state, history.

    Raises RuleBroken("record.stale"), ("case.open"), ("case.before_last_step"), ("permission.refused").
    """
    with act_on(case, actor=actor, revision=revision, action="reopen case", reason=reason) as present:
        if present.closed_on is None:
            raise RuleBroken("case.open", _OPEN)
        _require_not_before(present, at)
        before = present.steps.exclude(stage__phase=StagePhase.CLOSED).select_related("stage")
        last = before.order_by("-entered_on", "-slug").first()
        stage = last.stage if last else first_stage()
        was_there = stage.pk == present.stage_id
        again = changed(
            present,
            actor=actor,
            reason=reason,
            stage=stage,
            closed_on=None,
            closing_reason=None,
            passed_to=None,
        )
        if not was_there:
            _step(again, stage, at, actor=actor, reason=reason)
        _set_need(again, NeedState.IN_CASE, actor, reason)
    return again


def answer_case(*, actor: Actor, case: Case, revision: int, on: dt.date) -> Case:
    """Write down when the company had its first answer. Effects: case, history.

    Raises RuleBroken("record.stale"), ("case.answered"), ("case.answered_before_opened"), ("permission.refused").
    """
    with act_on(case, actor=actor, revision=revision, action="answer case") as present:
        if present.answered_on is not None:
            raise RuleBroken("case.answered", _ANSWERED)
        if on < present.opened_on:
            raise RuleBroken("case.answered_before_opened", _NOT_ANSWERED_BEFORE)
        return changed(present, actor=actor, reason="", answered_on=on)


def plan_next(
    *, actor: Actor, case: Case, revision: int, next_step: Localised, next_due: dt.date | None
) -> Case:
    """Say what is to be done next and by when; empty: nothing is planned. Effects: case, history.

    Raises RuleBroken("record.stale"), ("case.closed"), ("permission.refused").
    """
    with act_on(case, actor=actor, revision=revision, action="plan next step") as present:
        _require_open(present)
        return changed(present, actor=actor, reason="", next_step=next_step, next_due=next_due)


def first_stage() -> CaseStage:
    """Return the stage cases begin in. Raises RuleBroken("case.no_stages")."""
    found = CaseStage.objects.filter(phase=StagePhase.OPEN).order_by("position", "pk").first()
    if found is None:
        raise RuleBroken("case.no_stages", _NO_STAGES)
    return found


def entered_on(case: Case) -> dt.date:
    """Return the day of the last step, or of the opening where there is none."""
    last: dt.date | None = (
        case.steps.order_by("-entered_on", "-slug").values_list("entered_on", flat=True).first()
    )
    return max(last, case.opened_on) if last else case.opened_on


def _author(actor: Actor, need: Need | None) -> Actor:
    return require_on(actor, Verb.CHANGE, kind_of(need), need.holding()) if need else actor


def _locked_need(need: Need | None) -> Need | None:
    if need is None:
        return None
    locked = Need.objects.select_for_update(of=("self",)).get(pk=need.pk)
    if locked.cases.filter(closed_on__isnull=True).exists():
        raise RuleBroken("case.need_has_case", _HAS_CASE)
    if locked.state in {NeedState.CLOSED, NeedState.EXPIRED, NeedState.UNCONFIRMED}:
        raise RuleBroken("case.need_state", _NEED_STATE)
    return locked


def _step(
    case: Case, stage: CaseStage, at: dt.date, *, actor: Actor, reason: str, note: Localised | None = None
) -> CaseStep:
    number = case.steps.count() + 1
    step: CaseStep = added(
        "casestep",
        actor=actor,
        reason=reason,
        slug=free_slug(CaseStep, f"{case.pk[:60]}-{number:02}-{stage.pk[:25]}"),
        case=case,
        stage=stage,
        entered_on=at,
        note=note or Localised(),
        **holding_values(case),
    )
    return step


def _require_open(case: Case) -> None:
    if case.closed_on is not None:
        raise RuleBroken("case.closed", _CLOSED)


def _require_not_before(case: Case, at: dt.date) -> None:
    if at < entered_on(case):
        raise RuleBroken("case.before_last_step", _BEFORE)


def _set_need(case: Case, state: NeedState, actor: Actor, reason: str) -> None:
    """Let the need follow its case; it stays under way as long as another case of it is open."""
    if case.need_id is None:
        return
    need = Need.objects.select_for_update(of=("self",)).get(pk=case.need_id)
    others = need.cases.filter(closed_on__isnull=True).exclude(pk=case.pk)
    if need.state != state and not (state == NeedState.CLOSED and others.exists()):
        changed(need, actor=actor, reason=reason, state=state)
