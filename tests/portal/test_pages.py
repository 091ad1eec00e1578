from __future__ import annotations

import re
import zlib
from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from renkei.portal.keeping import KEPT, MEMORY
from tests.portal.pages import DATA, EVERY, MACHINES, NARROWED
from tests.portal.questions import beyond, questions

pytestmark = [pytest.mark.django_db]


@pytest.mark.usefixtures("mihon")
@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("path", [*EVERY, *NARROWED])
def test_a_page_opens_in_its_language(client, path, language):
    answer = client.get(f"/{language}/{path}")
    assert answer.status_code == 200
    text = answer.content.decode()
    assert f'<html lang="{language}">' in text
    assert answer.headers["Content-Language"] == language
    assert text.count("<h1") == 1
    assert "{%" not in text
    assert "[[" not in text
    assert len(answer.content) < 80_000


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "ja"),
        ("en-GB,en;q=0.9", "en"),
        ("ja,en;q=0.5", "ja"),
        ("en;q=0.5,ja;q=0.9", "ja"),
        ("fr,de;q=0.5", "ja"),
        ("fr;q=0.9,en;q=0.8", "en"),
        ("en;q=0,fr", "ja"),
        ("*", "ja"),
        ("en;q=much", "ja"),
    ],
)
def test_the_entrance_leads_to_the_readers_language(client, header, language):
    answer = client.get("/", headers={"accept-language": header})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/{language}/")
    assert "Accept-Language" in answer.headers["Vary"]


@pytest.mark.usefixtures("mihon")
@pytest.mark.parametrize(
    ("path", "other"),
    [
        ("/ja/figures/?year=2023", "/en/figures/?year=2023"),
        ("/en/search/?q=Mihon%20City&page=2", "/ja/search/?q=Mihon%20City&amp;page=2"),
        ("/ja/bodies/mihon-council/", "/en/bodies/mihon-council/"),
        ("/en/no/such/page/", "/ja/no/such/page/"),
    ],
)
def test_the_language_switch_keeps_page_and_query(client, path, other):
    assert f'href="{other}"' in client.get(path).content.decode()


@pytest.mark.usefixtures("mihon")
@pytest.mark.parametrize(
    "path",
    [
        "nothing/",
        "bodies/nobody/",
        "figures/nothing.at.all/",
        "figures/nothing.at.all/2023/",
        "figures/budgets.actual/1868/",
        "figures/budgets.actual/99999/",
        "figures/?year=1999",
        "figures/?year=x",
        "reports/yearly/1999/",
        "reports/nothing/2023/",
        "reports/yearly/2023/more/",
        "partnerships/nothing/",
        "partnerships/mihon-partnership/?year=1999",
        "documents/nothing/file",
        "reports/yearly/1999.json",
    ],
)
def test_what_is_not_there_is_said_in_the_language_with_ways_on(client, path):
    for language, words in (("ja", "お探しの頁は見つかりません"), ("en", "This page cannot be found")):
        answer = client.get(f"/{language}/{path}")
        assert answer.status_code == 404
        text = answer.content.decode()
        assert f'<html lang="{language}">' in text
        assert words in text
        assert f'href="/{language}/structure/"' in text
        assert f'action="/{language}/search/"' in text


def test_outside_both_languages_the_plain_page_answers(client):
    answer = client.get("/fr/")
    assert answer.status_code == 404
    assert "This page cannot be found" in answer.content.decode()


@pytest.mark.usefixtures("mihon")
@pytest.mark.parametrize("page", ["0", "-1", "x", "2.5", "２", "999", "99999999999999"])
@pytest.mark.parametrize(
    "path",
    [
        "documents/",
        "partnerships/",
        "seeds/",
        "needs/",
        "money/",
        "money/amounts/",
        "research/",
        "research/results/",
        "ventures/",
        "programmes/",
        "events/",
        "events/series/mihon-summit/",
        "news/",
        "figures/governance.meetings_held/2023/",
    ],
)
def test_a_page_number_that_names_no_page_is_not_found(client, path, page):
    assert client.get(f"/ja/{path}?page=1").status_code == 200
    answer = client.get(f"/en/{path}?page={page}")
    assert answer.status_code == 404
    assert "This page cannot be found" in answer.content.decode()


@pytest.mark.usefixtures("mihon")
@pytest.mark.parametrize(
    "path",
    [
        "money/amounts/?year=1999",
        "money/amounts/?year=abc",
        "money/amounts/?pillar=none",
        "money/amounts/?pillar=nothing",
        "money/amounts/?party=nobody",
        "money/amounts/?fund=nobody",
        "money/amounts.csv?year=1999",
        "money/amounts.csv?fund=nobody",
        "money/amounts/?basis=hope",
        "research/?field=nothing",
        "research/?state=planned",
        "research/results/?kind=dream",
        "events/?series=nothing",
        "events/?year=令和",
        "events/?year=abc",
        "research/results/?year=abc",
        "news/?year=1868",
        "partnerships/?category=nothing",
        "partnerships/?year=1999",
        "programmes/nothing/",
        "events/nothing/",
        "events/series/nothing/",
        "ventures/nothing/",
        "news/nothing/",
        "figures/nothing.at.all/values.csv",
    ],
)
def test_a_filter_or_record_that_is_not_there_is_not_found(client, path):
    for language in ("ja", "en"):
        answer = client.get(f"/{language}/{path}")
        assert answer.status_code == 404
        assert f'href="/{language}/site-map/"' in answer.content.decode()


