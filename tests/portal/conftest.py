"""The portal's ground: the fictional cluster, loaded once for a module and taken back at its end."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.tables.service import load_package
from tests.working import do_jobs

if TYPE_CHECKING:
    from collections.abc import Callable

PACKAGE = Path(__file__).parents[2] / "clusters" / "mihon"


@pytest.fixture(scope="module")
def mihon(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        load_package(PACKAGE, actor=COMMAND_LINE, reason="test")
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def open_data_folder(settings: Any, tmp_path: Path) -> Path:
    """Tests take their writes back, and with them the count of acts: each has a package of all tables of its own."""
    folder = tmp_path / "open-data"
    settings.OPEN_DATA_FOLDER = folder
    return folder


@pytest.fixture
def client() -> Client:
    """A stranger, for whom a fault is an answer of 500 and not an error of the test."""
    return Client(raise_request_exception=False)


@pytest.fixture
def fresh() -> None:
    """Nobody has sent anything yet."""
    cache.clear()


@pytest.fixture
def sends() -> Callable[..., Any]:
    """Send a form; a worker sends the mails that follow."""

    def send(client: Client, address: str, values: Any = None, **more: Any) -> Any:
        answer = client.post(address, values or {}, **more)
        do_jobs()
        return answer

    return send
