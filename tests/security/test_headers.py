"""What every answer carries: a policy for content, no cookie from public pages, files only as downloads."""

from __future__ import annotations

import pytest
from django.test import Client

from renkei.core.files.models import Document
from renkei.core.files.services import stored_path
from tests.architecture.test_access import ALL, address_of
from tests.portal.pages import DATA, EVERY

pytestmark = pytest.mark.django_db
PUBLIC = [
    "/",
    "/theme.css",
    *(f"/ja/{path}" for path in (*EVERY, *DATA)),
    "/en/",
    "/ja/no/such/page/",
    "/nowhere/",
]
DESK = sorted(name for name in ALL if name.startswith("desk:"))


@pytest.mark.parametrize("address", PUBLIC)
@pytest.mark.parametrize("role", ["stranger", "secretariat"])
def test_public_pages_are_the_same_for_everybody_and_leave_no_cookie(clients, role, address):
    client = Client()
    client.cookies = clients[role].cookies.copy()
    answer = client.get(address)
    assert not answer.cookies
    assert "cookie" not in answer.headers.get("Vary", "").casefold()
    if address.startswith("/ja/"):
        assert Client().get(address).getvalue() == answer.getvalue()


@pytest.mark.parametrize("address", PUBLIC)
def test_public_pages_answer_head_as_they_answer_get(clients, address):
    client = clients["stranger"]
    get, head = client.get(address), client.head(address)
    assert (head.status_code, head.getvalue()) == (get.status_code, b"")
    assert head.headers["Content-Type"] == get.headers["Content-Type"]


def policy(answer):
    pieces = (piece.strip().split(" ") for piece in answer.headers["Content-Security-Policy"].split(";"))
    return {name: sources for name, *sources in pieces}


@pytest.mark.parametrize("address", PUBLIC)
def test_public_pages_carry_the_policy(clients, address):
    _check_policy(clients["stranger"].get(address))


@pytest.mark.parametrize("name", DESK)
def test_pages_of_the_desk_carry_the_policy(clients, name):
    answer = clients["administrator"].get(address_of(name))
    _check_policy(answer)
    if answer.streaming:
        b"".join(answer.streaming_content)


def _check_policy(answer):
    found = policy(answer)
    assert found["default-src"] == ["'none'"]
    assert {"script-src", "style-src", "form-action"} <= set(found)
    assert found["frame-ancestors"] == found["base-uri"] == ["'none'"]
    assert {source for sources in found.values() for source in sources} <= {"'none'", "'self'"}
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_what_only_some_may_see_is_kept_by_no_cache(clients):
    for name in DESK:
        answer = clients["secretariat"].get(address_of(name))
        if answer.streaming:
            b"".join(answer.streaming_content)
        if answer.status_code == 200:
            assert {"no-store", "private"} <= set(answer.headers["Cache-Control"].split(", ")), name


@pytest.mark.parametrize(
    "address", ["/ja/documents/mihon-notes/file", "/desk/core/document/mihon-notes/file/content/"]
)
def test_a_document_is_a_download_of_the_type_it_was_found_to_be(clients, address):
    answer = clients["reader"].get(address)
    document = Document.objects.get(pk="mihon-notes")
    assert b"".join(answer.streaming_content)
    assert answer.headers["Content-Type"].partition(";")[0] == document.media_type
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    assert "/" not in answer.headers["Content-Disposition"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "address", ["/ja/documents/mihon-notes/file", "/desk/core/document/mihon-notes/file/content/"]
)
def test_a_file_that_is_lost_is_not_found(clients, address, settings, tmp_path):
    place = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"default": place}
    assert clients["reader"].get(address).status_code == 404


def test_files_lie_under_their_hash_and_nowhere_else():
    assert stored_path("ab" + "0" * 62) == "ab/" + "0" * 62


@pytest.mark.parametrize(
    "goal",
    [
        "https://example.org/",
        "//example.org/",
        "\\\\\\\\example.org/",
        "http:example.org",
        "javascript:alert(1)",
        " //example.org",
        "/\\texample.org",
        "https://testserver@example.org/",
    ],
)
@pytest.mark.parametrize("name", ["account_login", "desk:language"])
def test_nobody_is_led_to_another_site(clients, name, goal):
    client = clients["secretariat"]
    post = client.post(address_of(name), {"next": goal, "language": "ja"})
    get = client.get(address_of(name), {"next": goal})
    for answer in (post, get):
        assert "example.org" not in answer.headers.get("Location", "")
        assert not answer.headers.get("Location", "").startswith("javascript")
