"""Suggestions on the desk: what is shown to whom, verdicts and their undoing, a matcher that is down, any text."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from renkei.core.accounts.actors import COMMAND_LINE, Role
from renkei.core.accounts.services import create_user
from renkei.core.history.journal import journal
from renkei.core.jobs.models import LongJob
from renkei.directory.models import Organisation, Person
from renkei.directory.services import assign_role, say_who
from renkei.kernel.errors import RuleBroken
from renkei.matching.engine.evaluate import read_sets
from renkei.matching.models import ApplicationField, Case, Match, Need, Seed, SeedField
from renkei.matching.quality import as_judged_set, by_month, by_version, own_judgements, present_quality
from renkei.matching.services.confidence import change_confidence
from renkei.matching.services.indexing import make_ready
from renkei.matching.services.judging import judge, say_nothing_fits, take_back
from renkei.matching.suggest import Asked, needs_for, needs_for_text, seeds_for, shares
from tests.builders import both, make
from tests.cast import signed_in_as
from tests.matching.casework import AT, AUDITOR, ICHI, JOINT, NI, SHI, a_need, office
from tests.matching.fake import fake_client

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 25, 3, tzinfo=dt.UTC)
MILK = {"title": both("牛乳の鮮度を測りたい"), "problem": both("牛乳の鮮度が分からない。牛乳、鮮度。")}
SECRET = "ヒミツノコンダテ"


@pytest.fixture(autouse=True)
def client(db, monkeypatch):
    """A matcher with a toy engine, asked by all that asks."""
    found = fake_client()
    for place in (
        "desk.views.suggestions",
        "desk.views.judging",
        "desk.views.match_quality",
        "matching.tasks",
    ):
        monkeypatch.setattr(f"renkei.{place}.present_client", lambda: found)
    with time_machine.travel(NOW, tick=False):
        office()
        make(ApplicationField, "food", name=both("食品", "Food"))
        a_seed("seed-milk", "牛乳の鮮度", "Freshness of milk")
        a_seed("seed-weld", "溶接の検査", "Inspection of welding")
        make_ready(found, quiet)
        yield found


def quiet(_done, _total):
    pass


def a_seed(slug, ja, en, organisation="centre", **values):
    texts = {"title": both(ja, en), "outline": both(f"{ja}、{ja}。", f"{en}, {en}.")}
    return make(Seed, slug, organisation_id=organisation, **texts | values)


def signed(name, organisation, language="ja", role=Role.COORDINATOR):
    user = create_user(actor=COMMAND_LINE, name=name)
    place = Organisation.objects.get(pk=organisation)
    assign_role(actor=COMMAND_LINE, user=user, role=role, organisation=place)
    if Person.objects.filter(pk=name).exists():
        say_who(actor=COMMAND_LINE, user=user, person=Person.objects.get(pk=name))
    return signed_in_as(user, language)


def page_of(need="need", name="need_suggestions", **query):
    address = reverse(f"desk:{name}", args=[need])
    return address + ("?" + "&".join(f"{key}={value}" for key, value in query.items()) if query else "")


def pair(name="pair", need="need", seed="seed-milk"):
    return reverse(f"desk:{name}", args=[need, seed])


def asked(client, need, actor=ICHI, narrowed=None):
    return seeds_for(need, actor=actor, at=NOW, client=client, asked=narrowed or Asked())


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


# judgements


def test_accepting_keeps_what_was_shown_and_leads_to_a_case():
    a_need(**MILK)
    ichi = signed("ichi", "foundation")
    done = ichi.post(pair("judge_pair"), {"verdict": "accepted"}, follow=True)
    match = Match.objects.get()
    assert (match.verdict, match.rank, match.judged_by, match.judged_on) == ("accepted", 1, "ichi", AT)
    assert match.band in {"strong", "possible"}
    assert match.manifest.startswith("toy-1.")
    assert done.redirect_chain == [(pair(), 302)]
    (link,) = done.context["links"]
    assert link.url == f"{reverse('desk:open_case')}?need=need&seed=seed-milk"
    ichi.post(link.url, {"title": "案件", "company": "firm", "coordinator": "ichi", "seed": "seed-milk"})
    case = Case.objects.get()
    assert (case.need_id, case.seed_id) == ("need", "seed-milk")
    (link,) = ichi.get(pair()).context["links"]
    assert link.url.startswith(reverse("desk:case_part", args=[case.pk, "introduction"]))
    assert ichi.get(link.url).status_code == 200


def test_rejecting_needs_its_reason_and_a_verdict_can_be_changed_and_taken_back():
    a_need(**MILK)
    ichi = signed("ichi", "foundation")
    for wrong in (
        {"verdict": "rejected"},
        {"verdict": "nonsense"},
        {},
        {"verdict": "rejected", "reason": "x"},
    ):
        ichi.post(pair("judge_pair"), wrong)
    assert not Match.objects.exists()
    ichi.post(pair("judge_pair"), {"verdict": "rejected", "reason": "too_early", "note": "まだ早い"})
    match = Match.objects.get()
    assert (match.verdict, match.reason, match.note.text("ja")) == ("rejected", "too_early", "まだ早い")
    ichi.post(pair("judge_pair"), {"verdict": "accepted"})
    match = Match.objects.get()
    assert (match.verdict, match.reason, match.revision) == ("accepted", "", 2)
    history = ichi.get(reverse("desk:history", args=["matching", "match", match.pk]))
    assert "合わない" in history.text
    assert "合いそう" in history.text
    ichi.post(pair("undo_verdict"))
    assert not Match.objects.exists()
    assert ichi.post(pair("undo_verdict")).status_code == 404


def test_a_pair_of_ones_own_has_no_rank(client):
    need = a_need(**MILK)
    seed = a_seed("seed-rest", "牛乳の鮮度", "", state="resting")
    ichi = signed("ichi", "foundation")
    found = ichi.get(page_of(name="own_pair", seed="seed-rest"))
    assert found.url == pair(seed="seed-rest")
    assert ichi.get(page_of(name="own_pair", seed="nobody")).status_code == 422
    assert "照合しません" in ichi.get(found.url).text
    match = judge(actor=ICHI, need=need, seed=seed, verdict="accepted", at=NOW, client=client)
    assert (match.rank, match.band) == (None, "")


def test_that_nothing_fits_is_kept_until_something_does(client):
    need = a_need(title=both("相続の税金"), problem=both("株式の相続"))
    ichi = signed("ichi", "foundation")
    ichi.post(page_of(name="nothing_fits"), {"note": "税理士会に聞いた"})
    said = Match.objects.get()
    assert (said.verdict, said.seed, said.note.text("ja")) == ("nothing", None, "税理士会に聞いた")
    assert "税理士会に聞いた" in ichi.get(page_of()).text
    assert say_nothing_fits(actor=ICHI, need=need, at=NOW).pk == said.pk
    seed = Seed.objects.get(pk="seed-milk")
    fits = judge(actor=ICHI, need=need, seed=seed, verdict="accepted", at=NOW, client=client)
    assert list(Match.objects.all()) == [fits]
    with pytest.raises(RuleBroken) as refused:
        say_nothing_fits(actor=ICHI, need=need, at=NOW)
    assert refused.value.code == "match.has_fitting"
    take_back(actor=ICHI, match=fits)
    ichi.post(page_of(name="nothing_fits"))
    ichi.post(page_of(name="undo_nothing"))
    assert not Match.objects.exists()


def test_others_may_not_judge(client):
    need, seed = a_need(**MILK, shared_with="other"), Seed.objects.get(pk="seed-milk")
    for actor in (SHI, JOINT, AUDITOR):
        with pytest.raises(RuleBroken) as refused:
            judge(actor=actor, need=need, seed=seed, verdict="accepted", at=NOW, client=client)
        assert refused.value.code == "permission.refused"
    assert not Match.objects.exists()


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


# quality


def test_the_quality_over_time_is_counted_from_judgements(client):
    milk, weld = Seed.objects.get(pk="seed-milk"), Seed.objects.get(pk="seed-weld")
    fits, none = a_need(**MILK), a_need("none", title=both("相続"), problem=both("株式の相続"))
    judge(actor=ICHI, need=fits, seed=milk, verdict="accepted", at=NOW, client=client)
    judge(actor=ICHI, need=fits, seed=weld, verdict="rejected", reason="other_subject", at=NOW, client=client)
    say_nothing_fits(actor=ICHI, need=none, at=NOW, version="toy-1.x")
    make_ready(client, quiet)
    found = own_judgements(ICHI, AT)
    (month,) = by_month(found).values()
    assert (month.accepted, month.first_five, month.own, month.rejected, month.nothing) == (1, 1, 0, 1, 1)
    shown = by_version(found)[Match.objects.get(seed=milk).manifest]
    assert (shown.accepted, shown.ndcg) == (1, 1.0)
    now = present_quality(found, actor=ICHI, at=AT, client=client)
    assert (now.needs, now.first_five, now.ndcg, now.recall, now.nothing, now.nothing_found) == (
        1,
        1,
        1.0,
        1.0,
        1,
        1,
    )
    page = signed("ichi", "foundation").get(reverse("desk:match_quality"))
    assert "対象が違う" in page.text
    assert page.context["present"] == now


@pytest.mark.parametrize("language", ["ja", "en"])
def test_without_judgements_the_page_says_what_to_do(language):
    page = signed("ichi", "foundation", language).get(reverse("desk:match_quality"))
    assert page.status_code == 200
    assert ("まだ判断がありません" if language == "ja" else "Nothing has been judged yet") in page.text


def test_judgements_go_out_as_a_set_that_can_be_measured(client, tmp_path):
    need = a_need(**MILK)
    hidden = a_need("hidden", title=both(SECRET), problem=both(SECRET), holder="other", coordinator_id="shi")
    judge(
        actor=ICHI,
        need=need,
        seed=Seed.objects.get(pk="seed-milk"),
        verdict="accepted",
        at=NOW,
        client=client,
    )
    judge(
        actor=SHI,
        need=hidden,
        seed=Seed.objects.get(pk="seed-milk"),
        verdict="accepted",
        at=NOW,
        client=client,
    )
    answer = signed("ichi", "foundation").get(reverse("desk:judgements"))
    assert answer["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        archive.extractall(tmp_path)
    (found,) = read_sets(tmp_path / "judgements")
    assert set(found.corpus) == {"seed-milk@ja", "seed-milk@en", "seed-weld@ja", "seed-weld@en"}
    assert set(found.queries) == {"need@ja"}
    assert found.judgements == {"need@ja": {"seed-milk@ja": 1, "seed-milk@en": 1}}
    assert SECRET not in json.dumps([entry.text for entry in found.queries.values()], ensure_ascii=False)
    assert as_judged_set(JOINT, AT)


def test_shares_are_of_what_speaks_for_the_pair():
    parts = {
        "meaning": 3.0,
        "words": -1.0,
        "translated": 0.5,
        "back_translated": 0.5,
        "sounds": 0.0,
        "lean": -1.75,
    }
    assert shares(parts) == {"meaning": 75, "words": 0, "translated": 25, "sounds": 0}
    assert sum(shares(dict.fromkeys(parts, 0.0)).values()) == 0


def test_an_ended_need_has_no_suggestions_of_others(client):
    need = a_need(**MILK)
    make_ready(client, quiet)
    with journal(actor=COMMAND_LINE, action="test"):
        Need.objects.filter(pk=need.pk).update(state="closed", revision=2)
    found = needs_for(Seed.objects.get(pk="seed-milk"), actor=ICHI, at=NOW, client=client, asked=Asked())
    assert found.lists["merged"] == []
