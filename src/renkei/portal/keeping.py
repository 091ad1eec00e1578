"""Public pages are kept in memory until a record changes or a day begins.

What is kept is good for one mark: the number of acts the database has seen, and the day. Every answer from memory asks
the database for the number first, so that an edit, a withdrawal or the end of a consent is seen with the next request
by every process, and nothing has to tell them.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import threading
import zlib
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response

from renkei.core.history.acts import acts_so_far
from renkei.core.ui.middleware import unavailable

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

# Routes whose answer follows from the records, the day and the address alone. Not here: whatever holds a form with a
# token or a search for words, and pages of editions, which compare their parts with their hashes at every request.
KEPT = frozenset(
    {
        "access",
        "agreement",
        "agreements",
        "body",
        "calendar",
        "document",
        "documents",
        "event",
        "event-series",
        "events",
        "evidence",
        "figures",
        "home",
        "joint-research",
        "indicator",
        "laboratory",
        "meeting",
        "milestone",
        "milestones",
        "money",
        "news",
        "news-item",
        "needs",
        "news-feed",
        "open-columns",
        "open-data",
        "organisation",
        "partnership",
        "partnerships",
        "programme",
        "programmes",
        "reports",
        "seed",
        "seed-booklet-part",
        "seeds",
        "structure",
        "venture",
        "ventures",
    }
)
_STARTS = ("/ja/", "/en/")
_QUESTIONS = frozenset({"page", "year"})
_ANSWERABLE = re.compile(r"[0-9]{1,4}")
_LONGEST = 300
_OVERHEAD = 1_000  # what an entry takes beside its content, about

Mark = tuple[dt.date, int]


@dataclass(frozen=True)
class Kept:
    """An answer as it is kept: its content packed, its headers as they were."""

    content: bytes
    headers: tuple[tuple[str, str], ...]
    match: Any

    @property
    def size(self) -> int:
        return len(self.content) + _OVERHEAD

    def answer(self, request: HttpRequest) -> HttpResponse:
        response = HttpResponse(zlib.decompress(self.content))
        for name, value in self.headers:
            response.headers[name] = value
        request.resolver_match = self.match
        return _conditional(request, response)


class Memory:
    """The pages of one mark, up to so many bytes; those asked for longest ago go first. Shared by threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.clear()

    def clear(self) -> None:
        with self._lock:
            self._mark: Mark = (dt.date.min, 0)
            self._pages: OrderedDict[str, Kept] = OrderedDict()
            self._bytes = 0

    def get(self, mark: Mark, key: str) -> Kept | None:
        """Return what is kept for this mark; a later one empties the memory, an earlier one finds nothing."""
        with self._lock:
            if mark > self._mark:
                self._mark, self._bytes = mark, 0
                self._pages.clear()
            if mark != self._mark or key not in self._pages:
                return None
            self._pages.move_to_end(key)
            return self._pages[key]

    def put(self, mark: Mark, key: str, kept: Kept, most: int) -> None:
        """Keep an answer, unless the records have changed since its mark was taken."""
        with self._lock:
            if mark != self._mark or kept.size > most:
                return
            self._bytes -= self._pages.pop(key).size if key in self._pages else 0
            self._pages[key] = kept
            self._bytes += kept.size
            while self._bytes > most:
                _, gone = self._pages.popitem(last=False)
                self._bytes -= gone.size

    def __len__(self) -> int:
        return len(self._pages)


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
            mark = (timezone.localdate(), acts_so_far())
        except (OperationalError, InterfaceError):
            return unavailable()
        kept = MEMORY.get(mark, key)
        if kept is not None:
            return kept.answer(request)
        response = self.get_response(request)
        if request.method != "GET" or not may_be_kept(request, response):
            return response
        response.headers["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        response.headers.setdefault("Cache-Control", "no-cache")  # browsers and proxies ask each time, too
        page = Kept(zlib.compress(response.content, 1), tuple(response.items()), request.resolver_match)
        MEMORY.put(mark, key, page, settings.KEPT_PAGES_BYTES)
        return _conditional(request, response)


def key_of(request: HttpRequest) -> str:
    """Return under which name an answer may be kept; nothing for whoever has signed in, and for other questions."""
    if request.method not in {"GET", "HEAD"} or settings.SESSION_COOKIE_NAME in request.COOKIES:
        return ""
    if not request.path_info.startswith(_STARTS):
        return ""
    question = request.GET.dict().items()
    known = all(name in _QUESTIONS and _ANSWERABLE.fullmatch(str(text)) for name, text in question)
    where = request.get_full_path()
    return where if known and len(where) <= _LONGEST else ""


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


def _conditional(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Answer 304 where the reader has this very page already."""
    return get_conditional_response(request, etag=response.headers["ETag"], response=response) or response
