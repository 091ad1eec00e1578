"""The panel that leads from a need, a seed, a joint project or a result to cases and to the whole lineage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from renkei.core.accounts.permissions import Verb, may, may_on
from renkei.core.records.kinds import kind_of
from renkei.desk.pages import actor_of
from renkei.desk.panels import Panel, panel_for
from renkei.matching.enums import NeedState
from renkei.matching.models import Need, Seed

if TYPE_CHECKING:
    from django.http import HttpRequest


@panel_for("need")
@panel_for("seed")
@panel_for("jointproject")
@panel_for("researchresult")
@panel_for("presentation")
def lineage_panel(request: HttpRequest, record: Any) -> Panel:
    kind = kind_of(record).slug
    start = f"{reverse('desk:open_case')}?{kind}={record.pk}" if _may_start(request, record) else ""
    body = {"lineage_url": reverse("desk:lineage", args=[kind, record.pk]), "start_url": start}
    return Panel("desk/_lineage_panel.html", body)


def _may_start(request: HttpRequest, record: Any) -> bool:
    """Tell whether a case may be opened from it: of a need nobody carries yet, or of any seed."""
    actor = actor_of(request)
    if isinstance(record, Seed):
        return may(actor, Verb.ADD, "case")
    return (
        isinstance(record, Need)
        and record.state in {NeedState.OPEN, NeedState.ANSWERED}
        and may_on(actor, Verb.CHANGE, "need", record.holding())
        and may(actor, Verb.ADD, "case")
    )
