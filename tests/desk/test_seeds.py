"""Seeds at the desk: the refresh of the year, deciding on corrections, files of others, Excel."""

from __future__ import annotations

import datetime as dt
import html
import io
import re

import pytest
from django.core import mail
from django.urls import reverse
from openpyxl import Workbook

from renkei.core.accounts.models import User
from renkei.core.history.journal import journal
from renkei.core.jobs.models import LongJob
from renkei.core.records.kinds import kind_of
from renkei.directory.models import RoleAssignment
from renkei.kernel.periods import Period
from renkei.matching.models import PrivateLink, Seed, SeedBooklet, SeedRefresh, SeedWork
from renkei.matching.refresh_rules import snapshot
from renkei.matching.services.refreshes import ask_refresh, confirm_unchanged, propose_corrections
from tests.desk.conftest import signed_in
from tests.matching.seeding import INSTITUTE, NOW, YEAR, a_seed, institute
from tests.matching.test_sources import AWARD, BOMB, PAPER, RIGHT, awards, lines
from tests.portal.questions import questions
from tests.working import do_jobs

pytestmark = pytest.mark.django_db
YEAR_PAGE = "/desk/matching/seed/_refresh/"
SOURCES = "/desk/matching/seed/_sources/"
ONE = "/desk/matching/seed/seed/refresh/"


@pytest.fixture(autouse=True)
def _home(settings, tmp_path, time_machine):
    settings.HOME = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "files")},
        }
    }
    time_machine.move_to(NOW)


@pytest.fixture
def seed():
    institute()
    return a_seed()


def office(role="institute", organisation="institute", language="ja"):
    """Somebody of an institution's office, signed in."""
    client = signed_in("reader", language)
    name = f"{role}-{organisation}"
    with journal(actor=INSTITUTE, action="test"):
        user = User.objects.create(username=name, email=f"{name}@example.jp", language=language)
        RoleAssignment.objects.create(
            user=user, role=role, organisation_id=organisation, period=Period(dt.date(2026, 4, 1), None)
        )
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    session = client.session
    session["language"] = language
    session.save()
    return client


def words_of(answer):
    """What a reader sees of a page: its text without marks and spaces."""
    return re.sub(r"\s+", "", html.unescape(re.sub(r"<[^>]+>", "", answer.text)))


def proposed(seed, **values):
    ask_refresh(actor=INSTITUTE, seed=seed, year=YEAR, at=NOW)
    link = PrivateLink.objects.get(seed=seed, revoked_at=None)
    propose_corrections(
        link=link, values=snapshot(seed) | values, agrees=True, at=NOW, message="お願いします"
    )


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_page_of_the_year_counts_and_narrows(seed, language):
    a_seed("second", title=seed.title.with_text("ja", "二つ目").with_text("en", "The second"))
    a_seed("nowhere", refresh_address="")
    ask_refresh(actor=INSTITUTE, seed=Seed.objects.get(pk="second"), year=YEAR, at=NOW)
    client = office(language=language)
    said = {"ja": "活動中のシーズ3件のうち、0件が", "en": "0of3activeseeds"}[language]
    assert said in words_of(client.get(YEAR_PAGE))
    second = {"ja": "二つ目", "en": "The second"}[language]
    assert second in client.get(f"{YEAR_PAGE}?stands=asked").text
    assert second not in client.get(f"{YEAR_PAGE}?stands=no_address").text
    assert second not in client.get(f"{YEAR_PAGE}?year=2025&stands=asked").text
    assert second in client.get(f"{YEAR_PAGE}?organisation=institute").text
    assert client.get(f"{YEAR_PAGE}?year=99999&stands=x&organisation=x&page=x").status_code == 200


def test_the_page_of_the_year_asks_no_more_the_more_seeds_there_are(seed):
    client = office()
    few = questions(client, YEAR_PAGE)
    for n in range(5):
        a_seed(f"more-{n}")
        ask_refresh(actor=INSTITUTE, seed=Seed.objects.get(pk=f"more-{n}"), year=YEAR, at=NOW)
    assert questions(client, YEAR_PAGE) == few
    assert few < 25


