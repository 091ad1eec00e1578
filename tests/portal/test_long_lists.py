"""Long lists come in pages that hold together, and pages of figures stay short however much there is."""

from __future__ import annotations

import re

import pytest

from renkei.agreements.models import Agreement, AgreementFamily
from renkei.budgets.models import Amount
from renkei.core.files.models import Document
from renkei.directory.models import Organisation
from renkei.indicators.models import Indicator, Milestone, StatedValue
from renkei.matching.models import ApplicationField, Seed, SeedField
from renkei.portal import money, record_figures
from renkei.portal.views import records, seeds
from tests.builders import both, make, make_many
from tests.portal.subjects import text, the_cluster, the_pillar

pytestmark = [pytest.mark.django_db]
NAME = both("例", "Example")


@pytest.fixture(autouse=True)
def cluster(db):
    the_cluster()


def linked(page, route):
    """Return the identifiers of the records that a page's content leads to, in their order."""
    return re.findall(rf'href="/en/{route}/([a-z0-9-]+)/"', page[page.index("<main") :])


@pytest.fixture
def booklet(monkeypatch):
    """Five seeds: their fields stand in another order than they do, and one field is not public."""
    monkeypatch.setattr(seeds, "CONTENTS_PER_PAGE", 2)
    monkeypatch.setattr(seeds, "SHEETS_A_PAGE", 1)
    fields = {"zinc": 1, "air": 2, "hidden": 0}
    for slug, position in fields.items():
        shown = "internal" if slug == "hidden" else "public"
        make(ApplicationField, slug, name=both(slug), position=position, publication=shown)
    given = {"outline": NAME, "stage": "basic", "state": "ready", "organisation_id": "maker"}
    make_many(Seed, [{"slug": f"s{n}", "title": both(f"Seed {n}"), **given} for n in range(5)])
    pairs = (("s0", "air"), ("s1", "air"), ("s1", "zinc"), ("s2", "hidden"), ("s3", "zinc"), ("s4", "hidden"))
    more = (*pairs, ("s4", "air"))
    make_many(SeedField, [{"slug": f"{s}-{f}", "seed_id": s, "field_id": f} for s, f in more])


def test_the_booklet_is_in_the_order_of_the_first_public_fields(client, booklet):
    pages = [text(client, f"/en/seeds/booklet/?page={number}") for number in (1, 2, 3)]
    assert [linked(page, "seeds") for page in pages] == [["s1", "s3"], ["s0", "s4"], ["s2"]]
    assert "Other fields" in pages[2]
    assert client.get("/en/seeds/booklet/?page=4").status_code == 404


def test_a_part_of_the_booklet_holds_the_seeds_whose_first_field_it_is(client, booklet):
    for field, slugs in {"zinc": ["s1", "s3"], "air": ["s0", "s4"], "other": ["s2"]}.items():
        for number, slug in enumerate(slugs, 1):
            page = text(client, f"/en/seeds/booklet/{field}/?page={number}")
            assert re.findall(r"Seed (\d)", page[page.index("<main") :])[:1] == [slug[1:]], field
        assert client.get(f"/en/seeds/booklet/{field}/?page={len(slugs) + 1}").status_code == 404
    assert client.get("/en/seeds/booklet/hidden/").status_code == 404
    assert client.get("/en/seeds/booklet/nothing/").status_code == 404


def test_milestones_come_oldest_first_over_the_pages_undated_ones_last(client, monkeypatch):
    monkeypatch.setattr(records, "MOMENTS_PER_PAGE", 2)
    days = {"a": "", "b": "2020-05", "c": "2019", "d": "2020-04-30"}
    given = {"title": NAME, "year_kind": "exact"}
    make_many(Milestone, [{"slug": slug, "happened": day, **given} for slug, day in days.items()])
    pages = [text(client, f"/en/milestones/?page={number}") for number in (1, 2)]
    assert [linked(page, "milestones") for page in pages] == [["c", "d"], ["b", "a"]]
    assert "Date not stated" in pages[1]
    assert client.get("/en/milestones/?page=3").status_code == 404


def test_agreements_come_family_by_family(client, monkeypatch):
    monkeypatch.setattr(records, "FAMILIES_PER_PAGE", 1)
    make_many(AgreementFamily, [{"slug": slug, "title": NAME} for slug in ("f1", "f2")])
    for slug, family, number in (("a", "f1", 1), ("b", "f1", 2), ("c", "f2", 1)):
        make(Agreement, slug, family_id=family, title=NAME, term_number=number)
    found = [linked(text(client, f"/en/agreements/?page={number}"), "agreements") for number in (1, 2)]
    assert found == [["b", "a"], ["c"]]


def test_of_very_many_parties_the_largest_sums_are_shown(client, monkeypatch):
    the_pillar()
    given = {"pillar_id": "one", "fiscal_year": 2023, "basis": "actual_final"}
    for number, yen in enumerate((1_000_000, 3_000_000, 2_000_000)):
        make(Organisation, f"o{number}", name=both(f"Party {'abc'[number]}"), kind="company")
        make(Amount, f"k{number}", amount=yen, party_id=f"o{number}", **given)
    assert [f"Party {'abc'[number]}" in text(client, "/en/money/") for number in range(3)] == [True] * 3
    monkeypatch.setattr(money, "MOST_OWNERS", 2)
    page = text(client, "/en/money/")
    assert [f"Party {'abc'[number]}" in page for number in range(3)] == [False, True, True]
    assert page.index("Party b") < page.index("Party c")


def test_of_very_many_figures_the_first_are_shown_with_the_way_to_all(client, monkeypatch):
    monkeypatch.setattr(record_figures, "MOST_CARDS", 2)
    make(Document, "d", title=NAME)
    given = {"unit": "company", "kind": "flow", "definition": NAME}
    value = {"fiscal_year": 2023, "state": "exact", "value": 5, "publisher_id": "maker", "document_id": "d"}
    for number in range(3):
        make(Indicator, f"ventures.n{number}", label=both(f"Count {'abc'[number]}"), position=number, **given)
        make(StatedValue, f"v{number}", indicator_id=f"ventures.n{number}", **value)
    page = text(client, "/en/ventures/")
    assert [f"Count {'abc'[number]}" in page for number in range(3)] == [True, True, False]
    assert 'href="/en/figures/"' in page[page.index("<main") :]
