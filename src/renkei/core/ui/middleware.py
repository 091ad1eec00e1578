"""Honest answers where the database is away, and to what no page can be asked."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from django.core.exceptions import SuspiciousOperation
from django.db import DataError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import patch_cache_control
from django.views import defaults

if TYPE_CHECKING:
    from collections.abc import Callable


class UnavailableMiddleware:
    """Answers 503 with a page in both languages, made without the database, where the connection is lost."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            return self.get_response(request)
        except (OperationalError, InterfaceError):
            return unavailable()

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:  # noqa: ARG002
        return unavailable() if isinstance(exception, OperationalError | InterfaceError) else None


class NoNullsMiddleware:
    """Answers 400 where address, question or form holds the character that no text of the database can."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            raise SuspiciousOperation("a null character was asked for")
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:  # noqa: ARG002
        if isinstance(exception, DataError | ValueError) and "NUL" in str(exception):
            raise SuspiciousOperation("a null character was sent") from exception


class PrivateMiddleware:
    """Lets nobody keep an answer for which it was asked who wants it: no proxy, and no browser after signing out."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.session.accessed:
            patch_cache_control(response, private=True, no_store=True)
        return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer what nothing else has: a lost database also where a middleware met it, which Django turns into 500."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return unavailable()
    return defaults.server_error(request)


def unavailable() -> HttpResponse:
    """Return the page in both languages that says so. It is made without the database, and kept nowhere."""
    response = HttpResponse(render_to_string("503.html"), status=503)
    response.headers["Retry-After"] = "60"
    response.headers["Cache-Control"] = "no-store"
    return response
