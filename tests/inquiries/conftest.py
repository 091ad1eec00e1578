"""An office that answers: two units of one organisation, one of another, their people, a topic."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from renkei.core.accounts.actors import COMMAND_LINE, Actor, Grant, Role
from renkei.core.accounts.services import create_user
from renkei.core.history.journal import journal
from renkei.core.records.cluster import Cluster
from renkei.directory.models import Organisation, Unit
from renkei.directory.services import assign_role
from renkei.inquiries.models import Inquiry, InquiryTemplate, InquiryTopic
from renkei.inquiries.services import asking
from tests.builders import both, make

if TYPE_CHECKING:
    from renkei.core.accounts.models import User

MORNING = dt.datetime(2026, 11, 25, 0, 30, tzinfo=dt.UTC)  # half past nine on a Wednesday in Japan
TYPED = {
    "name": "架空 花子",
    "email": "hanako@firm.example.jp",
    "organisation": "架空食品",
    "text": "見学できますか。\n12名です。",
}


def of_unit(unit: str, organisation: str = "office", role: Role = Role.COORDINATOR) -> Actor:
    grant = Grant(role, organisation, unit, frozenset({organisation}), frozenset({unit}))
    return Actor(f"{role}.{unit}", frozenset({Role.STRANGER}), None, (grant,))


def user_of(name: str, unit: Unit | None) -> User:
    """A user with a mail address who answers for a unit; without one, the secretariat of everywhere."""
    user = create_user(actor=COMMAND_LINE, name=name)
    with journal(actor=COMMAND_LINE, action="test"):
        user.email = f"{name}@office.example.jp"
        user.save()
    role = Role.COORDINATOR if unit else Role.SECRETARIAT
    where: Any = {"organisation": unit.organisation, "unit": unit} if unit else {}
    assign_role(actor=COMMAND_LINE, user=user, role=role, **where)
    return user


@pytest.fixture
def office(db: None) -> dict[str, Unit]:
    make(Cluster, "cluster", name=both("見本クラスター", "Mihon Cluster"), languages="ja en")
    found = {}
    for organisation, units in (("office", ("desk", "lab")), ("other", ("far",))):
        owner = make(Organisation, organisation, name=both("見本機関", "Mihon Office"), kind="foundation")
        for unit in units:
            found[unit] = make(
                Unit, unit, organisation=owner, name=both(f"見本{unit}", f"Unit {unit}"), kind="office"
            )
    visits = make(
        InquiryTopic, "visits", name=both("視察・見学", "Visits"), unit=found["desk"], answer_days=3
    )
    make(
        InquiryTemplate,
        "welcome",
        topic=visits,
        name=both("受け入れ", "Welcome"),
        text=both("{name} 様、{number} の件、{x} お待ちします。", "Dear {name}, welcome ({number})."),
        publication="internal",
    )
    return found


@pytest.fixture
def topic(office: dict[str, Unit]) -> InquiryTopic:
    return InquiryTopic.objects.select_related("unit__organisation").get(pk="visits")


@pytest.fixture
def asked(topic: InquiryTopic) -> Inquiry:
    return ask(topic)


def ask(topic: InquiryTopic, at: dt.datetime = MORNING, language: str = "ja", **typed: str) -> Inquiry:
    """Write an inquiry, look it over and send it."""
    given: Any = {"values": TYPED | typed, "unit": topic.unit, "topic": topic, "language": language, "at": at}
    inquiry, _ = asking.send(token=asking.keep_draft(**given), at=at)
    return inquiry
