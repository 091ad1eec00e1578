from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Count, Q

from renkei.core.accounts.actors import Grant, Role
from renkei.core.accounts.permissions import Verb, grants_for
from renkei.core.accounts.reach import shown_by
from renkei.core.records.fields import PartialDateField
from renkei.core.records.kinds import kind_of
from renkei.core.records.selectors import present_cluster
from renkei.directory.models import Organisation
from renkei.indicators.models import StatedValue
from renkei.kernel.fiscal import FiscalYear
from renkei.rounds.links import hash_of
from renkei.rounds.models import Delegation, Owner, Question, Round, Sheet
from renkei.rounds.rules import situation

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from django.db.models import QuerySet
    from django.db.models.expressions import CombinedExpression

    from renkei.core.accounts.actors import Actor
    from renkei.core.records.kinds import Kind

_LONGEST_TOKEN = 100


@dataclass(frozen=True)
class Asked:
    """A question with what its owner stated for the year before."""

    question: Question
    last: StatedValue | None


@dataclass(frozen=True)
class Door:
    """What a private link opens: an owner's questions, or those it has passed on. The office has its own door."""

    owner: Owner
    delegation: Delegation | None = None
    office: bool = False


def door_by_token(token: str, at: dt.date) -> Door | None:
    """Return what a private link opens; nothing where it is unknown, replaced, too early or expired.

    The database compares hashes, and is asked the same whether there is such a link or not.
    """
    if not token or len(token) > _LONGEST_TOKEN:
        return None
    hashed = hash_of(token)
    owner = Owner.objects.select_related("round", "organisation").filter(token_hash=hashed).first()
    delegation = (
        Delegation.objects.select_related("owner__round", "owner__organisation")
        .filter(token_hash=hashed, ended_on=None)
        .first()
    )
    found = Door(owner) if owner else Door(delegation.owner, delegation) if delegation else None
    if found is None or found.owner.round.state == "draft" or at > found.owner.round.last_day:
        return None
    return found


def owner_by_token(token: str, at: dt.date) -> Owner | None:
    """Return the owner whose own link this is, or nobody."""
    found = door_by_token(token, at)
    return found.owner if found and found.delegation is None else None


def asked_of(owner: Owner, delegation: Delegation | None = None) -> list[Asked]:
    """Return an owner's questions in the order of the indicators, each with its own last year's value.

    With a delegation, those that were passed on by it.
    """
    rows = owner.questions.select_related("indicator", "stated_value", "delegation").prefetch_related("files")
    if delegation is not None:
        rows = rows.filter(delegation=delegation)
    questions = list(rows.order_by("indicator__position", "indicator"))
    stated = StatedValue.objects.filter(
        indicator__in=[question.indicator_id for question in questions],
        publisher=owner.organisation_id,
        fiscal_year=owner.round.fiscal_year - 1,
        restated_by=None,
    )
    last = {value.indicator_id: value for value in stated.select_related("document").order_by("-slug")}
    return [Asked(question, last.get(question.indicator_id)) for question in questions]


def rounds(actor: Actor) -> QuerySet[Any]:
    """Return all rounds, the newest first, with how much is asked of those the actor sees, and how much approved."""
    theirs = _of_organisations(actor, "owners__organisation__in")
    return Round.objects.annotate(
        asked=Count("owners__questions", filter=theirs, distinct=True)
        + Count("owners__sheets", filter=theirs, distinct=True),
        approved=Count(
            "owners__questions", filter=theirs & Q(owners__questions__state="approved"), distinct=True
        )
        + Count("owners__sheets", filter=theirs & Q(owners__sheets__state="approved"), distinct=True),
    ).order_by("-due_on", "slug")


def owners_seen(actor: Actor) -> QuerySet[Owner]:
    """Return the owners whose questions and answers the actor may see: those of organisations in reach."""
    return Owner.objects.filter(_of_organisations(actor, "organisation__in"))


def _of_organisations(actor: Actor, lookup: str) -> Q:
    grants = grants_for(actor, Verb.VIEW, "round")
    if any(grant.everywhere for grant in grants):
        return Q(pk__isnull=False)
    return Q(**{lookup: sorted({name for grant in grants for name in grant.organisations})})


