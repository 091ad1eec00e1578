"""A report as a download: its name, its type, and a mark by which a reader's browser knows that it has it already."""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.utils.cache import get_conditional_response

from renkei.core.files.downloads import attached
from renkei.reports.formats import LABELS, MEDIA_TYPES, rendered
from renkei.reports.house import held_picture, house_of, moment_of
from renkei.reports.service import as_json

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from renkei.kernel.localised import Localised
    from renkei.reports.formats import House
    from renkei.reports.service import Report

MOST_BYTES = 8_000_000


@dataclass(frozen=True)
class Download:
    """One format as a link."""

    form: str
    label: Localised
    address: str


def downloads(address: Callable[[str], str]) -> list[Download]:
    """Return a link for each format, the ones that most people want first."""
    return [Download(form, label, address(form)) for form, label in LABELS.items()]


def file_name(found: Report, form: str) -> str:
    return f"{found.kind}-{found.year}-{found.language}.{form}"


def file_answer(
    request: HttpRequest, found: Report, form: str, *, at: dt.date, number: str = ""
) -> HttpResponseBase:
    """Answer with the report as a file, or with "not modified"; what was just made is not made again.

    `form` is one of the formats. Raises RuleBroken("report.not_typeset").
    """
    house = house_of(found.language, form, number=number)
    etag = f'"{_mark(found, form, at, house)}"'
    known = get_conditional_response(request, etag=etag)
    if known is not None:
        return known
    content = _lately.get(etag)
    if content is None:
        content = rendered(found, form, made_at=moment_of(at), house=house, content=held_picture).content
        _lately.keep(etag, content)
    answer = HttpResponse(content, content_type=MEDIA_TYPES[form], headers=attached(file_name(found, form)))
    answer["ETag"] = etag
    return answer


class _Lately:
    """The files made last in this process, by the digest of all that they are made of."""

    def __init__(self, most: int) -> None:
        self._most, self._lock = most, Lock()
        self._kept: OrderedDict[str, bytes] = OrderedDict()

    def get(self, mark: str) -> bytes | None:
        with self._lock:
            if mark in self._kept:
                self._kept.move_to_end(mark)
            return self._kept.get(mark)

    def keep(self, mark: str, content: bytes) -> None:
        """Keep a file, and forget those that were asked for longest ago until all fit."""
        if len(content) > self._most:
            return
        with self._lock:
            self._kept[mark] = content
            while sum(map(len, self._kept.values())) > self._most:
                self._kept.popitem(last=False)


_lately = _Lately(MOST_BYTES)


def _mark(found: Report, form: str, at: dt.date, house: House) -> str:
    """Return the digest of all that a file is made of."""
    said = json.dumps(as_json(found), ensure_ascii=False, sort_keys=True)
    told = f"{form} {at} {house!r} {found.cluster!r} {found.figures!r} {said}"
    return hashlib.sha256(told.encode()).hexdigest()