@pytest.mark.usefixtures("mihon")
@pytest.mark.parametrize(
    "path",
    [
        "money/amounts/?year=&basis=&pillar=&party=&fund=&page=",
        "money/?page=",
        "research/?field=&state=&page=",
        "research/results/?kind=&year=&page=",
        "events/?year=&series=&page=",
        "programmes/?page=",
        "ventures/?page=",
    ],
)
def test_a_filter_left_empty_asks_for_everything(client, path):
    everything = client.get(f"/ja/{path.partition('?')[0]}").content.decode().partition("<main")[2]
    asked = client.get(f"/ja/{path}").content.decode().partition("<main")[2]
    assert re.findall(r"<h3>.*?</h3>|<tr>.*?</tr>", asked) == re.findall(
        r"<h3>.*?</h3>|<tr>.*?</tr>", everything
    )


@pytest.mark.usefixtures("mihon")
def test_nothing_but_reading_is_possible(client):
    for path in EVERY:
        assert client.post(f"/ja/{path}").status_code == 405


@pytest.mark.usefixtures("mihon")
def test_pages_ask_nobody_else_and_bring_no_script_of_their_own(client):
    for path in EVERY:
        text = client.get(f"/ja/{path}").content.decode()
        data = r'type="application/ld\+json"'  # read, never run
        assert not re.findall(rf'<script(?![^>]*(?:src="/static/|{data}))', text), path
        assert " style=" not in text, path
        assert not re.findall(r'<(?:script|img)[^>]*src="https?:', text), path
        named = re.findall(r'<link rel="([a-z]+)"[^>]*href="https?:', text)
        assert set(named) <= {"canonical", "alternate"}, (
            path
        )  # addresses of the page itself, which nobody fetches


@pytest.mark.usefixtures("mihon")
def test_the_theme_is_the_clusters_accent(client):
    answer = client.get("/theme.css")
    assert answer.headers["Content-Type"].startswith("text/css")
    assert "--accent: #006173" in answer.content.decode()


@pytest.mark.usefixtures("mihon")
def test_no_page_asks_the_database_more_than_its_bound(client):
    assert beyond({path: questions(client, f"/en/{path}") for path in (*EVERY, *NARROWED, *DATA)}) == {}


# An address of every kept route that is in no list of pages; `{}` is the language.
KEPT_BESIDE = ("/{}/seeds/booklet/food/", "/sitemap-1.xml")


@pytest.fixture
def kept_addresses(settings):
    """An address of each kept route, with its route."""
    settings.KEPT_PAGES_BYTES = 20_000_000
    MEMORY.clear()
    every = [*(f"/ja/{path}" for path in EVERY), *MACHINES, *(path.format("ja") for path in KEPT_BESIDE)]
    matches = {path: resolve(path.partition("?")[0]).url_name for path in every}
    yield {name: path.partition("?")[0] for path, name in matches.items() if name in KEPT}
    MEMORY.clear()


@pytest.mark.usefixtures("mihon")
def test_every_kept_page_costs_one_question_the_second_time(client, kept_addresses):
    assert set(kept_addresses) == set(KEPT)
    for path in kept_addresses.values():
        first = client.get(path)
        assert first.status_code == 200, path
        with CaptureQueriesContext(connection) as asked:
            second, head = client.get(path), client.head(path)
        assert len(asked) == 2, path
        assert second.content == first.content, path
        assert (head.content, head.headers["ETag"]) == (b"", first.headers["ETag"]), path


@pytest.mark.usefixtures("mihon")
@pytest.mark.parametrize("name", ["home", "body", "sitemap"])
def test_who_is_signed_in_gets_no_page_from_memory(client, kept_addresses, name):
    path = kept_addresses[name]
    signed_in = Client()
    signed_in.cookies["sessionid"] = "x"
    client.get(path)
    MEMORY._pages[path] = replace(MEMORY._pages[path], content=zlib.compress(b"kept"))
    assert client.get(path).content == b"kept"
    answer = signed_in.get(path)
    assert answer.status_code == 200
    assert answer.content != b"kept"


@pytest.mark.usefixtures("mihon")
def test_kept_pages_are_told_apart_by_the_numbers_that_their_views_read(client, kept_addresses):
    """A view that reads a number answers 404 where there is no such page or year; another does not look at it."""
    read = {
        name: {asked for asked in ("page", "year") if client.get(f"{path}?{asked}=9999").status_code == 404}
        for name, path in kept_addresses.items()
    }
    assert read == KEPT


def test_asking_for_the_head_alone_keeps_nothing(client, settings):
    settings.KEPT_PAGES_BYTES = 1_000_000
    MEMORY.clear()
    assert client.head("/ja/news/").status_code == 200
    assert len(MEMORY) == 0
