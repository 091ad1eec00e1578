from __future__ import annotations

import pytest

from renkei.core.figures import addresses
from renkei.core.records import kinds


@pytest.fixture(autouse=True)
def places(monkeypatch):
    monkeypatch.setitem(
        kinds._places, "portal", lambda kind, slug, language: f"/{language}/{kind.slug}/{slug}/"
    )
    monkeypatch.setattr(
        addresses, "_shown", [lambda code, year, language: f"/{language}/figures/{code}/{year}/"]
    )
