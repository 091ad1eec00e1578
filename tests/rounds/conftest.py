"""A fictional round: three organisations, two indicators, a year that has passed."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from renkei.core.accounts.actors import COMMAND_LINE
from renkei.rounds.models import Round
from renkei.rounds.services import ask, make_round, move_round
from tests.core.figures import rows

BEFORE_DUE = dt.date(2024, 6, 1)
DUE = dt.date(2024, 6, 30)
ORGANISATIONS = ("mihon-city", "mihon-university", "mihon-works")
GOOD = {"value": "21件", "source": "見本年報", "place": "3頁", "note": ""}


@pytest.fixture
def draft(db):
    rows.cluster()
    for slug in ORGANISATIONS:
        rows.organisation(slug)
    rows.document()
    rows.indicator()
    rows.indicator("events.visits", unit="person_time")
    rows.stated(fiscal_year=2022, slug="projects-2022", value=Decimal(19))
    made = make_round(
        actor=COMMAND_LINE, slug="mihon-2023", title=rows.both("照会"), fiscal_year=2023, due_on=DUE
    )
    for slug in ORGANISATIONS:
        ask(
            actor=COMMAND_LINE,
            asked=made,
            organisation=slug,
            indicators=["research.projects", "events.visits"],
            contact=f"{slug}@example.jp",
        )
    return made


@pytest.fixture
def opened(draft):
    move_round(actor=COMMAND_LINE, asked=draft, verb="open")
    return Round.objects.get()


@pytest.fixture
def owner(opened):
    return opened.owners.select_related("round", "organisation").get(organisation="mihon-city")
