"""Rows of a made-up cluster (見本), written as the command line would write them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, TypeVar

from renkei.agreements.models import Agreement, AgreementFamily, Contribution
from renkei.budgets.models import Amount, Measure, Pillar
from renkei.catalogue.models import Partnership
from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.files.models import Document
from renkei.core.history.journal import journal
from renkei.core.records.cluster import Cluster
from renkei.core.records.models import Record
from renkei.directory.models import Organisation
from renkei.governance.models import Body, Meeting
from renkei.indicators.models import FigureChoice, Indicator, StatedValue
from renkei.kernel.localised import Localised
from renkei.kernel.periods import Period

R = TypeVar("R", bound=Record)
TODAY = dt.date(2024, 6, 1)
PUBLIC = {"publication": "public"}


def both(text: str) -> Localised:
    return Localised.both(f"見本の{text}", f"Sample {text}")


def store(*records: R) -> R:
    """Write records of one model, or of several in the order given; return the first."""
    with journal(actor=COMMAND_LINE, action="test", reason="test"):
        for model in dict.fromkeys(type(record) for record in records):
            model._default_manager.bulk_create([record for record in records if type(record) is model])
    return records[0]


def cluster(**values: Any) -> Cluster:
    return store(Cluster(slug="mihon", name=both("cluster"), **PUBLIC | values))


def organisation(slug: str = "mihon-city", **values: Any) -> Organisation:
    return store(Organisation(slug=slug, name=both(slug), kind="municipality", **PUBLIC | values))


def document(slug: str = "report", **values: Any) -> Document:
    return store(Document(slug=slug, title=both(slug), **PUBLIC | values))


def indicator(slug: str = "research.projects", **values: Any) -> Indicator:
    given: dict[str, Any] = {
        "label": both(slug),
        "definition": both("definition"),
        "unit": "project",
        "kind": "flow",
    }
    return store(Indicator(slug=slug, **PUBLIC | given | values))


def stated(slug: str = "projects-2017", **values: Any) -> StatedValue:
    """A stated value of 19; the indicator, the publisher and the document must be there already."""
    given: dict[str, Any] = {
        "indicator_id": "research.projects",
        "fiscal_year": 2017,
        "state": "exact",
        "value": Decimal(19),
        "publisher_id": "mihon-city",
        "document_id": "report",
        "place": both("page 3"),
        "basis": "result",
    }
    return store(StatedValue(slug=slug, **PUBLIC | given | values))


def choice(code: str, prints: str, **values: Any) -> FigureChoice:
    given: dict[str, Any] = {"slug": f"{code}-2017", "fiscal_year": 2017, "chosen_by": "見本課"}
    return store(FigureChoice(figure=code, prints=prints, **PUBLIC | given | values))


def body(slug: str = "council", **values: Any) -> Body:
    given: dict[str, Any] = {"name": both(slug), "legal_type": "committee"}
    return store(Body(slug=slug, **PUBLIC | given | values))


def meeting(slug: str, held_on: dt.date = dt.date(2017, 7, 10), **values: Any) -> Meeting:
    return store(Meeting(slug=slug, **{"body_id": "council", "held_on": held_on} | PUBLIC | values))


def agreement(slug: str = "three-party", **values: Any) -> Agreement:
    if not AgreementFamily.objects.exists():
        store(AgreementFamily(slug="family", title=both("family"), **PUBLIC))
    given: dict[str, Any] = {
        "family_id": "family",
        "title": both(slug),
        "term": Period(dt.date(2014, 4, 1), dt.date(2019, 3, 31)),
    }
    return store(Agreement(slug=slug, **given | PUBLIC | values))


def contribution(slug: str, amount: int | None, **values: Any) -> Contribution:
    given: dict[str, Any] = {
        "agreement_id": "three-party",
        "organisation_id": "mihon-city",
        "fiscal_year": 2017,
    }
    return store(Contribution(slug=slug, amount=amount, **given | PUBLIC | values))


def pillar(slug: str = "one", number: int = 1, **values: Any) -> Pillar:
    return store(Pillar(slug=slug, number=number, title=both(slug), **PUBLIC | values))


def measure(slug: str = "measure", **values: Any) -> Measure:
    given: dict[str, Any] = {
        "pillar_id": "one",
        "fiscal_year": 2017,
        "side": "results",
        "number": 1,
        "title": both(slug),
    }
    return store(Measure(slug=slug, **PUBLIC | given | values))


def amount(slug: str, yen: int, **values: Any) -> Amount:
    given: dict[str, Any] = {
        "pillar_id": "one",
        "fiscal_year": 2017,
        "basis": "actual_stage_not_stated",
        "precision": 1000,
    }
    return store(Amount(slug=slug, amount=yen, **PUBLIC | given | values))


def partnership(slug: str = "entry", **values: Any) -> Partnership:
    given: dict[str, Any] = {
        "title": both(slug),
        "period": Period(dt.date(2010, 4, 1)),
        "publisher_id": "mihon-city",
    }
    return store(Partnership(slug=slug, **given | PUBLIC | values))
