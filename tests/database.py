"""The tests' database: cloned from a template that is migrated once for each state of the migrations.

Hundreds of triggers make a migration from nothing the longest part of a short run; a clone takes a moment.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command
from django.db import connection

from tests.architecture.source import PROJECT

if TYPE_CHECKING:
    from pytest_django.plugin import DjangoDbBlocker

PREFIX = "template_of_tests_"
LOCK = 62031  # an advisory lock of the server: two runs make no template twice
# What a crash of the tests' server loses can be made again.
HASTE = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}


def state_of_migrations() -> str:
    """Return a digest of everything that decides how an empty database looks."""
    digest = hashlib.sha256((PROJECT / "uv.lock").read_bytes())
    for path in sorted(PROJECT.glob("src/renkei/*/migrations/*.py")):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:24]


def ensure_template() -> str:
    """Make the template unless it is there, dropping older ones; return its name."""
    name = PREFIX + state_of_migrations()
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX])
        found = {datname for (datname,) in cursor.fetchall()}
        if name in found:
            return name
        for old in found:
            cursor.execute(f'DROP DATABASE IF EXISTS "{old}" WITH (FORCE)')
        being_made = f"{PREFIX}being_made"
        cursor.execute(f'CREATE DATABASE "{being_made}"')
        _migrate(being_made)
        cursor.execute(f'ALTER DATABASE "{being_made}" RENAME TO "{name}"')
    return name


def _migrate(database: str) -> None:
    own = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = database
    try:
        call_command("migrate", verbosity=0, interactive=False)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = own


def hurry() -> None:
    """Let the embedded server of the tests not wait for the disk."""
    with connection._nodb_cursor() as cursor:
        for name, value in HASTE.items():
            cursor.execute(f"ALTER SYSTEM SET {name} = '{value}'")
        cursor.execute("SELECT pg_reload_conf()")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.unblock():
        if "HOME" in connection.settings_dict:  # the embedded one; another's settings are not ours to change
            hurry()
        connection.settings_dict["TEST"]["TEMPLATE"] = ensure_template()
