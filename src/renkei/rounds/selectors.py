from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q

from renkei.core.accounts.permissions import Verb, grants_for
from renkei.indicators.models import StatedValue
from renkei.rounds.links import hash_of
from renkei.rounds.models import Owner, Question, Round

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from renkei.core.accounts.actors import Actor

_LONGEST_TOKEN = 100


@dataclass(frozen=True)
class Asked:
    """A question with what its owner stated for the year before."""

    question: Question
    last: StatedValue | None


def owner_by_token(token: str, at: dt.date) -> Owner | None:
    """Return whom a private link belongs to; nobody where it is unknown, replaced, too early or expired."""
    if not token or len(token) > _LONGEST_TOKEN:
        return None
    found = Owner.objects.select_related("round", "organisation").filter(token_hash=hash_of(token)).first()
    if found is None or found.round.state == "draft" or at > found.round.last_day:
        return None
    return found


def asked_of(owner: Owner) -> list[Asked]:
    """Return an owner's questions in the order of the indicators, each with its own last year's value."""
    questions = list(
        owner.questions.select_related("indicator", "stated_value").order_by(
            "indicator__position", "indicator"
        )
    )
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
        asked=Count("owners__questions", filter=theirs),
        approved=Count("owners__questions", filter=theirs & Q(owners__questions__state="approved")),
    ).order_by("-due_on", "slug")


def owners_seen(actor: Actor) -> QuerySet[Owner]:
    """Return the owners whose questions and answers the actor may see: those of organisations in reach."""
    return Owner.objects.filter(_of_organisations(actor, "organisation__in"))


def _of_organisations(actor: Actor, lookup: str) -> Q:
    grants = grants_for(actor, Verb.VIEW, "round")
    if any(grant.everywhere for grant in grants):
        return Q(pk__isnull=False)
    return Q(**{lookup: sorted({name for grant in grants for name in grant.organisations})})


def who_owes_what(asked: Round, actor: Actor) -> Sequence[Any]:
    """Return the owners the actor sees, each with `asked`, `owing`, `answered` and `approved` counted."""
    state = "questions__state"
    return list(
        owners_seen(actor)
        .filter(round=asked)
        .select_related("organisation")
        .annotate(
            asked=Count("questions"),
            owing=Count("questions", filter=Q(**{f"{state}__in": ("asked", "returned")})),
            answered=Count("questions", filter=Q(**{state: "answered"})),
            approved=Count("questions", filter=Q(**{state: "approved"})),
        )
        .order_by("organisation")
    )
