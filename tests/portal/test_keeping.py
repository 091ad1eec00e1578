"""Public pages from memory: one question each, and never older than the records, the day or a consent."""

from __future__ import annotations

import datetime as dt
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver

from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.history.acts import Acts
from renkei.core.history.journal import journal
from renkei.core.records.kinds import kind_of
from renkei.core.records.services import change_record
from renkei.directory.models import Organisation, Person
from renkei.governance.models import Body, Seat
from renkei.portal import keeping as portal_keeping
from renkei.portal.keeping import KEPT, MEMORY, KeepingMiddleware, key_of
from renkei.portal.memory import Mark
from renkei.portal.site_map import GROUPS
from renkei.portal.sitemap import PAGES
from tests.builders import both, make, make_many

pytestmark = pytest.mark.django_db
BODY = "/ja/bodies/mihon-body/"


@pytest.fixture(autouse=True)
def memory(settings):
    settings.KEPT_PAGES_BYTES = 1_000_000
    MEMORY.clear()
    yield MEMORY
    MEMORY.clear()


@pytest.fixture
def body():
    return make(Body, "mihon-body", name=both("見本会議", "Mihon Council"), legal_type="committee")


def asked(client, path, **more):
    with CaptureQueriesContext(connection) as caught:
        answer = client.get(path, **more)
    return answer, len(caught)


def change(body, **values):
    body.refresh_from_db()
    change_record(
        actor=COMMAND_LINE,
        kind=kind_of(body),
        slug=body.pk,
        revision=body.revision,
        values=values,
        reason="test",
    )


def test_a_page_is_made_once_and_then_costs_one_question(client, body):
    first, many = asked(client, BODY)
    second, one = asked(client, BODY)
    assert many > 1
    assert one == 1
    assert second.content == first.content
    assert {**second.headers} == {**first.headers}
    assert second.headers["Cache-Control"] == "no-cache"
    assert second.headers["Content-Security-Policy"]
    assert second.resolver_match.url_name == "body"


def test_who_has_the_page_already_is_told_so(client, body):
    first = client.get(BODY)
    for _ in range(2):
        answer = client.get(BODY, headers={"if-none-match": first.headers["ETag"]})
        assert (answer.status_code, answer.content) == (304, b"")
    change(body, name=both("見本協議会", "Mihon Board"))
    answer = client.get(BODY, headers={"if-none-match": first.headers["ETag"]})
    assert answer.status_code == 200
    assert "見本協議会" in answer.content.decode()


def test_an_edit_is_seen_with_the_next_request(client, body):
    for path in (BODY, "/ja/structure/", "/ja/open-data/bodies-is-none/", "/ja/open-data/"):
        client.get(path)
    change(body, name=both("見本協議会", "Mihon Board"))
    assert "見本協議会" in client.get(BODY).content.decode()
    assert "見本協議会" in client.get("/ja/structure/").content.decode()


def test_a_withdrawal_is_seen_with_the_next_request(client, body):
    assert client.get(BODY).status_code == 200
    assert asked(client, BODY)[1] == 1
    change(body, publication="withdrawn")
    assert client.get(BODY).status_code == 404
    assert "見本会議" not in client.get("/ja/structure/").content.decode()


def test_a_consent_withdrawn_takes_the_name_off_with_the_next_request(client, body):
    city = make(Organisation, "mihon-city", name=both("見本市", "Mihon City"), kind="city")
    person = make(Person, "mihon-hanako", family_name="見本花子", controller=city, purpose="名簿")
    make(Seat, "seat", body=body, role="chair", person=person)
    for _ in range(2):
        assert "見本花子" in client.get(BODY).content.decode()
    change(person, publication="withdrawn")
    assert "見本花子" not in client.get(BODY).content.decode()


def test_a_new_day_makes_pages_anew(client, body, time_machine):
    with journal(actor=COMMAND_LINE, action="test", reason="test"):
        Body.objects.filter(pk=body.pk).update(public_until="2030-01-20")
    time_machine.move_to("2030-01-20T23:59:00+09:00")
    assert client.get(BODY).status_code == 200
    assert asked(client, BODY)[1] == 1
    time_machine.move_to("2030-01-21T00:01:00+09:00")
    assert client.get(BODY).status_code == 404


