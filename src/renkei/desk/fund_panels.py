"""The way of an external fund on its page: the steps passed with their days, and the next possible ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from renkei.core.accounts.permissions import Verb, may_on
from renkei.core.ui import parts
from renkei.core.ui.text import bi
from renkei.desk.forms.cases import FundForm
from renkei.desk.pages import actor_of
from renkei.desk.panels import Panel, panel_for
from renkei.desk.views.case_acts import form_options
from renkei.kernel.workflow import verbs
from renkei.matching.enums import FundState
from renkei.matching.workflow import FUND

if TYPE_CHECKING:
    import datetime as dt
    from typing import Any

    from django.http import HttpRequest

    from renkei.matching.models import ExternalFund

STEPS = {
    "apply": bi("申請した", "Applied for"),
    "adopt": bi("採択された", "Adopted"),
    "reject": bi("不採択になった", "Not adopted"),
    "start": bi("始まった", "It began"),
    "end": bi("終わった", "It ended"),
    "drop": bi("見送った", "Not pursued"),
    "plan": bi("もう一度準備する", "Plan it again"),
}
TONES: dict[str, parts.Tone] = {
    "planned": "neutral",
    "applied": "info",
    "adopted": "good",
    "running": "good",
    "rejected": "ended",
    "ended": "ended",
    "dropped": "ended",
}
WAY = ("planned", "applied", "adopted", "running", "ended")


def state_of(fund: ExternalFund) -> parts.StateView:
    return parts.StateView(fund.get_state_display(), TONES[fund.state])


def steps_of(fund: ExternalFund) -> list[tuple[str, Any]]:
    return [(verb, STEPS[verb]) for verb in verbs(FUND, fund.state)]


@panel_for("externalfund")
def of_fund(request: HttpRequest, fund: ExternalFund) -> Panel:
    writes = may_on(actor_of(request), Verb.CHANGE, "externalfund", fund.holding())
    steps = steps_of(fund) if writes else []
    form = FundForm(steps=steps, **form_options(request)) if steps else None
    body = {
        "fund": fund,
        "steps": _way(fund),
        "form": form,
        "step_url": reverse("desk:step_fund", args=[fund.pk]),
    }
    return Panel("desk/_fund_panel.html", body)


def _way(fund: ExternalFund) -> list[parts.Step]:
    """Return the steps passed, the present one and those to come; where it was turned down, the way ends there."""
    days: dict[str, dt.date | None] = {
        "applied": fund.applied_on,
        "adopted": fund.decided_on,
        "rejected": fund.decided_on,
        "running": fund.period.start,
        "ended": fund.period.end,
    }
    way = list(WAY)
    if fund.state == FundState.REJECTED:
        way = ["planned", "applied", "rejected"]
    elif fund.state == FundState.DROPPED:
        way = ["planned", *(["applied"] if fund.applied_on else []), "dropped"]
    here = way.index(fund.state)
    names = dict(FundState.choices)
    return [
        parts.Step(
            names[state],
            "passed" if place < here else "current" if place == here else "to_come",
            days.get(state) if place <= here else None,
        )
        for place, state in enumerate(way)
    ]
