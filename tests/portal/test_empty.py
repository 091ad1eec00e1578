"""Before any record is there, every page says what will stand on it."""

from __future__ import annotations

import pytest

from tests.portal.pages import LISTS

pytestmark = [pytest.mark.django_db]


@pytest.mark.parametrize("path", LISTS)
def test_an_empty_database_is_a_page_that_says_what_comes_next(client, path):
    answer = client.get(f"/ja/{path}")
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "連携" in text
    if path not in {"search/", "accessibility/", "privacy/", "site-map/"}:
        assert 'class="empty"' in text


def test_without_records_there_is_no_report_and_no_figure(client):
    assert client.get("/ja/reports/yearly/2023/").status_code == 404
    assert client.get("/ja/figures/budgets.actual/2023/").status_code == 404
