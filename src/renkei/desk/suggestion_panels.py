"""The panels that lead from a need or a seed to its suggestions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from renkei.core.accounts.permissions import Verb, may
from renkei.core.ui.text import bi
from renkei.desk.pages import actor_of
from renkei.desk.panels import Panel, panel_for

if TYPE_CHECKING:
    from django.http import HttpRequest

    from renkei.matching.models import Need, Seed

TEMPLATE = "desk/_suggestions_panel.html"


@panel_for("need")
def of_need(_request: HttpRequest, need: Need) -> Panel:
    label = bi("合うシーズの候補を見る", "See seeds that may fit")
    return Panel(TEMPLATE, {"url": reverse("desk:need_suggestions", args=[need.pk]), "label": label})


@panel_for("seed")
def of_seed(request: HttpRequest, seed: Seed) -> Panel | None:
    if not may(actor_of(request), Verb.VIEW, "need"):
        return None
    label = bi("合うニーズと、知らせる相手を見る", "See needs that may fit, and whom to tell")
    return Panel(TEMPLATE, {"url": reverse("desk:seed_suggestions", args=[seed.pk]), "label": label})
