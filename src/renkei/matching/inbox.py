"""What waits in casework, for whoever is responsible; a week late, for the others of the holder too."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q

from renkei.core.accounts.permissions import Verb, grants_for
from renkei.core.inbox.due import Due, either, last_day
from renkei.core.inbox.registry import register_inbox
from renkei.directory.models import Person
from renkei.kernel.localised import Localised
from renkei.matching.board import first_stage_ends, with_stage_end
from renkei.matching.enums import FundState, RefreshState, SeedState
from renkei.matching.models import Activity, Analysis, Case, ExternalFund, Seed, SeedRefresh
from renkei.matching.rules import ESCALATES_AFTER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet

    from renkei.core.accounts.actors import Actor
    from renkei.core.inbox.waiting import Window

AHEAD = 7
REFRESH_AHEAD = 30
FUND_AHEAD = 45  # an application takes weeks to write


def persons_of(actor: Actor) -> set[str]:
    """Return who the actor is in the directory, and in whose place they act."""
    return {actor.person, *(grant.person for grant in grants_for(actor, Verb.CHANGE, "case"))} - {""}


def responsible(window: Window, day: str, coordinator: str = "coordinator") -> Q:
    """Return `rules.waits_for` in SQL; who only looks on, in the calendar, sees all there is to see."""
    if window.verb is Verb.VIEW:
        return Q()
    own = Q(**{f"{coordinator}__in": sorted(persons_of(window.actor))})
    escalated = Q(**{f"{day}__lte": window.at - dt.timedelta(days=ESCALATES_AFTER)})
    return own | Q(**{f"{coordinator}__isnull": True}) | escalated


def _of_case(
    rows: QuerySet[Any], said: Localised, day: str, title: Any, coordinator: str = "coordinator"
) -> Due:
    return Due(rows, said, {"title": title}, day, owner=Person.display_name_in_sql(f"{coordinator}__"))


@register_inbox(ahead=AHEAD)
def first_answers(window: Window) -> Iterator[Due]:
    """Cases whose company waits for its first answer."""
    rows = Case.objects.filter(
        responsible(window, "answer_due"), closed_on__isnull=True, answered_on__isnull=True
    )
    yield _of_case(
        rows, Localised.both("最初の回答：{title}", "First answer: {title}"), "answer_due", "title"
    )


@register_inbox(ahead=AHEAD)
def next_steps(window: Window) -> Iterator[Due]:
    """Next steps, by the day they are due."""
    rows = Case.objects.filter(responsible(window, "next_due"), closed_on__isnull=True)
    said = Localised.both("次の一歩：{title}", "Next step: {title}")
    yield _of_case(rows, said, "next_due", either("next_step", "title"))


@register_inbox(ahead=AHEAD)
def promises(window: Window) -> Iterator[Due]:
    """Promises not yet kept, of open cases and of visits without one."""
    rows = Activity.objects.filter(responsible(window, "promised_by"), promise_kept_on__isnull=True)
    said = Localised.both("約束：{title}", "Promise: {title}")
    of_case = rows.filter(case__in=window.reached(Case.objects.filter(closed_on__isnull=True)))
    one = _of_case(of_case, said, "promised_by", either("promised", "what"))
    yield replace(one, kind="case", slug="case_id")
    yield replace(one, rows=rows.filter(case__isnull=True))


@register_inbox(ahead=0)
def long_stages(window: Window) -> Iterator[Due]:
    """Cases longer in their stage than it usually takes, by the last day that was usual."""
    asked = window.holds("stage_end")
    if window.verb is not Verb.VIEW:
        asked &= responsible(window, "stage_end") & Q(stage_end__lt=window.at)
    opened = window.reached(Case.objects.filter(closed_on__isnull=True))
    rows = with_stage_end(Case.objects.filter(pk__in=first_stage_ends(opened, asked, window.most)))
    said = Localised.both("段階の目安が過ぎる：{title}", "Usual time in its stage ends: {title}")
    yield _of_case(rows, said, "stage_end", "title")


@register_inbox(ahead=AHEAD)
def analyses(window: Window) -> Iterator[Due]:
    """Preliminary analyses whose answer is due."""
    mine = responsible(window, "due_on", "case__coordinator")
    rows = Analysis.objects.filter(mine, answered_on__isnull=True, case__closed_on__isnull=True)
    said = Localised.both("予備分析の回答：{title}", "Answer of an analysis: {title}")
    yield _of_case(rows, said, "due_on", "title", "case__coordinator")


@register_inbox(ahead=0)
def corrections(_window: Window) -> Iterator[Due]:
    """Seeds whose researchers have sent corrections."""
    sent = SeedRefresh.objects.filter(seed=OuterRef("pk"), state=RefreshState.PROPOSED)
    said = Localised.both("シーズの訂正を確かめる：{title}", "Corrections of a seed: {title}")
    yield Due(Seed.objects.filter(Exists(sent)), said, {"title": "title"})


@register_inbox(ahead=REFRESH_AHEAD)
def seeds(_window: Window) -> Iterator[Due]:
    """Seeds whose yearly refresh is due."""
    yield Due(
        Seed.objects.filter(state=SeedState.ACTIVE),
        Localised.both("シーズの更新：{title}", "Refresh of a seed: {title}"),
        {"title": "title"},
        "refresh_due",
        owner="organisation__name",
        organisation="organisation_id",
    )


@register_inbox(ahead=FUND_AHEAD)
def fund_deadlines(_window: Window) -> Iterator[Due]:
    """Deadlines of calls that are still to be applied to."""
    yield Due(
        ExternalFund.objects.filter(state=FundState.PLANNED),
        Localised.both("公募の締切：{title}（{call}）", "Deadline of a call: {title} ({call})"),
        {"title": "title", "call": "call"},
        "deadline",
        owner="lead__name",
        organisation="lead_id",
    )


@register_inbox(ahead=FUND_AHEAD)
def fund_ends(_window: Window) -> Iterator[Due]:
    """Funded periods that end, and what came of them is still to be written."""
    yield Due(
        ExternalFund.objects.filter(state=FundState.RUNNING).annotate(ends=last_day("period")),
        Localised.both("外部資金の期間が終わる：{title}", "A funded period ends: {title}"),
        {"title": "title"},
        "ends",
        owner="lead__name",
        organisation="lead_id",
    )