def test_only_known_questions_of_strangers_are_kept(client, body, memory):
    for path in (
        "/ja/search/?q=見本",
        f"{BODY}?q=x",
        f"{BODY}?page=1",
        "/ja/nowhere/",
        "/",
        "/ja/needs/ask/",
    ):
        client.get(path)
    assert len(memory) == 0
    signed_in = Client()
    signed_in.cookies["sessionid"] = "x"
    signed_in.get(BODY)
    assert len(memory) == 0
    client.get("/ja/documents/?page=1")
    client.get("/ja/documents/?page=1")
    assert len(memory) == 1
    client.post(BODY)
    assert len(memory) == 1


@pytest.mark.parametrize(
    "path",
    [
        "/ja/structure/?page=3",
        "/ja/structure/?year=2023",
        "/ja/documents/?year=2023",
        "/ja/documents/?page=1&page=1",
        "/ja/documents/?page=01",
        "/ja/documents/?page=0",
        "/ja/documents/?page=12345",
        "/ja/documents/?page=1&",
        "/ja/documents/?&page=1",
        "/ja/documents/?p%61ge=1",
        "/ja/documents/?page=%31",
        "/ja/documents/?page",
        "/ja/documents/?",
        "/ja/figures/events.visitors/02023/",
        "/sitemap-01.xml",
        "/ja/report/",
    ],
)
def test_another_question_or_another_way_of_writing_an_address_is_not_kept(rf, path):
    plain = path.partition("?")[0]
    question = path.partition("?")[2]
    asked = rf.get(plain, QUERY_STRING=question)
    assert key_of(asked) == ("/ja/documents/" if path == "/ja/documents/?" else "")


def test_the_order_of_questions_is_nothing(rf):
    assert key_of(rf.get("/ja/news/?year=2026&page=2")) == key_of(rf.get("/ja/news/?page=2&year=2026"))
    assert key_of(rf.get("/ja/news/?page=2")) != key_of(rf.get("/en/news/?page=2"))
    assert key_of(rf.head("/sitemap-2.xml")) == "/sitemap-2.xml"


def test_memory_stays_within_its_bound_and_drops_what_was_asked_for_longest_ago(client, memory, settings):
    settings.KEPT_PAGES_BYTES = 25_000
    pages = [f"/ja/bodies/b{number}/" for number in range(12)]
    name = both("見本会議", "Mihon Council")
    make_many(Body, [{"slug": f"b{n}", "name": name, "legal_type": "committee"} for n in range(12)])
    for path in pages:
        assert client.get(path).status_code == 200
        assert memory._bytes <= 25_000
    assert 1 <= len(memory) < 12
    assert asked(client, pages[-1])[1] == 1
    assert asked(client, pages[0])[1] > 1


def test_an_answer_begun_before_a_change_is_not_kept_after_it(client, body, memory):
    client.get(BODY)
    mark, late = memory._mark, memory._pages[BODY]
    memory.get(Mark(mark.day, Acts(mark.acts.table, mark.acts.number + 1)), BODY)
    memory.put(mark, BODY, late, 1_000_000)
    assert len(memory) == 0
    assert memory.get(mark, BODY) is None


def test_a_restored_database_that_counts_up_to_the_old_number_finds_no_page_from_before(client, body, memory):
    client.get(BODY)
    mark, before = memory._mark, memory._pages[BODY]
    restored = mark.acts.table - 1  # whether its number is larger or smaller says nothing
    assert memory.get(Mark(mark.day, Acts(restored, mark.acts.number - 1)), BODY) is None
    memory.put(mark, BODY, before, 1_000_000)
    assert memory.get(Mark(mark.day, Acts(restored, mark.acts.number)), BODY) is None
    assert memory.get(mark, BODY) is None


def test_before_its_tables_are_there_a_page_says_that_it_is_not_available(client, body):
    client.get(BODY)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE core_actcount RENAME TO elsewhere")
    answer = client.get(BODY)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")


class Slow:
    """A site whose page takes until it is let go; it counts how often it is made."""

    def __init__(self, url_name="body"):
        self.url_name, self.count = url_name, 0
        self.lock, self.begun, self.go_on = threading.Lock(), threading.Event(), threading.Event()

    def __call__(self, request):
        with self.lock:
            self.count += 1
        self.begun.set()
        assert self.go_on.wait(10)
        request.resolver_match = SimpleNamespace(app_name="portal", url_name=self.url_name)
        return HttpResponse(b"page")