def test_the_office_writes_to_all_as_a_job_and_the_worker_sends(seed):
    client = office()
    answer = client.post(f"{YEAR_PAGE}ask/", {"what": "ask", "year": YEAR})
    job = LongJob.objects.get()
    assert answer.headers["Location"] == reverse("desk:long_job", args=[job.pk])
    assert client.get(answer.headers["Location"]).status_code == 200
    do_jobs()
    job.refresh_from_db()
    assert (job.state, job.done, job.total) == ("done", 1, 1)
    assert [letter.to for letter in mail.outbox] == [[seed.refresh_address]]
    assert client.post(f"{YEAR_PAGE}ask/", {"what": "ask", "organisation": "nothing"}).status_code == 404


def test_one_researcher_is_written_to_from_the_seeds_page(seed):
    client = office()
    assert seed.refresh_address in client.get(ONE).text
    assert client.post(ONE, {"act": "ask", "year": YEAR}).status_code == 302
    do_jobs()
    assert len(mail.outbox) == 1
    confirm_unchanged(link=PrivateLink.objects.get(), agrees=True, at=NOW)
    answer = client.post(ONE, {"act": "ask", "year": YEAR})
    assert answer.status_code == 422
    assert "この年度の回答は届いています" in answer.text


@pytest.mark.parametrize("language", ["ja", "en"])
def test_corrections_stand_beside_what_is_there_and_are_taken_over(seed, language):
    proposed(
        seed,
        title={"ja": "直した題", "en": "A corrected title"},
        stage="field",
        fields=["medicine"],
        wants_licence=True,
    )
    client = office(language=language)
    text = client.get(ONE).text
    for words in ("直した題", "A corrected title", "架空酵母の研究 seed", "お願いします"):
        assert words in text
    assert {"ja": "医療", "en": "Medicine"}[language] in text
    assert {"ja": "実証", "en": "Tested in the field"}[language] in text
    chosen = {"act": "chosen", "name": ["title"], "revision": seed.revision, "year": YEAR}
    assert client.post(ONE, chosen).status_code == 302
    now = Seed.objects.get(pk="seed")
    assert (now.title.text("ja"), now.stage) == ("直した題", "prototype")
    assert SeedRefresh.objects.get().state == "taken"
    assert "直した題" in client.get("/desk/matching/seed/seed/history/").text


def test_corrections_wait_on_the_page_of_today_for_whoever_may_decide(seed):
    assert "シーズの訂正を確かめる" not in office().get("/desk/").text
    proposed(seed, stage="field")
    assert "シーズの訂正を確かめる" in office("coordinator").get("/desk/").text
    assert "シーズの訂正を確かめる" not in office("institute", "other").get("/desk/").text


def test_a_stale_page_and_an_empty_choice_are_told_and_change_nothing(seed):
    proposed(seed, stage="field")
    client = office()
    for data, words in (
        ({"act": "all", "revision": 99}, "変更しました"),
        ({"act": "chosen", "revision": 1}, "反映する項目を選んでください"),
        ({"act": "chosen", "name": ["holder"], "revision": "x"}, "反映する項目を選んでください"),
    ):
        answer = client.post(ONE, data | {"year": YEAR})
        assert answer.status_code == 422
        assert words in answer.text
    assert SeedRefresh.objects.get().state == "proposed"
    assert client.post(ONE, {"act": "aside", "year": YEAR, "reason": "確認済み"}).status_code == 302
    assert SeedRefresh.objects.get().state == "set_aside"


