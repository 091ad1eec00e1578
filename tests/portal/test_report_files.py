"""A report's files on the portal: six formats for strangers, and what their browser has already is not sent again."""

from __future__ import annotations

import pytest

from renkei.budgets.models import Item
from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.history.journal import journal
from renkei.reports.formats import MEDIA_TYPES
from tests.reports.sample import read

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