@dataclass(frozen=True)
class Line:
    """One thing asked in a round: an indicator, or a kind of record; the state of each owner that is asked it."""

    indicator: Any
    kind: str
    states: Mapping[str, str]


@dataclass(frozen=True)
class Overview:
    """Who owes what: owners in their order, and lines with each owner's state."""

    owners: Sequence[Any]
    lines: Sequence[Line]


def overview(asked: Round, actor: Actor, *, late: bool, only: str = "") -> Overview:
    """Return the owners the actor sees, each with `counts` by state and its `situation`, and all that is asked of them.

    `only` narrows to a state of an answer (asked, answered, returned, approved): lines and owners without it are left
    out. Takes four queries however much is asked.
    """
    seen = owners_seen(actor).filter(round=asked)
    owners: list[Any] = list(seen.select_related("organisation").order_by("organisation"))
    questions = Question.objects.filter(owner__in=owners).select_related("indicator")
    sheets = Sheet.objects.filter(owner__in=owners).order_by("kind")
    table: dict[tuple[Any, str], dict[str, str]] = {}
    states: dict[int, list[str]] = {owner.pk: [] for owner in owners}
    names = {owner.pk: owner.organisation_id for owner in owners}
    for question in questions.order_by("indicator__position", "indicator"):
        table.setdefault((question.indicator, ""), {})[names[question.owner_id]] = question.state
        states[question.owner_id].append(question.state)
    for sheet in sheets:
        table.setdefault((None, sheet.kind), {})[names[sheet.owner_id]] = sheet.state
        states[sheet.owner_id].append(sheet.state)
    lines = [Line(indicator, kind, found) for (indicator, kind), found in table.items()]
    for owner in owners:
        owner.counts = Counter(states[owner.pk])
        owner.situation = situation(states[owner.pk], late=late)
    if only:
        lines = [line for line in lines if only in line.states.values()]
        owners = [owner for owner in owners if owner.counts[only]]
    return Overview(owners, lines)


def sheet_rows(sheet: Sheet) -> QuerySet[Any]:
    """Return the records that an owner is shown: its own of the year before, or where there are no owners, all.

    Never what another organisation holds and does not share with it.
    """
    kind, owner = kind_of(sheet.kind), sheet.owner
    theirs_to_see = shown_by([Grant(Role.READER, owner.organisation_id)])
    rows = kind.model._default_manager.filter(theirs_to_see)
    if theirs := owner_fields(kind):
        rows = rows.filter(reduce(or_, (Q(**{name: owner.organisation_id}) for name in theirs)))
    return rows.filter(_of_year(kind, owner.round.fiscal_year - 1)).order_by("slug")


def owner_fields(kind: Kind) -> list[str]:
    """Return the references of a kind to an organisation."""
    fields = kind.model._meta.concrete_fields
    return [field.name for field in fields if field.related_model is Organisation]


def _of_year(kind: Kind, fiscal_year: int) -> Q:
    """Return what belongs to a fiscal year: by its year, or else by the day on which it happened; else everything."""
    fields = kind.model._meta.concrete_fields
    if any(field.name == "fiscal_year" for field in fields):
        return Q(fiscal_year=fiscal_year)
    year = FiscalYear(fiscal_year, present_cluster().first_month)
    for field in fields:
        if isinstance(field, PartialDateField):  # written as 2023, 2023-05 or 2023-05-10
            first, last = year.start.isoformat(), year.end.isoformat()
            return Q(**{f"{field.name}__gte": first[:4]}, **{f"{field.name}__lte": last})
        if isinstance(field, models.DateField) and field.name not in {"public_from", "public_until"}:
            return Q(**{f"{field.name}__range": (year.start, year.end)})
    return Q()


def counted(states: tuple[str, ...]) -> CombinedExpression:
    """Return how many questions and sheets of an owner are in these states."""
    return Count("questions", filter=Q(questions__state__in=states), distinct=True) + Count(
        "sheets", filter=Q(sheets__state__in=states), distinct=True
    )
