"""The board of cases with five thousand of them: how long it takes and how often it asks."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING, Any

from bench.taking import median_milliseconds, queries

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client

CASES, STAGES, PEOPLE = 5_000, 13, 40
BOARD_MS, BOARD_QUERIES = 200, 15
TODAY_MS, TODAY_QUERIES = 100, 20
PAGES = {
    "board": "/desk/cases/board/",
    "board, late only": "/desk/cases/board/?late=1",
    "board, mine": "/desk/cases/board/?coordinator=me",
    "list": "/desk/cases/board/?view=list",
    "list, last page": "/desk/cases/board/?view=list&page=100",
    "case": "/desk/cases/mihon-case-4999/",
    "visit form": "/desk/visit/",
    "caseload": "/desk/cases/caseload/",
    "month": f"/desk/cases/month/{dt.date.today():%Y-%m}/",  # noqa: DTZ011 - the site's own day
    "Today": "/desk/",
}


def measure() -> Iterator[dict[str, Any]]:
    from bench.growing import analyse  # noqa: PLC0415
    from bench.lists import _calm  # noqa: PLC0415

    _calm()
    _fill()
    analyse()
    desk = _coordinator()
    for name, address in PAGES.items():
        board, today = name.startswith("board"), name == "Today"
        ask = partial(_asked, desk, address)
        asked, taken = queries(ask), median_milliseconds(ask, times=9, warm=2)
        most = BOARD_QUERIES if board else TODAY_QUERIES if today else None
        note = f"{asked} queries" + (f" (at most {most})" if most else "")
        target = BOARD_MS if board else TODAY_MS if today else None
        yield {
            "name": f"{name}, of {CASES:,} cases",
            "value": taken,
            "unit": "ms",
            "target": target,
            "note": note,
        }


def _asked(client: Client, address: str) -> None:
    response = client.get(address)
    if response.status_code != 200:  # noqa: PLR2004
        raise RuntimeError(f"{address}: {response.status_code}")


def _coordinator() -> Client:
    """A coordinator of the one foundation, signed in."""
    from django.test import Client  # noqa: PLC0415

    from renkei.core.accounts.actors import COMMAND_LINE, Role  # noqa: PLC0415
    from renkei.core.accounts.services import create_user  # noqa: PLC0415
    from renkei.directory.models import Organisation, Person  # noqa: PLC0415
    from renkei.directory.services import assign_role, say_who  # noqa: PLC0415

    user = create_user(actor=COMMAND_LINE, name="mihon-0")
    home = Organisation.objects.get(pk="mihon-foundation")
    assign_role(actor=COMMAND_LINE, user=user, role=Role.COORDINATOR, organisation=home)
    say_who(actor=COMMAND_LINE, user=user, person=Person.objects.get(pk="mihon-0"))
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


def _fill() -> None:
    """Cases in all stages, each with steps, and two activities of which one has a promise."""
    from renkei.core.accounts.actors import COMMAND_LINE  # noqa: PLC0415
    from renkei.core.history.journal import journal  # noqa: PLC0415
    from renkei.directory.models import Organisation, Person  # noqa: PLC0415
    from renkei.kernel.localised import Localised  # noqa: PLC0415
    from renkei.matching.models import Activity, Case, CaseStage, CaseStep  # noqa: PLC0415

    def both(text: str) -> Localised:
        return Localised.both(text, text)

    today, held = dt.date.today(), {"holder": "mihon-foundation"}  # noqa: DTZ011
    with journal(actor=COMMAND_LINE, action="bench", reason="bench"):
        home = Organisation.objects.create(slug="mihon-foundation", name=both("見本財団"), kind="foundation")
        firms = [
            Organisation(slug=f"firm-{n}", name=both(f"見本会社 {n}"), kind="company") for n in range(300)
        ]
        Organisation.objects.bulk_create(firms)
        people = [
            Person(slug=f"mihon-{n}", family_name=f"見本{n}", controller=home, purpose="産学連携")
            for n in range(PEOPLE)
        ]
        Person.objects.bulk_create(people)
        stages = [
            CaseStage(slug=f"stage-{n:02}", name=both(f"段階 {n}"), position=n, days=30)
            for n in range(STAGES)
        ]
        CaseStage.objects.bulk_create(stages)
        cases = [
            Case(
                slug=f"mihon-case-{n}",
                title=both(f"見本の案件 {n}"),
                company=firms[n % 300],
                coordinator=people[n % PEOPLE],
                stage=stages[n % STAGES],
                opened_on=today - dt.timedelta(days=n % 400),
                answer_due=today - dt.timedelta(days=n % 400 - 14),
                answered_on=today - dt.timedelta(days=n % 400 - 5) if n % 3 else None,
                next_due=today + dt.timedelta(days=n % 60 - 20) if n % 4 else None,
                **held,
            )
            for n in range(CASES)
        ]
        Case.objects.bulk_create(cases, batch_size=1000)
        CaseStep.objects.bulk_create(
            (
                CaseStep(
                    slug=f"{case.pk}-{n:02}",
                    case=case,
                    stage=stages[n % STAGES],
                    entered_on=case.opened_on,
                    **held,
                )
                for case in cases
                for n in range(3)
            ),
            batch_size=1000,
        )
        Activity.objects.bulk_create(
            (
                Activity(
                    slug=f"{case.pk}-a{n}",
                    kind="visit",
                    held_on=case.opened_on,
                    coordinator=case.coordinator,
                    case=case,
                    organisation=case.company,
                    what=both("訪問した"),
                    promised_by=case.opened_on + dt.timedelta(days=7) if n else None,
                    **held,
                )
                for case in cases
                for n in range(2)
            ),
            batch_size=1000,
        )
