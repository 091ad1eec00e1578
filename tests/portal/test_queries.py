"""A page asks the database a fixed number of questions, however many records there are."""

from __future__ import annotations

import datetime as dt

import pytest

from renkei.agreements.models import Agreement, AgreementFamily, AgreementParty
from renkei.budgets.models import Amount, Item, Pillar
from renkei.catalogue.models import Partnership, PartnershipText
from renkei.core.files.models import Document
from renkei.core.records.cluster import Cluster
from renkei.directory.models import Organisation, Post, Unit
from renkei.events.models import Event, EventFigure, EventOrganiser, EventSeries
from renkei.governance.models import Body, Function, Mandate, Meeting, Relation, Seat
from renkei.indicators.models import Indicator, Milestone, StatedValue
from renkei.kernel.periods import Period
from renkei.matching.models import ApplicationField
from renkei.news.models import NewsItem
from renkei.programmes.models import Programme, ProgrammeFigure
from renkei.research.models import JointProject, JointProjectPartner, ResearchResult
from renkei.ventures.models import Venture, VentureCount
from tests.builders import both, make, make_many
from tests.portal.questions import beyond, questions

pytestmark = [pytest.mark.django_db]

FEW, MANY = 3, 60
PAGES = (
    "",
    "structure/",
    "agreements/",
    "figures/?year=2023",
    "figures/events.n0/",
    "figures/events.n0/2023/",
    "figures/governance.meetings_held/2023/",
    "figures/budgets.actual/2023/",
    "reports/",
    "reports/yearly/2023/",
    "reports/yearly/2023.json",
    "reports/partnership/2023/",
    "partnerships/",
    "partnerships/p0/",
    "milestones/",
    "documents/",
    "documents/source/",
    "bodies/b0/",
    "meetings/m0/",
    "agreements/a0/",
    "organisations/o0/",
    "access/",
    "inquiries/",
    "search/?q=見本",
    "open-data/",
    "open-data/meetings/",
    "money/",
    "money/amounts/",
    "money/amounts.csv",
    "research/",
    "research/results/",
    "ventures/",
    "ventures/ve0/",
    "programmes/",
    "programmes/pg0/",
    "events/",
    "events/series/es0/",
    "events/ev0/",
    "news/",
    "news/nw0/",
    "site-map/",
    "privacy/",
    "figures/events.n0/values.csv",
)


def rows(count, **values):
    """Return `count` rows, with {n} in texts filled in."""

    def filled(value, n):
        if isinstance(value, str):
            return value.format(n=n)
        return value.mapped(lambda text: text.format(n=n)) if hasattr(value, "mapped") else value

    return [{name: filled(value, n) for name, value in values.items()} for n in range(count)]


def directory(count):
    figures = " ".join(f"events.n{n}@2023" for n in range(6))
    make(Cluster, "mihon", name=both("見本クラスター", "Mihon"), home_figures=figures)
    make(Document, "source", title=both("見本資料", "Source"))
    name = both("見本組織{n}", "Organisation {n}")
    make_many(Organisation, rows(count, slug="o{n}", name=name, kind="company", address=name))
    make_many(Document, rows(count, slug="d{n}", title=both("見本資料{n}", "Document {n}")))
    unit = both("見本課{n}", "Unit {n}")
    make_many(Unit, rows(count, slug="u{n}", organisation_id="o{n}", name=unit, kind="division"))
    make_many(
        Post,
        rows(
            count, slug="post{n}", title=both("見本職{n}", "Post {n}"), organisation_id="o{n}", unit_id="u{n}"
        ),
    )


def governance(count):
    said = both("見本の文[[figure:events.n0@2023]]{n}", "Text [[figure:events.n0@2023]] {n}")
    name = both("見本会議{n}", "Council {n}")
    source = {"document_id": "source"}
    make_many(Body, rows(count, slug="b{n}", name=name, legal_type="committee", purpose=said, **source))
    make_many(Mandate, rows(count, slug="x{n}", body_id="b{n}", text=said))
    make_many(Seat, rows(count, slug="s{n}", body_id="b{n}", role="member", post_id="post{n}"))
    make_many(Seat, rows(count, slug="t{n}", body_id="b0", role="member", unit_id="u{n}"))
    make_many(Function, rows(count, slug="f{n}", name=name, text=said))
    make_many(
        Relation,
        rows(count, slug="r{n}", kind="performs", from_unit_id="u{n}", to_function_id="f{n}", text=said),
    )
    make_many(
        Relation, rows(count, slug="q{n}", kind="guidance", from_organisation_id="o{n}", to_body_id="b{n}")
    )
    day = dt.date(2023, 7, 1)
    make_many(Meeting, rows(count, slug="m{n}", body_id="b{n}", held_on=day, state="held", **source))
    make_many(Meeting, rows(count, slug="n{n}", body_id="b0", held_on=day, state="held"))