@pytest.fixture
def mark(monkeypatch):
    found = [Mark(dt.date(2026, 11, 25), Acts(1, 5))]
    monkeypatch.setattr(portal_keeping, "present_mark", lambda: found[0])
    return found


def at_once(site, paths, rf):
    """Ask for pages side by side; give the answers once the first has been begun and all have asked."""
    answer = KeepingMiddleware(site)
    with ThreadPoolExecutor(len(paths)) as threads:
        asked = [threads.submit(answer, rf.get(path)) for path in paths]
        assert site.begun.wait(10)
        time.sleep(0.2)
        site.go_on.set()
        return [each.result(10) for each in asked]


def test_a_page_that_many_ask_for_at_once_is_made_once(rf, mark):
    site = Slow()
    answers = at_once(site, [BODY] * 6, rf)
    assert site.count == 1
    assert [each.content for each in answers] == [b"page"] * 6
    assert MEMORY._made == {}


def test_nobody_waits_for_another_page_or_for_one_from_before_a_change(rf, mark):
    site = Slow()
    answer = KeepingMiddleware(site)
    with ThreadPoolExecutor(3) as threads:
        first = threads.submit(answer, rf.get(BODY))
        assert site.begun.wait(10)
        mark[0] = Mark(mark[0].day, Acts(1, 6))
        others = [threads.submit(answer, rf.get(path)) for path in (BODY, "/ja/bodies/other/")]
        while site.count < 3 and not any(each.done() for each in others):
            time.sleep(0.01)
        site.go_on.set()
        assert [each.result(10).content for each in (first, *others)] == [b"page"] * 3
    assert len(MEMORY) == 2  # the one from before the change is not kept


def test_who_has_waited_in_vain_makes_the_page(rf, mark, monkeypatch):
    monkeypatch.setattr(portal_keeping, "LONGEST_WAIT", 0.05)
    site = Slow()
    answer = KeepingMiddleware(site)
    with ThreadPoolExecutor(2) as threads:
        asked = [threads.submit(answer, rf.get(BODY)) for _ in range(2)]
        begun = time.monotonic()
        while site.count < 2 and time.monotonic() < begun + 10:
            time.sleep(0.01)
        assert site.count == 2
        site.go_on.set()
        assert [each.result(10).content for each in asked] == [b"page"] * 2
    not_kept = Slow(url_name="search")
    assert [each.content for each in at_once(not_kept, ["/ja/bodies/x/"] * 2, rf)] == [b"page"] * 2
    assert not_kept.count == 2


def test_a_page_that_fails_is_waited_for_no_longer(rf, mark):
    def broken(_request):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        KeepingMiddleware(broken)(rf.get(BODY))
    assert MEMORY._made == {}


def test_what_is_kept_and_listed_are_routes_of_the_portal():
    portal = next(each for each in get_resolver().url_patterns if getattr(each, "app_name", "") == "portal")
    routes = {each.name for each in portal.url_patterns}
    listed = {name for _, pages in GROUPS for name, _ in pages}
    assert routes >= set(KEPT)
    assert routes >= listed
    assert set(PAGES) - listed == {"home", "seed-booklet"}
    assert listed - set(PAGES) == {"search"}
    assert len(set(PAGES)) == len(PAGES)


@pytest.mark.parametrize(
    "path", ["/ja/", "/en/figures/", "/open-data/bodies.csv", "/desk/", "/ja/search/?q=x", "/"]
)
def test_a_dead_database_is_said_in_both_languages(monkeypatch, path):
    def gone(*_args, **_kwargs):
        raise OperationalError("connection to server at db.example failed for user renkei")

    client = Client(raise_request_exception=False)
    client.cookies["sessionid"] = "0" * 32
    if path.startswith(("/ja/", "/en/")):
        client.cookies.clear()
    monkeypatch.setattr(connection, "cursor", gone)
    monkeypatch.setattr(connection, "ensure_connection", gone)
    answer = client.get(path)
    if path == "/":
        assert answer.status_code == 302  # it asks nothing
        return
    page = answer.content.decode()
    assert answer.status_code == 503
    assert "ただいま一時的に休止しています" in page
    assert "Out of service for a short while" in page
    assert answer.headers["Retry-After"] == "60"
    assert "db.example" not in page
