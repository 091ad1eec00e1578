"""A drawing on its own page and on those of its hints: as it looks now to who looks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renkei.core.blocks.registry import build
from renkei.core.blocks.render import blocks_to_html
from renkei.core.blocks.request import BlockRequest
from renkei.desk.pages import actor_of, language_now, today
from renkei.desk.panels import Panel, panel_for
from renkei.kernel.fiscal import FiscalYear

if TYPE_CHECKING:
    from django.http import HttpRequest

    from renkei.governance.models import Drawing, DrawingHint


@panel_for("drawing")
def drawing_panel(request: HttpRequest, drawing: Drawing) -> Panel | None:
    """Show the drawing for today; nothing where none is made from the records."""
    if not drawing.subject:
        return None
    asked = BlockRequest.of(
        0, language_now(), actor=actor_of(request), at=today(), params={"slug": drawing.pk}
    )
    year = FiscalYear.of(asked.at, asked.conventions.first_month).start_year
    blocks = build("governance.drawing", asked.asking(year, asked.params))
    return Panel("desk/_drawing_panel.html", {"drawing": blocks_to_html(blocks, asked.language, top=3)})


@panel_for("drawinghint")
def hint_panel(request: HttpRequest, hint: DrawingHint) -> Panel | None:
    return drawing_panel(request, hint.drawing)
