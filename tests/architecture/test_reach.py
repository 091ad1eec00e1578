"""No way out for what an organisation keeps to itself: every address, every kind, every role, held by whomever."""

from __future__ import annotations

import io
import itertools
import uuid
import zipfile
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.urls.converters import IntConverter, UUIDConverter
from pghistory.models import Context

from renkei.core.accounts.actors import COMMAND_LINE, Role
from renkei.core.accounts.permissions import Verb, may
from renkei.core.files.attaching import attach_file
from renkei.core.history.journal import journal
from renkei.core.publication.selectors import is_visible, visible_to
from renkei.core.records.fields import LocalisedField
from renkei.core.records.kinds import kind_of, kinds
from renkei.core.records.rights import holding_flaws
from renkei.core.tables.service import load_package
from renkei.directory.selectors import actor_of
from renkei.directory.services import ensure_demo_users
from tests.architecture.test_access import ALL, SAMPLES
from tests.cast import DAY, OTHER, OWN, narrowed, signed_in_as
from tests.desk.conftest import both, record
from tests.reach import Held, sees, sees_history, writes

pytestmark = pytest.mark.django_db
CLUSTER = "clusters/mihon"
CANARY = "himitsukanaria"
ROLES = tuple(role for role in Role if role is not Role.STRANGER)
SEARCHED = ("desk:search", "desk:lookup", "desk:list", "desk:evidence")
HOLDINGS = {
    "common": ("", ""),
    "own": (OWN, ""),
    "other": (OTHER, ""),
    "shared": (OTHER, OWN),
    "shared with all": (OTHER, "*"),
}
PUBLICATIONS = ("internal", "public", "withdrawn")
# Kinds of which the sample cluster has no row get one here; a new kind without either fails the test.
MADE = {
    "organisationidentifier": {"organisation_id": OWN, "scheme": "ror", "value": "https://ror.org/02mhbdp94"},
    "eventfigure": {"event_id": "mihon-summit-2023", "indicator_id": "events.visitors"},
    "programmefigure": {"programme_id": "mihon-summer-laboratory", "indicator_id": "events.visitors"},
}


@pytest.fixture
def cluster():
    load_package(Path(CLUSTER), actor=COMMAND_LINE)
    for name, values in MADE.items():
        if not kind_of(name).model._default_manager.exists():
            record(name, f"{name}-sample", **values)


def hold(rows, holder, shared, publication):
    with journal(actor=COMMAND_LINE, action="test"):
        rows.update(
            holder=holder,
            holder_unit="",
            shared_with=shared,
            publication=publication,
            public_from=None,
            public_until=None,
        )


def test_every_kind_for_every_role_however_it_is_held_and_published(cluster):
    """The scope of lists, its twin for one record, histories and all writing, for a record of every kind."""
    people = {role: actor_of(narrowed(role), DAY) for role in ROLES}
    wrong, looked_at = [], 0
    for kind in kinds():
        manager = kind.model._default_manager
        slug = manager.order_by("pk").values_list("pk", flat=True).first()
        assert slug, f"no sample of {kind.slug}: add one to {CLUSTER} or to MADE"
        rows = manager.filter(pk=slug)
        for (name, (holder, shared)), publication in itertools.product(HOLDINGS.items(), PUBLICATIONS):
            hold(rows, holder, shared, publication)
            row = rows.get()
            for role, actor in people.items():
                held = [Held(role, OWN)]
                case = (kind.slug, role, name, publication)
                seen = publication == "public" or sees(held, kind.slug, row)
                looked_at += 1
                if visible_to(rows, actor, DAY).exists() != seen or is_visible(row, actor, DAY) != seen:
                    wrong.append((*case, "view"))
                for verb in (Verb.ADD, Verb.CHANGE, Verb.WITHDRAW, Verb.PUBLISH, Verb.LOAD):
                    allowed = not list(holding_flaws(actor, [verb], kind, row.holding()))
                    if allowed != writes(held, verb, kind.slug, row):
                        wrong.append((*case, verb))
    assert wrong == []
    assert looked_at == len(list(kinds())) * len(HOLDINGS) * len(PUBLICATIONS) * len(ROLES)


def found(response):
    if response.streaming:
        b"".join(response.streaming_content)
    return response.status_code != 404


@pytest.mark.parametrize("role", ROLES)
def test_every_address_of_a_record_opens_by_its_holder(cluster, role):
    """Every address that names a record, for a document with its file, however it is held and published."""
    paper = record("document", "mihon-paper", title=both("見本資料", "Sample paper"))
    attach_file(
        actor=COMMAND_LINE,
        slug=paper.pk,
        revision=1,
        stream=io.BytesIO(b"%PDF-1.7\n"),
        name="p.pdf",
        reason="見本",
    )
    rows = kind_of("document").model._default_manager.filter(pk=paper.pk)
    client, held = signed_in_as(narrowed(role)), [Held(role, OWN)]
    addresses = {
        name: reverse(name, kwargs={"context": "core", "kind": "document", "slug": paper.pk})
        for name, pattern in ALL.items()
        if {"context", "kind", "slug"} == set(pattern.pattern.converters) and name.startswith("desk:")
    }
    assert len(addresses) >= 6
    wrong = []
    for (holding, (holder, shared)), publication in itertools.product(HOLDINGS.items(), PUBLICATIONS):
        hold(rows, holder, shared, publication)
        row = rows.get()
        seen = publication == "public" or sees(held, "document", row)
        wanted = dict.fromkeys(addresses, seen) | {
            "desk:edit": writes(held, Verb.CHANGE, "document", row),
            "desk:file": writes(held, Verb.CHANGE, "document", row),
            "desk:agree_on_text": writes(held, Verb.CHANGE, "document", row),
            "desk:withdraw": writes(held, Verb.WITHDRAW, "document", row),
            "desk:history": sees_history(held, "document", row),
        }
        for name, address in addresses.items():
            got = found(client.get(address))
            if got != wanted[name]:
                wrong.append((name, holding, publication, got))
    assert wrong == []


