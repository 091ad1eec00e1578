"""What programs read: the feed, the calendar, the map, the data in the head of pages. Checked by validators."""

from __future__ import annotations

import csv
import datetime as dt
import json
import re
from pathlib import Path

import pytest
from django.conf import settings as site
from django.utils import timezone
from icalendar import Calendar
from lxml import etree, html

from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.history.journal import journal
from renkei.core.records.kinds import kinds
from renkei.events.models import Event
from renkei.indicators.models import Milestone
from renkei.kernel.localised import Localised
from renkei.portal import linked_data, sitemap, urls
from renkei.portal.event_calendar import _component
from renkei.portal.open_data import events
from renkei.portal.open_data.events import PublicEvent, event_of
from tests.portal.pages import EVERY
from tests.portal.questions import body_of, questions

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mihon")]

VOCABULARIES = Path(__file__).parent / "vocabularies"
SCHEMA_ORG = json.loads((VOCABULARIES / "schema_org_30.json").read_text(encoding="utf-8"))
ATOM = {"a": "http://www.w3.org/2005/Atom"}
MAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
MOST_OF_MAP = 10
NASTY = '</script><script>alert("x")</script>&'


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_feed_is_valid_atom_and_tells_what_is_new(client, language):
    answer = client.get(f"/{language}/news.atom")
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = etree.fromstring(answer.content)
    schema = etree.RelaxNG(etree.parse(VOCABULARIES / "atom.rng"))
    assert schema.validate(feed), schema.error_log
    entries = feed.findall("a:entry", ATOM)
    assert len(entries) >= 4
    updated = [each.findtext("a:updated", namespaces=ATOM) for each in entries]
    assert updated == sorted(updated, reverse=True)
    for each in entries:
        address = each.findtext("a:id", namespaces=ATOM)
        assert address.startswith(f"{site.SITE_URL}/{language}/")
        assert client.get(address.removeprefix(site.SITE_URL)).status_code == 200
    assert "[[" not in answer.content.decode()


def test_a_changed_milestone_comes_first_and_an_internal_one_not_at_all(client):
    with journal(actor=COMMAND_LINE, action="test", reason="test"):
        Milestone.objects.create(
            slug="hidden", title=Localised.both("秘匿", "Hidden"), happened="2024", year_kind="calendar"
        )
        found = Milestone.objects.get(pk="summit")
        found.title = Localised.both(NASTY, NASTY)
        found.save()
    feed = etree.fromstring(client.get("/ja/news.atom").content)
    titles = [each.text for each in feed.findall("a:entry/a:title", ATOM)]
    assert NASTY in titles
    assert "秘匿" not in titles


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_calendar_can_be_read_and_knows_times_and_cancellations(
    client, monkeypatch, time_machine, language
):
    time_machine.move_to("2024-07-01T09:00:00+09:00")

    def summit(at, since):
        title = Localised.both("見本サミット", "Mihon Summit")
        first, last = dt.date(2024, 8, 1), dt.date(2024, 8, 2)
        yield PublicEvent("meeting", "one", title, first, last, start_time=dt.time(9, 30))
        yield PublicEvent("meeting", "two", title, first, last, cancelled=True)

    monkeypatch.setattr(events, "SOURCES", (*events.SOURCES, summit))
    answer = client.get(f"/{language}/events.ics")
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(answer.content)
    found = {str(each["uid"]).split("@")[0]: each for each in calendar.walk("VEVENT")}
    assert set(found) >= {"meeting-council-2023", "meeting-council-2024", "meeting-one", "meeting-two"}
    assert found["meeting-one"]["dtstart"].dt.isoformat() == "2024-08-01T09:30:00+09:00"
    assert found["meeting-two"]["dtend"].dt == dt.date(2024, 8, 3)
    assert (found["meeting-two"]["status"], found["meeting-one"]["status"]) == ("CANCELLED", "CONFIRMED")
    assert [str(each["tzid"]) for each in calendar.walk("VTIMEZONE")] == ["Asia/Tokyo"]
    assert all(not each.errors for each in calendar.walk())
    time_machine.move_to("2025-07-10T09:00:00+09:00")
    later = Calendar.from_ical(client.get(f"/{language}/events.ics").content)
    assert "meeting-council-2024" not in [str(each["uid"]).split("@")[0] for each in later.walk("VEVENT")]


