"""What pages of single records say, from records of the test's own."""

from __future__ import annotations

import json

import pytest
from lxml import html

from renkei.agreements.models import Agreement, AgreementDocument, AgreementFamily
from renkei.core.files.models import Document
from renkei.directory.models import Organisation
from renkei.events.models import Event, EventOrganiser
from renkei.programmes.models import Programme
from tests.builders import both, make
from tests.portal.subjects import text, the_cluster

pytestmark = [pytest.mark.django_db]


@pytest.fixture(autouse=True)
def cluster(db):
    the_cluster()


def test_an_edition_bears_its_number_and_a_role_is_said_once(client):
    event = make(Event, "fair", title=both("見本市", "Fair"), number=3, fiscal_year=2022)
    for slug, name in (("one", "見本甲"), ("two", "見本乙")):
        host = make(Organisation, slug, name=both(name), kind="company")
        make(EventOrganiser, f"fair-{slug}", event=event, organisation=host)
    page = html.fromstring(text(client, "/ja/events/fair/"))
    assert page.xpath("string(//h1)") == "第3回 見本市"
    assert page.xpath("string(//title)").startswith("第3回 見本市")
    assert html.fromstring(text(client, "/en/events/fair/")).xpath("string(//h1)") == "Fair (edition 3)"
    listed = html.fromstring(text(client, "/ja/events/")).xpath("string(//main)")
    assert listed.count("主催") == 1
    assert "主催：見本甲、見本乙" in "".join(listed.split())


def test_the_documents_of_an_agreement_are_links_and_hidden_ones_are_not_named(client):
    family = make(AgreementFamily, "pacts", title=both("見本の協定", "Pacts"))
    agreement = make(Agreement, "pact", title=both("見本協定", "Sample pact"), family=family)
    for slug, publication in (("open", "public"), ("kept", "internal")):
        document = make(Document, slug, title=both(f"{slug}の資料"), publication=publication)
        role = both(f"{slug}の写し", "Copy")
        make(AgreementDocument, f"pact-{slug}", agreement=agreement, document=document, role=role)
    page = text(client, "/ja/agreements/pact/")
    assert 'href="/ja/documents/open/"' in page
    assert "keptの資料" not in page
    assert "/documents/kept/" not in page


@pytest.mark.parametrize(("publication", "told"), [("public", ["Mihon School"]), ("internal", [])])
def test_who_runs_a_programme_is_described_only_where_it_is_public(client, publication, told):
    school = make(
        Organisation,
        "school",
        name=both("見本学校", "Mihon School"),
        kind="school",
        publication=publication,
    )
    make(Programme, "lab", title=both("見本の制度", "Sample programme"), run_by=school)
    page = text(client, "/en/programmes/lab/")
    graph = json.loads(html.fromstring(page).xpath("string(//script[@type='application/ld+json'])"))["@graph"]
    found = [each for each in graph if each["@type"] == "EducationalOccupationalProgram"]
    assert [each["provider"]["name"] for each in found if "provider" in each] == told
    assert ("Mihon School" in page) == bool(told)