def canary_everywhere():
    """Give every record but the organisations of the cast to the other organisation, with a word nobody else uses."""
    with journal(actor=COMMAND_LINE, action="test"):
        for kind in kinds():
            if kind.slug in {"cluster", "organisation", "unit"}:
                continue
            texts = {
                item.name: both(f"{CANARY} {kind.slug}", f"{CANARY} {kind.slug}")
                for item in kind.model._meta.concrete_fields
                if isinstance(item, LocalisedField)
            }
            given = texts | {"holder": OTHER, "publication": "internal"}
            assert kind.model._default_manager.update(**given), kind.slug
        for person in kind_of("person").model._default_manager.all():
            person.family_name = CANARY
            person.save()


def content_of(response):
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            return b"\n".join(archive.read(name) for name in archive.namelist())
    return body


ONE_OF_EACH = {
    "token": ["0" * 32],
    "form": ["xlsx", "csv", "csv-cp932", "zip"],
    "year": [2021],
    "round_slug": ["none"],
    "owner": [OTHER],
    "pk": [1],
    "context": ["governance"],
    "provider_id": ["oidc"],
    "language": ["ja"],
}


def addresses(slugs):
    """Every address of the desk, with every kind and the records there are."""
    acts = list(Context.objects.order_by("-created_at").values_list("pk", flat=True)[:3])
    values = (
        ONE_OF_EACH
        | {
            "act": acts,
            "identifier": acts,
            "code": ["governance.bodies", "governance.meetings", "budgets.budget", *slugs["indicator"]],
            "slug": slugs["measure"],  # of an address without a kind: the sheet of a measure
        }
        | {f"{kind}_slug": slugs[kind] for kind in ("case", "activity", "introduction", "analysis")}
    )
    for name, pattern in ALL.items():
        if not name.startswith("desk:"):
            continue
        wanted = pattern.pattern.converters
        if "kind" in wanted:
            for kind in kinds():
                mine = values | {
                    "context": [kind.context],
                    "kind": [kind.slug],
                    "slug": slugs[kind.slug][:1],
                    "other": slugs[kind.slug][1:2],
                }
                for picked in itertools.product(*(mine[key] for key in wanted)):
                    yield name, reverse(name, kwargs=dict(zip(wanted, picked, strict=True)))
        else:
            # what is not addressed by its kind
            kind = "needprofile" if name == "desk:decide_profile" else "need"
            own = {"slug": slugs[kind], "file": slugs["needdocument"]} if "slug" in wanted else {}
            known = own | values
            for picked in itertools.product(
                *(known.get(key) or [any_of(key, wanted[key])] for key in wanted)
            ):
                yield name, reverse(name, kwargs=dict(zip(wanted, picked, strict=True)))


def any_of(name, converter):
    """A value that the address takes, where it does not matter which."""
    if isinstance(converter, UUIDConverter):
        return uuid.UUID(int=0)
    return 1 if isinstance(converter, IntConverter) else SAMPLES[name]


def test_not_one_address_tells_a_word_of_what_another_organisation_holds(cluster):
    """Asked by the administrator of one organisation, who has every verb there is within reach."""
    slugs = {
        kind.slug: list(kind.model._default_manager.order_by("pk").values_list("pk", flat=True)[:3])
        for kind in kinds()
    }
    canary_everywhere()
    ensure_demo_users()
    client = signed_in_as(narrowed(Role.ADMINISTRATOR))
    everywhere = signed_in_as(narrowed(Role.SECRETARIAT, None))
    told, shown = [], 0
    for name, address in addresses(slugs):
        for query in ("", f"?q={CANARY}") if name in SEARCHED else ("",):
            response = client.get(address + query)
            shown += response.status_code == 200
            body = content_of(response).decode("utf-8", "replace").replace(f'value="{CANARY}"', "")
            body = body.replace(f"q={CANARY}", "").replace(f"「{CANARY}」", "")
            if f"{CANARY} " in body or (not query and CANARY in body):
                told.append((name, address + query))
    assert told == []
    assert shown > 100
    assert CANARY in content_of(everywhere.get("/desk/governance/meeting/")).decode()


def test_a_stranger_is_asked_to_sign_in_and_told_nothing(cluster):
    canary_everywhere()
    for address in ("/desk/", "/desk/governance/meeting/", "/desk/data/package.zip"):
        response = Client().get(address)
        assert response.status_code == 302
    assert not may(actor_of(None, DAY), Verb.VIEW, "meeting")