@pytest.mark.parametrize(
    ("starts", "ends", "begins_at", "ends_at", "end"),
    [
        ("2024-08-01", "2024-08-01", None, None, dt.date(2024, 8, 2)),
        ("2024-08-02", "2024-08-01", None, None, None),
        ("2024-08-01", "2024-08-01", dt.time(9), dt.time(10), "2024-08-01T10:00:00+09:00"),
        ("2024-08-01", "2024-08-01", dt.time(9), dt.time(9), None),
        ("2024-08-01", "2024-08-01", dt.time(9), dt.time(8), None),
        ("2024-08-01", "2024-08-01", dt.time(9), None, None),
        ("2024-08-01", "2024-08-02", dt.time(9), None, "2024-08-02T09:00:00+09:00"),
    ],
)
def test_no_event_of_the_calendar_ends_before_it_begins(starts, ends, begins_at, ends_at, end):
    days = map(dt.date.fromisoformat, (starts, ends))
    event = PublicEvent(
        "event", "x", Localised.both("例", "x"), *days, start_time=begins_at, end_time=ends_at
    )
    made = _component(event, "ja", dt.datetime(2024, 7, 1, tzinfo=dt.UTC))
    found = made["dtend"].dt if "dtend" in made else None
    assert (found.isoformat() if isinstance(end, str) else found) == end


@pytest.mark.parametrize(
    ("opens", "closes", "found"),
    [
        ("2024-08-01", "2024-08-02", (dt.date(2024, 8, 1), dt.date(2024, 8, 2))),
        ("2024-08-01", "2024-08", (dt.date(2024, 8, 1), dt.date(2024, 8, 1))),
        ("2024-08-01", "2024-08-XX", (dt.date(2024, 8, 1), dt.date(2024, 8, 1))),
        ("2024-02-30", "", None),
        ("2024-08", "2024-08-02", None),
        ("", "", None),
    ],
)
def test_a_date_that_is_no_day_ends_no_file(opens, closes, found):
    event = event_of(Event(slug="x", title=Localised.both("例", "x"), opens=opens, closes=closes), told=False)
    assert (event and (event.starts, event.ends)) == found


def addresses(text):
    found = {}
    for each in etree.fromstring(text).findall("s:url", MAP):
        links = {link.get("hreflang"): link.get("href") for link in each.findall("x:link", MAP)}
        found[each.findtext("s:loc", namespaces=MAP)] = links
    return found


def test_every_address_of_the_map_is_a_page_and_each_pair_names_both(client):
    found = addresses(body_of(client.get("/sitemap.xml")))
    assert len(found) > 120
    for address, links in found.items():
        assert set(links) == {"ja", "en", "x-default"}
        assert address in links.values()
        assert found[links["ja"]] == found[links["en"]] == links
        assert links["x-default"] == links["ja"]
    for address in sorted(found)[::7]:
        answer = client.get(address.removeprefix(site.SITE_URL))
        assert answer.status_code == 200, address
    kinds = {re.sub(r".*//[^/]+/..", "", each).strip("/").split("/")[0] for each in found}
    assert kinds >= {"seeds", "needs", "reports", "bodies", "documents", "figures", "open-data"}


def test_the_map_says_when_a_record_changed_and_nothing_of_other_pages(client):
    page = etree.fromstring(client.get("/sitemap.xml").content)
    said = {
        each.findtext("s:loc", namespaces=MAP).removeprefix(site.SITE_URL): each.findtext(
            "s:lastmod", namespaces=MAP
        )
        for each in page.findall("s:url", MAP)
    }
    changed = Milestone.pgh_event_model.objects.filter(pgh_obj_id="summit").latest("pgh_id").pgh_created_at
    assert said["/en/milestones/summit/"] == timezone.localdate(changed).isoformat()
    assert said["/ja/events/"] is None


