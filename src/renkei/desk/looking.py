"""A public page as strangers get it, shown at the desk before anything of it is public."""

from __future__ import annotations

from contextlib import nullcontext
from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import resolve
from django.utils import translation

from renkei.core.accounts.actors import STRANGER
from renkei.core.publication.models import PublicationState
from renkei.core.ui.text import both
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import AbstractContextManager

    from django.http import HttpResponse

    from renkei.core.records.models import Record

_OF_THE_SERVER = ("SERVER_NAME", "SERVER_PORT", "HTTP_HOST", "wsgi.url_scheme")


@dataclass(frozen=True)
class Look:
    """What the band above such a page says: that it is a look, what stands in the way, and the way back."""

    title: Any
    text: Any
    back_label: Any
    back_url: str
    other_language_url: str
    barriers: Sequence[Localised] = ()
    theme_url: str = ""


def page_for_strangers(
    request: HttpRequest,
    address: str,
    look: Look,
    language: str,
    within: AbstractContextManager[None] | None = None,
) -> HttpResponse:
    """Answer with the public page at an address as strangers get it, under the band of the look.

    The page is asked for anew, without cookies and without anybody signed in. `within` is the condition under which
    it is made. The answer is kept nowhere and found by no search engine. Raises Http404 where strangers get it.
    """
    asked = HttpRequest()
    asked.method, asked.path, asked.path_info = "GET", address, address
    asked.META = {name: request.META[name] for name in _OF_THE_SERVER if name in request.META}
    asked.resolver_match = match = resolve(address)
    asked.user, asked.actor, asked.look = AnonymousUser(), STRANGER, look  # type: ignore[attr-defined]
    with translation.override(language), within or nullcontext():
        response: HttpResponse = match.func(asked, *match.args, **match.kwargs)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Content-Language"] = language
    return response


def barriers_of(record: Record) -> list[Localised]:
    """Return what the record's own rules hold against its being public today: the field, and what it needs."""
    wanted = copy(record)
    wanted.publication = PublicationState.PUBLIC
    known = {flaw.code for _, flaw in record.row_flaws()}
    labels = {item.name: item.verbose_name for item in record._meta.concrete_fields}
    return [
        Localised.both("{label}：{expected}", "{label}: {expected}").filled(
            label=both(labels[name]), expected=flaw.message
        )
        for name, flaw in wanted.row_flaws()
        if flaw.code not in known
    ]
