"""A small institute for the tests of seeds: an office, a laboratory, a researcher with her sheet."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django.core import mail

from renkei.core.accounts.actors import Actor, Grant, Role
from renkei.directory.models import Laboratory, Organisation, Person, Unit
from renkei.matching.models import ApplicationField, Seed, SeedField
from tests.builders import both, make
from tests.working import do_jobs

NOW = dt.datetime(2026, 11, 25, 3, 0, tzinfo=dt.UTC)
TODAY = dt.date(2026, 11, 25)
YEAR = 2026
ADDRESS = "mihon.aki@institute.example.jp"


def office_of(organisation: str, role: Role = Role.INSTITUTE) -> Actor:
    return Actor(organisation, frozenset({Role.STRANGER}), None, (Grant(role, organisation),))


INSTITUTE, OTHER = office_of("institute"), office_of("other")
READER = Actor("reader", frozenset({Role.STRANGER, Role.READER}), None)


def institute() -> None:
    for slug in ("institute", "other"):
        make(Organisation, slug, name=both(f"架空{slug}", f"Fictional {slug}"), kind="research_institute")
    make(
        Unit,
        "desk",
        name=both("連携窓口", "Partnership office"),
        organisation_id="institute",
        kind="office",
        telephone="000-000-0000",
        email="office@institute.example.jp",
    )
    make(Laboratory, "lab", name=both("架空研究室", "Fictional laboratory"))
    make(
        Person,
        "aki",
        publication="internal",
        family_name="架空",
        given_name="あき",
        family_roman="KAKU",
        given_roman="Aki",
        controller_id="institute",
        purpose="産学連携",
    )
    for position, (slug, ja, en) in enumerate(
        (("food", "食品", "Food"), ("medicine", "医療", "Medicine")), 1
    ):
        make(ApplicationField, slug, name=both(ja, en), position=position)


def a_seed(slug: str = "seed", *, fields: tuple[str, ...] = ("food",), **values: Any) -> Seed:
    """A public sheet of the institute, held by it, whose researcher agreed to be named."""
    given = {
        "title": both(f"架空酵母の研究 {slug}", f"Fictional yeasts {slug}"),
        "outline": both("概要の一行目。\n二行目。", "An outline."),
        "uses": both("洗剤。", "Detergents."),
        "keywords": both("酵母、発酵", "yeast, fermentation"),
        "researcher_id": "aki",
        "researcher_name": both("架空 あき", "KAKU Aki"),
        "name_agreed_on": dt.date(2025, 4, 1),
        "refresh_address": ADDRESS,
        "organisation_id": "institute",
        "laboratory_id": "lab",
        "contact_unit_id": "desk",
        "stage": "prototype",
        "wants_joint_research": True,
        "holder": "institute",
        "refreshed_on": dt.date(2025, 11, 1),
    }
    seed = make(Seed, slug, **given | values)
    for field in fields:
        make(SeedField, f"{slug}-{field}", seed=seed, field_id=field, holder="institute")
    return seed


def link_in_mail(number: int = -1, language: str = "ja") -> str:
    """The path of the link in a mail that a worker has sent."""
    do_jobs()
    found = re.search(rf"/{language}/seeds/refresh/\S+", str(mail.outbox[number].body))
    assert found is not None
    return found.group()
