from __future__ import annotations

import pytest

from tests.reports import mihon as mihon_cluster


@pytest.fixture
def mihon(db):
    """The structure of a small fictional cluster."""
    mihon_cluster.directory()
    mihon_cluster.structure()
