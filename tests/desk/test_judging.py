"""Judgements of suggestions: made, changed, taken back, counted, handed out."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from django.urls import reverse

from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.history.journal import journal
from renkei.kernel.errors import RuleBroken
from renkei.matching.engine.evaluate import read_sets
from renkei.matching.models import Case, Match, Need, Seed
from renkei.matching.quality import (
    as_judged_set,
    by_month,
    by_version,
    own_judgements,
    present_quality,
    seeds_seen,
)
from renkei.matching.services.indexing import make_ready
from renkei.matching.services.judging import judge, say_nothing_fits, take_back
from renkei.matching.suggest import Asked, needs_for, shares
from tests.builders import both
from tests.desk.suggesting import (
    MILK,
    NOW,
    SECRET,
    a_seed,
    client,
    page_of,
    pair,
    quiet,
    signed,
)
from tests.matching.casework import AT, AUDITOR, ICHI, JOINT, SHI, a_need

__all__ = ["client"]  # the fixture
pytestmark = pytest.mark.django_db

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
    now = present_quality(found, only=seeds_seen(ICHI, AT), client=client)
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
