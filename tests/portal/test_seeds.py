"""Seeds for strangers: what is published, in both languages; the sheet by private link; the booklet."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.core import mail
from django.core.cache import cache
from pypdf import PdfReader

from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.history.journal import journal
from renkei.core.records.kinds import kind_of
from renkei.core.records.services import change_record
from renkei.matching.models import Need, PrivateLink, Seed, SeedBooklet, SeedRefresh, SeedWork
from renkei.matching.seed_jobs import booklets
from renkei.matching.services.booklets import make_booklet, present_booklet
from renkei.matching.services.refreshes import ask_refresh
from renkei.matching.sheets import shown_seeds
from tests.builders import both, make
from tests.matching.seeding import INSTITUTE, NOW, TODAY, YEAR, a_seed, institute, link_in_mail
from tests.portal.questions import questions

pytestmark = pytest.mark.django_db
SECRET = "himitsu-address@institute.example.jp"


@pytest.fixture(autouse=True)
def _fresh(time_machine, settings, tmp_path):
    cache.clear()
    time_machine.move_to(NOW)
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path)},
        }
    }


@pytest.fixture
def seed():
    institute()
    return a_seed(refresh_address=SECRET)


def change(seed, **values):
    now = Seed.objects.get(pk=seed.pk)
    return change_record(
        actor=COMMAND_LINE,
        kind=kind_of("seed"),
        slug=seed.pk,
        revision=now.revision,
        values=values,
        reason="x",
    )


def page(client, path, status=200):
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "ja",
            ("架空酵母の研究 seed", "架空institute", "架空研究室", "架空 あき", "食品", "試作", "共同研究を希望", "概要の一行目。", "洗剤。",
             "酵母、発酵", "連携窓口", "000-000-0000", "office@institute.example.jp", "このシーズについて相談する"),
        ),
        (
            "en",
            ("Fictional yeasts seed", "Fictional institute", "Fictional laboratory", "KAKU Aki", "Food", "Prototype",
             "Seeks joint research", "An outline.", "Detergents.", "yeast, fermentation", "Partnership office",
             "Ask about this seed"),
        ),
    ],
)  # fmt: skip
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
        "problem": "洗剤の泡を減らしたい。", "company_name": "架空洗剤", "contact_name": "見本 太郎",
        "contact_email": "t@senzai.example.jp", "wished_confidence": "office", "seed": "seed",
    }  # fmt: skip
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


# The sheet by private link


def ask(seed):
    ask_refresh(actor=INSTITUTE, seed=seed, year=YEAR, at=NOW)
    return link_in_mail()


def fields_of(client, address):
    """What the form of corrections holds, as a browser would send it."""
    form = client.get(address).context["correction"]
    given = {}
    for bound in form:
        value = bound.value()
        if value not in (None, False, ""):
            given[bound.html_name] = "on" if value is True else value
    return given


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_researcher_sees_the_sheet_and_says_unchanged(client, seed, language):
    address = ask(seed).replace("/ja/", f"/{language}/")
    answer = client.get(address)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in answer.headers["Cache-Control"]
    assert "概要の一行目。" in text
    assert "An outline." in text
    answer = client.post(address, {"act": "unchanged", "same-agrees": "on", "same-message": "変わりません"})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{address}?said=unchanged")
    assert SeedRefresh.objects.get().state == "confirmed"
    assert Seed.objects.get(pk="seed").researcher_name


def test_looking_at_the_page_confirms_nothing(client, seed):
    address = ask(seed)
    client.get(address)
    client.head(address)
    assert SeedRefresh.objects.get().state == "asked"


def test_the_researcher_corrects_and_sees_again_what_waits(client, seed):
    address = ask(seed)
    given = fields_of(client, address) | {
        "act": "corrected",
        "title_ja": "直した題",
        "stage": "field",
        "fields": ["medicine"],
    }
    assert client.post(address, given).status_code == 302
    row = SeedRefresh.objects.get()
    assert set(row.proposal) == {"title", "stage", "fields"}
    assert "架空酵母の研究 seed" in page(client, "/ja/seeds/seed/")
    assert fields_of(client, address)["title_ja"] == "直した題"
    assert client.post(address, fields_of(client, address) | {"act": "corrected"}).status_code == 302


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({}, "変わったところがありません"),
        ({"stage": "nothing"}, "stage"),
        ({"title_ja": "長" * 401}, "400"),
        ({"fields": ["nothing"]}, "fields"),
        ({"title_ja": "", "title_en": "", "outline_ja": "", "outline_en": ""}, "直す"),
    ],
)
def test_a_wrong_correction_is_told_and_what_was_typed_stays(client, seed, wrong, words):
    address = ask(seed)
    given = fields_of(client, address) | {"act": "corrected", "message": "残る言葉"} | wrong
    answer = client.post(address, given)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "残る言葉" in answer.content.decode()
    assert SeedRefresh.objects.get().state == "asked"


def test_a_link_that_ended_or_was_never_given_says_so(client, seed, time_machine):
    address = ask(seed)
    for path, status in (
        (f"{address.rstrip('/')[:-2]}/", 404),
        ("/ja/seeds/refresh/forged/", 404),
        ("/en/seeds/refresh/0/", 404),
    ):
        text = page(client, path, status)
        assert "途切れて" in text or "cut off" in text
    time_machine.move_to(NOW + dt.timedelta(days=61))
    assert "期限が過ぎました" in page(client, address, 410)
    assert client.post(address, {"act": "unchanged"}).status_code == 410
    assert SeedRefresh.objects.get().state == "asked"


def test_a_link_of_a_need_opens_no_sheet(client, seed):
    token = ask(seed).rpartition("/")[2]
    page(client, f"/ja/needs/follow/{token}/", 404)


def test_one_machine_cannot_flood_the_office(client, seed):
    address = ask(seed)
    answers = [client.post(address, {"act": "unchanged", "same-agrees": "on"}).status_code for _ in range(31)]
    assert answers[0] == 302
    assert answers[-1] == 429


def test_mails_are_written_in_the_house_and_by_jobs(seed):
    assert mail.outbox == []
    ask_refresh(actor=INSTITUTE, seed=seed, year=YEAR, at=NOW)
    assert mail.outbox == []
    link_in_mail()
    assert len(mail.outbox) == 1
    assert PrivateLink.objects.get().digest not in mail.outbox[0].body


# The booklet


def pdf(client, language):
    answer = client.get(f"/{language}/seeds/booklet.pdf")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/pdf"
    return PdfReader(io.BytesIO(b"".join(answer.streaming_content)))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ja", ("研究シーズ集", "目次", "食品", "架空酵母の研究 seed", "概要の一行目。", "連携窓口")),
        ("en", ("Contents", "Food", "Fictional yeasts seed", "An outline.")),
    ],
)
def test_the_booklet_holds_every_public_sheet_in_its_language(client, seed, language, words):
    a_seed("hidden", title=both("内部のシーズ", "Internal"), publication="internal")
    a_seed("other", title=both("分野のないシーズ", "Without a field"), fields=())
    row = make_booklet(language=language, at=NOW)
    assert (row.seeds, row.accessible) == (2, True)
    document = pdf(client, language)
    assert len(document.pages) == row.pages
    text = "".join("".join(each.extract_text() for each in document.pages).split())
    for each in words:
        assert "".join(each.split()) in text, each
    assert "内部のシーズ" not in text
    assert "Internal" not in text


def test_the_booklet_is_made_anew_by_itself_when_a_sheet_changes(client, seed):
    booklets.func(0) if hasattr(booklets, "func") else booklets(0)
    first = SeedBooklet.objects.get(language="ja")
    assert present_booklet("ja", TODAY) == first
    change(seed, outline=both("別の概要"))
    assert present_booklet("ja", TODAY) is None
    assert "つくり直しています" in page(client, "/ja/seeds/booklet/")
    booklets.func(0) if hasattr(booklets, "func") else booklets(0)
    assert "別の概要" in "".join(each.extract_text() for each in pdf(client, "ja").pages)
    assert SeedBooklet.objects.get(language="ja").sha256 != first.sha256


def test_without_seeds_the_pages_say_so(client, db):
    assert "公開しているシーズはまだありません" in page(client, "/ja/seeds/")
    assert "No seeds are published yet" in page(client, "/en/seeds/booklet/")
    assert not shown_seeds(TODAY).exists()
