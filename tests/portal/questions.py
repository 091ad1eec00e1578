"""How many questions a page asks the database, and how many it may."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext

MOST = 20
REPORT = 45  # structure with its drawings, results, plan and amounts together, the figures of two years


def body_of(answer):
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def questions(client, path):
    """Return how many questions a page asks once everything has been loaded."""
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200, path
    return len(asked)


def beyond(counts):
    return {
        path: count
        for path, count in counts.items()
        if count > (REPORT if path.startswith("reports/yearly/") else MOST)
    }
