"""The desk's cast: people signed in, and fictional records to work on."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from renkei.core.accounts.actors import COMMAND_LINE, Actor
from renkei.core.accounts.models import User
from renkei.core.records.kinds import kind_of
from renkei.core.records.services import add_record
from renkei.directory.services import ensure_demo_users
from renkei.kernel.localised import Localised
from renkei.kernel.periods import Period

if TYPE_CHECKING:
    from renkei.core.records.models import Record

both = Localised.both


def record(kind: str, slug: str, /, **values: object) -> Record:
    return add_record(
        actor=COMMAND_LINE, kind=kind_of(kind), values={"slug": slug, **values}, reason="見本を用意する"
    )


def signed_in(role: str, language: str = "ja") -> Client:
    ensure_demo_users()
    client = Client()
    client.force_login(User.objects.get(username=role), "django.contrib.auth.backends.ModelBackend")
    session = client.session
    session["language"] = language
    session.save()
    return client


@pytest.fixture
def cast(db: None) -> dict[str, Client]:
    return {role: signed_in(role) for role in ("administrator", "secretariat", "reader")} | {
        "stranger": Client()
    }


@pytest.fixture
def desk(db: None) -> Client:
    """The secretariat at its desk."""
    return signed_in("secretariat")


@pytest.fixture
def english_desk(db: None) -> Client:
    return signed_in("secretariat", "en")


@pytest.fixture
def mihon(db: None) -> dict[str, Record]:
    """A small fictional cluster: two organisations, a body with a seat, two meetings, an agreement with a duty."""
    record("cluster", "cluster", name=both("見本クラスター", "Mihon Cluster"))
    city = record(
        "organisation",
        "mihon-city",
        name=both("見本市", "Mihon City"),
        kana="ミホンシ",
        kind="municipality",
        publication="public",
    )
    university = record(
        "organisation", "mihon-university", name=Localised({"ja": "見本大学"}), kind="university"
    )
    paper = record("document", "mihon-report", title=both("見本報告書", "Mihon report"))
    body = record(
        "body",
        "mihon-council",
        name=both("見本推進会議", "Mihon Council"),
        legal_type="council_of_organisations",
        document_id="mihon-report",
        place=both("3頁", "page 3"),
    )
    seat = record(
        "seat", "mihon-council-city", body_id="mihon-council", role="member", organisation_id="mihon-city"
    )
    held = record(
        "meeting", "mihon-council-2021", body_id="mihon-council", held_on=dt.date(2021, 7, 5), state="held"
    )
    planned = record(
        "meeting",
        "mihon-council-2022",
        body_id="mihon-council",
        held_on=dt.date(2022, 7, 4),
        state="planned",
        title=both("第2回見本推進会議", "Second Mihon Council"),
    )
    return {item.pk: item for item in (city, university, paper, body, seat, held, planned)} | _agreement()


def _agreement() -> dict[str, Record]:
    record("agreementfamily", "mihon-agreements", title=both("見本協定", "Mihon agreements"))
    term = record(
        "agreement",
        "mihon-agreement-1",
        family_id="mihon-agreements",
        title=both("見本協定 第1期", "Mihon agreement, first term"),
        term=Period(dt.date(2020, 4, 1), dt.date(2023, 3, 31)),
        publication="public",
    )
    duty = record(
        "duty",
        "mihon-evaluation",
        agreement_id="mihon-agreement-1",
        organisation_id="mihon-city",
        title=both("中間評価", "Interim evaluation"),
        due_on=dt.date(2022, 7, 30),
    )
    return {item.pk: item for item in (term, duty)}


@pytest.fixture
def actor_of_desk() -> Actor:
    return COMMAND_LINE
