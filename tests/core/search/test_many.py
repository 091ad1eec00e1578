"""Words that very many records hold: counted and ranked within bounds, and true to what one may see."""

from __future__ import annotations

import pytest
from django.test import Client

from renkei.governance.models import Body, Meeting
from tests.builders import both, make_many
from tests.core.search.test_search import DAY, found
from tests.desk.conftest import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def many(monkeypatch):
    """Sixty meetings and three bodies that all hold the word, where thirty are counted and ten of each kind."""
    monkeypatch.setattr("renkei.core.search.ranking.MOST_COUNTED", 30)
    monkeypatch.setattr("renkei.core.search.ranking.MOST_OF_KIND", 10)
    names = ["見本会議の部会", "新しい見本会議", "見本会議室"]
    make_many(
        Body,
        [
            {"slug": f"b{n}", "name": both(name, f"Council {n}"), "legal_type": "committee"}
            for n, name in enumerate(names)
        ],
    )
    rows = [
        {"slug": f"m{n:02}", "body_id": "b0", "held_on": DAY, "title": both(f"第{n}回見本会議", f"No. {n}")}
        for n in range(60)
    ]
    rows[57]["title"] = both("見本会議", "The council")
    rows[58] |= {"title": both("見本会議", "The secret council"), "publication": "internal"}
    make_many(Meeting, [{"publication": "public", **row} for row in rows])


def test_of_very_many_each_kind_is_counted_up_to_a_limit_and_the_whole_name_comes_first(many):
    answer = found("見本会議")
    assert answer.counts == {"meeting": 10, "body": 3}
    assert answer.more == {"meeting"}
    assert [hit.slug for hit in answer.hits[:4]] == ["m57", "m58", "b0", "b2"]
    narrowed = found("見本会議", kind="body")
    assert [hit.slug for hit in narrowed.hits] == ["b0", "b2", "b1"]
    assert narrowed.counts == answer.counts


def test_up_to_the_limit_all_are_counted(many, monkeypatch):
    monkeypatch.setattr("renkei.core.search.ranking.MOST_COUNTED", 63)
    assert found("見本会議").counts == {"meeting": 60, "body": 3}
    assert found("見本会議").more == frozenset()
    monkeypatch.setattr("renkei.core.search.ranking.MOST_COUNTED", 62)
    assert found("見本会議").more == {"meeting"}


def test_of_very_many_too_nobody_learns_of_what_they_may_not_see(many, stranger):
    answer = found("見本会議", actor=stranger)
    assert answer.hits[0].slug == "m57"
    assert answer.counts == {"meeting": 10, "body": 3}
    assert answer.more == {"meeting"}
    slugs = {hit.slug for page in (1, 2) for hit in found("見本会議", actor=stranger, page=page).hits}
    assert "m57" in slugs
    assert "m58" not in slugs


@pytest.mark.parametrize(
    ("language", "said"),
    [("ja", ["たいへん多いため", "10</span>件以上"]), ("en", ["There are very many", "10</span> and more"])],
)
def test_that_not_all_are_counted_is_said_to_the_reader(many, language, said):
    desk = signed_in("secretariat")
    desk.post("/desk/language/", {"language": language})
    for page in (Client().get(f"/{language}/search/?q=見本会議"), desk.get("/desk/search/?q=見本会議")):
        for words in said:
            assert words in page.text
    assert said[0] not in Client().get(f"/{language}/search/?q=第1回見本会議").text
