"""Whatever is asked, in whatever address, question or form: no page ever answers with a fault of its own."""

from __future__ import annotations

from urllib.parse import quote, urlencode

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from renkei.core.records.kinds import kinds
from tests.architecture.test_access import ALL, ENTRANCE, SAMPLES

pytestmark = pytest.mark.django_db
QUIET = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
ODD = (
    "",
    "0",
    "-1",
    "1",
    "9" * 400,
    "9" * 5000,
    "\0",
    "a\0b",
    "\ud7ff",
    "１２",
    "²",
    "%",
    "%00",
    "..",
    "../../etc/passwd",
    "'",
    '"><script>',
    "[[",
    "{{x}}",
    "2017",
    "2017-02-30",
    "[]",
    "null",
    "NaN",
    "1e9",
    "見本",
    "x" * 3000,
    "a " * 1400,
    "\u202e",
    "none",
    "true",
    "-held_on",
    "slug",
    "__class__",
    "pk__in",
    "title__ja",
    "page=1",
)
KINDS = tuple(kind.slug for kind in kinds())
values = st.one_of(st.sampled_from(ODD), st.text(max_size=12).filter(lambda text: not _lone(text)))
NAMES = (
    "page",
    "q",
    "year",
    "sort",
    "publication",
    "body",
    "state",
    "kind",
    "next",
    "fiscal_year",
    "anyway",
    "slug",
    "user",
    "language",
    "revision",
    "reason",
    "figure",
    "prints",
    "confirm",
    "held_on",
    "title@ja",
    "term_from",
    "until",
    "since",
)
questions = st.lists(st.tuples(st.one_of(st.sampled_from(NAMES), values), values), max_size=4)
roles = st.sampled_from(["stranger", "reader", "secretariat", "administrator"])


def _lone(text):
    return any("\ud800" <= letter <= "\udfff" for letter in text)


def faults(response, client, address):
    if response.status_code >= 500:
        raise AssertionError(f"{address}: {client.exc_info}")
    if response.streaming:
        b"".join(response.streaming_content)


def address_of(name, changes):
    """The address of a route with some of its parts replaced, as a browser would write it."""
    parts = SAMPLES | ({"kind": "yearly"} if name.startswith("portal:") else {}) | changes
    route = "/" + "".join(_pieces(ALL[name], name))
    for key in ALL[name].pattern.converters:
        route = route.replace(f"<{key}>", quote(str(parts.get(key, 1)), safe=""))
    return route


def _pieces(pattern, name):
    import re

    yield "desk/" if name.startswith("desk:") or name in ENTRANCE else ""
    yield re.sub(r"<(?:\w+:)?(\w+)>", r"<\1>", str(pattern.pattern))


routes = st.sampled_from(sorted(name for name in ALL if "nowhere" not in name))
changes = st.dictionaries(st.sampled_from(sorted(SAMPLES)), values, max_size=2)


@QUIET
@given(role=roles, name=routes, changed=changes, question=questions, head=st.booleans())
@example(role="secretariat", name="desk:record", changed={"slug": "a\0b"}, question=[], head=False)
@example(role="stranger", name="portal:figures", changed={}, question=[("year", "9" * 5000)], head=False)
@example(role="stranger", name="portal:search", changed={}, question=[("q", "\0")], head=False)
def test_reading(clients, role, name, changed, question, head):
    client = clients[role]
    address = f"{address_of(name, changed)}?{urlencode(question)}"
    faults((client.head if head else client.get)(address), client, address)


@QUIET
@given(role=roles, name=routes, changed=changes, typed=questions)
@example(
    role="secretariat", name="desk:withdraw", changed={}, typed=[("revision", "9" * 5000), ("reason", "x")]
)
@example(role="secretariat", name="desk:edit", changed={}, typed=[("revision", "9" * 5000), ("reason", "\0")])
@example(role="stranger", name="account_login", changed={}, typed=[("login", "\0"), ("password", "x")])
def test_writing(clients, role, name, changed, typed):
    if name == "account_logout":
        return  # the others go on as who they are
    client = clients[role]
    address = address_of(name, changed)
    faults(client.post(address, dict(typed)), client, address)


@settings(QUIET, max_examples=40)
@given(kind=st.sampled_from(KINDS), question=questions)
def test_every_list(clients, kind, question):
    from renkei.core.records.kinds import kind_of

    client = clients["secretariat"]
    address = f"/desk/{kind_of(kind).context}/{kind}/?{urlencode(question)}"
    faults(client.get(address), client, address)


@settings(QUIET, max_examples=40)
@given(
    path=st.lists(values, max_size=4), language=st.sampled_from(["", "ja/", "en/", "desk/", "static/", "fr/"])
)
def test_any_path(clients, path, language):
    client = clients["stranger"]
    address = f"/{language}" + "/".join(quote(part, safe="") for part in path)
    faults(client.get(address), client, address)
