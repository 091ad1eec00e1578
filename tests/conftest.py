"""The fixed cast of all tests: the people of the demonstration, of the whole cluster and of two organisations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from xdist.scheduler import LoadScopeScheduling

from renkei.core.accounts.actors import STRANGER, Actor, Grant, Role
from tests.chromium import CHROMIUM, FLAGS
from tests.database import django_db_modify_db_settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

__all__ = ["django_db_modify_db_settings"]  # a fixture


LONGEST = ("tests/e2e/", "tests/config/", "tests/architecture/")


class Together(LoadScopeScheduling):  # type: ignore[misc]  # pytest-xdist says nothing of its types
    """Keep in one process what shares a costly fixture: a module, and all stories in the browser."""

    def _split_scope(self, nodeid: str) -> str:
        module = nodeid.partition("::")[0]
        return "stories" if "/e2e/" in module else module


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest, so that no process waits at the end for one that still tells a story.

    Stories in the browser go on in the site that those before have left, so they are told in the order in which they
    stand; everything else comes in random order.
    """

    def place(item: pytest.Item) -> tuple[int, str, int, tuple[int, ...]]:
        long = next((n for n, part in enumerate(LONGEST) if part in item.nodeid), len(LONGEST))
        if long:
            return long, "", 0, ()
        varied = getattr(item, "callspec", None)
        return 0, item.location[0], item.location[1] or 0, tuple(varied.indices.values()) if varied else ()

    items.sort(key=place)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Together:
    return Together(config, log)


@pytest.fixture(autouse=True, scope="session")
def _emptying_for_tests() -> Iterator[None]:
    """Tests with real transactions empty all tables afterwards: history too, which the database refuses to anybody,
    and the queue, whose tables are not Django's."""
    from django.db.backends.postgresql.operations import DatabaseOperations

    operations: Any = DatabaseOperations
    plain = operations.execute_sql_flush

    def flush(self: Any, sql_list: list[str]) -> None:
        jobs = "TRUNCATE procrastinate_jobs, procrastinate_periodic_defers CASCADE"
        plain(self, ["SET LOCAL session_replication_role = replica", jobs, *sql_list])

    operations.execute_sql_flush = flush
    yield
    operations.execute_sql_flush = plain


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
def city_office() -> Actor:
    """The secretariat of the city alone."""
    return Actor("city", frozenset({Role.STRANGER}), 4, (Grant(Role.SECRETARIAT, "mihon-city"),))


@pytest.fixture
def university_office() -> Actor:
    return Actor("university", frozenset({Role.STRANGER}), 5, (Grant(Role.SECRETARIAT, "mihon-university"),))


@pytest.fixture
def stranger() -> Actor:
    return STRANGER


@pytest.fixture(
    scope="module"
)  # not longer: while it is open, Django sees an event loop and refuses the database
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield found
        found.close()
