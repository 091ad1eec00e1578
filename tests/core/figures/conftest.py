from __future__ import annotations

import pytest

from tests.core.figures import rows


@pytest.fixture
def sources() -> None:
    rows.organisation()
    rows.document()
