"""What hangs on a case: introductions with both sides' consent, preliminary analyses. Held as the case is."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, uuid5

from renkei.core.accounts.permissions import Verb, may_on
from renkei.core.history.journal import journal
from renkei.core.notices.hours import day_of
from renkei.core.records.kinds import kind_of
from renkei.core.records.rights import require_on
from renkei.directory.models import Person
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.kernel.workflow import state_after
from renkei.matching.enums import ActivityKind, IntroductionState
from renkei.matching.mails import write_to_company
from renkei.matching.models import Analysis, Case, Introduction
from renkei.matching.services.records import added, changed, free_slug, holding_values
from renkei.matching.services.visits import Visit, log_visit
from renkei.matching.workflow import INTRODUCTION

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping

    from renkei.core.accounts.actors import Actor
    from renkei.core.records.models import Record

PARTS = {"introduction": "intro", "analysis": "analysis"}
COMPANY, RESEARCHER = "company", "researcher"
SIDES = frozenset({COMPANY, RESEARCHER})
_NOT_A_PART = Localised.both("案件に加えられない記録です。", "Such a record is no part of a case.")
_NO_ANSWER = Localised.both(
    "企業への回答を書いてから、回答してください。", "Write the answer to the company before you give it."
)
_NOT_DONE = Localised.both(
    "分析を終えた日を入れてから、回答してください。", "Say when the analysis was done before you answer."
)
_ANALYSIS_ANSWERED = Localised.both(
    "この予備分析はもう回答しました。", "This analysis has been answered already."
)
_ANALYSIS_TOLD = Localised.both(
    "予備分析の結果を企業に回答した：{title}", "Gave the company the answer of an analysis: {title}"
)
NO_SIDE = Localised.both("企業か研究者を選んでください。", "Please choose the company or the researcher.")
NOTHING_TO_PASS = Localised.both(
    "同意を記録する前に「伝えてよいこと」を書いてください。",
    "Write what may be passed on before a consent is recorded.",
)


def add_to_case(
    *, actor: Actor, case: Case, kind: str, values: Mapping[str, Any], reason: str = ""
) -> Record:
    """Add an introduction or an analysis to a case, held as the case. Effects: row, history.

    Raises RuleBroken("case.not_a_part"), ("permission.refused"); RecordRefused.
    """
    if kind not in PARTS:
        raise RuleBroken("case.not_a_part", _NOT_A_PART)
    author = require_on(actor, Verb.CHANGE, kind_of("case"), case.holding())
    with journal(actor=author, action=f"add {kind}", reason=reason):
        present = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
        slug = free_slug(kind_of(kind).model, f"{PARTS[kind]}-{case.pk.removeprefix('case-')[:70]}")
        given = {**values, "slug": slug, "case": present, **holding_values(present)}
        record: Record = added(kind, actor=actor, reason=reason, **given)
    return record


def consent(*, actor: Actor, introduction: Introduction, side: str, on: dt.date) -> Introduction:
    """Write down that the company or the researcher agreed; with the second consent both have.

    Effects: introduction, history. Raises RuleBroken("introduction.side"), ("introduction.nothing_to_pass_on"),
    ("workflow.no_such_step"), ("permission.refused").
    """
    if side not in SIDES:
        raise RuleBroken("introduction.side", NO_SIDE)
    with _locked(introduction, actor, "consent to introduction") as present:
        if not present.may_pass_on:
            raise RuleBroken("introduction.nothing_to_pass_on", NOTHING_TO_PASS)
        other = present.researcher_agreed_on if side == COMPANY else present.company_agreed_on
        state = state_after(INTRODUCTION, present.state, "agree" if other else "consent")
        return changed(present, actor=actor, reason="", state=state, **{f"{side}_agreed_on": on})


def decline(*, actor: Actor, introduction: Introduction, side: str, reason: str = "") -> Introduction:
    """Write down that a side does not want it; its consent, if there was one, is taken back.

    Effects: introduction, history. Raises as `consent`.
    """
    if side not in SIDES:
        raise RuleBroken("introduction.side", NO_SIDE)
    with _locked(introduction, actor, "decline introduction", reason) as present:
        state = state_after(INTRODUCTION, present.state, f"decline_{side}")
        return changed(present, actor=actor, reason=reason, state=state, **{f"{side}_agreed_on": None})


def introduce(*, actor: Actor, introduction: Introduction, on: dt.date) -> Introduction:
    """Write down that both were brought together. Raises as `consent`: never before both have agreed."""
    with _locked(introduction, actor, "introduce") as present:
        state = state_after(INTRODUCTION, present.state, "introduce")
        return changed(present, actor=actor, reason="", state=state, introduced_on=on)


def ask_again(*, actor: Actor, introduction: Introduction) -> Introduction:
    """Ask both sides afresh after one declined. Effects: introduction, history. Raises as `consent`."""
    with _locked(introduction, actor, "ask again for introduction") as present:
        state = IntroductionState(state_after(INTRODUCTION, present.state, "ask_again"))
        cleared = {"company_agreed_on": None, "researcher_agreed_on": None}
        return changed(present, actor=actor, reason="", state=state, **cleared)


def answer_analysis(*, actor: Actor, analysis: Analysis, at: dt.datetime) -> Analysis:
    """Give the company the answer of an analysis: it stands on the firm's own page, and a mail says so.

    Effects: analysis, an activity of the case, a mail where the need has an address; history.
    Raises RuleBroken("analysis.no_answer"), ("analysis.not_done"), ("analysis.answered"), ("permission.refused").
    """
    author = require_on(actor, Verb.CHANGE, kind_of(analysis), analysis.holding())
    day = day_of(at)
    with journal(actor=author, action="answer analysis"):
        present = Analysis.objects.select_for_update(of=("self",)).get(pk=analysis.pk)
        if not present.answer:
            raise RuleBroken("analysis.no_answer", _NO_ANSWER)
        if present.done_on is None:
            raise RuleBroken("analysis.not_done", _NOT_DONE)
        if present.answered_on is not None:
            raise RuleBroken("analysis.answered", _ANALYSIS_ANSWERED)
        done = changed(present, actor=actor, reason="", answered_on=day)
        case = done.case
        who = Person.objects.filter(pk=actor.person).first() or case.coordinator
        if who is not None and may_on(actor, Verb.CHANGE, "case", case.holding()):
            log_visit(
                actor=actor,
                draft=uuid5(NAMESPACE_URL, f"renkei:analysis/{done.pk}").hex,
                at=day,
                visit=Visit(ActivityKind.MAIL, day, who, _ANALYSIS_TOLD.filled(title=done.title), case=case),
            )
        if case.need is not None:
            write_to_company(actor=actor, need=case.need, letter="answered", at=at)
    return done


@contextmanager
def _locked(
    introduction: Introduction, actor: Actor, action: str, reason: str = ""
) -> Iterator[Introduction]:
    """One act on one introduction, its row locked."""
    author = require_on(actor, Verb.CHANGE, kind_of(introduction), introduction.holding())
    with journal(actor=author, action=action, reason=reason):
        yield Introduction.objects.select_for_update(of=("self",)).get(pk=introduction.pk)
