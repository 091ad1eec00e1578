"""Pages of desk and portal, asked in this process: out of a thousand records and out of a hundred thousand."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.taking import median_milliseconds, queries

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client

PACKAGE = Path(__file__).resolve().parents[1] / "clusters" / "tsuruoka"
FEW, MANY = 1_000, 100_000
LIST_MS, LIST_QUERIES, RECORD_MS = 60, 15, 50
DESK = {
    "list of 50": ("/desk/governance/meeting/", LIST_MS, LIST_QUERIES),
    "last page": ("/desk/governance/meeting/?page={last}", LIST_MS, LIST_QUERIES),
    "filtered": ("/desk/governance/meeting/?state=planned", LIST_MS, LIST_QUERIES),
    "sorted by body": ("/desk/governance/meeting/?sort=body", LIST_MS, LIST_QUERIES),
    "searched": ("/desk/governance/meeting/?q=見本会議 7", LIST_MS, LIST_QUERIES),
    "record": ("/desk/governance/meeting/mihon-1/", RECORD_MS, None),
    "record with many parts": ("/desk/governance/body/mihon-body/", RECORD_MS, None),
    "Today": ("/desk/", None, None),
}
PORTAL = {
    "home": "/ja/",
    "figures of a year": "/ja/figures/?year=2017",
    "evidence": "/ja/figures/governance.meetings_held/2017/",
    "evidence, last page": "/ja/figures/governance.meetings_held/2017/?page={last}",
    "evidence, searched": "/ja/figures/governance.meetings_held/2017/?q=会議 7",
    "one indicator": "/ja/figures/governance.meetings_held/",
    "structure": "/ja/structure/",
    "report": "/ja/reports/yearly/2017/",
    "search": "/ja/search/?q=会議",
    "record": "/ja/meetings/mihon-1/",
    "body": "/ja/bodies/mihon-body/",
}


def measure() -> Iterator[dict[str, Any]]:
    from bench.growing import analyse  # noqa: PLC0415
    from renkei.core.accounts.actors import COMMAND_LINE  # noqa: PLC0415
    from renkei.core.tables.service import load_package  # noqa: PLC0415

    _calm()
    load_package(PACKAGE, actor=COMMAND_LINE)
    _add_body()
    begun = 0
    for rows in (FEW, MANY):
        _add_meetings(begun, rows)
        begun = rows
        analyse()
        yield from _taken(rows)


def _taken(rows: int) -> Iterator[dict[str, Any]]:
    from django.test import Client  # noqa: PLC0415

    desk, last = _desk(), -(-rows // 50)
    for name, (address, limit, most) in DESK.items():
        yield _line(f"desk {name}", desk, address.format(last=last), rows, limit, most)
    for name, address in PORTAL.items():
        yield _line(f"portal {name}", Client(), address.format(last=last), rows, None, None)


def _line(
    name: str, client: Client, address: str, rows: int, limit: int | None, most: int | None
) -> dict[str, Any]:
    def ask() -> None:
        response = client.get(address)
        if response.status_code != 200:  # noqa: PLR2004
            raise RuntimeError(f"{address}: {response.status_code}")

    asked = queries(ask)
    note = f"{asked} queries" + (f" (at most {most})" if most else "")
    taken = median_milliseconds(ask, times=11 if rows == FEW else 7, warm=2)
    return {"name": f"{name}, of {rows:,}", "value": taken, "unit": "ms", "target": limit, "note": note}


def _calm() -> None:
    """Answer a test's client. Templates stay as they are: under tests they copy all they show, which takes time."""
    from django.conf import settings  # noqa: PLC0415

    settings.ALLOWED_HOSTS = ["testserver"]


def _desk() -> Client:
    from django.test import Client  # noqa: PLC0415

    from renkei.core.accounts.models import User  # noqa: PLC0415
    from renkei.directory.services import ensure_demo_users  # noqa: PLC0415

    ensure_demo_users()
    client = Client()
    client.force_login(User.objects.get(username="secretariat"), "django.contrib.auth.backends.ModelBackend")
    return client


def _add_body() -> None:
    from renkei.core.accounts.actors import COMMAND_LINE  # noqa: PLC0415
    from renkei.core.history.journal import journal  # noqa: PLC0415
    from renkei.governance.models import Body  # noqa: PLC0415
    from renkei.kernel.localised import Localised  # noqa: PLC0415

    with journal(actor=COMMAND_LINE, action="bench", reason="bench"):
        Body.objects.create(
            slug="mihon-body",
            name=Localised.both("見本会議", "Mihon Council"),
            legal_type="committee",
            publication="public",
        )


def _add_meetings(first: int, rows: int) -> None:
    import datetime as dt  # noqa: PLC0415

    from renkei.core.accounts.actors import COMMAND_LINE  # noqa: PLC0415
    from renkei.core.history.journal import journal  # noqa: PLC0415
    from renkei.governance.models import Meeting  # noqa: PLC0415
    from renkei.kernel.localised import Localised  # noqa: PLC0415

    with journal(actor=COMMAND_LINE, action="bench", reason="bench"):
        Meeting.objects.bulk_create(
            (
                Meeting(
                    slug=f"mihon-{number}",
                    body_id="mihon-body",
                    held_on=dt.date(2017, 4, 1) + dt.timedelta(days=number % 365),
                    state="held" if number % 10 else "planned",
                    title=Localised.both(f"見本会議 {number}", f"Mihon meeting {number}"),
                    publication="public",
                )
                for number in range(first, rows)
            ),
            batch_size=5000,
        )
