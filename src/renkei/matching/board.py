"""The board and the lists of cases: what is read for many cases at once, in few queries."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Count, DateField, Exists, F, Func, Max, Min, OuterRef, Q, Subquery, Window
from django.db.models.functions import Coalesce, RowNumber

from renkei.core.publication.selectors import seen_by, visible_to
from renkei.core.records.texts import holding
from renkei.matching.enums import StagePhase
from renkei.matching.models import Activity, Case, CaseStage, CaseStep
from renkei.matching.rules import Clock, Mark, late_marks

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import QuerySet

    from renkei.core.accounts.actors import Actor

SHOWN = 20


@dataclass(frozen=True)
class Asked:
    """What the board is narrowed by; empty is everything. `closed` takes in what is over."""

    coordinator: str = ""
    holder: str = ""
    field: str = ""
    q: str = ""
    late: bool = False
    closed: bool = False


@dataclass(frozen=True)
class Card:
    case: Case
    days: int
    marks: Sequence[Mark] = ()


@dataclass(frozen=True)
class Column:
    stage: CaseStage
    total: int
    cards: Sequence[Card] = field(default_factory=tuple)


def cases_asked(asked: Asked, *, actor: Actor, at: dt.date) -> QuerySet[Case]:
    """Return the cases the actor sees and asks for, in no order."""
    rows = visible_to(Case.objects.all(), actor, at).order_by()
    if not asked.closed:
        rows = rows.filter(closed_on__isnull=True)
    if asked.coordinator:
        rows = rows.filter(coordinator=asked.coordinator)
    if asked.holder:
        rows = rows.filter(holder=asked.holder)
    if asked.field:
        of_need = Q(need__fields__field=asked.field)
        of_seed = Q(seed__fields__field=asked.field)
        rows = rows.filter(pk__in=Case.objects.filter(of_need | of_seed).values("pk"))
    if asked.q:
        rows = rows.filter(
            holding(asked.q, ("title", "company__name")) | Q(need__company_name__icontains=asked.q)
        )
    return late_only(rows, actor, at) if asked.late else rows


def late_only(rows: QuerySet[Case], actor: Actor, at: dt.date) -> QuerySet[Case]:
    """Return those with something late: `rules.late_marks` in SQL; a test holds both together. One query."""
    promised = Activity.objects.filter(
        seen_by(actor, "activity", at), case=OuterRef("pk"), promised_by__lt=at, promise_kept_on__isnull=True
    )
    late: Any = Q(answered_on__isnull=True, answer_due__lt=at) | Q(next_due__lt=at) | Exists(promised)
    for slug, days in CaseStage.objects.filter(days__isnull=False).values_list("pk", "days"):
        late |= Q(stage=slug, entered__lt=at - dt.timedelta(days=days or 0))
    return rows.filter(closed_on__isnull=True).alias(entered=_entered()).filter(late)


def with_stage_end(rows: QuerySet[Case]) -> QuerySet[Case]:
    """Annotate `stage_end`, the last usual day in its stage; only cases where that is known."""
    return rows.filter(stage__days__isnull=False).annotate(stage_end=_stage_end(_entered()))


def first_stage_ends(rows: QuerySet[Case], asked: Q, most: int) -> list[str]:
    """Return the cases, at most so many, whose `stage_end` comes first of those that `asked` narrows it to.

    The steps of all cases are read once; asked case by case, every condition on the day would read them again.
    """
    entered = Coalesce(Max("steps__entered_on"), F("opened_on"))
    known = rows.filter(stage__days__isnull=False).values("pk").annotate(stage_end=_stage_end(entered))
    return list(known.filter(asked).order_by("stage_end", "pk").values_list("pk", flat=True)[:most])


def _stage_end(entered: Coalesce) -> Func:
    return Func(
        entered, F("stage__days"), template="(%(expressions)s)", arg_joiner=" + ", output_field=DateField()
    )


def _entered() -> Coalesce:
    """Return the day a case entered its stage, for SQL: that of its last step, or of its opening."""
    last = CaseStep.objects.filter(case=OuterRef("pk")).order_by("-entered_on", "-slug")
    return Coalesce(Subquery(last.values("entered_on")[:1]), F("opened_on"))


def columns(asked: Asked, *, actor: Actor, at: dt.date) -> list[Column]:
    """Return the stages with how many cases are in each, and the first cards: six queries however many there are.

    In a column the earliest next day comes first.
    """
    rows = cases_asked(asked, actor=actor, at=at)
    counted = dict(rows.values_list("stage").annotate(number=Count("pk")))
    order: list[Any] = [F("next_due").asc(nulls_last=True), "opened_on", "slug"]
    place = Window(RowNumber(), partition_by="stage", order_by=order)
    first = rows.annotate(place=place).filter(place__lte=SHOWN).values_list("pk", flat=True)
    cards: dict[str, list[Card]] = defaultdict(list)
    for card in cards_of(list(first), actor=actor, at=at):
        cards[card.case.stage_id].append(card)
    stages = visible_to(CaseStage.objects.order_by("position", "pk"), actor, at)
    return [
        Column(stage, counted.get(stage.pk, 0), cards[stage.pk])
        for stage in stages
        if asked.closed or stage.phase != StagePhase.CLOSED or counted.get(stage.pk)
    ]


def cards_of(slugs: Sequence[str], *, actor: Actor, at: dt.date) -> list[Card]:
    """Return cards of these cases with what is late, in the order of the board."""
    rows = Case.objects.filter(pk__in=slugs).select_related(
        "company", "coordinator", "stage", "need", "need__company"
    )
    entered, promised = entered_days(slugs), open_promises(slugs, actor, at)
    found = []
    for case in rows.order_by(F("next_due").asc(nulls_last=True), "opened_on", "slug"):
        clock = clock_of(case, entered.get(case.pk, case.opened_on), promised.get(case.pk))
        since = clock.entered_on or case.opened_on
        found.append(Card(case, max(0, (at - since).days), late_marks(clock, at)))
    return found


def clock_of(case: Case, entered_on: dt.date, promised_by: dt.date | None) -> Clock:
    return Clock(
        answer_due=case.answer_due,
        answered_on=case.answered_on,
        promised_by=promised_by,
        next_due=case.next_due,
        entered_on=entered_on,
        stage_days=case.stage.days,
        is_closed=case.closed_on is not None,
    )


def entered_days(slugs: Iterable[str]) -> dict[str, dt.date]:
    """Return when each case entered the stage it is in: the day of its last step."""
    steps = CaseStep.objects.filter(case__in=list(slugs)).order_by()
    return dict(steps.values_list("case").annotate(last=Max("entered_on")))


def open_promises(slugs: Iterable[str], actor: Actor, at: dt.date) -> dict[str, dt.date]:
    """Return the oldest promise not yet kept of each case."""
    rows = visible_to(Activity.objects.filter(case__in=list(slugs)), actor, at)
    owed = rows.filter(promise_kept_on__isnull=True, promised_by__isnull=False).order_by()
    return dict(owed.values_list("case").annotate(first=Min("promised_by")))


def company_name(case: Any) -> Any:
    """Return what the company of a case is called, or the name its need came with."""
    if case.company is not None:
        return case.company.name
    return (case.need.company.name if case.need.company else case.need.company_name) if case.need else ""
