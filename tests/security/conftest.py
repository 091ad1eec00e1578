"""The fictional cluster and a user of each role, for a whole module; what a test writes is taken back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from django.test import Client

from renkei.core.accounts.actors import COMMAND_LINE, Role
from renkei.core.tables.service import load_package
from tests.desk.conftest import signed_in

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(__file__).parents[2] / "clusters" / "mihon"


@pytest.fixture(scope="module")
def clients(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[dict[str, Client]]:
    """A client of each role; a fault is an answer of 500 and not an error of the test."""
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        load_package(PACKAGE, actor=COMMAND_LINE, reason="test")
        found = {role.value: signed_in(role) for role in Role if role is not Role.STRANGER}
        found["stranger"] = Client()
        for client in found.values():
            client.raise_request_exception = False
        yield found
        transaction.set_rollback(True)
