"""Public pages are kept in memory until a record changes or a day begins.

What is kept is good for one mark: the number of acts the database has seen, and the day. Every answer from memory asks
the database for the number first, so that an edit, a withdrawal or the end of a consent is seen with the next request
by every process, and nothing has to tell them.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.urls import Resolver404, resolve, reverse

from renkei.core.ui.middleware import unavailable
from renkei.portal.memory import Kept, Mark, Memory, conditional, present_mark

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

_NOTHING: frozenset[str] = frozenset()
_PAGE, _YEAR = frozenset({"page"}), frozenset({"year"})
# Routes whose answer follows from the records, the day and the address alone, each with the numbers that its view reads
# from the question: any other would make many names of one page, and a stranger could fill the memory with them.
# Not here: whatever holds a form with a token or a search for words, and pages of editions, which compare their parts
# with their hashes at every request.
KEPT: dict[str, frozenset[str]] = {
    "access": _NOTHING,
    "accessibility": _NOTHING,
    "agreement": _NOTHING,
    "agreements": _PAGE,
    "body": _NOTHING,
    "calendar": _NOTHING,
    "document": _NOTHING,
    "documents": _PAGE,
    "event": _NOTHING,
    "event-list": _NOTHING,
    "event-series": _PAGE,
    "events": _PAGE | _YEAR,
    "evidence": _PAGE,
    "figures": _YEAR,
    "home": _NOTHING,
    "indicator": _NOTHING,
    "joint-research": _PAGE,
    "laboratory": _NOTHING,
    "meeting": _NOTHING,
    "milestone": _NOTHING,
    "milestones": _PAGE,
    "money": _PAGE,
    "money-lines": _PAGE | _YEAR,
    "needs": _PAGE,
    "news": _PAGE | _YEAR,
    "news-feed": _NOTHING,
    "news-item": _NOTHING,
    "open-columns": _NOTHING,
    "open-data": _NOTHING,
    "organisation": _NOTHING,
    "partnership": _YEAR,
    "partnerships": _PAGE | _YEAR,
    "privacy": _NOTHING,
    "programme": _NOTHING,
    "programmes": _PAGE,
    "reports": _NOTHING,
    "results": _PAGE | _YEAR,
    "seed": _NOTHING,
    "seed-booklet-part": _PAGE,
    "seeds": _PAGE,
    "site-map": _NOTHING,
    "sitemap": _NOTHING,
    "sitemap-part": _NOTHING,
    "structure": _NOTHING,
    "venture": _NOTHING,
    "ventures": _PAGE,
}
_NUMBER = re.compile(r"[1-9][0-9]{0,3}")
_LONGEST = 300
LONGEST_WAIT = 10  # seconds

MEMORY = Memory()


class KeepingMiddleware:
    """Answers strangers' requests for public pages from memory where nothing has changed; asks one question for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = key_of(request) if settings.KEPT_PAGES_BYTES else ""
        if not key:
            return self.get_response(request)
        try:
            mark = present_mark()
        except (OperationalError, InterfaceError):
            return unavailable()
        kept = MEMORY.get(mark, key)
        if kept is not None:
            return kept.answer(request)
        return self._by_one(request, mark, key) if request.method == "GET" else self.get_response(request)

    def _by_one(self, request: HttpRequest, mark: Mark, key: str) -> HttpResponse:
        """Make the page, or wait a while for the one who makes it already: many may ask for it after an edit."""
        other = MEMORY.begin(mark, key)
        try:
            if other is not None:
                other.wait(LONGEST_WAIT)
            kept = MEMORY.get(mark, key)
            return self._made(request, mark, key) if kept is None else kept.answer(request)
        finally:
            if other is None:
                MEMORY.end(mark, key)

    def _made(self, request: HttpRequest, mark: Mark, key: str) -> HttpResponse:
        response = self.get_response(request)
        if not may_be_kept(request, response):
            return response
        response.headers["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        response.headers.setdefault("Cache-Control", "no-cache")  # browsers and proxies ask each time, too
        page = Kept(zlib.compress(response.content, 1), tuple(response.items()), request.resolver_match)
        MEMORY.put(mark, key, page, settings.KEPT_PAGES_BYTES)
        return conditional(request, response)


def key_of(request: HttpRequest) -> str:
    """Return under which name an answer may be kept: its one address, and the numbers that its view reads, in order.

    Nothing for whoever has signed in, for other questions, and for another way of writing an address.
    """
    if request.method not in {"GET", "HEAD"} or settings.SESSION_COOKIE_NAME in request.COOKIES:
        return ""
    try:
        match = resolve(request.path_info)
    except Resolver404:
        return ""
    known = KEPT.get(match.url_name or "") if match.app_name == "portal" else None
    if known is None or len(request.path) > _LONGEST:
        return ""
    captured = match.captured_kwargs  # type: ignore[attr-defined]  # the stubs are behind
    if reverse(match.view_name, kwargs=captured) != request.path:
        return ""
    asked = request.META.get("QUERY_STRING", "")
    questions = sorted(asked.split("&")) if asked else []
    parts = [each.partition("=") for each in questions]
    if len({name for name, _, _ in parts}) != len(parts):
        return ""
    if not all(name in known and _NUMBER.fullmatch(text) for name, _, text in parts):
        return ""
    return "?".join((request.path, *questions))


def may_be_kept(request: HttpRequest, response: HttpResponse) -> bool:
    """Tell whether an answer is the same for everybody until a record changes."""
    match = request.resolver_match
    return (
        response.status_code == HttpResponse.status_code
        and not response.streaming
        and match is not None
        and match.app_name == "portal"
        and match.url_name in KEPT
        and not response.cookies
        and not response.headers.get("Vary")
        and "no-store" not in response.headers.get("Cache-Control", "")
    )
