"""Requests and breaches whose days run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renkei.core.inbox.registry import register_inbox
from renkei.core.inbox.waiting import Waiting, Window
from renkei.kernel.localised import Localised
from renkei.privacy.models import Breach, PrivacyCase
from renkei.privacy.rules import final_due, preliminary_due

if TYPE_CHECKING:
    from collections.abc import Iterator

ANY_DAY = 3660  # what is open waits, however far its day


@register_inbox(ahead=ANY_DAY)
def open_cases(window: Window) -> Iterator[Waiting]:
    if not window.everywhere("privacycase"):
        return
    rows = PrivacyCase.objects.filter(
        window.holds("due_on"), state__in=("received", "identified")
    ).select_related("controller")
    for case in rows.order_by("due_on", "pk")[: window.most]:
        yield Waiting(
            "privacycase",
            case.number,
            Localised.both("本人からの請求 {n} に答える", "Answer request {n}").filled(n=case.number),
            case.due_on,
            case.controller.name,
            case.controller_id,
        )


@register_inbox(ahead=ANY_DAY)
def open_breaches(window: Window) -> Iterator[Waiting]:
    if not window.everywhere("privacycase"):
        return
    for breach in Breach.objects.filter(state__in=("found", "preliminary")).order_by("known_on", "pk")[
        : window.most
    ]:
        first = breach.state == "found"
        said = (
            Localised.both("漏えい等 {n} の速報", "Preliminary report on breach {n}")
            if first
            else Localised.both("漏えい等 {n} の確報", "Final report on breach {n}")
        )
        due = preliminary_due(breach.known_on) if first else final_due(breach.known_on, malice=breach.malice)
        if due <= window.end and (window.start is None or due >= window.start):
            yield Waiting("privacycase", breach.number, said.filled(n=breach.number), due)