def the_rest(count):
    said = both("見本の文[[figure:events.n0@2023]]{n}", "Text [[figure:events.n0@2023]] {n}")
    title = both("見本の件{n}", "Subject {n}")
    source = {"document_id": "source"}
    make_many(
        Indicator,
        rows(max(count, 6), slug="events.n{n}", label=title, unit="person", kind="flow", definition=title),
    )
    value = {"fiscal_year": 2023, "state": "exact", "value": 5, "publisher_id": "o0", **source}
    make_many(StatedValue, rows(max(count, 6), slug="v{n}", indicator_id="events.n{n}", **value))
    make_many(
        Milestone,
        rows(count, slug="e{n}", title=title, text=said, happened="2023-07", year_kind="exact", **source),
    )
    make_many(AgreementFamily, rows(count, slug="g{n}", title=title, purpose=said))
    term = Period(dt.date(2020, 4, 1), dt.date(2030, 3, 31))
    make_many(
        Agreement, rows(count, slug="a{n}", family_id="g{n}", title=title, term=term, purpose=said, **source)
    )
    make_many(AgreementParty, rows(count, slug="y{n}", agreement_id="a{n}", organisation_id="o{n}"))
    make_many(Pillar, rows(count, slug="l{n}", number=0, title=title))
    amount = {"fiscal_year": 2023, "basis": "actual_final", "amount": 1000, **source}
    make_many(Amount, rows(count, slug="k{n}", pillar_id="l{n}", **amount))
    item = {"fiscal_year": 2023, "side": "results", "kind": "activity", "state": "done", **source}
    make_many(Item, rows(count, slug="i{n}", pillar_id="l{n}", text=said, **item))
    make_many(
        Partnership,
        rows(
            count,
            slug="p{n}",
            title=title,
            lead=said,
            publisher_id="o{n}",
            contact_id="u{n}",
            period=term,
            **source,
        ),
    )
    make_many(PartnershipText, rows(count, slug="w{n}", partnership_id="p0", academic_year=2023, text=said))


def subjects(count):
    said = both("例の文[[figure:events.n0@2023]]{n}", "Text [[figure:events.n0@2023]] {n}")
    title = both("例の件{n}", "Subject {n}")  # the search that the pages ask finds none of these
    source = {"document_id": "source"}
    asked = {"contact_id": "u{n}", "partnership_id": "p{n}", "start_id": "e{n}"}
    make_many(
        EventSeries, rows(count, slug="es{n}", title=title, description=said, for_students=True, **asked)
    )
    days = {"fiscal_year": 2023, "milestone_id": "e{n}", "venue": title, "description": said}
    make_many(Event, rows(count, slug="ev{n}", title=title, series_id="es0", **days, **source))
    make_many(
        Event, rows(FEW, slug="ew{n}", title=title, series_id="es{n}", fiscal_year=2030, opens="2030-08-01")
    )
    make_many(EventOrganiser, rows(count, slug="eo{n}", event_id="ev{n}", organisation_id="o{n}"))
    make_many(EventFigure, rows(count, slug="ef{n}", event_id="ev{n}", indicator_id="events.n{n}"))
    programme = {"description": said, "applying": said, "run_by_id": "o{n}", "run_by_unit_id": "u{n}"}
    make_many(Programme, rows(count, slug="pg{n}", title=title, **programme, **asked, **source))
    make_many(ProgrammeFigure, rows(count, slug="pf{n}", programme_id="pg{n}", indicator_id="events.n{n}"))
    make_many(
        Venture, rows(count, slug="ve{n}", organisation_id="o{n}", founded="2020", business=said, **source)
    )
    counted = {"counted_from": "2020", "counted_until": "2022-05", "reason": said}
    make_many(
        VentureCount, rows(count, slug="vc{n}", venture_id="ve{n}", indicator_id="events.n{n}", **counted)
    )
    make_many(NewsItem, rows(count, slug="nw{n}", title=title, text=said, day=dt.date(2023, 5, 1)))
    make_many(ApplicationField, rows(count, slug="af{n}", name=title))
    project = {"organisation_id": "o{n}", "field_id": "af{n}", "period": Period(dt.date(2020, 4, 1), None)}
    make_many(
        JointProject, rows(count, slug="jp{n}", title=title, public_title=title, state="running", **project)
    )
    make_many(JointProjectPartner, rows(count, slug="jq{n}", project_id="jp{n}", organisation_id="o{n}"))
    result = {"kind": "paper", "title": title, "day": "2023-05"}
    make_many(ResearchResult, rows(count, slug="jr{n}", project_id="jp{n}", **result, **source))


@pytest.fixture(params=[FEW, MANY])
def cluster(request, db):
    directory(request.param)
    governance(request.param)
    the_rest(request.param)
    subjects(request.param)
    return request.param


_counted: dict[str, dict[int, int]] = {}


def test_no_page_asks_more_than_its_bound_whatever_the_number_of_records(client, cluster):
    counts = {path: questions(client, f"/ja/{path}") for path in PAGES}
    assert beyond(counts) == {}
    for path, count in counts.items():
        _counted.setdefault(path, {})[cluster] = count
    grown = {path: found for path, found in _counted.items() if len(set(found.values())) > 1}
    assert grown == {}
