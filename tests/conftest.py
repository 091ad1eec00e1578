"""The fixed cast of all tests: the same four people as in the demonstration."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from renkei.core.accounts.actors import STRANGER, Actor, Role
from tests.chromium import CHROMIUM, FLAGS
from tests.database import django_db_modify_db_settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

__all__ = ["django_db_modify_db_settings"]  # a fixture


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep together what shares a costly fixture when several processes run: a module, and all of the browser."""
    for item in items:
        shares_a_browser = "browser" in getattr(item, "fixturenames", ()) or "e2e" in Path(item.path).parts
        group = "browser" if shares_a_browser else Path(item.path).as_posix()
        item.add_marker(pytest.mark.xdist_group(group))


@pytest.fixture
def administrator() -> Actor:
    return Actor("administrator", frozenset({Role.STRANGER, Role.ADMINISTRATOR}), 1)


@pytest.fixture
def secretariat() -> Actor:
    return Actor("secretariat", frozenset({Role.STRANGER, Role.SECRETARIAT}), 2)


@pytest.fixture
def reader() -> Actor:
    return Actor("reader", frozenset({Role.STRANGER, Role.READER}), 3)


@pytest.fixture
def stranger() -> Actor:
    return STRANGER


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield found
        found.close()