@pytest.mark.parametrize(
    ("role", "organisation"), [("institute", "other"), ("reader", "institute"), ("finance", "institute")]
)
def test_who_may_not_change_the_seed_finds_none_of_these_pages(seed, role, organisation):
    proposed(seed, stage="field")
    client = office(role, organisation)
    assert client.get(ONE).status_code == 404
    assert client.post(ONE, {"act": "all", "revision": 1}).status_code == 404
    if role != "institute":
        for path in (YEAR_PAGE, SOURCES):
            assert client.get(path).status_code == 404
    else:
        assert "架空酵母" not in client.get(YEAR_PAGE).text
    assert Seed.objects.get(pk="seed").stage == "prototype"


def test_the_seeds_own_page_leads_to_its_refresh_and_its_public_page(seed):
    text = office().get(kind_of("seed").desk_address("seed")).text
    assert ONE in text
    assert "/ja/seeds/seed/" in text
    assert ONE not in office("reader").get(kind_of("seed").desk_address("seed")).text


def test_the_booklet_is_made_by_a_job(seed):
    client = office()
    assert client.post("/desk/matching/seed/_booklet/").status_code == 302
    do_jobs()
    assert LongJob.objects.get().state == "done"
    assert set(SeedBooklet.objects.values_list("language", "seeds")) == {("ja", 1), ("en", 1)}


# Files of others


def send(client, content, name="kaken.xml"):
    file = io.BytesIO(content if isinstance(content, bytes) else content.encode())
    file.name = name
    return client.post(SOURCES, {"source": file})


def test_a_file_of_kaken_is_looked_at_and_taken_over_as_drafts(seed):
    client = office()
    broken = '<grantAward awardNumber="99K90009"><summary xml:lang="ja"></summary></grantAward>'
    answer = send(client, awards(AWARD, broken))
    assert answer.status_code == 302
    review = answer.headers["Location"]
    text = words_of(client.get(review))
    assert "焼成食品の微量アレルゲン" in text
    assert "2題名がありませんKAKENHI-PROJECT-99K90009" in text
    assert Seed.objects.count() == 1
    chosen = {"entry": "KAKENHI-PROJECT-99K90001", "as": "drafts"}
    nowhere = client.post(review, chosen)
    assert nowhere.status_code == 422
    assert "どの機関のシーズか" in nowhere.text
    assert client.post(review, chosen | {"organisation": "institute"}).status_code == 302
    assert Seed.objects.get(source_identifier=chosen["entry"]).publication == "internal"
    assert "シーズにある" in client.get(review).text


def test_works_of_researchmap_come_to_the_seed_that_is_chosen(seed):
    client = office(language="en")
    review = send(client, lines(PAPER, RIGHT), "rm.jsonl").headers["Location"]
    refused = client.post(review, {"as": "works", "entry": "90000001", "seed": "nothing"})
    assert refused.status_code == 422
    assert "choose the seed" in refused.text
    assert client.post(review, {"as": "works", "entry": ["90000001"], "seed": "seed"}).status_code == 302
    assert SeedWork.objects.get().seed_id == "seed"
    assert "A work already" in client.get(f"{review}?seed=seed").text


def test_nobody_takes_over_into_a_seed_of_others(seed):
    a_seed("elsewhere", organisation_id="other", holder="other")
    client = office()
    review = send(client, lines(PAPER), "rm.jsonl").headers["Location"]
    assert client.post(review, {"as": "works", "entry": "90000001", "seed": "elsewhere"}).status_code == 422
    assert not SeedWork.objects.exists()
    assert office("institute", "other").get(review).status_code == 410


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (BOMB, "kaken.xml", "実体やDTD"),
        ("<grantAwards>", "kaken.xml", "KAKENのXML"),
        (b"PK\x03\x04", "kaken.csv", "KAKENのXML・CSVでも"),
        ("{}", "rm.json", "researchmapの業績がありません"),
        (b"", "kaken.xml", "空です"),
        (b"<a/>", "kaken.exe", "xml・csv・json・jsonl"),
        (b"x" * 10_000_001, "kaken.csv", "10 MBまで"),
    ],
    ids=range(7),
)
def test_a_wrong_file_is_told_and_not_kept(seed, settings, content, name, words):
    answer = send(office(), content, name)
    assert answer.status_code == 422
    assert words.replace(" ", "") in words_of(answer)
    assert not list((settings.HOME / "uploads").glob("*/*/package*"))


