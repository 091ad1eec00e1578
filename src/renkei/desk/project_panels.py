"""What a joint project counts for, what an indicator comes to year by year; and the step back to the case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from renkei.core.accounts.permissions import Verb, may
from renkei.core.figures import service
from renkei.desk import figures as shown
from renkei.desk.pages import actor_of, cluster_of, language_now, today
from renkei.desk.panels import Panel, panel_for
from renkei.desk.views.research import may_undo
from renkei.indicators.comparison import comparison_table
from renkei.research.selectors import counted_in

if TYPE_CHECKING:
    from django.http import HttpRequest

    from renkei.indicators.models import Indicator
    from renkei.research.models import JointProject


@panel_for("jointproject")
def counted_panel(request: HttpRequest, project: JointProject) -> Panel:
    """The figures that count a project, each with its present value and the way to all its lines."""
    actor, at = actor_of(request), today()
    found = []
    if may(actor, Verb.VIEW, "statedvalue"):
        counted = counted_in(project, at, cluster_of(request).first_month)
        past = service.history({family.code for family, _ in counted}, actor=actor, at=at)
        answers = {(each.code, each.fiscal_year): each for rows in past.values() for each in rows}
        found = [answers[family.code, year] for family, year in counted if (family.code, year) in answers]
    rows = [shown.Linked(each) for each in found]
    undo = reverse("desk:undo_becomes", args=[project.pk]) if may_undo(request, project) else ""
    return Panel("desk/_counted_panel.html", {"rows": rows, "undo_url": undo, "case": project.case})


@panel_for("indicator")
def years_panel(request: HttpRequest, indicator: Indicator) -> Panel | None:
    """What documents state and what the records come to, year by year, each leading to its lines."""
    actor = actor_of(request)
    if not may(actor, Verb.VIEW, "statedvalue"):
        return None
    past = service.history({indicator.pk}, actor=actor, at=today())[indicator.pk]
    if not past:
        return None
    table: Any = comparison_table(
        past,
        language_now(),
        lambda code, year: reverse("desk:evidence", args=[code, year]),
        shown.year_label,
    )
    return Panel("desk/_years_panel.html", {"table": table, "code": indicator.pk})
