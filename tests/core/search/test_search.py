"""What is found, in which order, and that nobody learns of a record they may not see."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from renkei.agreements.models import Agreement, AgreementFamily
from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.history.journal import journal
from renkei.core.publication.selectors import visible_to
from renkei.core.records.kinds import kind_of, kinds
from renkei.core.search.index import differences
from renkei.core.search.passages import passage_of, title_of
from renkei.core.search.question import read
from renkei.core.search.ranking import PER_PAGE
from renkei.core.search.registry import search_also, searched_fields, searched_kinds
from renkei.core.search.service import matches, search, visible_entries
from renkei.core.tables.service import load_package
from renkei.directory.models import Organisation, Person
from renkei.governance.models import Body, Meeting
from renkei.indicators.models import Milestone
from renkei.kernel.localised import Localised
from renkei.kernel.periods import Period
from tests.builders import both, make, make_many
from tests.desk.conftest import signed_in

pytestmark = pytest.mark.django_db
DAY = dt.date(2024, 5, 1)
PACKAGE = Path(__file__).parents[3] / "clusters" / "mihon"


def found(text, actor=COMMAND_LINE, **options):
    return search(text, [kind for kind in kinds() if kind.search], actor=actor, at=DAY, **options)


def slugs(text, **options):
    return [hit.slug for hit in found(text, **options).hits]


@pytest.fixture
def records(db):
    make(
        Organisation,
        "saito",
        name=both("齋藤製作所", "Saito Works"),
        kana="サイトウセイサクショ",
        kind="company",
    )
    make(Organisation, "tanabe", name=both("渡邊醸造", "Tanabe Brewing"), kind="company")
    make(
        Body,
        "council",
        name=both("見本推進会議", "Mihon Promotion Council"),
        legal_type="committee",
        purpose=both("共同研究の推進を話し合う", "To promote joint research"),
    )
    make(
        Meeting,
        "spring",
        body_id="council",
        held_on="2018-02-01",
        state="held",
        title=both("春の会", "Spring meeting"),
    )
    make(AgreementFamily, "family", title=both("見本協定", "Mihon agreements"))
    make(
        Agreement,
        "open",
        family_id="family",
        title=both("続く協定", "Lasting agreement"),
        term=Period(dt.date(2015, 4, 1), None),
    )
    make(
        Milestone,
        "h29",
        happened="2017",
        year_kind="fiscal",
        title=both("平成29年度の始まり", "Beginning"),
        text=both("[[year:2017]]に始まる", "It begins"),
    )


@pytest.mark.parametrize(
    "word", ["斎藤", "斉藤", "齊藤製作所", "さいとう", "ｻｲﾄｳ", "SAITO", "ｓａｉｔｏ works", "saito"]
)
def test_one_name_however_it_is_written(records, word):
    assert slugs(word) == ["saito"]


@pytest.mark.parametrize(
    "word", ["H29", "平成29年度", "平成二十九年度", "２０１７", "FY2017", "2017年度", "平成 29 年度"]
)
def test_a_year_finds_what_is_written_dated_and_covered(records, word):
    assert set(slugs(word)) == {"spring", "open", "h29"}


def test_a_year_before_a_period_began_does_not_find_it(records):
    assert "open" not in slugs("H25")
    assert "open" in slugs("2030")
    assert slugs("2018-02-01") == slugs("2018-02") == slugs("平成30年2月1日") == ["spring"]


def test_words_all_have_to_stand_there_in_any_order(records):
    assert slugs("推進 見本") == slugs("council mihon") == ["council"]
    assert slugs("推進 存在しない") == []
    assert slugs("平成29年度 春の会") == ["spring"]


@pytest.mark.parametrize(
    ("word", "slug"),
    [
        ("見本推進会儀", "council"),
        ("見本推新会議", "council"),
        ("見本推会議", "council"),
        ("見本推進の会議", "council"),
        ("promtion", "council"),
        ("promotoin", "council"),
        ("brewwing", "tanabe"),
        ("渡部醸造", "tanabe"),
    ],
)
def test_one_letter_amiss_is_offered_as_similar(records, word, slug):
    answer = found(word)
    assert answer.hits == ()
    assert [hit.slug for hit in answer.alike] == [slug]


def test_similar_spelling_is_no_part_of_the_numbers_and_not_offered_for_short_words(records):
    assert found("会儀").alike == ()
    assert found("h28").alike == ()
    assert found("見本推進会儀").total() == 0
    assert "council" not in {hit.slug for hit in found("見本推進会議").alike}


def test_the_best_come_first():
    titles = {"a-text": "別の名", "b-in": "新しい見本会", "c-begins": "見本会の記録", "d-exact": "見本会"}
    for slug, title in titles.items():
        make(
            Body,
            slug,
            name=both(title, slug),
            legal_type="committee",
            purpose=both("見本会について", "about"),
        )
    make(Milestone, "z-old", happened="1999", year_kind="calendar", title=both("見本会", "Old"))
    assert slugs("見本会") == ["z-old", "d-exact", "c-begins", "b-in", "a-text"]


def test_pages_follow_each_other_and_counts_are_whole():
    make_many(
        Body,
        [
            {"slug": f"b{n:02}", "name": both(f"見本会議{n}", f"Council {n}"), "legal_type": "committee"}
            for n in range(45)
        ],
    )
    make(Organisation, "o", name=both("見本会議所", "Chamber"), kind="company")
    pages = [slugs("見本会議", page=page) for page in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [PER_PAGE, PER_PAGE, 6, 0]
    assert len({slug for page in pages for slug in page}) == 46
    answer = found("見本会議", kind="organisation")
    assert answer.counts == {"body": 45, "organisation": 1}
    assert [hit.slug for hit in answer.hits] == ["o"]


@pytest.mark.parametrize(
    "limits", [(-1, 0.1, 0.5), (0, 0, 1), (0, 0, -1)]
)  # listed, counted by index, read through
def test_a_list_is_narrowed_alike_for_few_and_for_many(monkeypatch, records, limits):
    for text in ("見本", "推進 見本", "H29", "かいぎ", "・・・", "council"):
        for kind in ("body", "meeting", "organisation", "milestone"):
            rows = kind_of(kind).model._default_manager
            few = set(rows.filter(matches(kind_of(kind), text).condition).values_list("pk", flat=True))
            with monkeypatch.context() as patched:
                for name, limit in zip(("MOST_LISTED", "COMMON", "MOST"), limits, strict=True):
                    patched.setattr(f"renkei.core.search.service.{name}", limit)
                answer = matches(kind_of(kind), text, COMMAND_LINE, DAY)
            assert set(rows.filter(answer.condition).values_list("pk", flat=True)) == few
            assert answer.total == len(few)


def test_who_may_not_see_a_record_gets_the_same_bytes_without_it(records):
    questions = ("見本", "council", "H29", "春", "秘", "製作諸", "secret", "会議")
    pages = [f"/{language}/search/?q={text}" for language in ("ja", "en") for text in questions]
    pages += ["/ja/search/?q=見本&kind=body", "/ja/search/?q=見本&page=2"]
    before = [Client().get(page).content for page in pages]
    for publication, window in (
        ("internal", {}),
        ("withdrawn", {}),
        ("public", {"public_from": dt.date(2999, 1, 1)}),
        ("public", {"public_until": dt.date(2000, 1, 1)}),
    ):
        slug = f"secret-{publication}-{len(window)}-{min(window, default='')}".replace("_", "-")
        make(
            Body,
            slug,
            name=both("見本の秘密会議2017", "Secret council 2017"),
            legal_type="committee",
            publication=publication,
            **window,
        )
    make(Person, "hito", family_name="見本", given_name="秘", controller_id="saito", publication="public")
    assert [Client().get(page).content for page in pages] == before
    assert len(slugs("秘密会議")) == 4


def test_people_are_found_at_the_desk_alone(records):
    make(
        Person,
        "hito",
        family_name="山形",
        given_name="花子",
        family_kana="ヤマガタ",
        controller_id="saito",
        publication="public",
    )
    assert slugs("やまがた") == ["hito"]
    assert "花子" not in Client().get("/ja/search/?q=山形").text
    assert "花子" in signed_in("secretariat").get("/desk/search/?q=山形").text


def test_a_search_is_a_handful_of_questions_however_much_is_found(records):
    desk = signed_in("secretariat")
    few = _asked(desk, "/desk/search/?q=見本")
    make_many(
        Meeting, [{"slug": f"m{n}", "body_id": "council", "held_on": DAY, "state": "held"} for n in range(30)]
    )
    make_many(
        Body,
        [
            {"slug": f"b{n}", "name": both(f"見本{n}", f"Mihon {n}"), "legal_type": "committee"}
            for n in range(30)
        ],
    )
    assert _asked(desk, "/desk/search/?q=見本") <= few


def _asked(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


ODD = [
    "\ufdfa" * 50,
    "あ" * 100_000,
    "a" * 100_000,
    "' OR 1=1 --",
    "%_\\",
    "a & b | !c:*",
    ".*[",
    "(((",
    "😀👨‍👩‍👧",
    "・、。",
    "<script>alert(1)</script>",
    '"><img>',
    "\u202e",
    "[[figure:x]]",
    "{0}",
    "%s %(a)s",
]


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_odd_words_are_answered(records, text):
    for client, address in (
        (Client(), "/ja/search/"),
        (Client(), "/en/search/"),
        (signed_in("secretariat"), "/desk/search/"),
    ):
        response = client.get(address, {"q": text})
        assert response.status_code == 200
        assert "<script>alert" not in response.text
        assert '"><img>' not in response.text
    assert signed_in("secretariat").get("/desk/governance/meeting/", {"q": text}).status_code == 200


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=60))
@example("見本" * 60)
def test_whatever_is_asked_is_answered(records, text):
    found(text)


@given(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=80),
    st.text("みほんミホン会議ＡB12 -", max_size=8),
)
def test_a_passage_holds_the_text_as_written_and_escaped(text, words):
    said = str(title_of(text, read(words), "ja"))
    bare = (
        said.replace("<mark>", "")
        .replace("</mark>", "")
        .replace('<span class="ordinal" data-number="ordinal">', "")
        .replace("</span>", "")
    )
    assert "<" not in bare
    assert ">" not in bare
    from html import unescape

    assert unescape(bare) == text.replace("[[]]", "…") or "[[" in text


def test_a_passage_is_in_the_readers_language_where_it_can():
    texts = {
        "purpose": Localised(
            {"ja": "共同研究を進めるための会議" * 20 + "末尾の語", "en": "A council <b>for</b> research"}
        )
    }
    assert "<mark>末尾の語</mark>" in passage_of(texts, read("末尾の語"), "en")
    assert 'lang="ja"' in passage_of(texts, read("末尾の語"), "en")
    assert passage_of(texts, read("council"), "en").startswith("A <mark>council</mark> &lt;b&gt;")
    assert passage_of(texts, read("無い"), "ja") == ""
    assert "<mark>斎藤</mark>" in title_of("見本の斎藤", read("齋藤"), "ja")
    assert "<mark>ﾌﾞﾛｯｸ</mark>" in title_of("第1ﾌﾞﾛｯｸ", read("ぶろっく"), "ja")


def test_a_context_may_let_further_fields_be_searched(monkeypatch):
    monkeypatch.setattr("renkei.core.search.registry._more", {})
    kind = kind_of("body")
    search_also(kind, "purpose", "name")
    assert searched_fields(kind)[0] == "name"
    assert searched_fields(kind)[-1] == "purpose"


@pytest.mark.parametrize("held", ["", "mihon-city", "mihon-university"])
def test_entries_are_seen_by_whom_the_records_are(
    db, held, city_office, university_office, stranger, secretariat, reader
):
    """However records are held and shared, the index answers with the scope of lists."""
    load_package(PACKAGE, actor=COMMAND_LINE)
    with journal(actor=COMMAND_LINE, action="test", reason="test"):
        for kind in kinds():
            rows = kind.model._default_manager
            slugs = list(rows.order_by("pk").values_list("pk", flat=True))
            rows.filter(pk__in=slugs[::2]).update(holder=held, shared_with="", publication="internal")
            rows.filter(pk__in=slugs[1::3]).update(shared_with="*" if held else "")
    assert differences() == []
    searched = list(searched_kinds())
    for actor in (city_office, university_office, stranger, secretariat, reader):
        entries = set(visible_entries(searched, actor, DAY).values_list("kind", "slug"))
        records = {
            (kind.slug, slug)
            for kind in searched
            for slug in visible_to(kind.model._default_manager.all(), actor, DAY).values_list("pk", flat=True)
        }
        assert entries == records, actor.name
