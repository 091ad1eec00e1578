"""The desk: a list of fifty out of a thousand and out of a hundred thousand, and a record's page."""

from __future__ import annotations

import datetime as dt
import statistics
import time
from typing import Any

ROUNDS = 15
FEW, MANY = 1_000, 100_000
LIST = "/desk/governance/meeting/"
SORTED = f"{LIST}?state=held&sort=title"
SEARCHED = f"{LIST}?q=会議 99"
RECORD = "/desk/governance/meeting/meeting-0000007/"
BODY = "/desk/governance/body/mihon/"


def measure() -> list[dict[str, Any]]:
    """Return the median milliseconds and the queries of each page, with their upper limits."""
    client = _prepared()
    found: list[dict[str, Any]] = []
    _fill(0, FEW)
    found += _page(client, f"list, 50 of {FEW:,}", LIST, 60.0)
    _fill(FEW, MANY)
    found += _page(client, f"list, 50 of {MANY:,}", LIST, 60.0)
    found += _page(client, f"list of {MANY:,}, filtered and sorted by name", SORTED, None)
    found += _page(client, f"list of {MANY:,}, searched", SEARCHED, None)
    found += _page(client, "record page", RECORD, 50.0)
    found += _page(client, f"record page that {MANY:,} rows belong to", BODY, None)
    found += _page(client, f"Today, {MANY:,} meetings", "/desk/", 100.0, queries=20)
    found += _page(
        client, f"deadlines, {MANY:,} meetings", "/desk/deadlines/?from=2020-01", 100.0, queries=25
    )
    return found


def _prepared() -> Any:
    from django.conf import settings  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    from renkei.core.accounts.actors import COMMAND_LINE  # noqa: PLC0415
    from renkei.core.accounts.models import User  # noqa: PLC0415
    from renkei.core.records.kinds import kind_of  # noqa: PLC0415
    from renkei.core.records.services import add_record  # noqa: PLC0415
    from renkei.directory.services import ensure_demo_users  # noqa: PLC0415
    from renkei.kernel.localised import Localised  # noqa: PLC0415

    settings.ALLOWED_HOSTS = ["testserver"]
    ensure_demo_users()
    values = {"slug": "mihon", "name": Localised.both("見本会議", "Mihon"), "legal_type": "committee"}
    add_record(actor=COMMAND_LINE, kind=kind_of("body"), values=values, reason="measure")
    client = Client()
    client.force_login(User.objects.get(username="secretariat"), "django.contrib.auth.backends.ModelBackend")
    return client


def _fill(start: int, end: int) -> None:
    from django.db import connection  # noqa: PLC0415

    from renkei.core.accounts.actors import COMMAND_LINE  # noqa: PLC0415
    from renkei.core.history.journal import journal  # noqa: PLC0415
    from renkei.governance.models import Meeting  # noqa: PLC0415
    from renkei.kernel.localised import Localised  # noqa: PLC0415

    with journal(actor=COMMAND_LINE, action="fill"):
        Meeting.objects.bulk_create(
            (
                Meeting(
                    slug=f"meeting-{number:07}",
                    body_id="mihon",
                    held_on=dt.date(1990, 1, 1) + dt.timedelta(days=number * 7919 % 12_000),
                    title=Localised.both(f"会議 {number}", f"Meeting {number}"),
                )
                for number in range(start, end)
            ),
            batch_size=1000,
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _page(
    client: Any, name: str, address: str, limit: float | None, *, queries: int = 15
) -> list[dict[str, Any]]:
    from bench.taking import queries as queries_of  # noqa: PLC0415

    answers = []
    asked = queries_of(lambda: answers.append(client.get(address)))
    if answers[0].status_code != 200:  # noqa: PLR2004 - the one answer that is worth measuring
        message = f"{address} answered {answers[0].status_code}"
        raise RuntimeError(message)
    taken = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        client.get(address)
        taken.append((time.perf_counter() - begun) * 1000)
    return [
        {"name": f"{name}: p50", "value": round(statistics.median(taken), 1), "unit": "ms", "target": limit},
        {"name": f"{name}: queries", "value": asked, "unit": "queries", "target": queries},
    ]
