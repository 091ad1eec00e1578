"""Logging what a coordinator did: in one act the log, the case's stage, its next step and the first answer."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from renkei.core.accounts.permissions import Verb
from renkei.core.history.journal import journal
from renkei.core.publication.selectors import within_reach
from renkei.core.records.kinds import kind_of
from renkei.core.records.rights import require, require_on
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.matching.models import Activity, Case
from renkei.matching.rules import ANSWERS
from renkei.matching.services.cases import answer_case, entered_on, move_case, plan_next
from renkei.matching.services.records import added, changed, holding_values

if TYPE_CHECKING:
    import datetime as dt

    from renkei.core.accounts.actors import Actor
    from renkei.directory.models import Organisation, Person
    from renkei.matching.models import CaseStage, Need

_DRAFT = re.compile(r"[0-9a-f]{32}")
_WHAT = Localised.both("何をしたかを書いてください。", "Please write what was done.")
_FUTURE = Localised.both("これからの日は記録できません。", "A day to come cannot be logged.")
_NO_DRAFT = Localised.both(
    "画面を開き直してから、もう一度送ってください。", "Please open the page again and send it once more."
)
_KEPT = Localised.both(
    "この約束はもう果たしたと記録されています。", "This promise is recorded as kept already."
)
_NO_PROMISE = Localised.both("この活動に約束は記録されていません。", "No promise is recorded here.")
_NO_CASE = Localised.both(
    "段階と次の一歩は、案件を選んだときだけ入れられます。",
    "Stage and next step can be given only where a case is chosen.",
)


@dataclass(frozen=True)
class Visit:
    """What is logged. `stage` moves the case, `next_step` says what is to be done next."""

    kind: str
    held_on: dt.date
    coordinator: Person
    what: Localised
    case: Case | None = None
    need: Need | None = None
    organisation: Organisation | None = None
    who: Localised = field(default_factory=Localised)
    place: Localised = field(default_factory=Localised)
    minutes: int | None = None
    found: Localised = field(default_factory=Localised)
    promised: Localised = field(default_factory=Localised)
    promised_by: dt.date | None = None
    next_step: Localised = field(default_factory=Localised)
    next_due: dt.date | None = None
    stage: CaseStage | None = None


@dataclass(frozen=True)
class Logged:
    """What came of it. `again` tells that this very draft had been saved before."""

    activity: Activity
    moved: bool = False
    answered: bool = False
    again: bool = False


def log_visit(*, actor: Actor, draft: str, visit: Visit, at: dt.date) -> Logged:
    """Write a visit, call, mail or meeting down, once per draft however often it is sent.

    Effects: activity; of its case the first answer, the stage, the next step; history. What hangs on a case or
    need is held as they are. The case's present state counts, not the one the draft was written at: a draft may
    have waited for a network, and is never lost for that.

    Raises RuleBroken("visit.draft"), ("visit.what"), ("visit.future"), ("visit.no_case"), ("permission.refused")
    and what moving a case raises; RecordRefused.
    """
    require(actor, Verb.ADD, kind_of("activity"))
    if not _DRAFT.fullmatch(draft):
        raise RuleBroken("visit.draft", _NO_DRAFT)
    slug = f"activity-{draft}"
    before = within_reach(Activity.objects.filter(pk=slug), actor, Verb.CHANGE).first()
    if before is not None:
        return Logged(before, again=True)
    _check(visit, at)
    on = visit.case or visit.need
    author = require_on(actor, Verb.CHANGE, kind_of(on), on.holding()) if on else actor
    with journal(actor=author, action="log activity"):
        case = visit.case and Case.objects.select_for_update(of=("self",)).get(pk=visit.case.pk)
        activity = _add(actor, slug, visit, case)
        if case is None:
            return Logged(activity)
        answered = _answer(actor, case, visit)
        moved = _move(actor, case, visit, at)
        if visit.next_step or visit.next_due:
            case.refresh_from_db()
            plan_next(
                actor=actor,
                case=case,
                revision=case.revision,
                next_step=visit.next_step,
                next_due=visit.next_due,
            )
    return Logged(activity, moved=moved, answered=answered)


def keep_promise(*, actor: Actor, activity: Activity, on: dt.date) -> Activity:
    """Write down that a promise was kept. Effects: activity, history.

    Raises RuleBroken("visit.no_promise"), ("visit.promise_kept"), ("permission.refused").
    """
    author = require_on(actor, Verb.CHANGE, kind_of(activity), activity.holding())
    with journal(actor=author, action="keep promise"):
        present = Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
        if not present.promised and present.promised_by is None:
            raise RuleBroken("visit.no_promise", _NO_PROMISE)
        if present.promise_kept_on is not None:
            raise RuleBroken("visit.promise_kept", _KEPT)
        return changed(present, actor=actor, reason="", promise_kept_on=on)


def _check(visit: Visit, at: dt.date) -> None:
    if not visit.what:
        raise RuleBroken("visit.what", _WHAT)
    if visit.held_on > at:
        raise RuleBroken("visit.future", _FUTURE)
    if visit.case is None and (visit.stage or visit.next_step or visit.next_due):
        raise RuleBroken("visit.no_case", _NO_CASE)


def _add(actor: Actor, slug: str, visit: Visit, case: Case | None) -> Activity:
    need = visit.need or (case.need if case else None)
    held: Any = case or need
    names = (
        "kind",
        "held_on",
        "coordinator",
        "what",
        "who",
        "place",
        "minutes",
        "found",
        "promised",
        "promised_by",
    )
    found: Activity = added(
        "activity",
        actor=actor,
        reason="",
        slug=slug,
        case=case,
        need=need,
        organisation=visit.organisation or (held.company if held else None),
        **{name: getattr(visit, name) for name in names},
        **(holding_values(held) if held else {}),
    )
    return found


def _answer(actor: Actor, case: Case, visit: Visit) -> bool:
    """Stop the clock of the first answer where the company was reached."""
    reached = visit.kind in ANSWERS and visit.held_on >= case.opened_on and case.closed_on is None
    if not reached or case.answered_on is not None:
        return False
    answer_case(actor=actor, case=case, revision=case.revision, on=visit.held_on)
    return True


def _move(actor: Actor, case: Case, visit: Visit, at: dt.date) -> bool:
    """Move the case as of the visit; where it entered its stage after that day, as of today."""
    case.refresh_from_db()
    if visit.stage is None or visit.stage.pk == case.stage_id:
        return False
    day = visit.held_on if visit.held_on >= entered_on(case) else at
    move_case(actor=actor, case=case, revision=case.revision, stage=visit.stage, at=day)
    return True
