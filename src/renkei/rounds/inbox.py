"""Rounds that are open: who still owes answers, and answers that wait for a decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from renkei.core.inbox.registry import register_inbox
from renkei.core.inbox.waiting import Waiting, Window
from renkei.kernel.localised import Localised
from renkei.rounds.models import Owner
from renkei.rounds.selectors import counted

if TYPE_CHECKING:
    from collections.abc import Iterator


@register_inbox(ahead=3660)
def open_rounds(window: Window) -> Iterator[Waiting]:
    """Owners of open and closed rounds with answers to give or to decide about; what is open waits on any day."""
    if not window.everywhere("round"):
        return
    owners = (
        Owner.objects.select_related("round", "organisation")
        .filter(window.holds("round__due_on"), round__state__in=("open", "closed"))
        .annotate(
            owing=counted(("asked", "returned")),
            answered=counted(("answered",)),
        )
        .filter(Q(owing__gt=0, round__state="open") | Q(answered__gt=0))
        .order_by("round__due_on", "round", "organisation")
    )
    for owner in owners[: window.most]:
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
            organisation=owner.organisation_id,
        )
