"""Texts made ready: by content, anew when text, terms or engine change, never mixed; a matcher reads them by itself."""

from __future__ import annotations

import pytest

from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.history.journal import journal
from renkei.kernel.errors import RuleBroken
from renkei.matching.models import Need, PreparedText, Seed, Term
from renkei.matching.services.indexing import make_ready, present_version, ready_now, waiting
from renkei.matching.stored import mark_of, record_of, values_of
from renkei.matching.tasks import index, keep_ready
from renkei.matching.texts import glossary, version_of, written
from tests.builders import both, make
from tests.matching.casework import a_need, office
from tests.matching.fake import fake_client

pytestmark = pytest.mark.django_db


def quiet(_done, _total):
    pass


def a_seed(slug="seed", ja="牛乳の鮮度", en="Freshness of milk", **values):
    given = {"title": both(ja, en), "outline": both(f"{ja}。" if ja else "", f"{en}." if en else "")}
    return make(Seed, slug, organisation_id="centre", **given | values)


def change(record, **values):
    with journal(actor=COMMAND_LINE, action="test"):
        type(record).objects.filter(pk=record.pk).update(revision=record.revision + 1, **values)
    record.refresh_from_db()


@pytest.fixture
def client():
    office()
    return fake_client()


def test_a_record_has_a_text_in_each_of_its_languages():
    office()
    seed = a_seed(uses=both("測る"), keywords=both("光", "light"))
    assert [(text.language, text.title, text.body) for text in written(seed)] == [
        ("ja", "牛乳の鮮度", "牛乳の鮮度。\n測る\n光"),
        ("en", "Freshness of milk", "Freshness of milk.\nlight"),
    ]
    assert [text.language for text in written(a_seed("one", en=""))] == ["ja"]


def test_the_same_text_is_read_once_whatever_record_it_stands_in(client):
    a_seed("one")
    a_seed("two")
    a_need()
    told = []
    assert make_ready(client, lambda done, total: told.append((done, total))) == 3
    assert told == [(0, 3), (2, 3), (3, 3)]
    assert client.read == 4  # two texts of both seeds, two of the need
    assert PreparedText.objects.count() == 6
    assert make_ready(client, quiet) == 0
    assert client.read == 4


def test_what_is_kept_is_what_the_engine_wrote_down(client):
    seed = a_seed()
    (row, _) = ready_now(client, present_version(client), seed, "seed")
    (record,) = client.prepare("seed", [written(seed)[0].given()])["records"]
    assert record_of(row) == record
    assert values_of(record)["rest"] == row.rest


def test_a_changed_text_is_read_anew_and_another_change_costs_nothing(client):
    one, _ = a_seed("one"), a_seed("two", ja="溶接の検査", en="")
    make_ready(client, quiet)
    before = mark_of("toy-1")
    read = client.read
    change(one, stage="field")
    assert waiting(present_version(client)) == {"seed": ["one"], "need": []}
    make_ready(client, quiet)
    assert client.read == read
    change(one, outline=both("別の文", "Another text."))
    make_ready(client, quiet)
    assert client.read == read + 2
    assert mark_of("toy-1") != before
    assert waiting(present_version(client)) == {"seed": [], "need": []}


def test_what_is_over_is_forgotten(client):
    seed, need = a_seed(), a_need()
    make_ready(client, quiet)
    change(seed, state="ended")
    change(need, state="closed")
    assert make_ready(client, quiet) == 0
    assert not PreparedText.objects.exists()


def test_another_engine_reads_all_and_mixes_nothing(client):
    seed = a_seed()
    make_ready(client, quiet)
    other = fake_client("toy-2")
    rows = ready_now(other, present_version(other), seed, "seed")
    assert {row.manifest for row in rows} == {"toy-2"}
    assert PreparedText.objects.filter(manifest="toy-1").count() == 2  # until the new one is complete
    make_ready(other, quiet)
    assert {row.manifest for row in PreparedText.objects.all()} == {"toy-2"}
    with pytest.raises(RuleBroken):
        client.match([[record_of(row) for row in rows]])


def test_the_terms_are_part_of_the_lexicon_and_a_changed_one_is_read_anew(client):
    a_seed(ja="", en="A metabolome service.")
    make(
        Term,
        "metabolome",
        name=both("メタボローム", "metabolome"),
        also=both("代謝、全代謝物", "metabolomics; omics"),
    )
    assert glossary() == [
        (japanese, english)
        for japanese in ("メタボローム", "代謝", "全代謝物")
        for english in ("metabolome", "metabolomics", "omics")
    ]
    assert make_ready(client, quiet) == 1
    (row,) = PreparedText.objects.all()
    assert row.glossary == version_of(glossary())
    change(Term.objects.get(), name=both("メタボローム解析", "metabolome"))
    assert waiting(present_version(client))["seed"] == ["seed"]
    found = client.reasons([({"body": "メタボローム"}, {"body": "metabolome"})])
    assert found[0]["translated"][0]["source"] == "glossary"


def test_a_new_matcher_reads_what_is_kept_and_follows_changes(client):
    one = a_seed("one")
    a_seed("two", ja="溶接の検査", en="")
    need = a_need(title=both("鮮度"), problem=both("牛乳の鮮度"))
    make_ready(client, quiet)
    rows = [record_of(row) for row in ready_now(client, present_version(client), need, "need")]

    fresh = fake_client()
    fresh.matcher.warm()
    assert fresh.status()["seeds"] == 3
    found = fresh.match([rows], mark=mark_of("toy-1"))["matches"][0]["merged"]
    assert [line["seed"] for line in found] == ["one", "two"]
    assert fresh.read == 0  # vectors came from the database

    change(one, outline=both("溶接", "welding"), title=both("溶接", "welding"))
    make_ready(client, quiet)
    again = fresh.match([rows], mark=mark_of("toy-1"))["matches"][0]["merged"]
    assert next(line for line in again if line["seed"] == "one")["score"] < found[0]["score"]
    change(one, state="resting")
    make_ready(client, quiet)
    assert [each["seed"] for each in fresh.match([rows], mark=mark_of("toy-1"))["matches"][0]["merged"]] == [
        "two"
    ]


@pytest.mark.parametrize(
    "text",
    ["", "光", "x", "☕🚀", "牛乳\x00".replace("\x00", "\x01"), "あ" * 100_000, "ﷺ" * 50, "Мы измеряем"],
)
def test_any_text_is_kept(client, text):
    a_need(title=both(text[:200]), problem=both(text or "？"))
    assert make_ready(client, quiet) == 1
    assert PreparedText.objects.get().language == "ja"


def test_the_job_tells_how_far_it_is_and_the_worker_keeps_it_ready(client, monkeypatch):
    monkeypatch.setattr("renkei.matching.tasks.present_client", lambda: client)
    a_seed()
    told = []

    class Told:
        def tell(self, done, total):
            told.append((done, total))

    assert index(Told()).text("en") == "1 records were made ready."
    assert told == [(0, 1), (1, 1)]
    a_seed("more")
    keep_ready(timestamp=0)
    assert PreparedText.objects.filter(slug="more").count() == 2
    client.down = True
    a_seed("later")
    keep_ready(timestamp=0)  # nobody answers: it waits
    assert not PreparedText.objects.filter(slug="later").exists()
    assert Need.objects.count() == 0
