"""The fixed cast of all tests: the same four people as in the demonstration."""

from __future__ import annotations

import pytest

from renkei.core.accounts.actors import STRANGER, Actor, Role


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
