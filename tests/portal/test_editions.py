"""Published editions on the portal: as frozen, beside the living report; damaged ones are never served."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.db import connection

from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.files.models import Document
from renkei.core.files.services import attach_file
from renkei.core.history.journal import journal
from renkei.kernel.localised import Localised
from renkei.reports import editions
from renkei.reports.checking import agree, ask_check
from renkei.reports.checks import acknowledge, check_edition
from renkei.reports.models import Edition, ReportSection
from renkei.reports.publishing import publish
from renkei.reports.service import report
from tests.builders import both, make
from tests.portal.questions import questions
from tests.reports.sample import FILE, JPEG

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mihon")]
AT = dt.datetime(2026, 11, 1, 3, 0, tzinfo=dt.UTC)
DAY = dt.date(2026, 11, 1)
YEAR = "/ja/reports/yearly/2023/"


def finished(edition):
    ask_check(actor=COMMAND_LINE, edition=edition, organisations=[], at=AT)
    for finding in check_edition(
        edition, DAY
    ).open_warnings:  # a photograph that the fictional cluster does not hold
        acknowledge(actor=COMMAND_LINE, edition=edition, key=finding.key, reason="", at=AT)
    agree(actor=COMMAND_LINE, edition=edition, reason="確認先なし")
    editions.record_decision(actor=COMMAND_LINE, edition=edition, number="産第12号", on=DAY, at=DAY)
    return publish(actor=COMMAND_LINE, edition=Edition.objects.get(pk=edition.pk), at=AT)


@pytest.fixture
def published():
    return finished(editions.begin_edition(actor=COMMAND_LINE, kind="yearly", year=2023, at=DAY))


def corrected(older):
    reason = Localised.both("数の誤り", "A wrong number")
    return finished(editions.correct_edition(actor=COMMAND_LINE, edition=older, reason=reason, at=DAY))


def test_without_an_edition_the_report_is_made_from_the_records(client):
    text = client.get(YEAR).text
    assert "記録から作成" in text
    assert "公表した版" not in text
    assert client.get(f"{YEAR}editions/1/").status_code == 404


def test_the_address_of_the_year_shows_the_edition_and_a_way_to_today(client, published):
    for language in ("ja", "en"):
        page = client.get(f"/{language}/reports/yearly/2023/")
        assert page.status_code == 200
        assert published.manifest_sha256 in page.text
        assert f'href="/{language}/reports/yearly/2023/today/"' in page.text
    assert "記録から作成" in client.get(f"{YEAR}today/").text
    data = client.get("/ja/reports/yearly/2023.json")
    assert data.json() == client.get(f"{YEAR}editions/1/file.json").json()
    assert client.get(f"{YEAR}today.json").status_code == 200
    assert client.get(f"{YEAR}editions/1/file.docm").status_code == 404
    assert client.get(f"{YEAR}editions/1/manifest.json").content == bytes(published.manifest)
    assert "第" in client.get("/ja/reports/").text


def test_a_number_opens_the_evidence_it_had(client, published):
    page = client.get(YEAR)
    found = report(2023, "yearly", language="ja", actor=COMMAND_LINE, at=DAY)
    total = next(iter(found.totals.values()))
    address = f"{YEAR}editions/1/figures/{total.code}/{total.fiscal_year}/"
    assert f'href="{address}"' in page.text
    evidence = client.get(address)
    assert evidence.status_code == 200
    assert total.text("ja") in evidence.text
    line = next(each for each in evidence.context["figure"]["lines"] if each["amount"] == 40_373_000)
    assert f">{line['printed']['ja']}</data>" in evidence.text
    assert line["printed"]["ja"] == "40,373"  # thousand yen, as in the value
    assert client.get(f"{YEAR}editions/1/figures/no.such/2023/").status_code == 404


def test_an_older_edition_leads_to_the_one_that_corrects_it(client, published):
    corrected(published)
    older = client.get(f"{YEAR}editions/1/")
    assert "この版は訂正されています。" in older.text
    assert f'href="{YEAR}editions/2/"' in older.text
    newer = client.get(YEAR)
    assert "数の誤り" in newer.text
    assert 'id="changes"' in newer.text


def test_a_withdrawn_edition_bears_its_mark_and_the_year_shows_the_records(client, published):
    reason = Localised.both("誤った資料による", "It rests on a wrong document")
    editions.withdraw_edition(actor=COMMAND_LINE, edition=published, reason=reason, at=DAY)
    assert "誤った資料による" in client.get(f"{YEAR}editions/1/").text
    living = client.get(YEAR).text
    assert "記録から作成" in living
    assert "誤った資料による" in living


def test_a_photograph_is_that_of_the_edition_until_its_consent_is_withdrawn(client):
    document = Document.objects.get(pk="mihon-report-2023")
    held = {"actor": COMMAND_LINE, "slug": document.pk, "revision": document.revision, "reason": "写真"}
    attach_file(stream=io.BytesIO(JPEG), name="p.jpg", **held)
    make(
        ReportSection,
        "yearly-photograph",
        report_id="yearly",
        position=50,
        title=both("写真", "Photographs"),
        anchor="photograph",
        picture_id=document.pk,
        caption=both("会議", "The meeting"),
        alternative=both("集まる人", "People"),
    )
    edition = finished(editions.begin_edition(actor=COMMAND_LINE, kind="yearly", year=2023, at=DAY))
    address = f"{YEAR}editions/1/pictures/{FILE.sha256[:40]}"
    assert f'<img src="{address}"' in client.get(YEAR).text
    picture = client.get(address)
    assert (picture.content, picture["Content-Type"]) == (JPEG, "image/jpeg")
    assert picture["Cache-Control"] == "private, max-age=86400, immutable"
    assert client.get(address, headers={"If-None-Match": picture["ETag"]}).status_code == 304
    assert client.get(f"{YEAR}editions/1/pictures/{'0' * 40}").status_code == 404
    part = edition.parts.get(role="photograph")
    editions.remove_part(actor=COMMAND_LINE, part=part, reason="同意の撤回", at=AT)
    page = client.get(YEAR).text
    assert "<img" not in page
    assert "（同意の撤回により削除）" in page
    assert client.get(address).status_code == 410
    assert client.get(f"/en{YEAR[3:]}editions/1/pictures/{FILE.sha256[:40]}").status_code == 410


@pytest.mark.parametrize(
    "path",
    [
        "",
        "editions/1/",
        "editions/1/file.html",
        "editions/1/manifest.json",
        f"editions/1/pictures/{FILE.sha256[:40]}",
    ],
)
def test_a_damaged_edition_is_never_served(client, published, path):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            "UPDATE reports_partcontent SET content = content || ' ' WHERE part_id IN "
            "(SELECT id FROM reports_editionpart WHERE role = 'figures')"
        )
        cursor.execute("SET LOCAL session_replication_role = origin")
    page = client.get(f"{YEAR}{path}")
    assert page.status_code == 410
    assert "この版は破損しているため、表示しません。" in page.text
    assert published.manifest_sha256 not in page.text
    assert client.get("/ja/reports/yearly/2023.json").status_code == 410


def test_an_edition_takes_the_same_queries_however_many_there_are(client, published):
    one = questions(client, YEAR)
    for _ in range(3):
        published = corrected(published)
    assert questions(client, YEAR) == one
    with journal(actor=COMMAND_LINE, action="test"):
        assert Edition.objects.filter(state="corrected").count() == 3
