"""Seeds for strangers: what is published, in both languages; the sheet by private link; the booklet."""

from __future__ import annotations

import datetime as dt

import pytest

from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.history.journal import journal
from renkei.matching.models import Need, SeedWork
from renkei.matching.services.booklets import make_booklet
from tests.builders import both, make
from tests.matching.seeding import NOW, TODAY, a_seed, institute
from tests.portal.questions import questions
from tests.portal.sheets import change, fresh, page

__all__ = ["fresh"]  # the fixture
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh")]
SECRET = "himitsu-address@institute.example.jp"


@pytest.fixture
def seed():
    institute()
    return a_seed(refresh_address=SECRET)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "ja",
            (
                "架空酵母の研究 seed",
                "架空institute",
                "架空研究室",
                "架空 あき",
                "食品",
                "試作",
                "共同研究を希望",
                "概要の一行目。",
                "洗剤。",
                "酵母、発酵",
                "連携窓口",
                "000-000-0000",
                "office@institute.example.jp",
                "このシーズについて相談する",
            ),
        ),
        (
            "en",
            (
                "Fictional yeasts seed",
                "Fictional institute",
                "Fictional laboratory",
                "KAKU Aki",
                "Food",
                "Prototype",
                "Seeks joint research",
                "An outline.",
                "Detergents.",
                "yeast, fermentation",
                "Partnership office",
                "Ask about this seed",
            ),
        ),
    ],
)
def test_a_sheet_says_all_that_is_public_in_its_language(client, seed, language, words, receiving):
    text = page(client, f"/{language}/seeds/seed/")
    for each in words:
        assert each in text, each


@pytest.fixture
def receiving(seed):
    """Somebody receives what companies ask."""
    from renkei.kernel.periods import Period
    from renkei.matching.models import Territory

    return make(
        Territory,
        "all",
        coordinator_id="aki",
        organisation_id="institute",
        area=both("全域", "All"),
        period=Period(dt.date(2026, 4, 1), None),
    )


def test_no_byte_of_a_public_page_tells_the_researchers_own_address(client, seed):
    make_booklet(language="ja", at=NOW)
    for path in (
        "seeds/",
        "seeds/seed/",
        "seeds/booklet/",
        "seeds/booklet/food/",
        "search/?q=架空酵母",
        "seeds/?q=himitsu",
    ):
        assert SECRET not in page(client, f"/ja/{path}"), path
    assert SECRET.encode() not in b"".join(client.get("/ja/seeds/booklet.pdf").streaming_content)


def test_who_did_not_agree_is_named_nowhere(client, seed):
    change(seed, researcher_name=both("", ""), name_agreed_on=None)
    for path in ("seeds/", "seeds/seed/", "seeds/booklet/food/", "search/?q=あき"):
        assert "あき" not in page(client, f"/ja/{path}").replace('value="あき"', "").replace(
            "「あき」", ""
        ), path


@pytest.mark.parametrize(
    "values",
    [
        {"publication": "internal"},
        {"publication": "withdrawn"},
        {"public_from": TODAY + dt.timedelta(days=1)},
        {"public_until": TODAY - dt.timedelta(days=1)},
    ],
)
def test_what_is_not_public_is_not_found_anywhere(client, seed, values):
    make_booklet(language="ja", at=NOW)
    change(seed, **values)
    page(client, "/ja/seeds/seed/", 404)
    page(client, "/ja/seeds/nothing/", 404)
    for path in ("seeds/", "seeds/?field=food", "seeds/booklet/", "search/?q=架空酵母"):
        assert "架空酵母の研究" not in page(client, f"/ja/{path}"), path
    page(client, "/ja/seeds/booklet/food/", 404)
    answer = client.get("/ja/seeds/booklet.pdf")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/ja/seeds/booklet/?renewed=1")
    assert "架空酵母の研究" not in page(client, "/ja/needs/ask/?seed=seed")


def test_research_that_ended_keeps_its_page_and_is_offered_no_more(client, seed, receiving):
    change(seed, state="ended")
    text = page(client, "/ja/seeds/seed/")
    assert "この研究は終わりました" in text
    assert "/needs/ask/?seed" not in text
    assert "架空酵母の研究" not in page(client, "/ja/seeds/")


