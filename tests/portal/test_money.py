"""The pages and the file of money, from amounts of the test's own."""

from __future__ import annotations

import pytest

from renkei.budgets.models import Amount, Fund
from renkei.core.files.models import Document
from renkei.directory.models import Organisation
from tests.builders import both, make, make_many
from tests.portal.subjects import lines_in, text, the_cluster, the_pillar

pytestmark = [pytest.mark.django_db]


@pytest.fixture(autouse=True)
def cluster(db):
    the_cluster()


def some_amounts():
    the_pillar()
    fund = make(Fund, "grant", name=both("見本の補助金", "Sample grant"))
    source = make(Document, "source", title=both("見本資料", "Source"))
    common = {"pillar_id": "one", "fiscal_year": 2023, "basis": "actual_final", "document": source}
    make(Amount, "stated", amount=4000000, party_id="maker", fund=fund, **common)
    make(Amount, "silent", amount=1000000, **common)
    make(Amount, "kept", amount=9990000, publication="internal", **(common | {"fiscal_year": 2021}))


def test_money_tells_each_year_and_what_is_not_on_record(client):
    some_amounts()
    page = text(client, "/ja/money/")
    assert "5,000" in page
    assert 'href="/ja/figures/budgets.actual.one/2023/"' in page
    assert "記録なし" in page
    assert 'href="/ja/money/amounts/?year=2023"' in page


def test_amounts_are_narrowed_by_what_they_state_and_by_what_they_do_not(client):
    some_amounts()
    stated, silent = (text(client, f"/en/money/amounts/?party={party}") for party in ("maker", "none"))
    assert "4,000" in stated
    assert "1,000<" not in stated
    assert "1,000" in silent
    assert "4,000" not in silent
    assert "9,990" not in text(client, "/en/money/amounts/")


def test_the_file_of_amounts_holds_whole_yen_under_a_mark_for_spreadsheets(client):
    some_amounts()
    (row,) = lines_in(client, "/en/money/amounts.csv?fund=grant")
    assert (row["Amount"], row["Party"], row["Fund"]) == ("4000000", "Mihon Works", "Sample grant")
    assert row["Document"] == "Source"


def test_a_party_is_named_not_public_or_not_stated(client):
    some_amounts()
    hidden = make(
        Organisation, "hidden", name=both("内々の会社", "Kept Ltd"), kind="company", publication="internal"
    )
    common = {"pillar_id": "one", "fiscal_year": 2022, "basis": "actual_final"}
    make(Amount, "of-hidden", amount=2000000, party=hidden, **common)
    shown = {row["Identifier"]: row for row in lines_in(client, "/en/money/amounts.csv")}
    parties = {"stated": "Mihon Works", "silent": "not stated", "of-hidden": "(not public)"}
    assert {slug: row["Party"] for slug, row in shown.items()} == parties
    assert [row["識別名"] for row in lines_in(client, "/ja/money/amounts.csv?party=none")] == ["silent"]
    assert lines_in(client, "/ja/money/amounts.csv?year=2022")[0]["負担者"] == "（非公開）"
    page = text(client, "/ja/money/amounts/?year=2022")
    assert page.count("（非公開）") == 1
    assert "内々の会社" not in page
    nameless = text(client, "/ja/money/amounts/?party=none")
    assert "（非公開）" not in nameless
    assert nameless.count('<span class="not-known">記載なし</span>') == 2  # party and fund


def test_the_file_of_amounts_is_whole_however_long(client, monkeypatch, django_assert_max_num_queries):
    the_pillar()
    common = {"pillar_id": "one", "fiscal_year": 2023, "basis": "actual_final"}
    make_many(Amount, [{"slug": f"a{n:03}", "amount": n, **common} for n in range(7)])
    monkeypatch.setattr("renkei.portal.money.CHUNK", 2)
    monkeypatch.setattr("renkei.core.tables.people.LINES_AT_ONCE", 3)
    with django_assert_max_num_queries(15):
        assert [row["金額"] for row in lines_in(client, "/ja/money/amounts.csv")] == list("0123456")
