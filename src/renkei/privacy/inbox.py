"""Requests and breaches whose days run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renkei.core.accounts.permissions import Verb, may_everywhere
from renkei.core.inbox.registry import MOST_PER_CONTEXT, Waiting, register_inbox
from renkei.kernel.localised import Localised
from renkei.privacy.models import Breach, PrivacyCase
from renkei.privacy.rules import final_due, preliminary_due

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from renkei.core.accounts.actors import Actor


@register_inbox
def open_cases(actor: Actor, at: dt.date) -> Iterator[Waiting]:  # noqa: ARG001 - what is open waits on any day
    if not may_everywhere(actor, Verb.CHANGE, "privacycase"):
        return
    rows = PrivacyCase.objects.filter(state__in=("received", "identified")).select_related("controller")
    for case in rows.order_by("due_on", "pk")[:MOST_PER_CONTEXT]:
        yield Waiting(
            "privacycase",
            case.number,
            Localised.both("本人からの請求 {n} に答える", "Answer request {n}").filled(n=case.number),
            case.due_on,
            case.controller.name,
        )


@register_inbox
def open_breaches(actor: Actor, at: dt.date) -> Iterator[Waiting]:  # noqa: ARG001
    if not may_everywhere(actor, Verb.CHANGE, "privacycase"):
        return
    for breach in Breach.objects.filter(state__in=("found", "preliminary"))[:MOST_PER_CONTEXT]:
        first = breach.state == "found"
        said = (
            Localised.both("漏えい等 {n} の速報", "Preliminary report on breach {n}")
            if first
            else Localised.both("漏えい等 {n} の確報", "Final report on breach {n}")
        )
        due = preliminary_due(breach.known_on) if first else final_due(breach.known_on, malice=breach.malice)
        yield Waiting("privacycase", breach.number, said.filled(n=breach.number), due)