def test_surroundings_that_are_not_public_are_not_named(client, seed):
    from renkei.directory.models import Laboratory, Organisation, Unit

    with journal(actor=COMMAND_LINE, action="test"):
        for model in (Organisation, Laboratory, Unit):
            model.objects.update(publication="internal")
    text = page(client, "/ja/seeds/seed/")
    for words in ("架空institute", "架空研究室", "連携窓口", "office@institute.example.jp"):
        assert words not in text


def test_the_list_is_narrowed_by_field_stage_institution_and_words(client, seed):
    a_seed(
        "heart",
        title=both("心拍の計測"),
        fields=("medicine", "food"),
        stage="basic",
        organisation_id="other",
        keywords=both("心臓"),
    )
    a_seed("plain", title=both("分野なし"), fields=(), keywords=both("土"))

    def found(query):
        text = page(client, f"/ja/seeds/?{query}")
        return {slug for slug in ("seed", "heart", "plain") if f"/ja/seeds/{slug}/" in text}

    assert found("") == {"seed", "heart", "plain"}
    assert found("field=medicine") == {"heart"}
    assert found("field=food") == {"seed", "heart"}
    assert found("stage=basic") == {"heart"}
    assert found("organisation=other") == {"heart"}
    assert found("q=心臓") == {"heart"}
    assert found("q=ﾊｯｺｳ") == {"seed"} or found("q=発酵") == {"seed"}
    assert found("field=food&stage=prototype&q=酵母") == {"seed"}
    assert found("field=medicine&stage=prototype") == set()
    assert found("field=nothing&stage=never&organisation=x") == {"seed", "heart", "plain"}


def test_what_somebody_wrote_is_shown_as_text(client, seed):
    change(seed, outline=both("<script>alert(1)</script> #set $x$ [ [x] ]"))
    text = page(client, "/ja/seeds/seed/")
    assert "&lt;script&gt;" in text
    assert "#set $x$ [ [x] ]" in text
    assert "<script>alert" not in text


def test_a_text_missing_in_one_language_falls_back_marked(client, seed):
    change(seed, outline=both("日本語だけ"))
    text = page(client, "/en/seeds/seed/")
    assert '<span lang="ja" class="fallback">日本語だけ</span>' in text


def test_works_stand_behind_a_sheet_where_they_are_public(client, seed):
    make(
        SeedWork,
        "w1",
        seed=seed,
        kind="paper",
        title=both("公開の論文"),
        appeared="2024-11",
        identifier="10.99999/x",
    )
    make(SeedWork, "w2", seed=seed, kind="paper", title=both("内部の論文"), publication="internal")
    text = page(client, "/ja/seeds/seed/")
    assert "公開の論文" in text
    assert "10.99999/x" in text
    assert "内部の論文" not in text


def test_asking_about_a_seed_keeps_which_one(client, seed, receiving):
    text = page(client, "/ja/needs/ask/?seed=seed")
    assert "架空酵母の研究 seed" in text
    assert 'name="seed" value="seed"' in text
    given = {
        "problem": "洗剤の泡を減らしたい。",
        "company_name": "架空洗剤",
        "contact_name": "見本 太郎",
        "contact_email": "t@senzai.example.jp",
        "wished_confidence": "office",
        "seed": "seed",
    }
    assert client.post("/ja/needs/ask/", given).status_code == 302
    assert Need.objects.get(company_name="架空洗剤").about_seed_id == "seed"
    assert client.post("/ja/needs/ask/", given | {"seed": "nothing", "company_name": "別"}).status_code == 302
    assert Need.objects.get(company_name="別").about_seed_id is None


def test_pages_ask_no_more_the_more_seeds_there_are(client, seed):
    make(SeedWork, "w", seed=seed, title=both("論文"))
    paths = ("/ja/seeds/", "/ja/seeds/seed/", "/ja/seeds/booklet/", "/ja/seeds/booklet/food/")
    few = {path: questions(client, path) for path in paths}
    for n in range(6):
        more = a_seed(f"more-{n}", fields=("food", "medicine"))
        make(SeedWork, f"w-{n}", seed=more, title=both("論文"))
    many = {path: questions(client, path) for path in paths}
    assert many == few
    assert max(many.values()) < 20
