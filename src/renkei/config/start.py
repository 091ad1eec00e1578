"""Bringing the database and the static files up to date before anything is served."""

from __future__ import annotations

import django
from django.core.management import call_command

from renkei.config.terminal import step


def set_up() -> None:
    """Set up Django for a command; an empty database gets its tables first."""
    django.setup()
    from django.db import connection  # noqa: PLC0415  (needs the settings)

    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('django_migrations') IS NULL")
        (empty,) = cursor.fetchone()
    if empty:
        with step("データベースの構造をつくっています", "making the tables of the database"):
            call_command("migrate", interactive=False, verbosity=0)


def prepare() -> None:
    """Set up Django, migrate the database and collect the static files; each step is announced."""
    with step("設定とデータベースを準備しています", "preparing settings and database"):
        django.setup()
        from django.db import connection  # noqa: PLC0415  (needs the settings)

        connection.ensure_connection()
    with step("データベースの構造を最新にしています", "bringing the database up to date"):
        call_command("migrate", interactive=False, verbosity=0)
    with step("画面の部品を集めています", "collecting static files"):
        call_command("collectstatic", interactive=False, verbosity=0, clear=False)
