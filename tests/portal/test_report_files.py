"""A report's files on the portal: six formats for strangers, and what their browser has already is not sent again."""

from __future__ import annotations

import pytest

from renkei.budgets.models import Item
from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.blocks.model import PictureBlock
from renkei.core.files.models import Document
from renkei.core.history.journal import journal
from renkei.portal.views import reports
from renkei.reports import files
from renkei.reports.formats import MEDIA_TYPES, rendered
from tests.reports.sample import FILE, photograph, read, said, sample

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mihon")]
REPORT = "/ja/reports/yearly/2023"


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_page_leads_to_all_six(client, language):
    page = client.get(f"/{language}/reports/yearly/2023/").text
    for form in MEDIA_TYPES:
        assert f'href="/{language}/reports/yearly/2023.{form}" download' in page


@pytest.mark.parametrize("kind", ["yearly", "partnership"])
@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("form", MEDIA_TYPES)
def test_a_file_comes_with_its_type_and_name(client, kind, language, form):
    answer = client.get(f"/{language}/reports/{kind}/2023.{form}")
    assert answer.status_code == 200
    assert answer["Content-Type"] == MEDIA_TYPES[form]
    assert answer["Content-Disposition"] == f'attachment; filename="{kind}-2023-{language}.{form}"'
    assert read(answer.content, form)


@pytest.mark.parametrize("form", MEDIA_TYPES)
def test_what_a_browser_has_already_is_not_sent_again(client, form):
    first = client.get(f"{REPORT}.{form}")
    again = client.get(f"{REPORT}.{form}", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    with journal(actor=COMMAND_LINE, action="test"):
        Item.objects.filter(fiscal_year=2023).first().delete()
    changed = client.get(f"{REPORT}.{form}", headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]


def test_what_was_just_made_is_not_made_again(client, monkeypatch):
    made = []

    def counted(*of, **how):
        made.append(of)
        return rendered(*of, **how)

    monkeypatch.setattr(files, "rendered", counted)
    monkeypatch.setattr(files, "_lately", files._Lately(files.MOST_BYTES))  # other tests asked for the same
    first, second = (client.get(f"{REPORT}.csv") for _ in range(2))
    assert first.content == second.content
    assert len(made) == 1
    with journal(actor=COMMAND_LINE, action="test"):
        Item.objects.filter(fiscal_year=2023).first().delete()
    client.get(f"{REPORT}.csv")
    assert len(made) == 2


def test_what_was_asked_for_longest_ago_is_forgotten_first():
    lately = files._Lately(10)
    lately.keep("a", b"12345")
    lately.keep("b", b"12345")
    assert lately.get("a") == b"12345"
    lately.keep("c", b"12345")
    assert [name for name in "abc" if lately.get(name)] == ["a", "c"]
    lately.keep("d", b"more than there is room for")
    assert not lately.get("d")


@pytest.mark.parametrize("form", MEDIA_TYPES)
def test_strangers_get_what_strangers_may_see(client, form):
    with journal(actor=COMMAND_LINE, action="test"):
        Item.objects.filter(pk="item-research-2023").update(publication="internal")
    found = read(client.get(f"{REPORT}.{form}").content, form)
    assert "研究所は見本物質の研究を進めた" not in found


@pytest.mark.parametrize(
    "address", ["/ja/reports/yearly/2023.odt", "/ja/reports/yearly/1999.pdf", "/ja/reports/x/2023.pdf"]
)
def test_what_is_not_there_is_not_found(client, address):
    assert client.get(address).status_code == 404


def test_a_photograph_stands_on_the_page_where_its_document_is_public(client, monkeypatch):
    content = photograph()
    document = Document.objects.get(pk="mihon-report-2023")
    block = PictureBlock(said("会議のようす"), "", FILE)
    with journal(actor=COMMAND_LINE, action="test"):
        Document.objects.filter(pk=document.pk).update(
            sha256=FILE.sha256, file="p.jpg", media_type="image/jpeg", size=len(content)
        )
    monkeypatch.setattr(reports, "made", lambda *_, **__: sample(block))
    page = client.get("/ja/reports/yearly/2017/").text
    assert 'src="/ja/documents/mihon-report-2023/file"' in page
    assert 'alt="会場に人が集まっている"' in page
    with journal(actor=COMMAND_LINE, action="test"):
        Document.objects.filter(pk=document.pk).update(publication="internal")
    page = client.get("/ja/reports/yearly/2017/").text
    assert "<img" not in page.partition("report-article")[2]
    assert "写真は掲載されていません" in page
