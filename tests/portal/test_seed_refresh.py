"""The sheet by private link, and the booklet: right as long as what is public has not changed."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.core import mail
from pypdf import PdfReader

from renkei.matching.models import PrivateLink, Seed, SeedBooklet, SeedRefresh
from renkei.matching.seed_jobs import booklets
from renkei.matching.services.booklets import make_booklet, present_booklet
from renkei.matching.services.refreshes import ask_refresh
from renkei.matching.sheets import shown_seeds
from tests.builders import both
from tests.matching.seeding import INSTITUTE, NOW, TODAY, YEAR, a_seed, institute, link_in_mail
from tests.portal.sheets import change, fresh, page

__all__ = ["fresh"]  # the fixture
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh")]


@pytest.fixture
def seed():
    institute()
    return a_seed()


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
