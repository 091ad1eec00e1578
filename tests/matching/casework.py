"""A small office for the tests of casework: two foundations, their coordinators, a company, stages, a need."""

from __future__ import annotations

import datetime as dt
from typing import Any

from renkei.core.accounts.actors import Actor, Grant, Role
from renkei.directory.models import Organisation, Person
from renkei.matching.models import Case, CaseStage, ClosingReason, Need
from renkei.matching.services.cases import open_case
from tests.builders import both, make

AT = dt.date(2026, 11, 25)
STAGES = (("first", "open", 7), ("survey", "open", 14), ("meeting", "open", None), ("joint", "reached", None))


def coordinator(name: str, organisation: str, role: Role = Role.COORDINATOR) -> Actor:
    grants = (Grant(role, organisation, person=name),)
    return Actor(name, frozenset({Role.STRANGER}), 1, grants, person=name)


ICHI = coordinator("ichi", "foundation")
NI = coordinator("ni", "foundation")
SHI = coordinator("shi", "other")
JOINT = Actor("joint", frozenset({Role.STRANGER, Role.SECRETARIAT}), 1)
AUDITOR = Actor("auditor", frozenset({Role.STRANGER, Role.AUDITOR}), 1)


def office() -> None:
    for slug in ("foundation", "other", "firm", "centre"):
        kind = "company" if slug == "firm" else "foundation"
        make(Organisation, slug, name=both(f"架空の{slug}", f"Fictional {slug}"), kind=kind)
    for slug, place in (("ichi", "foundation"), ("ni", "foundation"), ("shi", "other")):
        make(Person, slug, publication="internal", family_name=slug, controller_id=place, purpose="産学連携")
    for number, (slug, phase, days) in enumerate((*STAGES, ("end", "closed", None)), 1):
        make(CaseStage, slug, name=both(slug, slug), position=number, phase=phase, days=days)
    make(ClosingReason, "advice", name=both("助言", "Advice"), position=1)
    make(ClosingReason, "passed", name=both("引き継ぎ", "Passed on"), position=2, passes_on=True)


def a_need(slug: str = "need", **values: Any) -> Need:
    given = {
        "publication": "internal",
        "title": both("件名", "Title"),
        "problem": both("課題", "Problem"),
        "company_id": "firm",
        "coordinator_id": "ichi",
        "received_on": AT - dt.timedelta(days=40),
        "channel": "visit",
        "kind": "advice",
        "holder": "foundation",
    }
    return make(Need, slug, **given | values)


def a_case(slug: str = "need", *, actor: Actor = ICHI, days_ago: int = 30, **values: Any) -> Case:
    """Open a case from a need of its own, some days ago."""
    need = a_need(slug, **values)
    return open_case(actor=actor, at=AT - dt.timedelta(days=days_ago), title=both("件名"), need=need)


def present(case: Case) -> Case:
    return Case.objects.select_related("stage").get(pk=case.pk)
