"""Every page of the desk opens in both languages, for much, for nothing and for one record of every kind."""

import pytest
from django.urls import reverse

from renkei.core.accounts.actors import Actor, Role
from renkei.core.accounts.permissions import Verb, may
from renkei.core.records.kinds import kinds
from tests.desk.conftest import signed_in

pytestmark = pytest.mark.django_db
PAGES = ("today", "search", "settings", "roles", "data", "figures", "components")


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_with_nothing_in_the_database(name, language):
    client = signed_in("secretariat", language)
    response = client.get(reverse(f"desk:{name}"))
    assert response.status_code == 200
    assert f'<html lang="{language}">' in response.text


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_kind_has_a_list_a_form_and_says_what_to_do_when_empty(language):
    client = signed_in("administrator", language)
    for kind in kinds():
        page = client.get(reverse("desk:list", args=[kind.context, kind.slug]))
        assert page.status_code == 200, kind.slug
        assert ("まだありません" if language == "ja" else "yet") in page.text
        form = client.get(reverse("desk:new", args=[kind.context, kind.slug]))
        if not may(Actor("administrator", frozenset({Role.ADMINISTRATOR})), Verb.ADD, kind.slug):
            assert form.status_code == 404, kind.slug  # made by a service of its own
            continue
        assert form.status_code == 200, kind.slug
        assert "csrfmiddlewaretoken" in form.text


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_record_has_its_page_form_history_and_withdrawal(mihon, language):
    client = signed_in("administrator", language)
    for slug, record in mihon.items():
        meta = record._meta
        address = [meta.app_label, meta.model_name, slug]
        for name in ("record", "edit", "history", "withdraw"):
            response = client.get(reverse(f"desk:{name}", args=address))
            assert response.status_code == 200, (name, slug)


def test_a_context_page_counts_its_kinds(desk, mihon):
    page = desk.get("/desk/governance/")
    assert page.status_code == 200
    assert page.context["cards"]
    assert {kind.slug: count for kind, _, count in page.context["cards"]}["meeting"] == 2
    assert desk.get("/desk/nowhere/").status_code == 404


def test_a_kind_under_the_wrong_context_is_not_found(desk):
    assert desk.get("/desk/budgets/meeting/").status_code == 404
    assert desk.get("/desk/governance/nothing/").status_code == 404
    assert desk.get("/desk/governance/meeting/nothing/").status_code == 404
    assert desk.get("/desk/governance/meeting/nothing/history/").status_code == 404
