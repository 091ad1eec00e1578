"""The limit on what is sent: in place before anything reads a form, so that no file ever fills a disk."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, TemporaryFileUploadHandler
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from renkei.core.ui.text import bi

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

TOO_LARGE = "renkei.upload_too_large"
_MEGABYTE = 1024 * 1024


class LimitHandler(FileUploadHandler):
    """Skips a file over the limit as it comes in, so that it never fills a disk; the request is marked."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.received = 0

    def handle_raw_input(self, *given: Any, **_: Any) -> None:
        """Look at the length the browser announces: the third of what Django hands over."""
        content_length = int(given[2])
        if content_length > settings.UPLOAD_LIMIT_BYTES + _MEGABYTE:
            self._mark()

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.received = 0
        if self.request is not None and self.request.META.get(TOO_LARGE):
            raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:  # noqa: ARG002
        self.received += len(raw_data)
        if self.received > settings.UPLOAD_LIMIT_BYTES:
            self._mark()
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:  # noqa: ARG002
        return None

    def _mark(self) -> None:
        if self.request is not None:
            self.request.META[TOO_LARGE] = True


def limited(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Wrap a view that takes files: the limit is in place before anything reads the form, its token checked after."""
    checked = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def taking(request: HttpRequest, *given: Any, **named: Any) -> HttpResponseBase:
        if request.method == "POST":
            request.upload_handlers = [LimitHandler(request), TemporaryFileUploadHandler(request)]
        return checked(request, *given, **named)

    return taking


def too_large(request: HttpRequest) -> Any:
    """Return in the reader's words that what was sent is over the limit, or nothing. Read the form first."""
    if not request.META.get(TOO_LARGE):
        return ""
    limit = limit_megabytes()
    return bi(f"ファイルが大きすぎます（{limit} MB まで）。", f"The file is larger than {limit} MB.")


def limit_megabytes() -> int:
    return int(settings.UPLOAD_LIMIT_BYTES // _MEGABYTE)
