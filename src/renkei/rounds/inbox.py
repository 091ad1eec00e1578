"""Rounds that are open: who still owes answers, and answers that wait for a decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Q

from renkei.core.accounts.permissions import Verb, may_everywhere
from renkei.core.inbox.registry import MOST_PER_CONTEXT, Waiting, register_inbox
from renkei.kernel.localised import Localised
from renkei.rounds.models import Owner

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from django.db.models.expressions import CombinedExpression

    from renkei.core.accounts.actors import Actor


def _all(states: tuple[str, ...]) -> CombinedExpression:
    """Count questions and sheets in these states."""
    return Count("questions", filter=Q(questions__state__in=states), distinct=True) + Count(
        "sheets", filter=Q(sheets__state__in=states), distinct=True
    )


@register_inbox
def open_rounds(actor: Actor, at: dt.date) -> Iterator[Waiting]:  # noqa: ARG001 - what is open waits on any day
    if not may_everywhere(actor, Verb.CHANGE, "round"):
        return
    owners = (
        Owner.objects.select_related("round", "organisation")
        .filter(round__state__in=("open", "closed"))
        .annotate(
            owing=_all(("asked", "returned")),
            answered=_all(("answered",)),
        )
        .filter(Q(owing__gt=0, round__state="open") | Q(answered__gt=0))
        .order_by("round__due_on", "round", "organisation")
    )
    for owner in owners[:MOST_PER_CONTEXT]:
        said = (
            Localised.both("回答を確認する：{title}", "Check answers: {title}")
            if owner.answered
            else Localised.both("回答待ち：{title}", "Waiting for answers: {title}")
        )
        yield Waiting(
            kind="round",
            slug=str(owner),
            text=said.filled(title=owner.round.title),
            day=owner.round.due_on,
            owner=owner.organisation.name,
        )
