"""Suggestions on the desk: what is shown to whom, a matcher that is down, any text, queries."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from renkei.core.accounts.actors import Role
from renkei.core.jobs.models import LongJob
from renkei.matching.models import Match, Need, Seed, SeedField
from renkei.matching.quality import own_judgements
from renkei.matching.services.confidence import change_confidence
from renkei.matching.services.indexing import make_ready
from renkei.matching.services.judging import judge
from renkei.matching.suggest import Asked, needs_for, needs_for_text
from tests.builders import both, make
from tests.desk.suggesting import (
    MILK,
    NOW,
    a_seed,
    asked,
    client,
    page_of,
    pair,
    quiet,
    signed,
)
from tests.matching.casework import AT, AUDITOR, ICHI, JOINT, NI, SHI, a_need

__all__ = ["client"]  # the fixture
pytestmark = pytest.mark.django_db

# what is suggested


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_need_finds_its_seed_with_reasons_in_both_languages(language):
    a_need(**MILK)
    page = signed("ichi", "foundation", language).get(page_of(list="same_language"))
    assert page.status_code == 200
    first = page.context["rows"][0]
    assert first.suggestion.record.pk == "seed-milk"
    assert first.suggestion.band in {"strong", "possible"}
    assert "鮮度" in first.suggestion.reasons.shared
    assert ("牛乳の鮮度" if language == "ja" else "Freshness of milk") in page.text
    assert f"{page.context['version']}" in page.text
    assert "edrdg.org/edrdg/licence.html" in page.text  # whose dictionary it is
    assert "score" not in page.text


def test_the_other_language_is_a_list_of_its_own_with_words_from_the_dictionary(client):
    need = a_need(**MILK)
    page = signed("ichi", "foundation").get(page_of(list="other_language"))
    (first, *_) = page.context["rows"]
    assert first.suggestion.languages == ("ja", "en")
    assert ("牛乳", "milk", "dictionary") in first.suggestion.reasons.translated
    assert "辞書" in page.text
    found = asked(client, need)
    assert {line.languages[1] for line in found.lists["same_language"]} == {"ja"}
    assert [line.rank for line in found.lists["merged"]] == list(range(1, len(found.lists["merged"]) + 1))


def test_a_pair_scores_the_same_from_both_sides(client):
    need = a_need(**MILK)
    a_need("other", title=both("溶接の検査"), problem=both("溶接の検査。"))
    make_ready(client, quiet)
    there = asked(client, need).lists["merged"][0]
    back = needs_for(Seed.objects.get(pk="seed-milk"), actor=ICHI, at=NOW, client=client, asked=Asked())
    here = next(line for line in back.lists["merged"] if line.record.pk == "need")
    assert (here.band, here.languages, here.shares) == (there.band, there.languages, there.shares)
    assert back.lists["merged"][0].record.pk == "need"


def test_nothing_fits_is_said_with_what_to_do_next():
    a_need(title=both("相続の税金"), problem=both("株式の相続を知りたい"))
    page = signed("ichi", "foundation").get(page_of())
    assert page.context["found"].nothing_fits
    assert "合うシーズは見つかりませんでした" in page.text
    assert reverse("desk:nothing_fits", args=["need"]) in page.text
    assert reverse("desk:edit", args=["matching", "need", "need"]) in page.text


def test_filters_narrow_what_is_suggested(client):
    need = a_need(**MILK)
    a_seed("seed-other", "牛乳の検査", "Tests of milk", "other", stage="field", takes_samples=True)
    make(SeedField, "of-food", seed_id="seed-other", field_id="food")
    make_ready(client, quiet)
    for narrowed in (
        Asked(stage="field"),
        Asked(form="takes_samples"),
        Asked(organisation="other"),
        Asked(field="food"),
    ):
        assert [line.record.pk for line in asked(client, need, narrowed=narrowed).lists["merged"]] == [
            "seed-other"
        ]
    assert asked(client, need, narrowed=Asked(stage="nothing")).nothing_fits
    page = signed("ichi", "foundation").get(page_of(stage="field", field="\x00", form="password"))
    assert page.status_code == 200
    assert page.context["asked"].stage == "field"


def test_who_should_hear_of_a_text_is_told_by_coordinator_and_firm(client):
    a_need(**MILK)
    a_need("far", title=both("溶接の検査"), problem=both("溶接"))
    page = signed("ichi", "foundation")
    make_ready(client, quiet)
    found = page.post(reverse("desk:who_hears"), {"text": "牛乳の鮮度、牛乳の鮮度の公募です。"})
    assert found.context["needs"][0].suggestion.record.pk == "need"
    assert [(who, [firm.text("ja") for firm in firms]) for who, firms in found.context["told"]] == [
        ("ichi", ["架空のfirm"])
    ]
    assert found.context["seeds"][0].suggestion.record.pk == "seed-milk"
    before = Need.objects.count(), Match.objects.count()
    for text in ("☕🚀", "x", "あ" * 19_000):
        assert page.post(reverse("desk:who_hears"), {"text": text}).status_code == 200
    for text in ("", " ", "牛乳\x00", "あ" * 100_000):
        assert page.post(reverse("desk:who_hears"), {"text": text}).status_code == 422
    assert (Need.objects.count(), Match.objects.count()) == before


# who sees what


def test_what_may_not_be_seen_is_in_no_list_and_in_no_count(client):
    """The three levels: its coordinator, a colleague, another organisation, the joint office, an auditor."""
    need = a_need(**MILK)
    make_ready(client, quiet)
    seed = Seed.objects.get(pk="seed-milk")

    def seers():
        return [
            actor.name
            for actor in (ICHI, NI, SHI, JOINT, AUDITOR)
            if any(
                found.lists["merged"] or not found.nothing_fits or found.unread
                for found in (
                    needs_for(seed, actor=actor, at=NOW, client=client, asked=Asked()),
                    needs_for_text("牛乳の鮮度", actor=actor, at=NOW, client=client, asked=Asked()),
                )
            )
        ]

    assert seers() == ["ichi", "ni", "auditor"]
    need = change_confidence(actor=ICHI, need=need, level="private", reason="企業の希望")
    assert seers() == ["ichi", "auditor"]
    change_confidence(actor=ICHI, need=need, level="shared", organisations=["other"], reason="共有")
    assert seers() == ["ichi", "ni", "shi", "auditor"]


def test_a_need_not_yet_read_is_counted_for_those_who_see_it_only(client):
    a_need(**MILK, holder_person="ichi")
    seed = Seed.objects.get(pk="seed-milk")
    unread = {
        actor.name: needs_for(seed, actor=actor, at=NOW, client=client, asked=Asked()).unread
        for actor in (ICHI, NI, SHI)
    }
    assert unread == {"ichi": 1, "ni": 0, "shi": 0}


def test_an_internal_seed_is_suggested_to_nobody_outside(client):
    need = a_need(**MILK, shared_with="other")
    a_seed("seed-inside", "牛乳の鮮度", "Freshness of milk", publication="internal", holder="foundation")
    make_ready(client, quiet)
    seen = {
        actor.name: {line.record.pk for line in asked(client, need, actor).lists["merged"]}
        for actor in (ICHI, SHI)
    }
    assert "seed-inside" in seen["ichi"]
    assert "seed-inside" not in seen["shi"]


def test_strangers_of_a_need_find_none_of_its_pages():
    a_need(**MILK, holder_person="ichi")
    for who in (
        signed("ni", "foundation"),
        signed("shi", "other"),
        signed("reads", "foundation", role=Role.READER),
    ):
        for address in (page_of(), pair(), page_of(name="own_pair")):
            assert who.get(address).status_code == 404
        for name in ("judge_pair", "undo_verdict"):
            assert who.post(pair(name), {"verdict": "accepted"}).status_code == 404
        assert who.post(page_of(name="nothing_fits")).status_code == 404
    assert not Match.objects.exists()
    assert Client().get(page_of()).status_code in {302, 404}


def test_who_only_reads_a_shared_need_judges_nothing():
    a_need(**MILK, shared_with="other")
    shi = signed("shi", "other")
    page = shi.get(page_of())
    assert page.status_code == 200
    assert not any(row.judge_url for row in page.context["rows"])
    shi.post(pair("judge_pair"), {"verdict": "accepted"})
    assert not Match.objects.exists()


def test_a_judgement_is_held_as_its_need_is(client):
    need = a_need(**MILK, holder_person="ichi")
    match = judge(
        actor=ICHI,
        need=need,
        seed=Seed.objects.get(pk="seed-milk"),
        verdict="accepted",
        at=NOW,
        client=client,
    )
    assert match.holding() == need.holding()
    assert [len(own_judgements(actor, AT)) for actor in (ICHI, NI, SHI, JOINT, AUDITOR)] == [1, 0, 0, 0, 1]


# a matcher that is down, any text, and how much is asked


def test_where_the_matcher_is_down_the_page_says_so_and_judging_works(client):
    need = a_need(**MILK)
    client.down = True
    ichi = signed("ichi", "foundation")
    for address in (
        page_of(),
        page_of("seed-milk", "seed_suggestions"),
        pair(),
        reverse("desk:match_quality"),
    ):
        page = ichi.get(address)
        assert page.status_code == 200, address
    assert "照合は今使えません" in ichi.get(page_of()).text
    assert "照合は今使えません" in ichi.post(reverse("desk:who_hears"), {"text": "牛乳"}).text
    assert "牛乳の鮮度が分からない" in ichi.get(pair()).text
    ichi.post(pair("judge_pair"), {"verdict": "accepted"})
    assert Match.objects.get().rank is None
    ichi.post(page_of(name="nothing_fits"))
    assert ichi.get(reverse("desk:record", args=["matching", "need", need.pk])).status_code == 200


@pytest.mark.parametrize(
    "text",
    ["光", "☕🚀👨‍👩‍👧", "あ" * 100_000, "ﷺ" * 50, "<script>alert(1)</script> & <b>", "Мы", "a\u202eb"],
)
def test_any_text_is_suggested_for_and_shown_escaped(text):
    a_need(title=both(text[:100]), problem=both(text))
    ichi = signed("ichi", "foundation")
    for address in (page_of(), pair()):
        page = ichi.get(address)
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert " <b>" not in page.text.replace("<b aria", "").replace("<b class", "") or "<script" not in text


def test_what_speaks_for_a_pair_is_marked_and_escaped(client):
    a_need(title=both("牛乳<b>の鮮度"), problem=both("牛乳の鮮度"))
    page = signed("ichi", "foundation").get(pair())
    assert '<mark class="translated">鮮度</mark>' in page.text
    assert page.context["languages"] == ("ja", "en")
    assert "牛乳<b>" not in page.text
    need, seed = page.context["texts"]
    assert "".join(piece.text for piece in need["pieces"]) == "牛乳<b>の鮮度\n牛乳の鮮度"
    assert any(piece.near for piece in seed["pieces"])
    assert not any(piece.near for piece in need["pieces"])
    assert client.read


def counted(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as taken:
        assert client.get(address).status_code == 200
    return len(taken)


def test_the_number_of_queries_does_not_grow(client):
    need = a_need(**MILK)
    ichi = signed("ichi", "foundation")
    addresses = [
        page_of(all="1"),
        page_of("seed-milk", "seed_suggestions", all="1"),
        reverse("desk:match_quality"),
    ]
    judge(
        actor=ICHI,
        need=need,
        seed=Seed.objects.get(pk="seed-milk"),
        verdict="accepted",
        at=NOW,
        client=client,
    )
    make_ready(client, quiet)
    few = [counted(ichi, address) for address in addresses]
    for number in range(4):
        more = a_need(f"need-{number}", **MILK)
        seed = a_seed(f"seed-{number}", "牛乳の鮮度", "Freshness of milk")
        judge(actor=ICHI, need=more, seed=seed, verdict="accepted", at=NOW, client=client)
    make_ready(client, quiet)
    many = [counted(ichi, address) for address in addresses]
    assert len(ichi.get(addresses[0]).context["rows"]) > 4
    assert len(ichi.get(addresses[1]).context["rows"]) > 4
    assert many == few
    assert max(many) <= 30


def test_reading_anew_is_asked_for_and_has_its_page(client):
    ichi = signed("ichi", "foundation")
    found = ichi.post(reverse("desk:make_ready"))
    assert found.url == reverse("desk:long_job", args=[LongJob.objects.get().pk])
    assert ichi.get(found.url).status_code == 200
