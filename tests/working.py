"""A worker for tests: it does what waits, in the test's own transaction and at the test's own hour."""

from __future__ import annotations

import json
from typing import Any

from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app


def do_jobs(most: int = 200) -> list[str]:
    """Do the jobs that wait now, one after another as a worker would; return the names of their tasks."""
    done = []
    while (job := _next()) is not None:
        identifier, name, arguments = job
        app.tasks[name].func(**arguments)
        _finish(identifier)
        done.append(name)
        assert len(done) < most, "jobs without end"
    return done


def waiting() -> list[tuple[str, dict[str, Any]]]:
    """Return the jobs that wait, now or for their hour: names of tasks and arguments."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT task_name, args::text FROM procrastinate_jobs WHERE status = 'todo' ORDER BY id"
        )
        return [(name, json.loads(arguments)) for name, arguments in cursor.fetchall()]


def _next() -> tuple[int, str, dict[str, Any]] | None:
    """Take the first job whose hour has come by the test's clock, which the database does not see."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', attempts = attempts WHERE id = ("
            "SELECT id FROM procrastinate_jobs WHERE status = 'todo' "
            "AND (scheduled_at IS NULL OR scheduled_at <= %s) ORDER BY id LIMIT 1) RETURNING id, task_name, args::text",
            [timezone.now()],
        )
        row = cursor.fetchone()
    return (row[0], row[1], json.loads(row[2])) if row else None


def _finish(identifier: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'succeeded' WHERE id = %s", [identifier])
