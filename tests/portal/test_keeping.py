"""Public pages from memory: one question each, and never older than the records, the day or a consent."""

from __future__ import annotations

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver

from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.history.acts import ActCount, acts_so_far
from renkei.core.history.journal import journal
from renkei.core.records.kinds import kind_of
from renkei.core.records.services import change_record
from renkei.directory.models import Organisation, Person, Post
from renkei.governance.models import Body, Seat
from renkei.portal.keeping import KEPT, MEMORY
from tests.builders import both, make

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
        f"{BODY}?page=x",
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
    client.get(f"{BODY}?page=1")
    client.get(f"{BODY}?page=1")
    assert len(memory) == 1
    client.post(BODY)
    assert len(memory) == 1


def test_memory_stays_within_its_bound_and_drops_what_was_asked_for_longest_ago(client, memory, settings):
    settings.KEPT_PAGES_BYTES = 25_000
    for number in range(12):
        make(Post, f"p{number}", title=both("職", "Post"), organisation=_city())
    for number in range(12):
        client.get(f"/ja/structure/?page={number}")
        assert memory._bytes <= 25_000
    assert 1 <= len(memory) < 12
    assert asked(client, "/ja/structure/?page=11")[1] == 1
    assert asked(client, "/ja/structure/?page=0")[1] > 1


def _city():
    return Organisation.objects.filter(pk="mihon-city").first() or make(
        Organisation, "mihon-city", name=both("見本市", "Mihon City"), kind="city"
    )


def test_an_answer_begun_before_a_change_is_not_kept_after_it(client, body, memory):
    mark = memory._mark
    client.get(BODY)
    late = memory._pages[BODY]
    memory.get((memory._mark[0], memory._mark[1] + 1), BODY)
    memory.put(mark, BODY, late, 1_000_000)
    assert len(memory) == 0
    assert memory.get(mark, BODY) is None


def test_every_act_is_counted_once_and_acts_side_by_side_do_not_wait(body):
    before = acts_so_far()
    with journal(actor=COMMAND_LINE, action="test"), journal(actor=COMMAND_LINE, action="inside"):
        Body.objects.filter(pk=body.pk).update(position=5)
    assert acts_so_far() == before + 1
    assert ActCount.objects.count() == 1


def test_what_is_kept_are_routes_of_the_portal():
    portal = next(each for each in get_resolver().url_patterns if getattr(each, "app_name", "") == "portal")
    assert {each.name for each in portal.url_patterns} >= KEPT


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
