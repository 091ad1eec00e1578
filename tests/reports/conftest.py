from __future__ import annotations

import pytest

from renkei.budgets.models import Item
from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.figures import addresses
from renkei.core.history.journal import journal
from renkei.core.records import kinds
from tests.reports import mihon as mihon_cluster


@pytest.fixture(autouse=True)
def places(monkeypatch):
    monkeypatch.setitem(
        kinds._places, "portal", lambda kind, slug, language: f"/{language}/{kind.slug}/{slug}/"
    )
    monkeypatch.setattr(
        addresses, "_shown", [lambda code, year, language: f"/{language}/figures/{code}/{year}/"]
    )


@pytest.fixture
def mihon(db):
    mihon_cluster.everything()


@pytest.fixture
def clean_mihon(mihon):
    """The same without what the checks before publishing would find: an untranslated text, a photograph not held."""
    with journal(actor=COMMAND_LINE, action="test"):
        Item.objects.filter(pk__in=["japanese-only", "photograph"]).delete()
