"""The plan of 2021 of the fictional cluster, with everything a plan can hold."""

from __future__ import annotations

import datetime as dt

from renkei.budgets.models import Item, Measure
from renkei.governance.models import Meeting
from renkei.indicators.models import Indicator, StatedValue
from tests.builders import both, make
from tests.reports.mihon import DAY

DUE = dt.date(2024, 7, 1)
YEAR = 2020  # of the report that the draft is made from


def plan() -> None:
    make(Meeting, "council-second", body_id="council", held_on=dt.date(2021, 8, 28))
    make(Measure, "system-2021-plan", pillar_id="first", fiscal_year=2021, side="plan", number=1,
         title=both("[[year:2021]]の体制", "The system in [[year:2021]]"), document_id="annual-report")  # fmt: skip
    planned(
        "plan-2021-top", both("推進会議の開催。", "Meetings of the council."), measure_id="system-2021-plan"
    )
    meeting = both("会議は[[meeting:council-second]]に開く。", "To meet on [[meeting:council-second]].")
    figure = both(
        "[[figure:research.joint_projects@2021]]件を目指す。2021年度から。",
        "Aims at [[figure:research.joint_projects@2021]] from 2021.",
    )
    agreed = both("[[agreement:three-4]]による。", "By [[agreement:three-4]].")
    below = {"measure_id": "system-2021-plan", "parent_id": "plan-2021-top"}
    planned("plan-2021-meeting", meeting, kind="meeting", meeting_id="council-second", **below)
    planned("plan-2021-figure", figure, indicator_id="research.joint_projects")
    planned("plan-2021-done", both("もう終えた。", "Done already."), state="done", holder="mihon-fund")
    planned("plan-2021-agreed", agreed, kind="agreement", agreement_id="three-4")


def planned(slug: str, text: object, **values: object) -> Item:
    given = {
        "pillar_id": "first",
        "fiscal_year": 2021,
        "side": "plan",
        "kind": "activity",
        "state": "planned",
    }
    return make(Item, slug, text=text, **(given | values))


def indicator(code: str, **stated: object) -> None:
    """An indicator that the report prints, with a value of 2020 where one is given."""
    make(
        Indicator,
        code,
        label=both(f"数{code}", code),
        definition=both("定義", "definition"),
        unit="project",
        kind="flow",
    )
    if stated:
        make(StatedValue, f"{code.replace('.', '-')}-2020", indicator_id=code, fiscal_year=2020, state="exact",
             document_id="annual-report", place=both("1頁", "page 1"), **stated)  # fmt: skip


__all__ = ["DAY", "DUE", "YEAR", "indicator", "plan", "planned"]
