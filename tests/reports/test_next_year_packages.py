"""Next year's draft of the clusters of this repository: from the report people know to the one after it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from renkei.budgets.models import Item
from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.tables.service import load_package
from renkei.core.tables.undo import undo_act
from renkei.reports.enums import Need
from renkei.reports.missing import missing_of
from renkei.reports.next_year import make_next_year, next_year
from renkei.reports.service import report
from renkei.rounds.models import Question

pytestmark = pytest.mark.django_db
CLUSTERS = Path(__file__).parents[2] / "clusters"
DAY, DUE = dt.date(2026, 11, 25), dt.date(2027, 1, 20)


def made(cluster: str, year: int) -> str:
    load_package(CLUSTERS / cluster, actor=COMMAND_LINE, reason="test")
    return make_next_year(year, "yearly", actor=COMMAND_LINE, at=DAY, due_on=DUE)


def test_the_fictional_cluster(db):
    act = made("mihon", 2023)
    results = set(Item.objects.filter(side="results", fiscal_year=2024).values_list("pk", flat=True))
    assert results == {"item-joint-2024-results", "item-research-2024-results"}
    plan = set(Item.objects.filter(side="plan", fiscal_year=2025).values_list("pk", "carried_from"))
    assert plan == {("item-joint-2025", "item-joint-2024"), ("item-research-2025", "item-research-2024")}
    asked = set(Question.objects.values_list("owner__organisation", "indicator", "owner__round__fiscal_year"))
    assert ("mihon-prefecture", "events.visitors", 2024) in asked
    found = missing_of(2024, "yearly", actor=COMMAND_LINE, at=DAY)
    assert found.lines == 8
    assert [each.record.pk for each in found.photographs] == ["item-picture-2023"]
    undo_act(act, actor=COMMAND_LINE, reason="test")
    assert not Item.objects.filter(carried_from__isnull=False).exists()
    assert next_year(2023, "yearly", actor=COMMAND_LINE, at=DAY).carrying.items


def test_the_cluster_around_tsuruoka(db):
    made("tsuruoka", 2017)
    found = missing_of(2018, "yearly", actor=COMMAND_LINE, at=DAY)
    needs = {each.record.pk: each.needs for each in found.sentences}
    assert Need.OPEN in needs["plan-2019-committee"]
    assert Need.OPEN not in needs["results-2018-committee"]
    open_place = Item.objects.get(pk="plan-2019-three-party-support").text["ja"]
    assert open_place.startswith("〔要記入〕にもとづき")  # the fourth term ended with March 2019
    assert "[[figure:matching.coordinators@2019]]" in Item.objects.get(pk="plan-2019-coordinators").text["ja"]
    assert (
        "[[figure:matching.coordinators@2018]]" in Item.objects.get(pk="results-2018-coordinators").text["ja"]
    )
    whose = {(each.code, each.fiscal_year): each.owner for each in found.figures}
    assert whose["research.joint_projects", 2018].pk == "yamagata-prefecture"
    assert whose["budgets.actual", 2018] is None
    for language in ("ja", "en"):
        assert report(2018, "yearly", language=language, actor=COMMAND_LINE, at=DAY) is not None
