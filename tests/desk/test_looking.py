"""The page of a record before it is public: for those who see the record, as strangers would get it, kept nowhere."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from renkei.core.accounts.actors import STRANGER
from renkei.core.figures.asking import years_with_values
from renkei.core.publication.selectors import as_if_public, is_public, visible_to
from renkei.core.records.kinds import kind_of
from renkei.governance.models import Body, Meeting
from renkei.news.models import NewsItem
from renkei.portal.keeping import MEMORY
from renkei.portal.sitemap import site_map
from tests.builders import both, make
from tests.cast import narrowed, signed_in_as
from tests.desk.conftest import signed_in

pytestmark = pytest.mark.django_db
COUNCIL = ["governance", "body", "mihon-council"]
LOOK = reverse("desk:record_in_public", args=[*COUNCIL, "ja"])
PAGE = "/ja/bodies/mihon-council/"


def test_the_page_is_shown_as_strangers_would_get_it_and_says_what_it_is(desk, mihon):
    assert LOOK in desk.get(kind_of("body").desk_address("mihon-council")).text
    answer = desk.get(LOOK)
    assert answer.status_code == 200
    assert "<h1>見本推進会議</h1>" in answer.text
    assert "公開前の確認" in answer.text
    assert '<meta name="robots" content="noindex">' in answer.text
    assert "canonical" not in answer.text
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in answer.headers["Cache-Control"]
    english = desk.get(reverse("desk:record_in_public", args=[*COUNCIL, "en"]))
    assert "<h1>Mihon Council</h1>" in english.text
    assert english.headers["Content-Language"] == "en"
    assert f'href="{LOOK}"' in english.text  # the other language of the look, not of the portal


def test_nothing_else_that_is_hidden_appears(desk, mihon):
    make(Meeting, "open-one", body_id="mihon-council", held_on="2020-07-04", state="held")
    text = desk.get(LOOK).text
    assert "/ja/meetings/open-one/" in text
    assert "mihon-council-2021" not in text  # internal, though who looks may see it on the desk
    assert "見本報告書" not in text
    assert "reader" not in text


@pytest.mark.parametrize(
    ("role", "status"), [("administrator", 200), ("secretariat", 200), ("reader", 200), ("auditor", 200)]
)
def test_whoever_sees_the_record_may_look(mihon, role, status):
    assert signed_in(role).get(LOOK).status_code == status


def test_strangers_are_asked_to_sign_in_and_who_does_not_see_the_record_gets_nothing(mihon):
    assert Client().get(LOOK)["Location"].startswith("/desk/sign-in/")
    make(
        Body, "theirs", name=both("別の会議"), legal_type="committee", publication="internal",
        holder="mihon-university",
    )  # fmt: skip
    theirs = reverse("desk:record_in_public", args=["governance", "body", "theirs", "ja"])
    assert signed_in("secretariat").get(theirs).status_code == 200
    assert signed_in_as(narrowed("secretariat")).get(theirs).status_code == 404


def test_what_has_no_page_or_no_such_language_is_not_found(desk, mihon):
    seat = ["governance", "seat", "mihon-council-city"]
    assert desk.get(reverse("desk:record_in_public", args=[*seat, "ja"])).status_code == 404
    assert desk.get(reverse("desk:record_in_public", args=[*COUNCIL, "fr"])).status_code == 404
    assert "公開したときの頁を見る" not in desk.get(kind_of("seat").desk_address("mihon-council-city")).text
    assert desk.post(LOOK).status_code == 405


def test_what_is_public_leads_to_its_page(desk, mihon):
    term = ["agreements", "agreement", "mihon-agreement-1", "ja"]
    answer = desk.get(reverse("desk:record_in_public", args=term))
    assert answer["Location"] == "/ja/agreements/mihon-agreement-1/"


def test_a_look_is_kept_nowhere_and_opens_nothing_to_strangers(desk, mihon, settings):
    settings.KEPT_PAGES_BYTES = 1_000_000
    MEMORY.clear()
    stranger = Client()
    before = stranger.get("/ja/structure/").text
    kept = len(MEMORY)
    assert kept == 1
    assert desk.get(LOOK).status_code == 200
    assert stranger.get(LOOK).status_code == 302
    assert len(MEMORY) == kept
    assert stranger.get(PAGE).status_code == 404
    assert desk.get(PAGE).status_code == 404
    MEMORY.clear()
    assert stranger.get("/ja/structure/").text == before
    MEMORY.clear()


def test_one_record_counts_as_public_and_only_inside(mihon):
    council, at = mihon["mihon-council"], mihon["mihon-council-2021"].held_on
    rows = visible_to(Body.objects.all(), STRANGER, at)
    assert not is_public(council, at)
    with as_if_public(council):
        assert is_public(council, at)
        assert not is_public(mihon["mihon-council-2021"], at)
        assert [row.pk for row in visible_to(Body.objects.all(), STRANGER, at)] == ["mihon-council"]
        assert not visible_to(Meeting.objects.all(), STRANGER, at).exists()
    assert not is_public(council, at)
    assert not visible_to(Body.objects.all(), STRANGER, at).exists()
    assert not rows.exists()


def test_a_look_leaves_nothing_in_the_statements_that_everybody_asks(mihon):
    """They are put together once a day; a look that is the first to ask must not name its record in them."""
    hidden, day = mihon["mihon-council-2021"], dt.date(2031, 1, 1)

    def told():
        return (
            years_with_values(actor=STRANGER, at=day),
            {kind.slug: count for kind, _, count in site_map(day).tables},
        )

    with as_if_public(hidden):
        early = told()
    years, pages = told()
    assert hidden.held_on.year in early[0]
    assert hidden.held_on.year not in years
    assert early[1]["meeting"] == pages["meeting"] + 1


def test_what_stands_in_the_way_of_publication_is_said(desk, mihon):
    make(NewsItem, "soon", title=both("予告"), text=both("本文"), day="2030-01-01", publication="internal")
    text = desk.get(reverse("desk:record_in_public", args=["news", "newsitem", "soon", "ja"])).text
    assert "まだ公開にできません" in text
    assert "公開開始日：" in text
    assert "まだ公開にできません" not in desk.get(LOOK).text


def test_a_record_without_a_page_even_when_public_says_so(desk, mihon):
    make(
        kind_of("indicator").model, "empty.one", label=both("値のない指標"), definition=both("定義"),
        unit="count", publication="internal",
    )  # fmt: skip
    address = reverse("desk:record_in_public", args=["indicators", "indicator", "empty.one", "ja"])
    answer = desk.get(address, follow=True)
    assert answer.redirect_chain == [("/desk/indicators/indicator/empty.one/", 302)]
    assert "まだ頁がありません" in answer.text
