"""/healthz: whether the site is well, for machines and in words; particulars for administrators only."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from renkei.config.operation.checks import (
    Finding,
    State,
    check_database,
    check_disk,
    check_files,
    check_jobs,
    check_settings,
    check_versions,
    findings_of,
)
from renkei.core.accounts.access import opens_to_all
from renkei.core.accounts.actors import Role
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from collections.abc import Iterable

FOR_ALL = {"database": check_database, "disk": check_disk}
FOR_ADMINISTRATORS = {
    "settings": check_settings,
    **FOR_ALL,
    "versions": check_versions,
    "files": check_files,
    "jobs": check_jobs,
}
WORDS = {
    "database": Localised.both("データベース", "Database"),
    "disk": Localised.both("保存場所", "Storage"),
}


@dataclass(frozen=True)
class Part:
    """What everybody may know of one part: that it works, or not."""

    code: str
    name: Localised
    works: bool


@opens_to_all
@never_cache
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Answer 200 where the site can do its work, else 503; JSON unless a browser asks."""
    administers = is_administrator(request)
    found = list(findings_of(FOR_ADMINISTRATORS if administers else FOR_ALL))
    parts = parts_of(found)
    well = all(part.works for part in parts)
    status = HTTPStatus.OK if well else HTTPStatus.SERVICE_UNAVAILABLE
    if "text/html" in request.headers.get("Accept", ""):
        body = {"well": well, "parts": parts, "findings": found if administers else []}
        page = render_to_string("ui/health.html", body)  # without the request: its context asks the database
        response = HttpResponse(page, status=status)
    else:
        response = JsonResponse(as_json(parts, found if administers else []), status=status)
    patch_vary_headers(response, ["Accept", "Cookie"])
    return response


def is_administrator(request: HttpRequest) -> bool:
    try:
        return Role.ADMINISTRATOR in request.actor.roles  # type: ignore[attr-defined]
    except (DatabaseError, InterfaceError):
        return False  # without the database nobody is known


def parts_of(found: Iterable[Finding]) -> list[Part]:
    wrong = {each.code.partition(".")[0] for each in found if each.state is State.WRONG}
    return [Part(code, name, works=code not in wrong) for code, name in WORDS.items()]


def as_json(parts: list[Part], found: list[Finding]) -> dict[str, Any]:
    body: dict[str, Any] = {
        "status": "ok" if all(part.works for part in parts) else "wrong",
        "checks": {part.code: "ok" if part.works else "wrong" for part in parts},
    }
    if found:
        body["findings"] = [each.as_json() for each in found]
    return body
