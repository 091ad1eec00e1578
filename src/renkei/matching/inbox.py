"""What waits in casework, for whoever is responsible; a week late, for the others of the holder too."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db.models import Q

from renkei.core.accounts.permissions import Verb, grants_for
from renkei.core.inbox.registry import MOST_PER_CONTEXT, Waiting, register_inbox
from renkei.core.publication.selectors import within_reach
from renkei.kernel.localised import Localised
from renkei.matching.board import entered_days
from renkei.matching.enums import ProfileState, SeedState
from renkei.matching.models import Activity, Analysis, Case, CaseStage, NeedProfile, Seed
from renkei.matching.rules import ESCALATES_AFTER, stage_ends, waits_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet

    from renkei.core.accounts.actors import Actor
    from renkei.directory.models import Person

AHEAD = dt.timedelta(days=7)
REFRESH_AHEAD = dt.timedelta(days=30)


def persons_of(actor: Actor) -> list[str]:
    """Return who the actor is in the directory, and in whose place they act."""
    return sorted({actor.person, *(grant.person for grant in grants_for(actor, Verb.CHANGE, "case"))} - {""})


def responsible(actor: Actor, day: str, at: dt.date, coordinator: str = "coordinator") -> Q:
    """Return `rules.waits_for` in SQL: one's own, nobody's, or late by a week or more."""
    own = Q(**{f"{coordinator}__in": persons_of(actor)}) | Q(**{f"{coordinator}__isnull": True})
    return own | Q(**{f"{day}__lte": at - dt.timedelta(days=ESCALATES_AFTER)})


def _open(actor: Actor) -> QuerySet[Case]:
    rows = within_reach(Case.objects.filter(closed_on__isnull=True), actor, Verb.CHANGE)
    return rows.select_related("coordinator")


@register_inbox
def first_answers(actor: Actor, at: dt.date) -> Iterator[Waiting]:
    """Cases whose company waits for its first answer."""
    rows = _open(actor).filter(answered_on__isnull=True, answer_due__lte=at + AHEAD)
    for case in rows.filter(responsible(actor, "answer_due", at)).order_by("answer_due", "slug")[
        :MOST_PER_CONTEXT
    ]:
        said = Localised.both("最初の回答：{title}", "First answer: {title}")
        yield _waiting("case", case.pk, said, case.title, case.answer_due, case.coordinator)


@register_inbox
def next_steps(actor: Actor, at: dt.date) -> Iterator[Waiting]:
    """Next steps that are late or due within a week."""
    rows = _open(actor).filter(next_due__lte=at + AHEAD)
    for case in rows.filter(responsible(actor, "next_due", at)).order_by("next_due", "slug")[
        :MOST_PER_CONTEXT
    ]:
        said = Localised.both("次の一歩：{title}", "Next step: {title}")
        yield _waiting("case", case.pk, said, case.next_step or case.title, case.next_due, case.coordinator)


@register_inbox
def promises(actor: Actor, at: dt.date) -> Iterator[Waiting]:
    """Promises not yet kept, of open cases and of visits without one."""
    rows = within_reach(Activity.objects.all(), actor, Verb.CHANGE).select_related("coordinator")
    rows = rows.filter(
        promise_kept_on__isnull=True, promised_by__lte=at + AHEAD, case__closed_on__isnull=True
    )
    owed = rows.filter(responsible(actor, "promised_by", at)).order_by("promised_by", "slug")
    for each in owed[:MOST_PER_CONTEXT]:
        said = Localised.both("約束：{title}", "Promise: {title}")
        kind, slug = ("case", each.case_id) if each.case_id else ("activity", each.pk)
        yield _waiting(kind, slug, said, each.promised or each.what, each.promised_by, each.coordinator)


@register_inbox
def long_stages(actor: Actor, at: dt.date) -> Iterator[Waiting]:
    """Cases longer in their stage than it usually takes."""
    days = dict(CaseStage.objects.filter(days__isnull=False).values_list("pk", "days"))
    cases = {case.pk: case for case in _open(actor).filter(stage__in=list(days)).order_by("slug")}
    entered = entered_days(cases)
    persons, late = set(persons_of(actor)), []
    for slug, case in cases.items():
        end = stage_ends(entered.get(slug, case.opened_on), days[case.stage_id])
        if end and end < at and waits_for(case.coordinator_id, persons, end, at):
            late.append((end, case))
    for end, case in sorted(late, key=lambda pair: (pair[0], pair[1].pk))[:MOST_PER_CONTEXT]:
        said = Localised.both("段階が長引いている：{title}", "Long in its stage: {title}")
        yield _waiting("case", case.pk, said, case.title, end, case.coordinator)


@register_inbox
def analyses(actor: Actor, at: dt.date) -> Iterator[Waiting]:
    """Preliminary analyses whose answer is due."""
    rows = within_reach(Analysis.objects.all(), actor, Verb.CHANGE).select_related("case__coordinator")
    rows = rows.filter(answered_on__isnull=True, due_on__lte=at + AHEAD, case__closed_on__isnull=True)
    due = rows.filter(responsible(actor, "due_on", at, "case__coordinator")).order_by("due_on", "slug")
    for each in due[:MOST_PER_CONTEXT]:
        said = Localised.both("予備分析の回答：{title}", "Answer of an analysis: {title}")
        yield _waiting("analysis", each.pk, said, each.title, each.due_on, each.case.coordinator)


@register_inbox
def seeds(actor: Actor, at: dt.date) -> Iterator[Waiting]:
    """Seeds whose yearly refresh is due within a month."""
    rows = within_reach(Seed.objects.filter(state=SeedState.ACTIVE), actor, Verb.CHANGE)
    due = rows.filter(refresh_due__lte=at + REFRESH_AHEAD).select_related("organisation")
    for seed in due.order_by("refresh_due", "slug")[:MOST_PER_CONTEXT]:
        said = Localised.both("シーズの更新：{title}", "Refresh of a seed: {title}")
        yield Waiting(
            "seed", seed.pk, said.filled(title=seed.title), seed.refresh_due, seed.organisation.name
        )


@register_inbox
def profiles(actor: Actor, at: dt.date) -> Iterator[Waiting]:  # noqa: ARG001 - they wait on any day
    """Anonymised profiles that wait for a second pair of eyes: not those one proposed oneself."""
    rows = within_reach(NeedProfile.objects.filter(state=ProfileState.PROPOSED), actor, Verb.CHANGE)
    for each in rows.exclude(proposed_by=actor.name).order_by("slug")[:MOST_PER_CONTEXT]:
        said = Localised.both("匿名の概要を確かめる：{title}", "Check an anonymised profile: {title}")
        yield Waiting("needprofile", each.pk, said.filled(title=each.title))


def _waiting(
    kind: str, slug: str, said: Localised, title: Localised, day: dt.date | None, who: Person | None
) -> Waiting:
    name = who.display_name() if who else ""
    return Waiting(kind, slug, said.filled(title=title), day, Localised.both(name, name))