def test_a_large_map_is_an_index_of_parts_that_hold_every_page_once(client, monkeypatch):
    whole = addresses(body_of(client.get("/sitemap.xml")))
    monkeypatch.setattr(sitemap, "PAGES_A_PART", 20)
    index = etree.fromstring(client.get("/sitemap.xml").content)
    parts = [each.text.removeprefix(site.SITE_URL) for each in index.findall("s:sitemap/s:loc", MAP)]
    assert len(parts) == -(-len(whole) // 2 // 20)
    together = [address for part in parts for address in addresses(body_of(client.get(part)))]
    assert sorted(together) == sorted(whole)
    assert client.get(f"/sitemap-{len(parts) + 1}.xml").status_code == 404
    assert client.get("/sitemap-0.xml").status_code == 404


def test_a_part_of_the_map_stays_within_the_protocol():
    address = sitemap._addresses("partnership", "x" * 100)
    page = sitemap.Page(address, dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    assert len(sitemap.entry(page).encode()) * sitemap.PAGES_A_PART < 10_000_000
    assert 2 * sitemap.PAGES_A_PART <= 50_000


def test_the_map_counts_all_kinds_at_once_and_finds_a_part_with_one_question(client, monkeypatch):
    whole = questions(client, "/sitemap.xml")
    monkeypatch.setattr(sitemap, "PAGES_A_PART", 20)
    assert questions(client, "/sitemap.xml") == whole - 1
    assert questions(client, "/sitemap-3.xml") == whole
    assert whole <= MOST_OF_MAP


def test_robots_are_led_to_the_map_and_kept_from_the_desk(client, settings):
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /desk/" in text
    assert f"Sitemap: {site.SITE_URL}/sitemap.xml" in text
    settings.DEMO = True
    assert "Disallow: /\n" in client.get("/robots.txt").content.decode()


def head_of(client, path):
    page = html.fromstring(client.get(path).content.decode())
    links = {
        each.get("hreflang"): each.get("href")
        for each in page.xpath("//head/link[@rel='alternate'][@hreflang]")
    }
    return page, page.xpath("string(//head/link[@rel='canonical']/@href)"), links


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_head_of_every_page_names_its_address_its_other_language_and_what_it_is(client, language):
    strange = {}
    for path in EVERY:
        page, canonical, links = head_of(client, f"/{language}/{path}")
        assert set(links) == {"ja", "en", "x-default"}, path
        assert links[language] == canonical
        assert canonical.startswith(f"{site.SITE_URL}/{language}/")
        cards = {each.get("property"): each.get("content") for each in page.xpath("//head/meta[@property]")}
        assert {"og:title", "og:url", "og:type", "og:site_name"} <= set(cards), path
        assert cards["og:url"] == canonical
        graph = json.loads(page.xpath("string(//script[@type='application/ld+json'])"))
        assert graph["@context"] == "https://schema.org"
        assert {each["@type"] for each in graph["@graph"][1:]} - {"BreadcrumbList"}, path
        found = list(unknown(graph["@graph"]))
        strange |= {path: found} if found else {}
    assert strange == {}
    _, canonical, links = head_of(client, f"/{language}/search/?q=x&page=2")
    assert canonical.endswith(f"/{language}/search/?page=2")


def unknown(value):
    """Yield what schema.org does not know: a type, or a property that the type does not have."""
    if isinstance(value, list):
        for each in value:
            yield from unknown(each)
    if isinstance(value, dict):
        kind = value.get("@type")
        if kind is None:
            yield from () if set(value) == {"@id"} else [value]
            return
        if kind not in SCHEMA_ORG["types"]:
            yield kind
            return
        for name, told in value.items():
            if not name.startswith("@") and name not in SCHEMA_ORG["types"][kind]:
                yield f"{kind}.{name}"
            yield from unknown(told)


def test_the_validator_sees_words_that_schema_org_does_not_have():
    assert list(unknown([{"@type": "Meeting"}])) == ["Meeting"]
    assert list(unknown([{"@type": "Event", "begins": "x"}])) == ["Event.begins"]
    assert list(unknown([{"@type": "Event", "location": {"@type": "Place", "capacity": 1}}])) == [
        "Place.capacity"
    ]


@pytest.mark.parametrize(
    ("path", "kind", "name"),
    [
        ("meetings/council-2023/", "Event", "startDate"),
        ("organisations/mihon-university/", "CollegeOrUniversity", "name"),
        ("laboratories/mihon-laboratory/", "ResearchOrganization", "name"),
        ("partnerships/mihon-partnership/", "ResearchProject", "name"),
        ("reports/yearly/2023/", "Report", "inLanguage"),
        ("documents/mihon-report-2023/", "DigitalDocument", "name"),
        ("open-data/", "DataCatalog", "dataset"),
        ("open-data/meetings/", "Dataset", "distribution"),
        ("milestones/summit/", "Event", "startDate"),
        ("news/lecture-2026-12/", "NewsArticle", "datePublished"),
        ("events/mihon-summit-2024/", "Event", "superEvent"),
        ("events/series/mihon-summit/", "EventSeries", "subEvent"),
        ("programmes/mihon-young-researchers/", "EducationalOccupationalProgram", "provider"),
        ("ventures/venture-trading/", "Corporation", "name"),
        ("seeds/seed-biosurfactant/", "CreativeWork", "name"),
        ("figures/research.joint_projects/", "Dataset", "distribution"),
        ("money/amounts/", "CollectionPage", "name"),
        ("inquiries/", "ContactPage", "name"),
        ("privacy/", "WebPage", "name"),
    ],
)
def test_pages_say_what_they_are_about(client, path, kind, name):
    page, _, _ = head_of(client, f"/en/{path}")
    graph = json.loads(page.xpath("string(//script[@type='application/ld+json'])"))["@graph"]
    found = next(each for each in graph if each["@type"] == kind)
    assert found[name]
    crumbs = next(each for each in graph if each["@type"] == "BreadcrumbList")["itemListElement"]
    assert [each["position"] for each in crumbs] == list(range(1, len(crumbs) + 1))
    assert all(each["item"].startswith(site.SITE_URL) for each in crumbs)


def test_every_kind_with_a_page_is_described_or_says_why_not():
    named = {kind.slug for kind in kinds() if kind.portal_route}
    assert len(named) > 12
    described = set(linked_data._RECORDS)
    assert described.isdisjoint(linked_data.NOT_DESCRIBED)
    assert described | set(linked_data.NOT_DESCRIBED) | {"indicator"} == named


def test_what_a_page_is_by_its_route_names_routes_that_are_there():
    routes = {each.name for each in urls.urlpatterns}
    assert set(linked_data._PAGES) <= routes


def test_a_figure_is_a_data_set_with_its_definition_and_years(client):
    page, _, _ = head_of(client, "/en/figures/research.joint_projects/")
    graph = json.loads(page.xpath("string(//script[@type='application/ld+json'])"))["@graph"]
    found = next(each for each in graph if each["@type"] == "Dataset")
    assert found["description"] == "Joint research projects with companies under way in the fiscal year"
    (file,) = found["distribution"]
    lines = body_of(client.get(file["contentUrl"].removeprefix(site.SITE_URL))).decode().splitlines()
    years = [line["Fiscal year"] for line in csv.DictReader(lines)]
    assert found["temporalCoverage"] == f"{years[0]}/{years[-1]}"
    assert years[0] == "2022"


def test_no_text_of_a_record_ends_the_data_or_begins_a_script(client):
    with journal(actor=COMMAND_LINE, action="test", reason="test"):
        found = Milestone.objects.get(pk="summit")
        found.title = Localised.both(NASTY, NASTY)
        found.save()
    text = client.get("/en/milestones/summit/").content.decode()
    assert "<script>alert" not in text
    page = html.fromstring(text)
    assert len(page.xpath("//script[not(@src)]")) == 1
    graph = json.loads(page.xpath("string(//script[@type='application/ld+json'])"))["@graph"]
    assert NASTY in [each.get("name") for each in graph]


def test_pages_that_are_nobody_elses_and_pages_that_are_not_there_ask_not_to_be_found(client):
    for path in ("/ja/nowhere/", f"/ja/needs/follow/{'0' * 32}/"):
        page, canonical, links = head_of(client, path)
        assert page.xpath("string(//head/meta[@name='robots']/@content)") == "noindex", path
        assert (canonical, links) == ("", {})
