"""What waits in casework, for whoever is responsible; a week late, for the others of the holder too."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db.models import DateField, Q
from django.db.models.functions import Upper

from renkei.core.accounts.permissions import Verb, grants_for
from renkei.core.inbox.registry import Waiting, Window, register_inbox
from renkei.kernel.localised import Localised
from renkei.matching.board import stage_ends_of
from renkei.matching.enums import FundState, ProfileState, SeedState
from renkei.matching.models import Activity, Analysis, Case, ExternalFund, NeedProfile, Seed
from renkei.matching.rules import ESCALATES_AFTER, waits_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet

    from renkei.core.accounts.actors import Actor
    from renkei.directory.models import Person

AHEAD = 7
REFRESH_AHEAD = 30
DAY = dt.timedelta(days=1)  # the database keeps the day after the last one
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


def _open(window: Window) -> QuerySet[Case]:
    return window.reached(Case.objects.filter(closed_on__isnull=True)).select_related("coordinator")


@register_inbox(ahead=AHEAD)
def first_answers(window: Window) -> Iterator[Waiting]:
    """Cases whose company waits for its first answer."""
    rows = _open(window).filter(window.holds("answer_due"), answered_on__isnull=True)
    rows = rows.filter(responsible(window, "answer_due")).order_by("answer_due", "slug")
    for case in rows[: window.most]:
        said = Localised.both("最初の回答：{title}", "First answer: {title}")
        yield _waiting("case", case.pk, said, case.title, case.answer_due, case.coordinator)


@register_inbox(ahead=AHEAD)
def next_steps(window: Window) -> Iterator[Waiting]:
    """Next steps, by the day they are due."""
    rows = _open(window).filter(window.holds("next_due"), responsible(window, "next_due"))
    for case in rows.order_by("next_due", "slug")[: window.most]:
        said = Localised.both("次の一歩：{title}", "Next step: {title}")
        yield _waiting("case", case.pk, said, case.next_step or case.title, case.next_due, case.coordinator)


@register_inbox(ahead=AHEAD)
def promises(window: Window) -> Iterator[Waiting]:
    """Promises not yet kept, of open cases and of visits without one."""
    rows = window.reached(Activity.objects.all()).select_related("coordinator")
    rows = rows.filter(
        window.holds("promised_by"), promise_kept_on__isnull=True, case__closed_on__isnull=True
    )
    owed = rows.filter(responsible(window, "promised_by")).order_by("promised_by", "slug")
    for each in owed[: window.most]:
        said = Localised.both("約束：{title}", "Promise: {title}")
        kind, slug = ("case", each.case_id) if each.case_id else ("activity", each.pk)
        yield _waiting(kind, slug, said, each.promised or each.what, each.promised_by, each.coordinator)


@register_inbox(ahead=0)
def long_stages(window: Window) -> Iterator[Waiting]:
    """Cases longer in their stage than it usually takes, by the last day that was usual."""
    looks_on, persons = window.verb is Verb.VIEW, persons_of(window.actor)
    found = []
    for slug, coordinator, end in stage_ends_of(_open(window)):
        inside = end <= window.end and (window.start is None or end >= window.start)
        if inside and (looks_on or (end < window.at and waits_for(coordinator, persons, end, window.at))):
            found.append((end, slug))
    first = sorted(found)[: window.most]
    cases = Case.objects.select_related("coordinator").in_bulk([slug for _, slug in first])
    for end, slug in first:
        said = Localised.both("段階の目安が過ぎる：{title}", "Usual time in its stage ends: {title}")
        yield _waiting("case", slug, said, cases[slug].title, end, cases[slug].coordinator)


@register_inbox(ahead=AHEAD)
def analyses(window: Window) -> Iterator[Waiting]:
    """Preliminary analyses whose answer is due."""
    rows = window.reached(Analysis.objects.all()).select_related("case__coordinator")
    rows = rows.filter(window.holds("due_on"), answered_on__isnull=True, case__closed_on__isnull=True)
    due = rows.filter(responsible(window, "due_on", "case__coordinator")).order_by("due_on", "slug")
    for each in due[: window.most]:
        said = Localised.both("予備分析の回答：{title}", "Answer of an analysis: {title}")
        yield _waiting("analysis", each.pk, said, each.title, each.due_on, each.case.coordinator)


@register_inbox(ahead=REFRESH_AHEAD)
def seeds(window: Window) -> Iterator[Waiting]:
    """Seeds whose yearly refresh is due."""
    rows = window.reached(Seed.objects.filter(window.holds("refresh_due"), state=SeedState.ACTIVE))
    for seed in rows.select_related("organisation").order_by("refresh_due", "slug")[: window.most]:
        said = Localised.both("シーズの更新：{title}", "Refresh of a seed: {title}").filled(title=seed.title)
        place = seed.organisation
        yield Waiting("seed", seed.pk, said, seed.refresh_due, place.name, place.pk)


@register_inbox(ahead=FUND_AHEAD)
def fund_deadlines(window: Window) -> Iterator[Waiting]:
    """Deadlines of calls that are still to be applied to."""
    rows = window.reached(ExternalFund.objects.filter(window.holds("deadline"), state=FundState.PLANNED))
    for fund in rows.select_related("lead").order_by("deadline", "slug")[: window.most]:
        said = Localised.both("公募の締切：{title}（{call}）", "Deadline of a call: {title} ({call})")
        told = said.filled(title=fund.title, call=fund.call)
        yield Waiting("externalfund", fund.pk, told, fund.deadline, fund.lead.name, fund.lead_id)


@register_inbox(ahead=FUND_AHEAD)
def fund_ends(window: Window) -> Iterator[Waiting]:
    """Funded periods that end, and what came of them is still to be written."""
    running = window.reached(ExternalFund.objects.filter(state=FundState.RUNNING))
    ends = running.annotate(ends=Upper("period", output_field=DateField()))
    rows = ends.filter(ends__gt=window.start or dt.date.min, ends__lte=window.end + DAY).select_related(
        "lead"
    )
    for fund in rows.order_by("ends", "slug")[: window.most]:
        said = Localised.both("外部資金の期間が終わる：{title}", "A funded period ends: {title}")
        told = said.filled(title=fund.title)
        yield Waiting("externalfund", fund.pk, told, fund.period.end, fund.lead.name, fund.lead_id)


@register_inbox(ahead=0)
def profiles(window: Window) -> Iterator[Waiting]:
    """Anonymised profiles that wait for a second pair of eyes: not those one proposed oneself."""
    if not window.undated:
        return
    rows = window.reached(NeedProfile.objects.filter(state=ProfileState.PROPOSED))
    for each in rows.exclude(proposed_by=window.actor.name).order_by("slug")[: window.most]:
        said = Localised.both("匿名の概要を確かめる：{title}", "Check an anonymised profile: {title}")
        yield Waiting("needprofile", each.pk, said.filled(title=each.title))


def _waiting(
    kind: str, slug: str, said: Localised, title: Localised, day: dt.date | None, who: Person | None
) -> Waiting:
    name = who.display_name() if who else ""
    return Waiting(kind, slug, said.filled(title=title), day, Localised.both(name, name))
