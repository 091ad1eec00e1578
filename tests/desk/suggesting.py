"""A small office with two seeds and a matcher with a toy engine, for tests of suggestions."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from renkei.core.accounts.actors import COMMAND_LINE, Role
from renkei.core.accounts.services import create_user
from renkei.directory.models import Organisation, Person
from renkei.directory.services import assign_role, say_who
from renkei.matching.models import ApplicationField, Seed
from renkei.matching.services.indexing import make_ready
from renkei.matching.suggest import Asked, seeds_for
from tests.builders import both, make
from tests.cast import signed_in_as
from tests.matching.casework import ICHI, office
from tests.matching.fake import fake_client

NOW = dt.datetime(2026, 11, 25, 3, tzinfo=dt.UTC)
MILK = {"title": both("牛乳の鮮度を測りたい"), "problem": both("牛乳の鮮度が分からない。牛乳、鮮度。")}
SECRET = "ヒミツノコンダテ"


@pytest.fixture(autouse=True)
def client(db, monkeypatch):
    """A matcher with a toy engine, asked by all that asks."""
    found = fake_client()
    for place in (
        "desk.views.suggestions",
        "desk.views.judging",
        "desk.views.match_quality",
        "matching.tasks",
    ):
        monkeypatch.setattr(f"renkei.{place}.present_client", lambda: found)
    with time_machine.travel(NOW, tick=False):
        office()
        make(ApplicationField, "food", name=both("食品", "Food"))
        a_seed("seed-milk", "牛乳の鮮度", "Freshness of milk")
        a_seed("seed-weld", "溶接の検査", "Inspection of welding")
        make_ready(found, quiet)
        yield found


def quiet(_done, _total):
    pass


def a_seed(slug, ja, en, organisation="centre", **values):
    texts = {"title": both(ja, en), "outline": both(f"{ja}、{ja}。", f"{en}, {en}.")}
    return make(Seed, slug, organisation_id=organisation, **texts | values)


def signed(name, organisation, language="ja", role=Role.COORDINATOR):
    user = create_user(actor=COMMAND_LINE, name=name)
    place = Organisation.objects.get(pk=organisation)
    assign_role(actor=COMMAND_LINE, user=user, role=role, organisation=place)
    if Person.objects.filter(pk=name).exists():
        say_who(actor=COMMAND_LINE, user=user, person=Person.objects.get(pk=name))
    return signed_in_as(user, language)


def page_of(need="need", name="need_suggestions", **query):
    address = reverse(f"desk:{name}", args=[need])
    return address + ("?" + "&".join(f"{key}={value}" for key, value in query.items()) if query else "")


def pair(name="pair", need="need", seed="seed-milk"):
    return reverse(f"desk:{name}", args=[need, seed])


def asked(client, need, actor=ICHI, narrowed=None):
    return seeds_for(need, actor=actor, at=NOW, client=client, asked=narrowed or Asked())