def test_a_file_over_the_limit_of_the_house_is_refused_as_it_comes(seed, settings):
    settings.UPLOAD_LIMIT_BYTES = 1000
    assert send(office(), b"<" * 5000).status_code == 413


# Excel: the common tables

SHEET = (
    (
        "識別名",
        "研究テーマ（日本語）",
        "研究テーマ（英語）",
        "機関",
        "研究の段階",
        "概要（日本語）",
        "共同研究を希望",
        "最終更新日",
        "研究者の表示名（日本語）",
        "氏名の公開に同意した日",
        "更新のお願いの宛先",
        "公開の状態",
    ),
    (
        "seed-excel-1",
        "もみ殻の熱分解",
        "Pyrolysis of husks",
        "架空institute",
        "試作",
        "　全角と①㈱髙﨑\n改行",
        "はい",
        "令和8年4月1日",
        "",
        "",
        "moe@institute.example.jp",
        "",
    ),
    (
        "seed-excel-2",
        "米粉の老化",
        "",
        "institute",
        "実証",
        "概要",
        "いいえ",
        dt.date(2026, 5, 1),
        "架空 あき",
        "R8.4.1",
        "",
        "",
    ),
)


def load(client, rows):
    made, file = Workbook(), io.BytesIO()
    for row in rows:
        made.active.append(row)
    made.save(file)
    file.seek(0)
    file.name = "シーズ.xlsx"
    review = client.post("/desk/matching/seed/_load/", {"table": file}).headers["Location"]
    page = client.get(review)
    return review, page


def test_a_realistic_sheet_of_excel_comes_in_by_the_institutes_own_office(seed):
    client = office()
    review, page = load(client, SHEET)
    assert page.status_code == 200, page.text[:3000]
    assert client.post(review, {"take": "all", "reason": "昨年の表"}).status_code == 302
    one, two = Seed.objects.get(pk="seed-excel-1"), Seed.objects.get(pk="seed-excel-2")
    assert (one.stage, one.wants_joint_research, one.refreshed_on) == ("prototype", True, dt.date(2026, 4, 1))
    assert one.outline.text("ja") == "全角と①㈱髙﨑\n改行"
    assert (one.refresh_address, one.holder) == ("moe@institute.example.jp", "institute")
    assert two.name_agreed_on == dt.date(2026, 4, 1)


def test_wrong_cells_of_a_sheet_are_told_with_their_places_and_nothing_comes_in(seed):
    wrong = (
        "seed-excel-3",
        "",
        "",
        "どこにもない機関",
        "なぞ",
        "",
        "たぶん",
        "令和8年13月1日",
        "",
        "",
        "not an address",
        "",
    )
    _, page = load(office(), (*SHEET, wrong))
    assert page.status_code == 422
    for words in ("どこにもない機関", "なぞ", "たぶん", "令和8年13月1日", "not an address"):
        assert words.replace(" ", "") in words_of(page) or f'value="{words}"' in page.text, words
    assert Seed.objects.count() == 1


def test_the_secretariat_takes_a_bare_project_over(seed):
    desk = signed_in("secretariat")
    bare = '<grantAward awardNumber="99K90077"><summary xml:lang="ja"><title>架空の課題</title></summary></grantAward>'
    review = send(desk, awards(bare)).headers["Location"]
    chosen = {"entry": "KAKENHI-PROJECT-99K90077", "as": "drafts", "organisation": "institute", "seed": ""}
    answer = desk.post(review, chosen)
    assert answer.status_code == 302, words_of(answer)
    assert "シーズにある" in desk.get(review).text
