"""The memory of public pages: what is kept for one mark, within a bound, and who is making what just now."""

from __future__ import annotations

import datetime as dt
import threading
import zlib
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from django.http import HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response

from renkei.core.history.acts import Acts, acts_so_far

if TYPE_CHECKING:
    from django.http import HttpRequest

_OVERHEAD = 1_000  # what an entry takes beside its content, about


class Mark(NamedTuple):
    """What an answer is good for: a day, and the acts that had been committed."""

    day: dt.date
    acts: Acts

    def replaces(self, other: Mark) -> bool:
        """Tell whether what was made for the other one is over. After a restore there is no earlier and later."""
        return self.acts.table != other.acts.table or self > other


def present_mark() -> Mark:
    """Return the mark of now; one question. Raises OperationalError where the database is away or not whole."""
    return Mark(timezone.localdate(), acts_so_far())


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
        return conditional(request, response)


class Memory:
    """The pages of one mark, up to so many bytes; those asked for longest ago go first. Shared by threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._made: dict[tuple[Mark, str], threading.Event] = {}
        self.clear()

    def clear(self) -> None:
        with self._lock:
            self._mark = Mark(dt.date.min, Acts(0, 0))
            self._pages: OrderedDict[str, Kept] = OrderedDict()
            self._bytes = 0

    def get(self, mark: Mark, key: str) -> Kept | None:
        """Return what is kept for this mark; a later one empties the memory, an earlier one finds nothing."""
        with self._lock:
            if mark.replaces(self._mark):
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

    def begin(self, mark: Mark, key: str) -> threading.Event | None:
        """Return what to wait for where somebody makes this page already; nothing for the one who shall make it."""
        with self._lock:
            if (mark, key) in self._made:
                return self._made[mark, key]
            self._made[mark, key] = threading.Event()
            return None

    def end(self, mark: Mark, key: str) -> None:
        """Tell those who wait that the page was made, or will not be."""
        with self._lock:
            made = self._made.pop((mark, key))
        made.set()

    def __len__(self) -> int:
        return len(self._pages)


def conditional(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Answer 304 where the reader has this very page already."""
    return get_conditional_response(request, etag=response.headers["ETag"], response=response) or response
